"""Places of terms on an axis: where a value lies, and in which direction one lies from another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.bargaining.proposals.terms import could_be
from detente.ledger.agenda import Key
from detente.ledger.values import OPEN, values_of
from detente.packs.model import Leaf, Pack


@dataclass(frozen=True, slots=True)
class Drift:
    """In which direction a second value lies from a first: `towards` an end of the axis, or "higher" or "lower" for numbers.

    `least` and `most`: between how many steps along the axis (a vague value can lie at several places); None for numbers.
    `parties`: who pulls to that end by the pack's poles, sorted; `back_to` and `back_parties` the same for the other end.
    """

    towards: str
    parties: tuple[str, ...]
    least: int | None
    most: int | None
    back_to: str
    back_parties: tuple[str, ...]

    @property
    def back(self) -> Drift:
        """The way back."""
        return Drift(self.back_to, self.back_parties, self.least, self.most, self.towards, self.parties)


def axis_values(leaf: Leaf) -> tuple[str, ...]:
    """The values along the axis of an ordered issue; empty where it has none."""
    return tuple(v for v in values_of(leaf) if v != OPEN) if leaf.type == "ordinal" and leaf.axis else ()


def reach(leaf: Leaf, values: Sequence[str]) -> tuple[int, int] | None:
    """The first and last place on the axis where a term can lie; None where it lies nowhere on it."""
    line = axis_values(leaf)
    places = [line.index(v) for o in values for v in could_be(leaf, o) if v in line]
    return (min(places), max(places)) if places else None


def drift(key: Key, values: tuple[Sequence[str], Sequence[str]], pack: Pack) -> Drift | None:
    """The direction from a first term to a second; None where there is no order, or where they could be the same."""
    leaf = pack.leaves[key.issue]
    if leaf.type == "numeric":
        return _of_numbers(leaf, values)
    first, second = (reach(leaf, side) for side in values)
    if first is None or second is None or not (first[1] < second[0] or second[1] < first[0]):
        return None
    onward = Drift(
        leaf.axis[-1], pulling(key, leaf.axis[-1], pack), 0, 0, leaf.axis[0], pulling(key, leaf.axis[0], pack)
    )
    way = onward if first[1] < second[0] else onward.back
    near, far = (first, second) if first[1] < second[0] else (second, first)
    return Drift(
        way.towards, way.parties, near_to_far(near, far), far[1] - near[0], way.back_to, way.back_parties
    )


def near_to_far(near: tuple[int, int], far: tuple[int, int]) -> int:
    """The fewest steps between two reaches that do not meet."""
    return far[0] - near[1]


def pulling(key: Key, end: str, pack: Pack) -> tuple[str, ...]:
    """Who pulls to an end of the axis of a matter, by the pack's poles; sorted."""
    held = {p.party for p in pack.poles if p.issue == key.issue}
    return tuple(sorted(p for p in held if pack.pole(p, key.issue, key.instance) == end))


def _of_numbers(leaf: Leaf, values: tuple[Sequence[str], Sequence[str]]) -> Drift | None:
    measured = [[_number(leaf, v) for o in side for v in could_be(leaf, o)] for side in values]
    first, second = ([n for n in side if n is not None] for side in measured)
    if not all(measured) or len(first) < len(measured[0]) or len(second) < len(measured[1]):
        return None
    higher = Drift("higher", (), None, None, "lower", ())
    if max(first) < min(second):
        return higher
    return higher.back if max(second) < min(first) else None


def _number(leaf: Leaf, value: str) -> float | None:
    option = leaf.option(value)
    if option is not None:
        return option.value
    try:
        return float(value)
    except ValueError:
        return None
