"""Texts compared: drafts and memoranda of a pack side by side, followed over time, and readouts of one occasion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from detente.bargaining.proposals import (
    Comparison,
    SideBySide,
    Step,
    Track,
    closest,
    comparisons,
    in_time,
    over_time,
    side_by_side,
    tracks,
)
from detente.corpus.meetings.readouts import SameMeeting
from detente.desk.corpus.meetings import same_meetings
from detente.desk.corpus.shelf import Shelf
from detente.desk.names import known, known_proposal
from detente.desk.project import Answer, Project
from detente.kernel.dates import When, parse_when
from detente.kernel.errors import BadInput, UnknownName
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.packs.model import STAGES, Event, Pack, Proposal

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Beside:
    """Two texts with every pair of their alternatives; `nearest` are the pairs with most terms alike.

    `later`: the second is a later text of a party that sponsored the first too, so that what it does not say was dropped.
    """

    first: Proposal
    second: Proposal
    pairs: tuple[Comparison, ...]
    nearest: tuple[Comparison, ...]

    @property
    def later(self) -> bool:
        """Whether the second is a later draft of somebody who sponsored the first."""
        before = parse_when(self.first.date).certainly_before(parse_when(self.second.date))
        return before and bool(set(self.first.by) & set(self.second.by))


@dataclass(frozen=True, slots=True)
class OverTime:
    """Texts in the order of their dates: their places on each axis, and each measured against the other side's last ones."""

    texts: tuple[Proposal, ...]
    tracks: tuple[Track, ...]
    steps: tuple[Step, ...]


def beside(pack: Pack, names: Sequence[str]) -> tuple[Beside, ...]:
    """Each text with the next one named. Raises UnknownName, or BadInput where there are not two."""
    texts = [known_proposal(pack, name) for name in names]
    if len(texts) < _FEWEST:
        raise BadInput("name two proposals or more to compare, or ask for --over-time or --readouts")
    made = []
    for first, second in pairwise(texts):
        pairs = comparisons(first, second, pack)
        made.append(Beside(first, second, pairs, closest(pairs)))
    return tuple(made)


def followed(pack: Pack, names: Sequence[str]) -> OverTime:
    """The texts named, or all of the pack, over time; measured against those of the signatories. Raises UnknownName."""
    texts = in_time([known_proposal(pack, name) for name in dict.fromkeys(names)] or pack.proposals.values())
    signing = sorted({party for stage in STAGES for party in pack.signatories[stage]})
    return OverTime(texts, tracks(texts, pack), over_time(texts, pack, others=signing))


def said_by_sponsors(found: Answer, pair: Beside, key: Key) -> tuple[Line, ...]:
    """What the ledger holds of the sponsors of two texts on a matter."""
    sponsors = {*pair.first.by, *pair.second.by}
    lines = (line for p in found.positions if p.key == key and p.party in sponsors for line in p.lines)
    return tuple(dict.fromkeys(lines))


def readouts(project: Project, found: Answer, name: str) -> SideBySide:
    """Accounts of an event of the pack, or of a day, side by side. Raises UnknownName or BadDate."""
    when, event = occasion(project.pack, name)
    meetings = same_meetings(Shelf(project.file, project.pack))
    tellers = {
        one.teller.doc: (one.teller.publisher or one.teller.doc[:12], one.teller.side)
        for meeting in meetings
        if _is_it(meeting, when, event)
        for one in meeting.readouts
    }
    return side_by_side(found.view.counted, tellers, when, pack=project.pack)


def occasion(pack: Pack, name: str) -> tuple[When, Event | None]:
    """The days of an event of the pack, or a date; raises UnknownName or BadDate."""
    if name[:1].isdigit():
        return parse_when(name), None
    try:
        event = pack.events[known(name, pack.events, what="event", where=f"pack {pack.id}")]
    except UnknownName as fault:
        raise UnknownName(f"{fault}; a day is written YYYY-MM-DD") from None
    return parse_when(event.date), event


def _is_it(meeting: SameMeeting, when: When, event: Event | None) -> bool:
    if event is not None and meeting.event is not None:
        return meeting.event == event.id
    apart = meeting.when.certainly_before(when) or when.certainly_before(meeting.when)
    return meeting.when.known and not apart and (event is None or meeting.parties <= set(event.parties))
