"""The calendar: days that were set, with the announced consequence and what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.kernel.dates import Precision, When, parse_when
from detente.kernel.problems import Problem
from detente.ledger.dealings.days import Kind, SetDay, counted_days, set_days
from detente.ledger.dealings.grounds import (
    Grounds,
    How,
    event_of,
    events_of,
    first_day,
    in_order,
    with_entries,
)
from detente.ledger.dealings.speech import DEADLINE
from detente.ledger.entries import Line
from detente.ledger.view import LedgerView, day_said
from detente.packs.dealings import CameOf, DeadlineEntry
from detente.packs.model import Event, Pack

_SETTING = frozenset({"proposal", "declaration", "agreement", "truce", "pressure", "talks", "summit"})
_AFTER_DAYS = 14
_OTHERWISE = re.compile(
    r"\b(?:otherwise|or else|if not|failing (?:that|which)|unless|if there is no)\b", re.IGNORECASE
)
_TOLD: dict[str, CameOf] = {"met": "met", "missed": "passed", "extended": "moved"}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day that was set: by whom, for whom, what was to happen, and what was said to follow otherwise.

    `day`: the words of a day whose year is not told, so that `when` is unknown.
    `came_of` is what a source or a person tells; "not told" is no verdict. `moved_to` is the id of a later day set for the same.
    `next_events` are what the pack has of these parties in the fortnight after: what happened then, not that it was due to it.
    """

    id: str
    when: When
    kind: Kind
    by: tuple[str, ...]
    to: tuple[str, ...]
    set_on: When
    what: str
    consequence: str | None
    came_of: CameOf
    outcome: str | None
    grounds: Grounds
    day: str | None = None
    moved_to: str | None = None
    next_events: tuple[Event, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Every id under which a person can name it."""
        return self.grounds.names | {self.id}


def calendar(view: LedgerView, pack: Pack) -> tuple[tuple[Deadline, ...], tuple[Problem, ...]]:
    """Every day that was set, in the order of the days, with what came of it."""
    events = events_of(view, pack)
    found = [*_from_lines(view.counted), *(d for e in events for d in _from_event(e))]
    merged, problems = with_entries(_once(found), view, pack.deadlines, make=lambda e: _entered(e, pack))
    return tuple(_with_outcome(d, (merged, events)) for d in in_order(merged)), problems


def _from_lines(lines: Iterable[Line]) -> list[Deadline]:
    """Lines on deadlines, and days that stand in the words of an offer or a threat."""
    found = []
    for line in lines:
        s = line.statement
        deadline = s.issue == DEADLINE
        if not deadline and not (s.kind == "position" and s.stance in {"demand", "propose"}):
            continue
        days = set_days(s.evidence, _year_told(line)) or (_instance_day(line) if deadline else ())
        if deadline and not days and line.said.precision is Precision.DAY and line.said.earliest:
            days = counted_days(s.evidence, line.said.earliest)
        found += [_of_line(line, day) for day in days]
    return found


def _instance_day(line: Line) -> tuple[SetDay, ...]:
    """The day that a coder wrote as what a deadline is about."""
    days = set_days(f"by {line.statement.instance or ''}", _year_told(line))
    return days[:1]


def _year_told(line: Line) -> date | None:
    """The day of a line, where it tells the year: words that are dated from below alone may be of any later year."""
    return day_said(line.said) if line.said.latest else None


def _of_line(line: Line, day: SetDay) -> Deadline:
    s = line.statement
    told: CameOf = _TOLD.get(s.option or "", "not told") if s.issue == DEADLINE else "not told"
    by = (s.holder,) if s.holder else ()
    to = (s.target,) if s.target else ()
    consequence = s.condition or (s.evidence if _OTHERWISE.search(s.evidence) else None)
    grounds = Grounds(How.FOUND, (line,))
    return Deadline(
        line.original_id, day.when, day.kind, by, to, line.said, s.evidence, consequence, told, None, grounds,
        None if day.when.known else day.words,
    )  # fmt: skip


def _from_event(event: Event) -> list[Deadline]:
    if event.kind not in _SETTING:
        return []
    when = parse_when(event.date)
    grounds = Grounds(How.INFERRED, (), (event,), event.url)
    consequence = event.terms if event.kind == "pressure" or _OTHERWISE.search(event.terms) else None
    day = first_day(when)
    days = set_days(event.terms, day)
    if day and event.kind not in {"proposal", "declaration"}:  # what is only proposed has not begun to run
        days += tuple(d for d in counted_days(event.terms, day) if d.kind not in {x.kind for x in days})
    return [
        Deadline(
            event.id,
            d.when,
            d.kind,
            event.parties,
            (),
            when,
            event.terms,
            consequence,
            "not told",
            None,
            grounds,
        )
        for d in days
    ]


def _once(found: Sequence[Deadline]) -> list[Deadline]:
    """A day that one party set for one purpose stands once, with all that tells of it."""
    kept: dict[tuple[object, ...], Deadline] = {}
    for one in found:
        place = (first_day(one.when), one.day, one.kind, one.by[:1])
        before = kept.get(place)
        if before is None:
            kept[place] = one
            continue
        lines = tuple(dict.fromkeys((*before.grounds.lines, *one.grounds.lines)))
        events = tuple(dict.fromkeys((*before.grounds.events, *one.grounds.events)))
        grounds = replace(
            before.grounds, lines=lines, events=events, source=before.grounds.source or one.grounds.source
        )
        told = one.came_of if before.came_of == "not told" else before.came_of
        kept[place] = replace(
            before, grounds=grounds, came_of=told, consequence=before.consequence or one.consequence
        )
    return list(kept.values())


def _with_outcome(one: Deadline, known: tuple[Sequence[Deadline], Sequence[Event]]) -> Deadline:
    """What came of a day: moved, where its setter set another before it ran out; and what happened in the fortnight after."""
    every, events = known
    day = one.when.latest
    if day is None or one.grounds.how is How.ENTERED:
        return one
    moved = next((d for d in every if _moves(d, one)), None)
    after = tuple(
        e
        for e in events
        if e not in one.grounds.events
        and 0 <= ((first_day(parse_when(e.date)) or date.min) - day).days <= _AFTER_DAYS
        and set(e.parties) & {*one.by, *one.to}
    )
    if moved is None:
        return replace(one, next_events=after)
    told: CameOf = "moved" if one.came_of == "not told" else one.came_of
    return replace(one, came_of=told, moved_to=moved.id, next_events=after)


def _moves(later: Deadline, earlier: Deadline) -> bool:
    """Whether a party set a new day, after the first was set and before it ran out, in words that speak of a deadline."""
    set_first, set_next, day = first_day(earlier.set_on), first_day(later.set_on), earlier.when.latest
    if later.id == earlier.id or not (set_first and set_next and day):
        return False
    speaks = "deadline" in later.what.lower()
    return (
        speaks
        and set_first < set_next <= day
        and bool(set(later.by) & set(earlier.by))
        and later.kind is earlier.kind
    )


def _entered(entry: DeadlineEntry, pack: Pack) -> Deadline:
    grounds = Grounds(How.ENTERED, (), event_of(pack, entry.event), entry.source)
    return Deadline(
        entry.id, parse_when(entry.date), Kind.DUE, entry.by, entry.to, parse_when(entry.set_on), entry.what,
        entry.consequence, entry.came_of, entry.outcome, grounds,
    )  # fmt: skip
