"""Comparing texts: two drafts or two memoranda, matter by matter; absence counts only where the whole text was seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from detente.bargaining.proposals.places import Drift, drift
from detente.bargaining.proposals.terms import could_be, left_open, terms_of
from detente.ledger.agenda import Key
from detente.packs.model import STAGES, Leaf, Pack, Proposal, Stage

State = Literal["stated", "open", "silent", "not seen"]


class Relation(StrEnum):
    """How a second text stands to a first one on a matter.

    could be the same: a vague word, or a list that was seen in part; partly the same: lists that share elements; opened and
    closed: left to later now, or no longer; dropped and newly stated: the other text was seen whole and says nothing;
    not seen: the other text was seen in part, so that nothing can be said.
    """

    SAME = "same"
    COULD_BE = "could be the same"
    PARTLY = "partly the same"
    CHANGED = "changed"
    OPENED = "opened"
    CLOSED = "closed"
    DROPPED = "dropped"
    NEW = "newly stated"
    NOT_SEEN_AFTER = "not seen in the second"
    NOT_SEEN_BEFORE = "not seen in the first"


_REVERSED: Mapping[Relation, Relation] = {
    Relation.OPENED: Relation.CLOSED,
    Relation.DROPPED: Relation.NEW,
    Relation.NOT_SEEN_AFTER: Relation.NOT_SEEN_BEFORE,
}
_BACK = {**_REVERSED, **{after: before for before, after in _REVERSED.items()}}
SHARED = (Relation.SAME, Relation.COULD_BE, Relation.PARTLY, Relation.CHANGED)


@dataclass(frozen=True, slots=True)
class Version:
    """A text with one of its alternatives; None where it has none."""

    proposal: Proposal
    alternative: str | None = None

    @property
    def whole(self) -> bool:
        """Whether the full text was seen, so that what it does not say is silence."""
        return self.proposal.basis == "text"


@dataclass(frozen=True, slots=True)
class Side:
    """What one text says on a matter, and for which deal; silent and not seen have neither."""

    state: State
    values: tuple[str, ...] = ()
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class TermRow:
    """A matter in two texts. `drift`: along the axis, where it has one; `only_first`, `only_second`: elements of lists."""

    key: Key
    first: Side
    second: Side
    relation: Relation
    drift: Drift | None = None
    only_first: tuple[str, ...] = ()
    only_second: tuple[str, ...] = ()

    @property
    def other_deal(self) -> bool:
        """Whether one says it for the truce and the other for the settlement."""
        return None not in {self.first.stage, self.second.stage} and self.first.stage != self.second.stage


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts, matter by matter in the order of the taxonomy."""

    first: Version
    second: Version
    rows: tuple[TermRow, ...]

    @property
    def counts(self) -> Mapping[Relation, int]:
        """How many matters stand how."""
        return Counter(row.relation for row in self.rows)

    @property
    def shared(self) -> tuple[TermRow, ...]:
        """The matters on which both texts state a term."""
        return tuple(r for r in self.rows if r.first.state == r.second.state == "stated")


def versions(proposal: Proposal) -> tuple[Version, ...]:
    """A text with each of its alternatives."""
    return tuple(Version(proposal, name) for name in proposal.alternatives) or (Version(proposal),)


def compare(first: Version, second: Version, pack: Pack) -> Comparison:
    """Two versions side by side; a matter that one has for the truce and the other for the settlement is one row."""
    here, there = _sides(first, pack), _sides(second, pack)
    order = {issue: place for place, issue in enumerate(pack.leaves)}
    keys = sorted({*here, *there}, key=lambda k: (order[k.issue], k.instance or ""))
    absent = Side("silent" if first.whole else "not seen"), Side("silent" if second.whole else "not seen")
    rows = tuple(
        _row((key, *pair), (first.whole, second.whole), pack)
        for key in keys
        for pair in _pairs(here.get(key, {}), there.get(key, {}), absent)
    )
    return Comparison(first, second, rows)


def comparisons(first: Proposal, second: Proposal, pack: Pack) -> tuple[Comparison, ...]:
    """Two texts, each alternative of the one with each of the other."""
    return tuple(compare(a, b, pack) for a in versions(first) for b in versions(second))


def closest(found: Sequence[Comparison]) -> tuple[Comparison, ...]:
    """The pairs of alternatives with most terms alike, then fewest that differ; several where they tie."""

    def likeness(one: Comparison) -> tuple[int, int, int]:
        counts = one.counts
        alike = counts[Relation.COULD_BE] + counts[Relation.PARTLY]
        return counts[Relation.SAME], alike, -counts[Relation.CHANGED]

    best = max((likeness(c) for c in found), default=None)
    return tuple(c for c in found if likeness(c) == best)


def turned(comparison: Comparison) -> Comparison:
    """The same comparison with the texts in the other order."""
    return Comparison(
        comparison.second,
        comparison.first,
        tuple(
            replace(
                row,
                first=row.second,
                second=row.first,
                relation=_BACK.get(row.relation, row.relation),
                drift=row.drift.back if row.drift else None,
                only_first=row.only_second,
                only_second=row.only_first,
            )
            for row in comparison.rows
        ),
    )


def _sides(version: Version, pack: Pack) -> dict[Key, dict[Stage, Side]]:
    """What a version says, by matter and deal."""
    found: dict[Key, dict[Stage, Side]] = {}
    for stage in STAGES:
        opened = left_open(version.proposal, pack, stage, alternative=version.alternative)
        for key, values in terms_of(version.proposal, pack, stage, alternative=version.alternative).items():
            if key in opened:
                found.setdefault(key, {})[stage] = Side("open", (), stage)
            elif values:
                found.setdefault(key, {})[stage] = Side("stated", values, stage)
    return found


def _pairs(
    here: Mapping[Stage, Side], there: Mapping[Stage, Side], absent: tuple[Side, Side]
) -> Iterator[tuple[Side, Side]]:
    """What is said for one deal beside what is said for the same; what is left on both sides beside each other."""
    common = [stage for stage in STAGES if stage in here and stage in there]
    yield from ((here[stage], there[stage]) for stage in common)
    left = [side for stage, side in here.items() if stage not in common]
    right = [side for stage, side in there.items() if stage not in common]
    if left or right:
        yield (left[0] if left else absent[0], right[0] if right else absent[1])
        yield from ((side, absent[1]) for side in left[1:])
        yield from ((absent[0], side) for side in right[1:])


def _row(what: tuple[Key, Side, Side], whole: tuple[bool, bool], pack: Pack) -> TermRow:
    key, first, second = what
    leaf = pack.leaves[key.issue]
    states = (first.state, second.state)
    if states == ("stated", "stated"):
        if leaf.type == "set":
            return _lists(what, whole, leaf)
        relation = _values(leaf, first.values, second.values)
        moved = drift(key, (first.values, second.values), pack) if relation is not Relation.SAME else None
        return TermRow(key, first, second, relation, moved)
    relation = {
        ("open", "open"): Relation.SAME,
        ("stated", "open"): Relation.OPENED,
        ("open", "stated"): Relation.CLOSED,
    }.get(states) or {
        "silent": Relation.NEW if states[0] == "silent" else Relation.DROPPED,
        "not seen": Relation.NOT_SEEN_BEFORE if states[0] == "not seen" else Relation.NOT_SEEN_AFTER,
    }[next(s for s in states if s in {"silent", "not seen"})]
    return TermRow(key, first, second, relation)


def _values(leaf: Leaf, first: Sequence[str], second: Sequence[str]) -> Relation:
    """Values of a matter that has one; a vague one could be any that it stands for."""
    if set(first) == set(second):
        return Relation.SAME
    left, right = (frozenset(v for o in side for v in could_be(leaf, o)) for side in (first, second))
    return Relation.COULD_BE if left & right else Relation.CHANGED


def _lists(what: tuple[Key, Side, Side], whole: tuple[bool, bool], leaf: Leaf) -> TermRow:
    """Lists: what one has and the other, seen whole, has not, is a difference; "none" is an empty list seen whole."""
    key, first, second = what
    left, right = (frozenset(side.values) - {"none"} for side in (first, second))
    seen = tuple(
        is_whole or "none" in side.values for is_whole, side in zip(whole, (first, second), strict=True)
    )
    order = [o.id for o in leaf.options]
    only_first, only_second = (
        tuple(sorted(some, key=lambda o: order.index(o) if o in order else len(order)))
        for some in (left - right, right - left)
    )
    differ = (bool(only_first) and seen[1]) or (bool(only_second) and seen[0])
    if not only_first and not only_second:
        relation = Relation.SAME
    elif not left & right:
        relation = Relation.CHANGED
    else:
        relation = Relation.PARTLY if differ else Relation.COULD_BE
    return TermRow(key, first, second, relation, None, only_first, only_second)
