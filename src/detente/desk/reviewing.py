"""Review: list lines, act on them, take a file of actions, or take a person's whole coding."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from detente.desk.project import Project
from detente.kernel.errors import BadInput, DetenteError
from detente.kernel.problems import Problem
from detente.ledger.entries import Review, ReviewAction, Standing
from detente.ledger.reviewing import ReviewedLine, standing
from detente.statements.importing import import_statements
from detente.statements.record import CODEBOOK_FIELDS, Statement

_COMPARED = tuple(f for f in CODEBOOK_FIELDS if f not in {"doc", "evidence"})


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who reviews, and the clock that dates the actions."""

    name: str
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file of actions or a coding did."""

    accepted: int = 0
    rejected: int = 0
    edited: int = 0
    added: int = 0
    undone: int = 0
    problems: tuple[Problem, ...] = ()


def lines_of(
    project: Project, *, standings: Iterable[Standing] = tuple(Standing)
) -> tuple[ReviewedLine, ...]:
    """The lines of a project with these standings, in the order of entry."""
    wanted = set(standings)
    folded = standing(project.file.entries(), project.file.reviews()).lines
    return tuple(line for line in folded.values() if line.standing in wanted)


def act(project: Project, review: Review) -> None:
    """Append one action; raises UnknownName or BadInput where it cannot be carried out."""
    project.file.review(review)


def apply_file(project: Project, path: Path, reviewer: Reviewer) -> Taken:
    """Take a review file: one JSON action a line (statement_id, action, reason, changes, reviewer, at).

    Actions that the project already has are skipped, so that a file can be taken twice; a faulty one is a
    problem, the others are taken.
    """
    lines = _lines(path, what="review file")
    before = {key for r in project.file.reviews() for key in (_taken(r, dated=True), _taken(r, dated=False))}
    fresh, problems = [], []
    for number, text in enumerate(lines, start=1):
        if text.strip():
            try:
                record = json.loads(text)
                review = _review(record, reviewer)
                if _taken(review, dated=bool(record.get("at"))) not in before:
                    fresh.append((f"{path.name}:{number}", review))
            except (ValueError, KeyError, TypeError, AttributeError) as fault:
                problems.append(
                    _refused(f"{path.name}:{number}", f"no review action ({type(fault).__name__}: {fault})")
                )
    return _carry_out(project, fresh, problems)


def _lines(path: Path, *, what: str) -> list[str]:
    """The lines of a JSONL file. Only line feeds end one: words may hold other separators."""
    try:
        return path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError as fault:
        raise BadInput(f"no {what} '{path}'; give a JSONL file") from fault
    except UnicodeDecodeError as fault:
        raise BadInput(f"{what} '{path}' is not UTF-8 (byte {fault.start}); save it as UTF-8") from fault
    except OSError as fault:
        raise BadInput(
            f"{what} '{path}' cannot be read ({fault.strerror}); check the path and its permissions"
        ) from fault


def _taken(review: Review, *, dated: bool) -> tuple[object, ...]:
    """What makes two actions the same one; a file that gives no times is known by its words alone."""
    changes = json.dumps(dict(review.changes), sort_keys=True, default=str)
    return (
        review.statement_id,
        review.action,
        review.at if dated else None,
        review.reviewer,
        review.reason,
        changes,
    )


def _review(record: Mapping[str, Any], reviewer: Reviewer) -> Review:
    at = datetime.fromisoformat(record["at"]) if record.get("at") else reviewer.clock()
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return Review(
        str(record["statement_id"]),
        ReviewAction(record["action"]),
        str(record.get("reviewer", reviewer.name)),
        at,
        record.get("reason"),
        record.get("changes") or {},
    )


def as_record(review: Review) -> dict[str, Any]:
    """A review as a line of a review file."""
    return {
        "statement_id": review.statement_id,
        "action": str(review.action),
        "reviewer": review.reviewer,
        "at": review.at.isoformat(),
        "reason": review.reason,
        "changes": dict(review.changes),
    }


def exported(project: Project) -> str:
    """Every action of a project as a review file, in the order of appending."""
    return "".join(json.dumps(as_record(r), ensure_ascii=False) + "\n" for r in project.file.reviews())


def _refused(place: str, message: str) -> Problem:
    return Problem(
        "review-refused", place, message, "correct the line, or make the review file anew", "error"
    )


def _carry_out(project: Project, reviews: Sequence[tuple[str, Review]], problems: Sequence[Problem]) -> Taken:
    counts = dict.fromkeys(ReviewAction, 0)
    faults = list(problems)
    for place, review in reviews:
        try:
            project.file.review(review)
            counts[review.action] += 1
        except DetenteError as fault:
            faults.append(_refused(place, str(fault)))
    return Taken(
        counts[ReviewAction.ACCEPT],
        counts[ReviewAction.REJECT],
        counts[ReviewAction.EDIT],
        counts[ReviewAction.ADD],
        counts[ReviewAction.UNDO],
        tuple(faults),
    )


def take_coding(project: Project, path: Path, reviewer: Reviewer) -> tuple[Taken, tuple[Review, ...]]:
    """Review by a person's whole coding of the reports: what it has is accepted, corrected or added.

    A read line that the coding has in every field of its id is accepted; one on the same words, kind and
    issue is corrected; what the reader did not find is added. Lines that the coding does not have stay
    unreviewed. Taken twice it adds nothing.
    """
    documents = {d.name: d for d in project.file.documents()}
    coded = import_statements(_lines(path, what="coding"), documents, project.pack, name=path.name)
    names = {d.hash: d.name for d in documents.values()}
    open_lines: dict[str, list[ReviewedLine]] = {}
    for line in lines_of(project):
        open_lines.setdefault(line.statement.doc, []).append(line)
    reviews = [
        (f"{path.name}: {names[s.doc]}", review)
        for statements in coded.statements.values()
        for s in statements
        if (review := _judged(s, open_lines.setdefault(s.doc, []), (reviewer, names[s.doc])))
    ]
    return _carry_out(project, reviews, coded.problems), tuple(r for _, r in reviews)


def _judged(coded: Statement, lines: list[ReviewedLine], by: tuple[Reviewer, str]) -> Review | None:
    reviewer, doc_name = by
    at = reviewer.clock()
    same = next((x for x in lines if x.statement.id == coded.id), None)
    close = same or _closest(coded, [x for x in lines if x.standing is Standing.UNREVIEWED])
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
    changes = {f: after[f] for f in _COMPARED if before[f] != after[f]}
    if read.span != coded.span:
        changes |= {"evidence": coded.evidence, "start": coded.span.start, "end": coded.span.end}
    return changes
