"""How far solutions hang on what was entered: on each walk-away, and on each weight one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from detente.bargaining.packages.algebras import Point
from detente.bargaining.packages.circuit import Circuit
from detente.bargaining.packages.frontier import Frontier, pareto
from detente.bargaining.packages.points import Points, point_of
from detente.bargaining.packages.solutions import bargain, solve
from detente.bargaining.packages.space import distance
from detente.bargaining.port import Expired
from detente.ledger.agenda import Key

_STEPS = 100


@dataclass(frozen=True, slots=True)
class Range:
    """From one walk-away to another of a party (both tried) a solution picks the same packages; none: it picks nothing."""

    party: str
    solution: str
    low: Fraction
    high: Fraction
    deals: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Swing:
    """What a solution picks with a changed weight: what it is worth in the points as entered, and on how much it differs."""

    deal: Point | None
    utilities: tuple[Fraction, ...]
    differs_on: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a tornado: a party's weight of a matter made smaller and larger by a share, nothing else changed."""

    party: str
    key: Key
    lower: Swing
    higher: Swing


def walk_away_ranges(
    found: Frontier, names: Sequence[str], *, expired: Expired
) -> tuple[tuple[Range, ...], bool]:
    """For each party with a walk-away what each solution picks as it goes from least to most, in at most 100 even steps.

    The walk-away that was entered is one of those tried. Whether all were tried is told.
    """
    ranges: list[Range] = []
    for place, floor in enumerate(found.numbers.floors):
        if floor is None or not found.deals:
            continue
        column = [d[place] for d in found.deals]
        for name in names:
            ranges.extend(
                _ranges(found, place, (name, _tried(min(*column, floor), max(*column, floor), floor)))
            )
            if expired():
                return tuple(ranges), False
    return tuple(ranges), True


def _tried(low: int, high: int, entered: int) -> list[int]:
    step = max(1, -(-(high - low) // _STEPS))
    return sorted({*range(low, high + 1, step), high, entered})


def _ranges(found: Frontier, place: int, what: tuple[str, list[int]]) -> list[Range]:
    name, tried = what
    party, scale = found.points.names[place], found.numbers.scales[place]
    ranges: list[Range] = []
    for floor in tried:
        floors = tuple(floor if i == place else f for i, f in enumerate(found.numbers.floors))
        picked = solve(name, bargain(replace(found, numbers=replace(found.numbers, floors=floors)))).deals
        at = Fraction(floor, scale)
        if ranges and ranges[-1].deals == picked:
            ranges[-1] = replace(ranges[-1], high=at)
        else:
            ranges.append(Range(party, name, at, at, picked))
    return ranges


def tornado(
    found: Frontier, circuit: Circuit, what: tuple[str, Fraction], *, expired: Expired
) -> tuple[tuple[Bar, ...], bool]:
    """For each weight what a solution picks where it is smaller and larger by a share (1/10: a tenth); whether all were tried.

    Walk-aways that were entered as packages move with the weights; those entered as points stay.
    """
    name, share = what
    base = solve(name, bargain(found)).deals
    bars: list[Bar] = []
    if not base:
        return (), True
    for party in found.points.parties:
        for key, matter in party.matters.items():
            if not matter.weight or not party.swing(key):
                continue
            if expired():
                return tuple(bars), False
            swings = []
            for factor in (1 - share, 1 + share):
                changed = found.points.changed(party.with_weight(key, matter.weight * factor))
                swings.append(_swing(found, (circuit, changed, name), base=base[0], expired=expired))
            bars.append(Bar(party.party, key, swings[0], swings[1]))
    return tuple(bars), True


def _swing(found: Frontier, what: tuple[Circuit, Points, str], *, base: Point, expired: Expired) -> Swing:
    circuit, changed, name = what
    again = pareto(changed, (found.space, circuit), expired=expired)
    picked = solve(name, bargain(again)).deals if again.complete else ()
    if not picked:
        return Swing(None, (), 0)
    numbers = {d[-1] for d in picked}
    number = base[-1] if base[-1] in numbers else picked[0][-1]
    package = found.space.package(number)
    deal = point_of(found.space, found.numbers, package)
    names = tuple(found.space.variables)
    return Swing(deal, found.utilities(deal), distance(package, found.space.package(base[-1]), names))
