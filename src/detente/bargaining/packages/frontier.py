"""The Pareto frontier of the points: exact, or said to be a part of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from detente.bargaining.constraints.evaluate import search
from detente.bargaining.packages.algebras import Point, frontier, undominated
from detente.bargaining.packages.circuit import Circuit, TooMany
from detente.bargaining.packages.points import Points, Scaled, point_of, scaled
from detente.bargaining.packages.port import Optimiser
from detente.bargaining.packages.space import Space
from detente.bargaining.port import Expired
from detente.kernel.errors import WrongAnswer


@dataclass(frozen=True, slots=True)
class Frontier:
    """Packages that none betters for one party without loss to another. `complete`: proven that there are no more.

    `how`: by the circuit of the space, by an optimiser (its name), or by plain search where neither ended in time.
    """

    space: Space
    points: Points
    numbers: Scaled
    deals: tuple[Point, ...]
    complete: bool
    how: str

    def utilities(self, deal: Point) -> tuple[Fraction, ...]:
        """What a package is worth to each party, in points as entered."""
        return self.numbers.utilities(deal)


def pareto(
    points: Points,
    within: tuple[Space, Circuit | None],
    *,
    expired: Expired,
    optimiser: Optimiser | None = None,
    only_optimiser: bool = False,
) -> Frontier:
    """The frontier of a space. Its circuit is asked first, then an optimiser for two parties; every package is evaluated again.

    Raises WrongAnswer where evaluation refutes an answer.
    """
    space, circuit = within
    numbers = scaled(points)
    if circuit is not None and not only_optimiser:
        try:
            deals = frontier(circuit, space, numbers.worths, expired=expired)
            return _checked(Frontier(space, points, numbers, tuple(deals), complete=True, how="circuit"))
        except TooMany:
            pass
    if optimiser is not None and len(points.parties) == 2:
        packages, proven = optimiser.frontier(space, numbers.worths, expired=expired)
        deals = undominated([point_of(space, numbers, p) for p in packages])
        return _checked(Frontier(space, points, numbers, tuple(deals), complete=proven, how=optimiser.name))
    package, ended = search(space.variables, space.clauses)
    known = (point_of(space, numbers, package),) if package is not None else ()
    return _checked(Frontier(space, points, numbers, known, complete=package is None and ended, how="search"))


def _checked(found: Frontier) -> Frontier:
    for deal in found.deals:
        package = found.space.package(deal[-1])
        if not found.space.has(package) or point_of(found.space, found.numbers, package) != deal:
            raise WrongAnswer(
                f"a package of the frontier, {package}, is not what it claims; please report this"
            )
    return found
