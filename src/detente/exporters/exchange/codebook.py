"""REFI-QDA codebooks (.qdc), and the codes of a project: a tree for each field of the statements, a code for each value.

Source: REFI-QDA standard 1.5 (qdasoftware.org), namespaces `urn:QDA-XML:codebook:1.0` and `urn:QDA-XML:project:1.0`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from detente.exporters.exchange.concepts import concept_of
from detente.exporters.exchange.places import plain
from detente.exporters.exchange.port import Exchange, Outgoing, Record, stands

CODEBOOK, PROJECT = "urn:QDA-XML:codebook:1.0", "urn:QDA-XML:project:1.0"
FIELDS = (
    "holder",
    "stance",
    "kind",
    "issue",
    "option",
    "instance",
    "target",
    "basis",
    "stage",
    "speaker",
    "certainty",
    "date",
)
CONCEPT = "concept"
_SPACE = UUID("6f0b3d0e-5b1f-5d0c-9d59-64746e740001")
Code = tuple[str, str]


def guid(*parts: str) -> str:
    """The identifier of something, the same each time."""
    return str(uuid5(_SPACE, "\0".join(plain(part) for part in parts)))


def codes_of(line: Record) -> list[Code]:
    """The codes of a line: its concept, and the value of each field."""
    found = [(CONCEPT, concept_of(line))]
    return found + [(name, line[name]) for name in FIELDS if line.get(name)]


def code_tree(codes: Iterable[Code], space: str) -> ET.Element:
    """The codes as elements, each field a code that is not given to words."""
    root = ET.Element(f"{{{space}}}Codes")
    tops: dict[str, ET.Element] = {}
    for name, value in sorted({(name, plain(value)) for name, value in codes}):
        if name not in tops:
            tops[name] = ET.SubElement(
                root, f"{{{space}}}Code", {"guid": guid("code", name), "name": name, "isCodable": "false"}
            )
        attributes = {"guid": guid("code", name, value), "name": value, "isCodable": "true"}
        ET.SubElement(tops[name], f"{{{space}}}Code", attributes)
    return root


def write(path: Path, project: Outgoing) -> tuple[str, ...]:
    """The codes alone."""
    ET.register_namespace("", CODEBOOK)
    root = ET.Element(f"{{{CODEBOOK}}}CodeBook", {"origin": "detente"})
    codes = (code for line in project.lines() if stands(line) for code in codes_of(line))
    root.append(code_tree(codes, CODEBOOK))
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
    return ("reports, statements and reviews: a codebook has codes alone (.qdpx holds the project)",)


EXCHANGE = Exchange("REFI-QDA codebook", write, None)
