"""REFI-QDA projects (.qdpx), for MAXQDA, NVivo, ATLAS.ti and QualCoder: texts, the words of each line, and their codes.

A zip with `project.qde` (XML) and the texts in `sources/`. Places are code points of a text in UTF-8 whose lines end in line
feeds. The whole ledger goes along as `detente.jsonl`; where another program wrote the file anew and left it out, texts,
words and codes are taken from the standard's own elements.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZipFile

from detente.exporters.exchange.codebook import PROJECT, Code, code_tree, codes_of, guid
from detente.exporters.exchange.jsonl import one_line
from detente.exporters.exchange.places import ShownText, plain, shown_text
from detente.exporters.exchange.port import Exchange, Outgoing, Record, stands
from detente.exporters.exchange.qdpx_reading import LEDGER, read

_USER = guid("user", "detente")
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{PROJECT} http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd"
REST = ("condition", "via", "condition_on", "about")


def write(path: Path, project: Outgoing) -> tuple[str, ...]:
    """Texts, words and codes for other programs, and the ledger; nothing is lost. Rejected lines are in the ledger only."""
    ET.register_namespace("", PROJECT)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    root = ET.Element(
        _tag("Project"),
        {"name": plain(project.name), "origin": "detente", "creatingUserGUID": _USER, "creationDateTime": now,
         f"{{{_XSI}}}schemaLocation": _SCHEMA},
    )  # fmt: skip
    users = ET.SubElement(root, _tag("Users"))
    ET.SubElement(users, _tag("User"), {"guid": _USER, "name": "détente"})
    book = ET.SubElement(root, _tag("CodeBook"))
    with ZipFile(path, "w", ZIP_DEFLATED) as archive, TemporaryFile() as ledger:
        sources = _sources(archive, project, ledger)
        codes = _selections(project, sources, now)
        book.append(code_tree(codes, PROJECT))
        listed = ET.SubElement(root, _tag("Sources"))
        listed.extend(element for element, _ in sources.values())
        ledger.seek(0)
        with archive.open(LEDGER, "w") as member:
            shutil.copyfileobj(ledger, member)
        archive.writestr("project.qde", ET.tostring(root, encoding="utf-8", xml_declaration=True))
    return ()


def _tag(name: str) -> str:
    return f"{{{PROJECT}}}{name}"


Sources = dict[str, tuple[ET.Element, ShownText]]


def _sources(archive: ZipFile, project: Outgoing, ledger: IO[bytes]) -> Sources:
    """Write the texts, and the ledger with the texts that are shown otherwise than they are."""
    found: Sources = {}
    out = TextIOWrapper(ledger, encoding="utf-8", newline="", write_through=True)
    for record in project.records():
        kept = record
        if record["record"] == "document":
            shown = shown_text(record["text"], utf16=False)
            name = guid("document", record["hash"])
            archive.writestr(f"sources/{name}.txt", shown.text)
            element = ET.Element(
                _tag("TextSource"),
                {"guid": name, "name": plain(record["name"]), "plainTextPath": f"internal://{name}.txt",
                 "creatingUser": _USER},
            )  # fmt: skip
            found[record["hash"]] = (element, shown)
            if shown.text == record["text"]:
                kept = {field: value for field, value in record.items() if field != "text"}
        out.write(one_line(kept) + "\n")
    out.write(one_line({"record": "end"}) + "\n")
    out.detach()
    return found


def _selections(project: Outgoing, sources: Sources, now: str) -> Iterator[Code]:
    """Put the words of each line under its text, and give its codes."""
    for line in project.lines():
        if not stands(line) or line["doc"] not in sources:
            continue
        source, shown = sources[line["doc"]]
        start, end = shown.span(line["start"], line["stop"])
        about = {"creatingUser": _USER, "creationDateTime": now}
        place = {"startPosition": str(start), "endPosition": str(end)}
        element = ET.SubElement(
            source,
            _tag("PlainTextSelection"),
            {"guid": guid("line", line["id"]), "name": plain(shown.text[start:end][:60]), **place, **about},
        )
        ET.SubElement(element, _tag("Description")).text = plain(_rest(line))
        for name, value in codes_of(line):
            coding = ET.SubElement(
                element, _tag("Coding"), {"guid": guid("coding", line["id"], name), **about}
            )
            ET.SubElement(coding, _tag("CodeRef"), {"targetGUID": guid("code", name, plain(value))})
            yield name, value


def _rest(line: Record) -> str:
    """The fields that are no codes, as JSON."""
    return json.dumps({name: line[name] for name in REST if line.get(name)}, ensure_ascii=False)


EXCHANGE = Exchange("REFI-QDA project for MAXQDA, NVivo, ATLAS.ti, QualCoder", write, read)
