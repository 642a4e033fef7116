"""The same meeting told by several sides: linked by date, participants and place, kept apart as stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from detente.corpus.document import Document
from detente.corpus.meetings.names import PackNames
from detente.corpus.meetings.told import Meeting
from detente.corpus.meetings.words import MeetingKind
from detente.kernel.dates import When, parse_when
from detente.packs.model import Event

_COMMON = 2  # participants that two accounts must share
_RECENT = timedelta(10)  # a report that gives no day tells of something not older than this
_FACE_TO_FACE = frozenset(("talks", "summit", "meeting", "visit"))
_EVENT_KINDS = frozenset(("talks", "summit", "truce", "agreement", "meeting", "call", "visit"))


@dataclass(frozen=True, slots=True)
class Teller:
    """A document as far as telling of a meeting goes: its story, who put it out, and for which side it speaks.

    `side` is the party of an official publisher; None for the press.
    """

    doc: str
    story: str
    publisher: str | None
    side: str | None
    official: bool


@dataclass(frozen=True, slots=True)
class Readout:
    """One document's account of a meeting: the sentences that tell it, the first of them first."""

    teller: Teller
    tellings: tuple[Meeting, ...]

    @property
    def official(self) -> bool:
        """Whether a side itself tells it; else the press does."""
        return self.teller.official


@dataclass(frozen=True, slots=True)
class SameMeeting:
    """A meeting that documents of different stories tell of; official readouts first.

    `parties` are those on whom all accounts agree; `event` is the event of the pack that fits, if any.
    """

    when: When
    kind: MeetingKind
    place: str | None
    parties: frozenset[str]
    readouts: tuple[Readout, ...]
    event: str | None = None

    @property
    def official(self) -> tuple[Readout, ...]:
        """The readouts by the sides themselves."""
        return tuple(one for one in self.readouts if one.official)

    @property
    def press(self) -> tuple[Readout, ...]:
        """The reports of the press."""
        return tuple(one for one in self.readouts if not one.official)


def teller_of(document: Document, story: str, names: PackNames) -> Teller:
    """Who tells a document: official where it is an official text, or its publisher speaks for a party."""
    about = document.metadata
    publisher = about.publisher
    entry = next((p for p in names.pack.publishers.values() if publisher in {p.id, p.name}), None)
    official = about.kind == "official" or (entry is not None and entry.kind == "official")
    side = names.side_of(publisher) if official else None
    return Teller(document.hash, story, publisher, side, official and side is not None)


def readouts(
    told: Mapping[str, Sequence[Meeting]],
    tellers: Mapping[str, Teller],
    *,
    names: PackNames,
    events: Iterable[Event] = (),
) -> tuple[SameMeeting, ...]:
    """The meetings that documents of two stories or more tell of, in the order of their days.

    `told` are the meetings by document. Two accounts are of one meeting where their days meet, they share two
    participants, the places are the same or one is not told, and the kinds can be one (a call is no visit). An
    account without a day joins the one meeting of the ten days before its publication that fits, if it is one.
    """
    accounts = [
        (tellers[doc], meeting)
        for doc, meetings in sorted(told.items())
        for meeting in meetings
        if not meeting.planned and len(meeting.parties) >= _COMMON
    ]
    groups = _grouped([one for one in accounts if one[1].dated])
    _join_undated(groups, [one for one in accounts if not one[1].dated])
    known = list(events)
    found = [_meeting(group, names, known) for group in groups if len({t.story for t, _ in group}) > 1]
    return tuple(sorted(found, key=lambda one: (one.when.earliest or date.max, sorted(one.parties))))


_Account = tuple[Teller, Meeting]


def _grouped(accounts: Sequence[_Account]) -> list[list[_Account]]:
    """Dated accounts put together where each fits all others of its group; those with one day come first."""
    groups: list[list[_Account]] = []
    by_day: dict[date, list[list[_Account]]] = {}
    for account in sorted(accounts, key=lambda one: _length(one[1].when)):
        days = list(_days(account[1].when))
        near = {id(group): group for day in days for group in by_day.get(day, ())}
        fitting = [
            group for group in near.values() if all(_same_meeting(account[1], other) for _, other in group)
        ]
        group = max(fitting, key=lambda one: _likeness(account[1], one), default=None)
        if group is None:
            group = []
            groups.append(group)
        group.append(account)
        for day in days:
            if not any(known is group for known in by_day.setdefault(day, [])):
                by_day[day].append(group)
    return groups


def _join_undated(groups: list[list[_Account]], accounts: Sequence[_Account]) -> None:
    """Put accounts without a day to the one meeting that each can be of; two would be a guess."""
    by_day: dict[date, list[list[_Account]]] = {}
    for group in groups:
        by_day.setdefault(group[0][1].when.earliest or date.min, []).append(group)
    for teller, meeting in accounts:
        bound = meeting.when.latest
        if bound is None or meeting.when.earliest is not None:
            continue
        days = [bound - timedelta(back) for back in range(_RECENT.days + 1)]
        fitting = [
            group
            for day in days
            for group in by_day.get(day, ())
            if all(_same_meeting(meeting, other, dated=False) for _, other in group)
        ]
        own = [group for group in fitting if any(other.doc == teller.doc for other, _ in group)]
        if len(own or fitting) == 1:
            (own or fitting)[0].append((teller, meeting))


def _same_meeting(one: Meeting, other: Meeting, *, dated: bool = True) -> bool:
    """Whether two accounts can be of one meeting."""
    days = not dated or _meet(one.when, other.when)
    places = one.place is None or other.place is None or one.place == other.place
    return days and places and _kinds_fit(one, other) and len(one.parties & other.parties) >= _COMMON


def _kinds_fit(one: Meeting, other: Meeting) -> bool:
    """Whether the kinds can be one: a call is a call, or talks of which no place is told."""
    kinds = {one.kind, other.kind}
    if "call" not in kinds:
        return kinds <= _FACE_TO_FACE
    return kinds == {"call"} or (kinds == {"call", "talks"} and one.place is None and other.place is None)


def _likeness(meeting: Meeting, group: Sequence[_Account]) -> int:
    """How much an account shares with a group: persons, parties, place, kind."""
    return sum(
        3 * len(meeting.persons & other.persons)
        + len(meeting.parties & other.parties)
        + 3 * (meeting.place is not None and meeting.place == other.place)
        + (meeting.kind == other.kind)
        for _, other in group
    )


def _meeting(group: Sequence[_Account], names: PackNames, events: Sequence[Event]) -> SameMeeting:
    """A group of accounts as one meeting."""
    meetings = [meeting for _, meeting in group]
    parties = frozenset.intersection(*(meeting.parties for meeting in meetings))
    first = min(meetings, key=lambda meeting: (not meeting.dated, _length(meeting.when)))
    place = next((meeting.place for meeting in meetings if meeting.place), None)
    kinds = [meeting.kind for meeting in meetings]
    kind = min(kinds, key=lambda one: (one == "meeting", -kinds.count(one), one))
    by_doc: dict[str, list[_Account]] = {}
    for account in group:
        by_doc.setdefault(account[0].doc, []).append(account)
    told = [
        Readout(accounts[0][0], tuple(sorted((m for _, m in accounts), key=lambda one: one.span)))
        for accounts in by_doc.values()
    ]
    told.sort(
        key=lambda one: (not one.official, one.teller.side or "", one.teller.publisher or "", one.teller.doc)
    )
    found = SameMeeting(first.when, kind, place, parties, tuple(told))
    event = next((event.id for event in events if _is_event(found, event, names)), None)
    return SameMeeting(first.when, kind, place, parties, tuple(told), event)


def _is_event(meeting: SameMeeting, event: Event, names: PackNames) -> bool:
    """Whether an event of the pack is this meeting: its days, two of its parties, and its place where both tell one."""
    if event.kind not in _EVENT_KINDS or not _meet(meeting.when, parse_when(event.date)):
        return False
    there = names.place_named(event.place)
    elsewhere = there is not None and meeting.place is not None and there != meeting.place
    return not elsewhere and len(meeting.parties & frozenset(event.parties)) >= _COMMON


def _days(when: When) -> Iterator[date]:
    """The days of a stretch."""
    if when.earliest is not None and when.latest is not None:
        for after in range((when.latest - when.earliest).days + 1):
            yield when.earliest + timedelta(after)


def _length(when: When) -> int:
    """How many days a stretch has beyond the first; many where an end is open."""
    if when.earliest is None or when.latest is None:
        return 10_000
    return (when.latest - when.earliest).days


def _meet(one: When, other: When) -> bool:
    """Whether two stretches can share a day."""
    return not one.certainly_before(other) and not other.certainly_before(one)
