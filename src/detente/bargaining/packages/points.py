"""Points: what the outcomes are worth to each party, as a person entered it; never read from reports, never from counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import Literal

from detente.bargaining.constraints.model import IN, OUT, Assignment
from detente.bargaining.constraints.variables import variable_of
from detente.bargaining.packages.algebras import Point, Worth
from detente.bargaining.packages.space import Space
from detente.ledger.agenda import Key
from detente.ledger.values import OPEN, values_of
from detente.packs.model import Leaf, Stage

Shape = Literal["linear", "early", "late"]
SHAPES: tuple[Shape, ...] = ("linear", "early", "late")


@dataclass(frozen=True, slots=True)
class Matter:
    """How much a matter weighs for a party, and how good each of its values is; of a set, how good each element in it is."""

    weight: Fraction
    values: Mapping[str, Fraction]
    of_set: bool = False


@dataclass(frozen=True, slots=True)
class PartyPoints:
    """A party's points, additive over matters, and what it would have without a deal, where somebody entered that."""

    party: str
    matters: Mapping[Key, Matter]
    walk_away: Fraction | None = None
    walk_away_package: Mapping[str, str] | None = None

    def of(self, package: Assignment) -> Fraction:
        """What a package is worth to the party: the sum of weight times value."""
        worth = self.worth
        return sum((worth[name][value] for name, value in package.items() if name in worth), Fraction(0))

    @property
    def worth(self) -> dict[str, dict[str, Fraction]]:
        """What each value of each variable adds. An element of a set adds nothing where it is out."""
        found: dict[str, dict[str, Fraction]] = {}
        for key, matter in self.matters.items():
            goods = {value: matter.weight * good for value, good in matter.values.items()}
            if matter.of_set:
                found |= {variable_of(key, e): {IN: good, OUT: Fraction(0)} for e, good in goods.items()}
            elif goods:
                found[variable_of(key)] = goods
        return found

    def swing(self, key: Key) -> Fraction:
        """How much the party can gain on a matter: from its worst value to its best."""
        matter = self.matters[key]
        goods = list(matter.values.values())
        if matter.of_set:
            return matter.weight * sum((abs(good) for good in goods), Fraction(0))
        return matter.weight * (max(goods) - min(goods)) if goods else Fraction(0)

    @property
    def floor(self) -> Fraction | None:
        """The points of its walk-away; None where nobody entered one."""
        return self.of(self.walk_away_package) if self.walk_away_package is not None else self.walk_away

    def with_weight(self, key: Key, weight: Fraction) -> PartyPoints:
        """The same points with another weight of one matter."""
        return replace(self, matters={**self.matters, key: replace(self.matters[key], weight=weight)})


@dataclass(frozen=True, slots=True)
class Points:
    """The points of every party that a person entered for a stage: by whom, when."""

    by: str
    on: str
    stage: Stage
    parties: tuple[PartyPoints, ...]

    @property
    def label(self) -> str:
        """What stands beside everything that rests on them."""
        return f"points entered by {self.by} on {self.on}"

    @property
    def names(self) -> tuple[str, ...]:
        """The parties, in alphabetical order."""
        return tuple(p.party for p in self.parties)

    def of(self, party: str) -> PartyPoints:
        """The points of a party."""
        return next(p for p in self.parties if p.party == party)

    def disputed(self, key: Key) -> bool:
        """Whether no choice on a matter is best for everybody whom it matters to."""
        bests: dict[str, list[set[str]]] = {}
        for party in self.parties:
            if key in party.matters and party.swing(key):
                for name, table in party.worth.items():
                    if name.partition("#")[0] == str(key):
                        bests.setdefault(name, []).append(
                            {v for v, x in table.items() if x == max(table.values())}
                        )
        return any(not set.intersection(*choices) for choices in bests.values())

    def changed(self, changed: PartyPoints) -> Points:
        """The same points but for one party."""
        return replace(self, parties=tuple(changed if p.party == changed.party else p for p in self.parties))


@dataclass(frozen=True, slots=True)
class Scaled:
    """Points as whole numbers: each party's times its scale, so that everything is reckoned exactly."""

    worths: tuple[Worth, ...]
    scales: tuple[int, ...]
    floors: tuple[int | None, ...]

    def utilities(self, point: Point) -> tuple[Fraction, ...]:
        """What a point of the frontier is worth to each party, in points as entered."""
        return tuple(Fraction(x, s) for x, s in zip(point[:-1], self.scales, strict=True))


def scaled(points: Points) -> Scaled:
    """Points as whole numbers, by the least common denominator of each party."""
    worths, scales, floors = [], [], []
    for party in points.parties:
        worth, floor = party.worth, party.floor
        every = [x for values in worth.values() for x in values.values()]
        scale = lcm(*(x.denominator for x in every), 1 if floor is None else floor.denominator)
        worths.append({n: {v: int(x * scale) for v, x in values.items()} for n, values in worth.items()})
        scales.append(scale)
        floors.append(None if floor is None else int(floor * scale))
    return Scaled(tuple(worths), tuple(scales), tuple(floors))


def point_of(space: Space, numbers: Scaled, package: Assignment) -> Point:
    """A package as a point: what it is worth to each party, and its number."""
    return (
        *(sum(w[n][v] for n, v in package.items() if n in w) for w in numbers.worths),
        space.number(package),
    )


def between(values: Sequence[str], ends: tuple[str, str], shape: Shape) -> dict[str, Fraction]:
    """Values of an ordered list from worst (0) to best (1), by their place between two ends; outside them as the nearer end.

    linear: t; early: t(2 - t), most is gained near the worst end; late: t², most is gained near the best end.
    """
    worst, best = values.index(ends[0]), values.index(ends[1])
    found = {}
    for place, value in enumerate(values):
        t = min(Fraction(1), max(Fraction(0), Fraction(place - worst, best - worst)))
        found[value] = t if shape == "linear" else t * (2 - t) if shape == "early" else t * t
    return found


def ordered_values(leaf: Leaf) -> tuple[str, ...]:
    """The values of an ordered list, worst to best or best to worst; empty where the list has no order."""
    return tuple(v for v in values_of(leaf) if v != OPEN) if leaf.type in {"ordinal", "numeric"} else ()
