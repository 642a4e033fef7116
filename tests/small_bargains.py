"""Small bargaining problems for laws: a few matters, rules between them, points of two or three parties; and brute force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import mul

from hypothesis import strategies as st

from detente.bargaining.constraints.model import Clause, Literal
from detente.bargaining.packages.circuit import Circuit, circuit_of
from detente.bargaining.packages.frontier import Frontier, pareto
from detente.bargaining.packages.points import Matter, PartyPoints, Points
from detente.bargaining.packages.space import Space, every_package
from detente.ledger.agenda import Key

NAMES = ("alder", "birch", "cedar")
Vector = tuple[Fraction, ...]


@dataclass(frozen=True)
class Bargaining:
    """A space with points, and every package of it with what it is worth, found one by one."""

    space: Space
    points: Points

    @property
    def circuit(self) -> Circuit:
        return circuit_of(self.space, expired=lambda: False)

    @property
    def frontier(self) -> Frontier:
        return pareto(self.points, (self.space, self.circuit), expired=lambda: False)

    @property
    def every(self) -> list[Vector]:
        return [tuple(p.of(package) for p in self.points.parties) for package in every_package(self.space)]

    @property
    def floors(self) -> Vector:
        return tuple(p.floor or Fraction(0) for p in self.points.parties)

    @property
    def acceptable(self) -> set[Vector]:
        """What packages at or above every walk-away are worth."""
        return {v for v in self.every if all(x >= f for x, f in zip(v, self.floors, strict=True))}

    def gains(self, vector: Vector) -> Vector:
        return tuple(x - f for x, f in zip(vector, self.floors, strict=True))


def undominated(vectors: Sequence[Vector]) -> set[Vector]:
    """The vectors that no other betters, by comparing each two."""
    return {
        v
        for v in vectors
        if not any(w != v and all(a >= b for a, b in zip(w, v, strict=True)) for w in vectors)
    }


def product(numbers: Vector) -> Fraction:
    return reduce(mul, numbers, Fraction(1))


fractions = st.builds(Fraction, st.integers(0, 12), st.sampled_from([1, 1, 1, 2, 3]))


@st.composite
def spaces(draw: st.DrawFn, *, most: int = 5) -> Space:
    count = draw(st.integers(1, most))
    variables = {
        f"x.{letter}": tuple(f"v{i}" for i in range(draw(st.integers(2, 4)))) for letter in "abcde"[:count]
    }

    def literal(name: str) -> Literal:
        return Literal(name, frozenset(draw(st.sets(st.sampled_from(variables[name]), min_size=1))))

    clauses = [
        Clause(
            tuple(literal(n) for n in draw(st.lists(st.sampled_from([*variables]), min_size=1, max_size=3)))
        )
        for _ in range(draw(st.integers(0, 5)))
    ]
    return Space(variables, tuple(clauses))


@st.composite
def bargainings(draw: st.DrawFn, *, parties: tuple[int, int] = (2, 3)) -> Bargaining:
    space = draw(spaces())
    entered = []
    for name in NAMES[: draw(st.integers(*parties))]:
        matters = {
            Key(variable): Matter(draw(fractions), {v: draw(fractions) for v in values})
            for variable, values in space.variables.items()
        }
        entered.append(PartyPoints(name, matters, walk_away=draw(fractions)))
    return Bargaining(space, Points("a tester", "2025-01-01", "settlement", tuple(entered)))


def two_party(
    values: dict[str, dict[str, tuple[int, int]]], floors: tuple[int, int] | None = None
) -> Bargaining:
    """A problem of two parties from what each value of each matter is worth to both."""
    space = Space({name: tuple(options) for name, options in values.items()}, ())
    parties = tuple(
        PartyPoints(
            name,
            {
                Key(n): Matter(Fraction(1), {v: Fraction(worth[i]) for v, worth in options.items()})
                for n, options in values.items()
            },
            walk_away=None if floors is None else Fraction(floors[i]),
        )
        for i, name in enumerate(NAMES[:2])
    )
    return Bargaining(space, Points("a tester", "2025-01-01", "settlement", parties))
