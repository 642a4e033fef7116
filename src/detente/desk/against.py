"""Review by a person's whole coding of the reports: what it has is accepted, corrected or added."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.desk.corrections import differences
from detente.desk.project import Project
from detente.desk.reviewing import Reviewer, Taken, carry_out, lines_of, read_lines
from detente.ledger.entries import Review, ReviewAction, Standing
from detente.ledger.rereading import SUBSTANCE
from detente.ledger.reviewing import ReviewedLine
from detente.statements.importing import import_statements
from detente.statements.record import Statement

_NOT_SAID = "the coding of this report does not have it"


@dataclass(frozen=True, slots=True)
class Coding:
    """How a coding is taken: `reject_rest` rejects read lines that it does not have; reports in `leave` are left alone."""

    path: Path
    reject_rest: bool = False
    leave: Collection[str] = ()


def take_coding(project: Project, coding: Coding, reviewer: Reviewer) -> tuple[Taken, tuple[Review, ...]]:
    """Review a project by a coding of its reports. Taken twice it adds nothing.

    A read line with the same substance on the same words is accepted (the bounds of its evidence, the wording of its
    speaker and whom it addresses are no reason to correct it); one of the same kind and issue on the same words is
    corrected; what was not read is added. Read lines that the coding does not have stay unreviewed, or are rejected.
    """
    documents = {d.name: d for d in project.file.documents() if d.name not in coding.leave}
    text = [x for x in read_lines(coding.path, what="coding") if not _left(x, coding.leave)]
    coded = import_statements(text, documents, project.pack, name=coding.path.name)
    names = {d.hash: d.name for d in documents.values()}
    lines: dict[str, list[ReviewedLine]] = {doc: [] for doc in names}
    for line in lines_of(project):
        if line.statement.doc in lines:
            lines[line.statement.doc].append(line)
    reviews = [
        (f"{coding.path.name}: {names[s.doc]}", review)
        for statements in coded.statements.values()
        for s in statements
        if (review := _judged(s, lines[s.doc], (reviewer, names[s.doc])))
    ]
    if coding.reject_rest:
        rest = [x for found in lines.values() for x in found if x.standing is Standing.UNREVIEWED]
        reviews += [(x.original_id, _rejected(x, reviewer)) for x in rest]
    return carry_out(project, reviews, coded.problems), tuple(r for _, r in reviews)


def _left(record: str, leave: Collection[str]) -> bool:
    """Whether a record is of a report that is left alone; found by the name as JSON writes it."""
    return any(f'"doc": "{name}"' in record or f'"doc":"{name}"' in record for name in leave)


def _rejected(line: ReviewedLine, reviewer: Reviewer) -> Review:
    return Review(line.original_id, ReviewAction.REJECT, reviewer.name, reviewer.clock(), reason=_NOT_SAID)


def _judged(coded: Statement, lines: list[ReviewedLine], by: tuple[Reviewer, str]) -> Review | None:
    reviewer, doc_name = by
    at = reviewer.clock()
    same = next((x for x in lines if x.statement.id == coded.id), None)
    taken = [x for x in lines if x.standing is Standing.ACCEPTED and not _changes(x.statement, coded)]
    close = (
        same
        or _closest(coded, taken)
        or _closest(coded, [x for x in lines if x.standing is Standing.UNREVIEWED])
    )
    if close is None:
        record = coded.as_record(doc_name=doc_name, full=True)
        return Review(coded.id, ReviewAction.ADD, reviewer.name, at, changes=record)
    lines.remove(close)
    changes = _changes(close.statement, coded)
    if not changes:
        accepted = close.standing is Standing.ACCEPTED
        return None if accepted else Review(close.original_id, ReviewAction.ACCEPT, reviewer.name, at)
    return Review(close.original_id, ReviewAction.EDIT, reviewer.name, at, changes=changes)


def _closest(coded: Statement, lines: Sequence[ReviewedLine]) -> ReviewedLine | None:
    """The read line of the same kind and issue that shares at least half of the words."""
    alike = [
        (share, line)
        for line in lines
        if line.statement.kind == coded.kind
        and line.statement.issue == coded.issue
        and line.statement.span.overlaps(coded.span)
        and (share := _shared(line.statement.evidence, coded.evidence)) >= 0.5
    ]
    return max(alike, key=lambda pair: pair[0])[1] if alike else None


def _shared(one: str, other: str) -> float:
    a, b = set(re.findall(r"\w+", one.lower())), set(re.findall(r"\w+", other.lower()))
    return len(a & b) / len(a | b) if a | b else 0.0


def _changes(read: Statement, coded: Statement) -> dict[str, Any]:
    """Fields in which a coding differs from what was read, with the evidence's place where that differs."""
    before, after = (s.as_record(doc_name="") for s in (read, coded))
    if all(before[f] == after[f] for f in SUBSTANCE):
        return {}
    return differences(read, coded)
