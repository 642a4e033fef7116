"""Reading a REFI-QDA project: the ledger that went along, or texts, words and codes of another program."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile, ZipFile

import defusedxml.ElementTree as SafeET
from defusedxml.common import DefusedXmlException

from detente.exporters.exchange.codebook import CONCEPT, FIELDS, guid
from detente.exporters.exchange.concepts import issue_of
from detente.exporters.exchange.found import day_or_none, document_records, reading_record, statement_record
from detente.exporters.exchange.places import ShownText, shown_text
from detente.exporters.exchange.port import Placed, Record, Shape
from detente.kernel.errors import BadInput
from detente.kernel.spans import Span
from detente.statements.record import BASES, KINDS, STANCES, Statement

LEDGER = "detente.jsonl"
_BROKEN = (BadZipFile, ParseError, DefusedXmlException, zlib.error, EOFError, OSError, UnicodeDecodeError)


def read(path: Path, shape: Shape) -> Iterator[Placed]:
    """The records of a project; raises BadInput for one that is cut off."""
    del shape
    try:
        with ZipFile(path) as archive:
            members = set(archive.namelist())
            if "project.qde" not in members:
                raise BadInput(
                    f"{path.name} has no project.qde; export it as a REFI-QDA project. Nothing was imported"
                )
            broken = archive.testzip()
            if broken:
                raise BadZipFile(f"{broken} is damaged")
            yield from _ledger(path.name, archive) if LEDGER in members else _Foreign(path, archive).records()
    except _BROKEN as fault:
        raise BadInput(
            f"{path.name} is no whole .qdpx file ({fault}); export it again, or copy it again. Nothing was imported"
        ) from fault


def _ledger(name: str, archive: ZipFile) -> Iterator[Placed]:
    with archive.open(LEDGER) as member:
        for number, line in enumerate(TextIOWrapper(member, encoding="utf-8", newline="\n"), start=1):
            place = f"{name}, {LEDGER} line {number}"
            try:
                record: Record = json.loads(line)
            except ValueError as fault:
                raise BadInput(
                    f"{place}: no JSON ({fault}); export it again. Nothing was imported"
                ) from fault
            if record["record"] == "end":
                return
            if record["record"] == "document" and "text" not in record:
                source = f"sources/{guid('document', record['hash'])}.txt"
                record["text"] = _text(archive, source, place)
            yield place, record
    raise BadInput(f"{name}: {LEDGER} is cut off; export it again. Nothing was imported")


def _text(archive: ZipFile, source: str, place: str) -> str:
    try:
        return archive.read(source).decode("utf-8")
    except KeyError as fault:
        raise BadInput(
            f"{place}: its text {source} is not in the file; export it again. Nothing was imported"
        ) from fault


class _Foreign:
    """A project that another program wrote."""

    def __init__(self, path: Path, archive: ZipFile) -> None:
        self._name = path.name
        self._archive = archive
        self._members = {name.lower(): name for name in archive.namelist()}
        self._key = f"qdpx:{hashlib.sha256(path.read_bytes()).hexdigest()}"
        self._root: Element = SafeET.fromstring(archive.read("project.qde"))
        self._codes: dict[str, tuple[str, str]] = {}
        for top in self._all(self._root, "Codes"):
            self._tree(top, "")
        self._users = {user.get("guid", ""): user.get("name") or "" for user in self._all(self._root, "User")}

    def records(self) -> Iterator[Placed]:
        """Each text, then what was coded in it."""
        seen: set[str] = set()
        for source in self._all(self._root, "TextSource"):
            place = f"{self._name}, source '{source.get('name')}'"
            text = self._text_of(source, place)
            if not text:
                continue
            made = document_records(source.get("name") or place, text)
            doc = str(made[0]["hash"])
            if doc in seen:
                continue
            seen.add(doc)
            yield from ((place, record) for record in made)
            yield from self._lines(source, (doc, text), place)

    def _lines(self, source: Element, told: tuple[str, str], place: str) -> Iterator[Placed]:
        doc, text = told
        shown, key = shown_text(text, utf16=False), f"{self._key}:{doc}"
        seen: set[str] = set()
        for number, selection in enumerate(self._all(source, "PlainTextSelection"), start=1):
            where = f"{place}, selection {number}"
            for statement in self._statements(selection, (doc, text, shown), where):
                if statement.id in seen:
                    continue
                if not seen:
                    yield where, reading_record(key, doc, "REFI-QDA")
                seen.add(statement.id)
                yield where, statement_record(statement, key)

    def _statements(
        self, selection: Element, told: tuple[str, str, ShownText], place: str
    ) -> Iterator[Statement]:
        """One statement of the fields that are coded; of codes of another kind one each."""
        doc, text, shown = told
        try:
            found = shown.original(
                int(selection.get("startPosition", "")), int(selection.get("endPosition", ""))
            )
        except ValueError:
            found = None
        if found is None:
            raise BadInput(f"{place}: no place in its text; export it again. Nothing was imported")
        span = Span(*found)
        codes = [self._codes[ref.get("targetGUID", "")] for ref in self._all(selection, "CodeRef")
                 if ref.get("targetGUID", "") in self._codes]  # fmt: skip
        ours = {name: value for name, value in codes if name in FIELDS or name == CONCEPT}
        if "issue" in ours or CONCEPT in ours:
            yield _statement((doc, span, span.of(text)), ours, self._rest(selection))
            return
        for tree, value in codes:
            concept = f"{tree}/{value}" if tree else value
            yield _statement((doc, span, span.of(text)), {CONCEPT: concept, "kind": "assessment"}, {})

    def _rest(self, selection: Element) -> Mapping[str, Any]:
        told = next(iter(self._all(selection, "Description")), None)
        try:
            rest = json.loads((told.text if told is not None else "") or "{}")
        except ValueError:
            return {}
        return rest if isinstance(rest, dict) else {}

    def _tree(self, element: Element, above: str) -> None:
        for code in element:
            if code.tag.endswith("}Code"):
                name = code.get("name") or ""
                self._codes[code.get("guid", "")] = (above, name)
                self._tree(code, f"{above}/{name}" if above else name)

    def _text_of(self, source: Element, place: str) -> str:
        inline = next(iter(self._all(source, "PlainTextContent")), None)
        if inline is not None and inline.text:
            return inline.text
        path = (source.get("plainTextPath") or "").removeprefix("internal://")
        member = self._members.get(f"sources/{path}".lower())
        if not path or member is None:
            raise BadInput(
                f"{place}: its plain text is not in the file; export it with plain texts. Nothing was imported"
            )
        return _text(self._archive, member, place).removeprefix("\ufeff")

    def _all(self, element: Element, name: str) -> list[Element]:
        return [one for one in element.iter() if one.tag.rpartition("}")[2] == name]


def _statement(at: tuple[str, Span, str], given: Mapping[str, str], rest: Mapping[str, Any]) -> Statement:
    doc, span, words = at
    kind = given.get("kind") if given.get("kind") in KINDS else "position"
    stance = given.get("stance") if given.get("stance") in STANCES else None
    if kind == "position" and stance is None:
        kind = "assessment"
    via, condition = rest.get("via"), rest.get("condition")
    return Statement(
        doc, span, words, kind=kind, holder=given.get("holder"),  # type: ignore[arg-type]
        stance=stance if kind == "position" else None,  # type: ignore[arg-type]
        issue=given.get("issue") or issue_of(given.get(CONCEPT) or "no concept"), option=given.get("option"),
        instance=given.get("instance"), target=given.get("target"), speaker=given.get("speaker"),
        condition=condition if isinstance(condition, str) else None, certainty=given.get("certainty"),
        basis=given["basis"] if given.get("basis") in BASES else "reported",  # type: ignore[arg-type]
        via=tuple(map(str, via)) if isinstance(via, list) else (), date=day_or_none(given.get("date")),
        stage=given["stage"] if given.get("stage") in {"truce", "settlement"} else None,  # type: ignore[arg-type]
    )  # fmt: skip
