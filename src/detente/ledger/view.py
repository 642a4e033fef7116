"""Views of the ledger at a time: what was held on a day, what could be known by a day, what our file said on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from detente.kernel.dates import When, between, by, parse_when
from detente.kernel.errors import BadDate
from detente.kernel.problems import Problem
from detente.ledger.entries import Entry, Line, Report, Review, Standing
from detente.ledger.people import Merge, WhoIsWho, plain, who_is_who
from detente.ledger.reviewing import ReviewedLine, standing
from detente.statements.record import Statement


@dataclass(frozen=True, slots=True)
class HalfLife:
    """How fast the user lets words fade with age: to the half in so many days; None: never (docs/positions.md).

    `of_pack`: as the pack says, whatever the project keeps.
    """

    days: float | None
    of_pack: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """The time and the trust of a view.

    `as_of`: only what was held by that day. `known_by`: only what was published by that day. `recorded_by`: only what was
    in the file by that instant. None means now. `unmarked_at`: the reader's confidence from which its lines stand
    unmarked (right at least 17 times in 20); `include_unreviewed` computes with the others too. `half_life`: how old words
    fade; None means as the project keeps, else as the pack says. `today` is the clock's day, to which they fade where no
    day is asked for.
    """

    as_of: date | None = None
    known_by: date | None = None
    recorded_by: datetime | None = None
    unmarked_at: float = 1.0
    include_unreviewed: bool = False
    half_life: HalfLife | None = None
    today: date | None = None

    @property
    def day(self) -> date | None:
        """The day on which the view looks: the earliest that it asks for, else the clock's; None where neither is known."""
        asked = (self.as_of, self.known_by, self.recorded_by.date() if self.recorded_by else None)
        return min((day for day in asked if day), default=self.today)


@dataclass(frozen=True, slots=True)
class LedgerView:
    """The lines that a view shows, in the order of entry; `counted` are those that enter positions and results.

    `events`: which entries of the log of dealings are one by a person's word.
    """

    moment: Moment
    lines: tuple[Line, ...]
    reports: Mapping[str, Report]
    problems: tuple[Problem, ...] = ()
    events: WhoIsWho = field(default_factory=lambda: WhoIsWho({}))

    @property
    def counted(self) -> tuple[Line, ...]:
        """Lines that enter computations: the sure ones, or all of them where unreviewed lines were asked for."""
        if self.moment.include_unreviewed:
            return self.lines
        return tuple(line for line in self.lines if line.sure)

    @property
    def left_out(self) -> int:
        """How many lines wait for review and enter nothing."""
        return len(self.lines) - len(self.counted)


@dataclass(frozen=True, slots=True)
class History:
    """All that was ever entered: the input of a view."""

    entries: Sequence[Entry]
    reviews: Sequence[Review]
    reports: Mapping[str, Report]
    merges: Sequence[Merge] = ()


def view(history: History, moment: Moment) -> LedgerView:
    """The ledger as it stands at a moment. Pure; later entries do not change an earlier view."""
    reviewed = standing(history.entries, history.reviews, recorded_by=moment.recorded_by)
    lines = []
    faults = list(reviewed.problems)
    firsts = first_published(history.reports)
    people, events = (
        who_is_who(history.merges, kind=kind, recorded_by=moment.recorded_by) for kind in ("person", "event")
    )
    for point in reviewed.lines.values():
        if not point.standing.stands:
            continue
        report = report_of(point.statement, history.reports)
        first = replace(report, published=firsts.get(report.story or "", report.published))
        said, fault = when_said(point.statement, first)
        faults.extend(fault)
        if _in_view(said, first.published, moment):
            lines.append(_line(point, report, (said, moment, people)))
    return LedgerView(moment, tuple(lines), history.reports, tuple(faults), events)


def report_of(statement: Statement, reports: Mapping[str, Report]) -> Report:
    """The report a statement stands in; one that names its document alone where none is known."""
    return reports.get(statement.doc) or Report(statement.doc, statement.doc[:12])


def first_published(reports: Mapping[str, Report]) -> dict[str, When]:
    """When the first member of each story was published: a copy makes nothing known that was not known before."""
    earliest: dict[str, When] = {}
    for report in reports.values():
        known = report.published.latest
        if report.story and known:
            before = earliest.get(report.story)
            if before is None or before.latest is None or known < before.latest:
                earliest[report.story] = report.published
    return earliest


def _line(point: ReviewedLine, report: Report, at: tuple[When, Moment, WhoIsWho]) -> Line:
    said, moment, people = at
    name = plain(point.statement.speaker or "")
    merged = people.head(name) if name in people.standing else None
    sure = point.standing is Standing.ACCEPTED or point.statement.confidence >= moment.unmarked_at
    return Line(
        point.statement, point.original_id, report, point.standing, sure, point.recorded, said, merged
    )


def when_said(statement: Statement, report: Report) -> tuple[When, tuple[Problem, ...]]:
    """When a statement was said: its own date, else by the publication of its report, else unknown.

    The last day on which the report may have come out is an upper bound. Of a report that is dated only from
    below (it mentions an event, DESIGN §6) the statement is taken to be no older.
    """
    try:
        said = parse_when(statement.date)
    except BadDate as fault:
        said = parse_when(None)
        problem = Problem("bad-date", statement.id, str(fault), "edit the statement's date in review")
        return _by_publication(report.published), (problem,)
    return (said if said.known else _by_publication(report.published)), ()


def _by_publication(published: When) -> When:
    if published.latest is not None:
        return by(published.latest)
    return between(published.earliest, None)


def _in_view(said: When, published: When, moment: Moment) -> bool:
    """Undated lines are in every view; a line known only by an upper bound counts from that day."""
    out, start = day_known(published), day_said(said)
    if moment.known_by and out and out > moment.known_by:
        return False
    return not (moment.as_of and start and start > moment.as_of)


def day_said(said: When) -> date | None:
    """From which day on something that was said counts as said."""
    return said.earliest or said.latest


def day_known(published: When) -> date | None:
    """From which day on something published counts as known."""
    return published.latest or published.earliest
