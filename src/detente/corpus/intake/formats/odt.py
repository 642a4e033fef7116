"""ODT: the text of an OpenDocument file in reading order: headings, paragraphs, lists, tables, then the notes.

Inserted text of tracked changes counts, deleted text does not. Left out: headers and footers, comments, and the marks
of lists and notes, which the file does not hold as text. A table gives a line for each row, its cells apart by tabs.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from detente.corpus.document import Metadata
from detente.corpus.intake.days import day_of
from detente.corpus.intake.packages import (
    PROLOG,
    RefusedError,
    damaged,
    encrypted,
    member_of,
    opened,
    refuse_entities,
)
from detente.corpus.intake.parts import Article, Limits, Part, Source
from detente.corpus.intake.stating import Told, metadata_of
from detente.kernel.dates import UNKNOWN
from detente.kernel.errors import BadDate
from detente.kernel.problems import Problem

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_T, _TABLE, _OFFICE = (f"{{{_OASIS}{name}:1.0}}" for name in ("text", "table", "office"))
_META, _DRAW = f"{{{_OASIS}meta:1.0}}", f"{{{_OASIS}drawing:1.0}}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_SVG = f"{{{_OASIS}svg-compatible:1.0}}"
_UNSEEN = frozenset(
    {f"{_T}tracked-changes", f"{_OFFICE}annotation", f"{_OFFICE}annotation-end", f"{_OFFICE}forms",
     f"{_T}sequence-decls", f"{_T}note-citation", f"{_SVG}title", f"{_SVG}desc"}
)  # fmt: skip
_REPEATED_MOST = 1000
_DEEPEST = 200


@dataclass(slots=True)
class _Flow:
    """The blocks met so far, the list (-1) or table (1, 2, ...) of each, else 0, and the notes to put under them."""

    blocks: list[str] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)


def read(source: Source, limits: Limits) -> Iterator[Part]:
    """The report of an OpenDocument text, or the problem that says why not."""
    from lxml import etree

    try:
        with opened(source, limits) as archive:
            root = _part(archive, "content.xml", (source.place, limits))
            meta = _part(archive, "meta.xml", (source.place, limits))
        body = root.find(f"{_OFFICE}body/{_OFFICE}text") if root is not None else None
        if body is None:
            raise damaged(source.place, "it is no OpenDocument text: there is no text in it")
        text = _text(body)
    except RefusedError as fault:
        yield fault.problem
        return
    except (etree.LxmlError, ValueError) as fault:
        yield damaged(source.place, f"no text can be read from it ({fault})").problem
        return
    stated, problems = _stated(meta, source)
    yield from problems
    if text.strip():
        yield Article(source.name, source.place, text, "text", stated)
    else:
        yield Problem("empty-report", source.place, "the file holds no words", "remove it", "error")


def _part(archive: zipfile.ZipFile, name: str, asked: tuple[str, Limits]) -> Any:
    """The XML of one part, without entities; None where there is none; raises RefusedError."""
    from lxml import etree

    manifest = member_of(archive, "META-INF/manifest.xml", asked) or b""
    if b"encryption-data" in manifest or "encrypted-package" in archive.namelist():
        raise RefusedError(encrypted(asked[0]))
    content = member_of(archive, name, asked)
    if content is None:
        return None
    refuse_entities(content[:PROLOG], f"{asked[0]}: {name}")
    return etree.fromstring(
        content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    )


def _text(body: Any) -> str:
    """The text of the body, and below it the notes."""
    flow = _Flow()
    _blocks(body, flow, (0, False))
    notes, flow.notes = flow.notes, []
    for note in notes:
        _blocks(note, flow, (0, False))
    text = ""
    above = 0
    for block, group in zip(flow.blocks, flow.groups, strict=True):
        if block.strip():
            text += ("\n" if group and group == above else "\n\n") * bool(text) + block.strip("\n")
            above = group
    return text


def _blocks(element: Any, flow: _Flow, where: tuple[int, bool]) -> None:
    """The paragraphs, headings, lists and tables within an element; `where` is its depth and whether in a list."""
    depth, in_list = where
    if depth > _DEEPEST:
        raise ValueError("its elements stand in each other too deep")
    for child in element:
        if child.tag in {f"{_T}p", f"{_T}h"}:
            boxes: list[Any] = []
            text = "".join(_pieces(child, flow, boxes))
            flow.groups.append(-1 if in_list else 0)
            flow.blocks.append(text)
            for box in boxes:
                _blocks(box, flow, (depth + 1, False))
        elif child.tag == f"{_TABLE}table":
            _table(child, flow, depth)
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN:
            _blocks(child, flow, (depth + 1, in_list or child.tag == f"{_T}list"))


def _pieces(element: Any, flow: _Flow, boxes: list[Any]) -> Iterator[str]:
    """The visible text of a paragraph: runs of blanks are one, as OpenDocument has it, but for those marked."""
    yield _single_spaced(element.text)
    waiting = [(child, True) for child in reversed(element)]
    while waiting:
        one, begins = waiting.pop()
        if not begins:
            yield _single_spaced(one.tail)
            continue
        waiting.append((one, False))
        if one.tag == f"{_T}s":
            yield " " * min(_number(one.get(f"{_T}c")), _REPEATED_MOST)
        elif one.tag == f"{_T}tab":
            yield "\t"
        elif one.tag == f"{_T}line-break":
            yield "\n"
        elif one.tag == f"{_T}note":
            flow.notes += one.findall(f"{_T}note-body")
        elif one.tag == f"{_DRAW}text-box":
            boxes.append(one)
        elif isinstance(one.tag, str) and one.tag not in _UNSEEN:
            yield _single_spaced(one.text)
            waiting += [(child, True) for child in reversed(one)]


def _single_spaced(text: str | None) -> str:
    """Runs of blanks and line ends as one blank: a file may be broken into lines for its own reading."""
    if not text:
        return ""
    inner = " ".join(part for part in text.replace("\t", " ").replace("\n", " ").split(" ") if part)
    if not inner:
        return " "
    return " " * text[0].isspace() + inner + " " * text[-1].isspace()


def _number(value: str | None) -> int:
    """A count of the file; 1 where there is none."""
    return int(value) if value is not None and value.isascii() and value.isdigit() and len(value) < 8 else 1


def _table(table: Any, flow: _Flow, depth: int) -> None:
    """The rows of a table, a line each; a table within a cell gives its lines into the cell."""
    group = len(flow.blocks) + 1
    for row in table.iter(f"{_TABLE}table-row"):
        if next(row.iterancestors(f"{_TABLE}table"), None) is not table:
            continue
        cells = []
        for cell in row.iterchildren(f"{_TABLE}table-cell"):
            within = _Flow()
            _blocks(cell, within, (depth + 1, False))
            cells.append("\n".join(block for block in within.blocks if block.strip()))
            flow.notes += within.notes
        flow.blocks.append("\t".join(cells))
        flow.groups.append(group)


def _stated(meta: Any, source: Source) -> tuple[Metadata, list[Problem]]:
    """What meta.xml states; the day the file was made is only a guess at that of publication."""
    if meta is None:
        return source.stated, []

    def value(name: str) -> str | None:
        """The text of one field."""
        found = meta.find(f"{_OFFICE}meta/{name}")
        return "".join(found.itertext()) if found is not None else None

    made, problems = UNKNOWN, []
    try:
        made = day_of(value(f"{_META}creation-date") or value(f"{_DC}date"))
    except BadDate as fault:
        problems = [Problem("bad-date", source.place, str(fault), "give the day in metadata.csv", "note")]
    language = value(f"{_DC}language")
    told = (
        Told("title", value(f"{_DC}title"), "document properties: title", "likely"),
        Told("byline", value(f"{_META}initial-creator") or value(f"{_DC}creator"),
             "document properties: author", "likely"),
        Told("published", made, "the day on which the file was made", "guess"),
        Told("language", language[:2].lower() if language else None, "document properties: language", "likely"),
    )  # fmt: skip
    return metadata_of("file", told, source.stated), problems
