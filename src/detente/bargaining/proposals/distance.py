"""Texts over time: where each stands on each ordered axis, and who moved nearer to whose last text; counts, never an average."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from detente.bargaining.proposals.comparing import versions
from detente.bargaining.proposals.places import axis_values, reach
from detente.bargaining.proposals.terms import left_open, terms_of
from detente.kernel.dates import When, parse_when
from detente.ledger.agenda import Key
from detente.packs.model import STAGES, Pack, Proposal

Approach = Literal["nearer", "farther", "beyond", "as near", "cannot tell"]


@dataclass(frozen=True, slots=True)
class Place:
    """What a text says on a matter: its values over all alternatives and deals, and its reach on the axis if there is one."""

    proposal: str
    values: tuple[str, ...]
    reach: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Track:
    """The places of texts on one ordered axis in the order of their dates: the data of a picture."""

    key: Key
    axis: tuple[str, ...]
    values: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """One matter of a text beside what its sponsor said there before, both measured from the other side's last text on it.

    `gap_before` and `gap_after`: least and most steps along the axis; None on a matter without order, where `equal_before`
    and `equal_after` say whether the same is stated. `pull`: to which end of the axis the other side pulls by the pack's
    poles: 1 the last, -1 the first, 0 not known.
    """

    key: Key
    before: Place
    after: Place
    other: Place
    gap_before: tuple[int, int] | None = None
    gap_after: tuple[int, int] | None = None
    pull: int = 0

    @property
    def ordered(self) -> bool:
        """Whether it can be measured along an axis."""
        return self.gap_after is not None

    @property
    def stayed(self) -> bool:
        """Whether the text says what its sponsor said before."""
        return set(self.before.values) == set(self.after.values)

    @property
    def equal_before(self) -> bool:
        """Whether the sponsor's earlier text said what the other side's says."""
        return set(self.before.values) == set(self.other.values)

    @property
    def equal_after(self) -> bool:
        """Whether the text says what the other side's says."""
        return set(self.after.values) == set(self.other.values)

    @property
    def approach(self) -> Approach | None:
        """Nearer or farther along the axis; None on a matter without order.

        Beyond: past the other side's text, towards the very end that the other side pulls to. Of vague terms only what holds
        of all that they could be.
        """
        if self.gap_before is None or self.gap_after is None:
            return None
        if self.stayed:
            return "as near"
        if self._beyond:
            return "beyond"
        if self.gap_after[1] < self.gap_before[0]:
            return "nearer"
        if self.gap_before[1] < self.gap_after[0]:
            return "farther"
        exact = self.gap_before[0] == self.gap_before[1] == self.gap_after[0] == self.gap_after[1]
        return "as near" if exact else "cannot tell"

    @property
    def _beyond(self) -> bool:
        here, there = self.after.reach, self.other.reach
        if here is None or there is None:
            return False
        return (self.pull > 0 and here[0] > there[1]) or (self.pull < 0 and here[1] < there[0])


@dataclass(frozen=True, slots=True)
class Step:
    """A text of one party, measured against the last texts of another that came before it.

    `first_said`: matters that both name and on which the party's earlier texts say nothing; `only_here`, `only_there`: matters
    that only this text, or only the other party's texts, name. None of the three can be measured.
    """

    party: str
    other: str
    text: str
    moved: tuple[Moved, ...]
    first_said: tuple[Key, ...]
    only_here: tuple[Key, ...]
    only_there: tuple[Key, ...]

    @property
    def counts(self) -> Mapping[Approach, int]:
        """On how many ordered matters it came nearer, went farther, stayed as near, or cannot be told."""
        return Counter(m.approach for m in self.moved if m.approach is not None)

    @property
    def ordered(self) -> int:
        """How many ordered matters can be compared."""
        return sum(m.ordered for m in self.moved)


def in_time(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Texts in the order of their dates; those of one day by id, which means no order."""
    return tuple(sorted(proposals, key=lambda p: (_day(p), p.id)))


def _when(proposal: Proposal) -> When:
    return parse_when(proposal.date)


def _day(proposal: Proposal) -> str:
    when = _when(proposal)
    return (when.earliest or when.latest).isoformat() if when.earliest or when.latest else ""  # type: ignore[union-attr]


def tracks(proposals: Iterable[Proposal], pack: Pack) -> tuple[Track, ...]:
    """The places of texts on every ordered axis that two of them or more name."""
    found: dict[Key, list[Place]] = {}
    for proposal in in_time(proposals):
        for key, place in places(proposal, pack).items():
            if place.reach is not None:
                found.setdefault(key, []).append(place)
    order = {issue: at for at, issue in enumerate(pack.leaves)}
    return tuple(
        Track(key, pack.leaves[key.issue].axis, axis_values(pack.leaves[key.issue]), tuple(found[key]))
        for key in sorted(found, key=lambda k: (order[k.issue], k.instance or ""))
        if len(found[key]) > 1
    )


def places(proposal: Proposal, pack: Pack) -> dict[Key, Place]:
    """What a text states on each matter; alternatives and deals that differ make it vaguer. What it leaves open is no place."""
    said: dict[Key, dict[str, None]] = {}
    for version in versions(proposal):
        for stage in STAGES:
            opened = left_open(proposal, pack, stage, alternative=version.alternative)
            for key, values in terms_of(proposal, pack, stage, alternative=version.alternative).items():
                if values and key not in opened:
                    said.setdefault(key, {}).update(dict.fromkeys(values))
    return {
        key: Place(proposal.id, tuple(values), reach(pack.leaves[key.issue], tuple(values)))
        for key, values in said.items()
    }


def over_time(proposals: Iterable[Proposal], pack: Pack, *, others: Iterable[str]) -> tuple[Step, ...]:
    """Each text of each party measured against the earlier texts of every one of `others`, in the order of time.

    A text that both parties sponsor is no text of the one for the other. Texts of one day do not precede one another.
    """
    texts = in_time(proposals)
    said = {p.id: places(p, pack) for p in texts}
    steps = [
        step
        for text in texts
        for party in sorted(set(text.by))
        for other in sorted(set(others) - set(text.by))
        if (step := _step(text, (party, other), (texts, said, pack)))
    ]
    return tuple(steps)


_Setting = tuple[Sequence[Proposal], Mapping[str, Mapping[Key, Place]], Pack]


def _step(text: Proposal, pair: tuple[str, str], setting: _Setting) -> Step | None:
    party, other = pair
    texts, said, pack = setting
    earlier = [p for p in texts if _when(p).certainly_before(_when(text))]
    mine = _latest([p for p in earlier if party in p.by], said)
    theirs = _latest([p for p in earlier if other in p.by and party not in p.by], said)
    if not mine or not theirs:
        return None
    here = said[text.id]
    order = {issue: at for at, issue in enumerate(pack.leaves)}

    def listed(keys: Iterable[Key]) -> tuple[Key, ...]:
        return tuple(sorted(keys, key=lambda k: (order[k.issue], k.instance or "")))

    shared = here.keys() & theirs.keys()
    moved = tuple(
        _moved(k, (mine[k], here[k], theirs[k]), _pull(k, other, pack)) for k in listed(shared & mine.keys())
    )
    return Step(
        party,
        other,
        text.id,
        moved,
        listed(shared - mine.keys()),
        listed(here.keys() - theirs.keys()),
        listed(theirs.keys() - here.keys()),
    )


def _latest(texts: Sequence[Proposal], said: Mapping[str, Mapping[Key, Place]]) -> dict[Key, Place]:
    """The last word of texts on each matter."""
    return {key: place for text in texts for key, place in said[text.id].items()}


def _pull(key: Key, party: str, pack: Pack) -> int:
    """To which end of an axis a party pulls: 1 the last, -1 the first, 0 not known."""
    axis = pack.leaves[key.issue].axis
    pole = pack.pole(party, key.issue, key.instance)
    return 0 if pole not in axis or len(axis) < 2 else 1 if pole == axis[-1] else -1


def _moved(key: Key, where: tuple[Place, Place, Place], pull: int) -> Moved:
    before, after, other = where
    if before.reach is None or after.reach is None or other.reach is None:
        return Moved(key, before, after, other)
    gaps = gap(before.reach, other.reach), gap(after.reach, other.reach)
    return Moved(key, before, after, other, *gaps, pull=pull)


def gap(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """The least and most steps that can lie between two reaches; the same from either side."""
    least = max(0, other[0] - one[1], one[0] - other[1])
    return least, max(other[1] - one[0], one[1] - other[0])
