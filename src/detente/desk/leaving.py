"""What leaves a project: how it is told outside, by the marks of its documents and speakers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from detente.briefs.wording import counted
from detente.ledger.leaving import Leaving, leaving
from detente.ledger.marks import marks_that_hold
from detente.ledger.people import plain, who_is_who
from detente.ledger.reviewing import standing
from detente.stores.sqlite import ProjectFile

Record = dict[str, Any]
For = Literal["anyone", "project"]
FOR: tuple[For, ...] = ("anyone", "project")
_OF_PEOPLE = {"merge": ("name", "into"), "role": ("person",)}
_STAY = {"mark", "tombstone"}
_SETTINGS = {
    "pack",
    "pack_digest",
    "pack_version",
    "reader",
    "written_by",
}  # others are the team's own, and may name reports
_TOLD_BY = {"document": "hash", "report": "doc", "appearance": "doc", "reading": "doc", "statement": "doc"}


def leaving_of(file: ProjectFile) -> Leaving:
    """What leaves of a project; looked for only where a mark binds."""
    marks = marks_that_hold(file.marks(), who_is_who(file.merges()))
    if not marks.bind:
        return leaving(marks, (), (), reviews=())
    entries, reviews = file.entries(), file.reviews()
    return leaving(marks, standing(entries, reviews).lines.values(), entries, reviews=reviews)


@dataclass(frozen=True, slots=True)
class Withheld:
    """How much stayed in the project: lines not for attribution, lines on background, documents."""

    lines: int
    background: int
    documents: int

    def words(self, *, tables: bool) -> tuple[str, ...]:
        """What a person is told of it; `tables`: lines on background went out, without name and document."""
        found = []
        if self.lines:
            found.append(f"held in the project, not for attribution: {counted(self.lines, 'line')}")
        if self.background:
            how = (
                "given without name and document"
                if tables
                else "left out, with the names that they would tell"
            )
            found.append(f"on background, or beside marked ones, {how}: {counted(self.background, 'line')}")
        if self.documents:
            found.append(f"staying in the project by these marks: {counted(self.documents, 'document')}")
        return tuple(found)


def withheld(leaves: Leaving) -> Withheld:
    """How much of a project stays in it."""
    closed = sum(leaves.is_withheld(name) for name in leaves.on)
    return Withheld(closed, len(leaves.on) - closed, len(leaves.docs))


def outgoing_records(records: Iterator[Record], leaves: Leaving) -> Iterator[Record]:
    """The records of a project without the documents that stay, all that hangs on them, and the marks themselves."""
    readings: set[str] = set()
    for record in records:
        kind = record["record"]
        if kind in _STAY:
            continue
        if kind in _TOLD_BY and record[_TOLD_BY[kind]] in leaves.docs:
            if kind == "reading":
                readings.add(record["cache_key"])
            continue
        if kind == "problem" and record["reading"] in readings:
            continue
        if kind == "review" and leaves.stays(record["statement_id"]):
            continue
        if kind in _OF_PEOPLE and _names_somebody(record, leaves):
            continue
        if kind == "setting" and record["name"] not in _SETTINGS:
            continue
        if kind == "report" and record["story"] in leaves.docs:
            record = record | {"story": leaves.shown[record["story"]]}  # noqa: PLW2901
        if kind == "redaction":
            record = record | {"gone": [], "reviews": []}  # noqa: PLW2901
        yield record


def _names_somebody(record: Mapping[str, Any], leaves: Leaving) -> bool:
    """Whether a record tells of a person whose name stays, by a mark of the person or of a document they speak in."""
    names = [plain(record[field]) for field in _OF_PEOPLE[record["record"]] if record.get(field)]
    if any(leaves.marks.of_speaker(name) for name in names):
        return True
    return any(pattern.search(name) for pattern in leaves.named.values() for name in names)


def outgoing_lines(lines: Iterator[Record], leaves: Leaving, told: Mapping[str, Any]) -> Iterator[Record]:
    """The table of a project's lines: those not for attribution left out, others of documents that stay without those.

    `told`: the statement of each line as it is told outside, by the line's id.
    """
    for line in lines:
        name = line["id"]
        if leaves.is_withheld(name):
            continue
        if not leaves.stays(name):
            story = line["story"]
            yield line | {"story": leaves.shown[story]} if story in leaves.docs else line
            continue
        said = told[name].as_record(doc_name=told[name].doc, full=True)
        mine = {field: said[field] for field in line if field in said and field != "confidence"}
        yield line | mine | {
            "id": leaves.shown[name], "report": told[name].doc, "story": None, "url": None, "title": None,
            "start": None, "stop": None, "rules": [],
        }  # fmt: skip


def outgoing_spells(spells: Iterator[Record], leaves: Leaving) -> Iterator[Record]:
    """Where each line stood and when, without the lines that are not for attribution; others of documents that stay by number."""
    for spell in spells:
        line = spell["line"]
        if not leaves.is_withheld(line):
            yield spell | {"line": leaves.shown[line]} if leaves.stays(line) else spell


def told_outside(file: ProjectFile, leaves: Leaving) -> dict[str, Any]:
    """The statements of documents that stay as they are told outside, by the id of their line."""
    if not leaves.on:
        return {}
    lines = standing(file.entries(), file.reviews()).lines
    return {
        name: leaves.statement(name, lines[name].statement)
        for name in leaves.on
        if name in lines and not leaves.is_withheld(name)
    }
