"""Spells: from when to when our file said the same of a line, so that its position at any time is one look-up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from detente.ledger.entries import Entry, Report, Review, Standing
from detente.ledger.reviewing import ReviewedLine, standing
from detente.ledger.view import day_known, day_said, first_published, report_of, when_said
from detente.statements.record import Statement

ACCEPTED = 2.0  # above every confidence of a reader


@dataclass(frozen=True, slots=True)
class Held:
    """What a line says of who holds something on an issue: the day from which it counts, and from which it was known.

    `line` is the id under which it was entered or added; days are None where unknown; `sure` is the reader's confidence, or
    `ACCEPTED` where a person accepted it.
    """

    line: str
    holder: str
    issue: str
    said: date | None
    known: date | None
    sure: float


@dataclass(frozen=True, slots=True)
class Spell:
    """From `since` on (UTC) and until another instant, or until now, the file said this of a line."""

    held: Held
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """A report as it was recorded at an instant; later ones of the same document take its place."""

    report: Report
    recorded: datetime


def spells_of(
    name: str, entry: Entry | None, reviews: Sequence[Review], *, reports: Sequence[Told]
) -> tuple[Spell, ...]:
    """The spells of one line in the order of time. `reports`: of its document and of its story's others, as recorded."""
    if entry is not None and not reviews and len(reports) == 1 and reports[0].recorded <= entry.recorded:
        return tuple(fresh({name: entry}, reports[0].report))
    times = {review.at for review in reviews} | {told.recorded for told in reports}
    times |= {entry.recorded} if entry else set()
    found: list[Spell] = []
    for at in sorted(times):
        held = _held_at(name, entry, reviews, at=at, reports=reports)
        last = found[-1] if found and found[-1].until is None else None
        if last is not None and held == last.held:
            continue
        if last is not None:
            found[-1] = replace(last, until=at)
        if held is not None:
            found.append(Spell(held, at, None))
    return tuple(found)


def _held_at(
    name: str, entry: Entry | None, reviews: Sequence[Review], *, at: datetime, reports: Sequence[Told]
) -> Held | None:
    point = standing([entry] if entry else [], reviews, recorded_by=at).lines.get(name)
    return _held_by(point, _first(point.statement, _known(reports, at))) if point else None


def _known(reports: Sequence[Told], at: datetime) -> Mapping[str, Report]:
    return {told.report.doc: told.report for told in reports if told.recorded <= at}


def _first(statement: Statement, reports: Mapping[str, Report]) -> Report:
    """The report that a statement stands in, published when the first of its story was."""
    report = report_of(statement, reports)
    return replace(report, published=first_published(reports).get(report.story or "", report.published))


def _held_by(point: ReviewedLine, first: Report) -> Held | None:
    """What a line says of its holder; None for one that stands no more, is no position or has no holder."""
    statement = point.statement
    if not point.standing.stands or statement.kind != "position" or statement.holder is None:
        return None
    said, _ = when_said(statement, first)
    return Held(
        point.original_id,
        statement.holder,
        statement.issue,
        day_said(said),
        day_known(first.published),
        ACCEPTED if point.standing is Standing.ACCEPTED else float(statement.confidence),
    )


def fresh(entries: Mapping[str, Entry], report: Report) -> Iterator[Spell]:
    """The spells of lines (by id) that nobody has reviewed, in the first report of its story."""
    for name, entry in entries.items():
        point = ReviewedLine(name, entry.statement, Standing.UNREVIEWED, entry.recorded)
        held = _held_by(point, report)
        if held is not None:
            yield Spell(held, entry.recorded, None)
