"""On what an entry of the log rests: lines, events of the pack, or a person's word; and how it came to be there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from detente.kernel.dates import When, parse_when
from detente.kernel.problems import Problem
from detente.ledger.entries import Line
from detente.ledger.people import WhoIsWho
from detente.ledger.view import LedgerView
from detente.packs.model import Event, Pack


class How(StrEnum):
    """How an entry came into the log."""

    FOUND = "found"
    INFERRED = "inferred"
    ENTERED = "entered by hand"


@dataclass(frozen=True, slots=True)
class Grounds:
    """The lines, the events and the source that an entry rests on; `source` only where a person or the pack gave one."""

    how: How
    lines: tuple[Line, ...] = ()
    events: tuple[Event, ...] = ()
    source: str | None = None

    @property
    def names(self) -> frozenset[str]:
        """Every id under which a person can name what rests on this."""
        return frozenset((*(line.original_id for line in self.lines), *(e.id for e in self.events)))


class Logged(Protocol):
    """An entry of a log: it has ids, a day, and what it rests on."""

    @property
    def grounds(self) -> Grounds:
        """What it rests on."""
        ...

    @property
    def names(self) -> frozenset[str]:
        """Every id under which a person can name it."""
        ...

    @property
    def when(self) -> When:
        """The day or days it belongs to."""
        ...


T = TypeVar("T", bound=Logged)
_ONE_ACT_DAYS = 7


def in_time(text: str | None, view: LedgerView) -> bool:
    """Whether what is dated so had happened at the view's moment: nobody knows of an event before its day."""
    day = parse_when(text).earliest
    limits = [d for d in (view.moment.as_of, view.moment.known_by) if d is not None]
    return day is None or all(day <= limit for limit in limits)


def events_of(view: LedgerView, pack: Pack) -> tuple[Event, ...]:
    """The pack's events that had happened at the view's moment, oldest first."""
    seen = [e for e in pack.events.values() if in_time(e.date, view)]
    return tuple(sorted(seen, key=lambda e: (first_day(parse_when(e.date)) or date.min, e.id)))


def event_of(pack: Pack, event: str | None) -> tuple[Event, ...]:
    """The event of that id, as a tuple; empty where there is none."""
    return (pack.events[event],) if event is not None and event in pack.events else ()


def first_day(when: When) -> date | None:
    """The first day of a stretch, or the last where only that is known."""
    return when.earliest or when.latest


def days_between(earlier: When, later: When) -> int | None:
    """How many days lie between the first days of two stretches; None where one is undated."""
    first, second = first_day(earlier), first_day(later)
    return None if first is None or second is None else (second - first).days


def same_side(pack: Pack, party: str, by: Iterable[str]) -> bool:
    """Whether a party is one of these, or a member of a bloc among them, or the bloc of one of them."""

    def members(name: str) -> tuple[str, ...]:
        found = pack.parties.get(name)
        return found.members if found else ()

    return any(party == other or party in members(other) or other in members(party) for other in by)


def in_order(entries: Iterable[T]) -> tuple[T, ...]:
    """Oldest first; undated entries last."""
    return tuple(sorted(entries, key=lambda e: (first_day(e.when) or date.max, sorted(e.names))))


def told_once(found: Iterable[T], alike: Callable[[T], object]) -> list[T]:
    """An act that several reports tell of is one entry: alike, and within a week of each other, or undated in one story."""
    groups: dict[object, list[T]] = {}
    for item in found:
        group = groups.setdefault(alike(item), [])
        at = next((i for i, other in enumerate(group) if _one_occasion(item, other)), None)
        if at is None:
            group.append(item)
            continue
        first, other = (
            (group[at], item) if group[at].when.earliest or not item.when.earliest else (item, group[at])
        )
        group[at] = replace(first, grounds=_joined(first.grounds, other.grounds))  # type: ignore[type-var]
    return [item for group in groups.values() for item in group]


def _one_occasion(one: Logged, other: Logged) -> bool:
    gap = days_between(one.when, other.when)
    if gap is not None:
        return abs(gap) <= _ONE_ACT_DAYS
    stories = ({x.report.story or x.report.doc for x in item.grounds.lines} for item in (one, other))
    return not (one.when.known or other.when.known) and bool(set.intersection(*stories))


def as_one(found: Sequence[T], who: WhoIsWho) -> list[T]:
    """The entries of a log, those that a person said are one joined under the id that was kept; each kind of day by itself."""
    merged = {*who.standing, *(who.head(name) for name in who.standing)}
    kept: list[T] = []
    places: dict[tuple[str, object], int] = {}
    for item in found:
        named = [(who.head(name), getattr(item, "kind", None)) for name in item.names & merged]
        at = next((places[n] for n in named if n in places), None)
        if at is None:
            at = len(kept)
            kept.append(item)
        else:
            head = any(name in item.names for name, _ in named)
            first, other = (item, kept[at]) if head else (kept[at], item)
            kept[at] = replace(first, grounds=_joined(first.grounds, other.grounds))  # type: ignore[type-var]
        places |= dict.fromkeys(named, at)
    return kept


def _joined(first: Grounds, other: Grounds) -> Grounds:
    return Grounds(
        first.how,
        tuple(dict.fromkeys((*first.lines, *other.lines))),
        tuple(dict.fromkeys((*first.events, *other.events))),
        first.source or other.source,
    )


def with_entries(
    found: Sequence[T], view: LedgerView, entries: Iterable[Any], *, make: Callable[[Any], T]
) -> tuple[tuple[T, ...], tuple[Problem, ...]]:
    """What was found, with what a person said is one, and what a person entered in its place or beside it.

    A note where `replaces` names nothing.
    """
    found = as_one(found, view.events)
    given = [e for e in entries if in_time(getattr(e, "set_on", e.date), view)]
    taken = {name for e in given for name in (e.id, *e.replaces)}
    there = {name for item in found for name in item.names}
    problems = tuple(
        Problem(
            "replaces-nothing",
            e.id,
            f"'{name}', which the record replaces, is not in this log at this moment",
            "look up the id in the log, or take it out of replaces",
            "note",
        )
        for e in given
        for name in e.replaces
        if name not in there
    )
    kept = [item for item in found if not item.names & taken]
    return in_order([*kept, *(make(e) for e in given if not e.drop)]), problems
