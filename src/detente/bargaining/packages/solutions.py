"""Solutions of a bargaining problem over the packages at or above every walk-away, exact and each with its ties.

Nash 1950, *The bargaining problem*; Kalai and Smorodinsky 1975, *Other solutions to Nash's bargaining problem*; Kalai 1977,
*Proportional solutions* (egalitarian); Sen 1970 (leximin). Sums and least gains compare parties' points with one another,
which only the person who entered them can answer for; Nash and Kalai-Smorodinsky do not depend on a party's scale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import mul

from detente.bargaining.packages.algebras import Point
from detente.bargaining.packages.frontier import Frontier
from detente.bargaining.packages.space import Space, distance

Gains = tuple[Fraction, ...]
SOLUTIONS = ("nash", "kalai-smorodinsky", "egalitarian", "leximin", "utilitarian")


@dataclass(frozen=True, slots=True)
class Solution:
    """What a solution picks: a package, or several that tie; none, and why. `value` is what it makes largest."""

    name: str
    deals: tuple[Point, ...] = ()
    value: tuple[Fraction, ...] = ()
    why_none: str = ""


@dataclass(frozen=True, slots=True)
class Bargain:
    """The frontier at or above every walk-away, with each party's gains over it. `missing`: nobody entered theirs."""

    deals: tuple[Point, ...]
    gains: Mapping[Point, Gains]
    missing: tuple[str, ...]
    utilities: Mapping[Point, Gains]


def bargain(found: Frontier) -> Bargain:
    """The frontier against the walk-aways."""
    numbers = found.numbers
    floors = numbers.floors
    deals = tuple(
        d for d in found.deals if all(f is None or x >= f for x, f in zip(d[:-1], floors, strict=True))
    )
    missing = tuple(n for n, f in zip(found.points.names, floors, strict=True) if f is None)
    gains = {
        d: tuple(Fraction(x - (f or 0), s) for x, f, s in zip(d[:-1], floors, numbers.scales, strict=True))
        for d in deals
    }
    return Bargain(deals, gains, missing, {d: numbers.utilities(d) for d in deals})


def solve(name: str, of: Bargain) -> Solution:
    """What one solution picks."""
    if not of.deals:
        return Solution(name, why_none="no package is at or above every walk-away")
    if name == "utilitarian":
        return _largest(name, of, lambda d: (sum(of.utilities[d], Fraction(0)),))
    if of.missing:
        return Solution(name, why_none=f"no walk-away is entered for {', '.join(of.missing)}")
    if name == "nash":
        return _nash(of)
    if name == "kalai-smorodinsky":
        return _relative(of)
    if name == "egalitarian":
        return _largest(name, of, lambda d: (min(of.gains[d]),))
    return _largest(name, of, lambda d: tuple(sorted(of.gains[d])))


def _largest(name: str, of: Bargain, measure: Callable[[Point], tuple[Fraction, ...]]) -> Solution:
    """The packages of the greatest measure, all that tie."""
    most = max(measure(d) for d in of.deals)
    return Solution(
        name, tuple(sorted((d for d in of.deals if measure(d) == most), key=lambda d: d[-1])), most
    )


def _nash(of: Bargain) -> Solution:
    strict = {d: g for d, g in of.gains.items() if all(x > 0 for x in g)}
    if not strict:
        return Solution("nash", why_none="no package is strictly above every walk-away, which Nash needs")
    inside = Bargain(tuple(strict), strict, (), of.utilities)
    return _largest("nash", inside, lambda d: (reduce(mul, strict[d]),))


def ideals(of: Bargain) -> Gains:
    """The most each party can gain in any package at or above every walk-away."""
    return tuple(max(column) for column in zip(*of.gains.values(), strict=True))


def _relative(of: Bargain) -> Solution:
    """The package whose least share of what each could gain at most is largest, then the next least."""
    ideal = ideals(of)
    if not all(x > 0 for x in ideal):
        return Solution(
            "kalai-smorodinsky", why_none="somebody can gain nothing over the walk-away in any package"
        )
    return _largest(
        "kalai-smorodinsky",
        of,
        lambda d: tuple(sorted(g / i for g, i in zip(of.gains[d], ideal, strict=True))),
    )


def few_best(of: Bargain, most: int) -> tuple[Point, ...]:
    """The best few packages of the frontier: by Nash's product where every walk-away is entered, else by the sum of points."""

    def measure(deal: Point) -> Fraction:
        if of.missing:
            return sum(of.utilities[deal], Fraction(0))
        gains = of.gains[deal]
        return reduce(mul, gains) if all(x > 0 for x in gains) else Fraction(0)

    return tuple(sorted(of.deals, key=lambda d: (-measure(d), d[-1]))[:most])


def spread(space: Space, of: Bargain, most: int) -> tuple[Point, ...]:
    """Packages that differ as much as they can, the best first: each has the largest least distance to those before."""
    names = tuple(space.variables)
    packages = {d: space.package(d[-1]) for d in of.deals}
    chosen = list(few_best(of, 1))
    nearest = {
        d: min((distance(packages[d], packages[c], names) for c in chosen), default=0) for d in packages
    }
    while chosen and len(chosen) < min(most, len(packages)):
        following = min(nearest, key=lambda d: (-nearest[d], d[-1]))
        chosen.append(following)
        for deal in nearest:
            nearest[deal] = min(nearest[deal], distance(packages[deal], packages[following], names))
    return tuple(chosen)
