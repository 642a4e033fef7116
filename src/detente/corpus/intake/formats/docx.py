"""DOCX: the text of a Word file in reading order: paragraphs, headings, lists, tables, text boxes, then the notes.

Inserted text of tracked changes counts, deleted text does not. Left out: headers and footers, which stand outside the
flow of the text; comments; the marks and numbers of lists and notes, which the file does not hold as text. A table
gives a line for each row, its cells apart by tabs.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from detente.corpus.document import Metadata
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
from detente.kernel.dates import UNKNOWN, on
from detente.kernel.problems import Problem

_OLE = b"\xd0\xcf\x11\xe0"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOTES = ("footnotes", "endnotes")
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
# Deleted or moved text, codes of fields, and the second copy of a text box for older programs.
_UNSEEN = frozenset({f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr")}) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}ptab": "\t",
}
_NO_PERSON = frozenset(
    {"user", "admin", "administrator", "python-docx", "пользователь", "користувач", "windows user"}
)
_DEEPEST = 200


@dataclass(slots=True)
class _Flow:
    """The paragraphs met so far, and the list (-1) or table (1, 2, ...) to which each belongs, else 0.

    `open` where the mark of the last was deleted, so that the next goes on in it.
    """

    blocks: list[str] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    open: bool = False


def read(source: Source, limits: Limits) -> Iterator[Part]:
    """The report of a Word file, or the problem that says why not."""
    from docx.opc.exceptions import PackageNotFoundError
    from lxml import etree

    head = source.stream.read(4)
    source.stream.seek(0)
    if head == _OLE:
        yield _ole(source.place)
        return
    try:
        with opened(source, limits) as archive:
            content = _words_only(archive, (source.place, limits))
        text, stated = _text_and_metadata(content, source)
    except RefusedError as fault:
        yield fault.problem
        return
    except (
        etree.LxmlError,
        PackageNotFoundError,
        KeyError,
        ValueError,
        AttributeError,
        RecursionError,
    ) as fault:
        yield damaged(source.place, f"no text can be read from it ({type(fault).__name__}: {fault})").problem
        return
    if text.strip():
        yield Article(source.name, source.place, text, "text", stated)
    else:
        yield Problem("empty-report", source.place, "the file holds no words", "remove it", "error")


def _ole(place: str) -> Problem:
    """An old .doc under the name of a .docx, or a .docx with a password: both are OLE files."""
    message = "it is an old Word file, or one that opens only with a password"
    return Problem("encrypted", place, message, "save it as .docx without a password", "error")


def _words_only(archive: zipfile.ZipFile, asked: tuple[str, Limits]) -> io.BytesIO:
    """The archive with its XML alone: pictures and fonts are left empty, and none of the XML declares entities."""
    place, limits = asked
    names = archive.namelist()
    if "EncryptedPackage" in names:
        raise RefusedError(encrypted(place))
    if "[Content_Types].xml" not in names:
        raise damaged(place, "it is no Word file: there is no [Content_Types].xml in it")
    kept = io.BytesIO()
    total = 0
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as slim:
        for name in dict.fromkeys(names):
            content = b""
            if name.endswith((".xml", ".rels")):
                content = member_of(archive, name, asked) or b""
                refuse_entities(content[:PROLOG], f"{place}: {name}")
                total += len(content)
            if total > 2 * limits.size:
                message = f"its XML is over {2 * limits.size:,} bytes"
                raise RefusedError(Problem("too-large", place, message, "split the file", "error"))
            slim.writestr(name, content)
    kept.seek(0)
    return kept


def _text_and_metadata(content: io.BytesIO, source: Source) -> tuple[str, Metadata]:
    """The text of the body and of the notes below it, and what the core properties state."""
    import docx

    document = docx.Document(content)
    flow = _Flow()
    _blocks(document.element.body, flow, 0)
    for name in _NOTES:
        _notes(document.part, name, flow)
    core = document.core_properties
    author = core.author if core.author.strip().lower() not in _NO_PERSON else None
    told = (
        Told("title", core.title, "document properties: title", "likely"),
        Told("byline", author, "document properties: author", "likely"),
        Told("published", on(core.created.date()) if core.created else UNKNOWN,
             "the day on which the file was made", "guess"),
        Told("language", core.language[:2].lower() or None, "document properties: language", "likely"),
    )  # fmt: skip
    return _joined(flow), metadata_of("file", told, source.stated)


def _joined(flow: _Flow) -> str:
    """The blocks as one text: a blank line before each, a line break only within a list or table."""
    text = ""
    above = 0
    for block, group in zip(flow.blocks, flow.groups, strict=True):
        if block.strip():
            text += ("\n" if group and group == above else "\n\n") * bool(text) + block.strip("\n")
            above = group
    return text


def _blocks(element: Any, flow: _Flow, depth: int) -> None:
    """The paragraphs and tables of a body, a cell, a text box or a note, in order, through what wraps them."""
    if depth > _DEEPEST:
        raise ValueError("its tables stand in each other too deep")
    for child in element:
        if child.tag == f"{_W}p":
            _paragraph(child, flow, depth)
        elif child.tag == f"{_W}tbl":
            _table(child, flow, depth)
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN:
            _blocks(child, flow, depth + 1)


def _paragraph(paragraph: Any, flow: _Flow, depth: int) -> None:
    """One paragraph, and after it the text boxes that hang on it."""
    boxes: list[Any] = []
    text = "".join(_pieces(paragraph, boxes))
    if flow.open:
        flow.blocks[-1] += text
    else:
        flow.blocks.append(text)
        flow.groups.append(-1 if _is_item(paragraph) else 0)
    flow.open = paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None
    if boxes:
        flow.open = False
    for box in boxes:
        _blocks(box, flow, depth + 1)


def _pieces(element: Any, boxes: list[Any]) -> Iterator[str]:
    """The visible text of a paragraph; text boxes are put aside."""
    waiting = list(reversed(element))
    while waiting:
        one = waiting.pop()
        if one.tag == f"{_W}t":
            yield one.text or ""
        elif one.tag in _SIGNS:
            yield _SIGNS[one.tag]
        elif one.tag == f"{_W}txbxContent":
            boxes.append(one)
        elif isinstance(one.tag, str) and one.tag not in _UNSEEN:
            waiting += reversed(one)


def _is_item(paragraph: Any) -> bool:
    """Whether a paragraph is an item of a list."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    named = style is not None and (style.get(f"{_W}val") or "").startswith("List")
    return named or paragraph.find(f"{_W}pPr/{_W}numPr") is not None


def _table(table: Any, flow: _Flow, depth: int) -> None:
    """The rows of a table, a line each; a table within a cell gives its lines into the cell."""
    group = len(flow.blocks) + 1
    for row in table.iter(f"{_W}tr"):
        if (
            next(row.iterancestors(f"{_W}tbl"), None) is not table
            or row.find(f"{_W}trPr/{_W}del") is not None
        ):
            continue
        cells = []
        for cell in row.iter(f"{_W}tc"):
            if next(cell.iterancestors(f"{_W}tbl"), None) is table:
                within = _Flow()
                _blocks(cell, within, depth + 1)
                cells.append("\n".join(block for block in within.blocks if block.strip()))
        flow.blocks.append("\t".join(cells))
        flow.groups.append(group)
        flow.open = False


def _notes(part: Any, name: str, flow: _Flow) -> None:
    """The foot- or endnotes of the file, below its text."""
    from docx.oxml.parser import parse_xml

    try:
        notes = parse_xml(part.part_related_by(_RELATION + name).blob)
    except KeyError:
        return
    flow.open = False
    for note in notes:
        if note.tag in {f"{_W}footnote", f"{_W}endnote"} and note.get(f"{_W}type") in {None, "normal"}:
            _blocks(note, flow, 0)
            flow.open = False
