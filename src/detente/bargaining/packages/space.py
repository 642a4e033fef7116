"""The packages of a stage: every combination of values that the rules allow and that breaks no firm position."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.bargaining.constraints.model import Assignment, Clause, Group, StageProblem, holds


@dataclass(frozen=True, slots=True)
class Space:
    """Variables with their values in order, and the clauses that every package satisfies.

    A package has a number, its values read as digits, the first variable the highest: it depends on no order of parties.
    """

    variables: Mapping[str, tuple[str, ...]]
    clauses: tuple[Clause, ...]

    def number(self, package: Assignment) -> int:
        """The number of a package."""
        found = 0
        for name, values in self.variables.items():
            found = found * len(values) + values.index(package[name])
        return found

    def package(self, number: int) -> dict[str, str]:
        """The package of a number."""
        found: dict[str, str] = {}
        for name in reversed(list(self.variables)):
            number, place = divmod(number, len(self.variables[name]))
            found[name] = self.variables[name][place]
        return {name: found[name] for name in self.variables}

    def digits(self) -> dict[str, dict[str, int]]:
        """What each value of each variable adds to the number of a package."""
        worth, found = 1, {}
        for name in reversed(list(self.variables)):
            values = self.variables[name]
            found[name] = {value: worth * place for place, value in enumerate(values)}
            worth *= len(values)
        return found

    def within(self, clauses: Iterable[Clause]) -> Space:
        """The packages that satisfy these clauses too."""
        return Space(self.variables, (*self.clauses, *clauses))

    def has(self, package: Assignment) -> bool:
        """Whether a package satisfies every clause, by plain evaluation."""
        return all(holds(clause, package) for clause in self.clauses)


def allowed(problem: StageProblem) -> Space:
    """Every package that the hard rules of a stage allow, whoever holds what."""
    return Space(problem.variables, tuple(c for h in problem.hard for c in h.clauses))


def unbroken(problem: StageProblem) -> Space:
    """Every package that breaks no firm position and no need of a party that binds."""
    return allowed(problem).within(c for g in problem.groups if g.firm for c in g.clauses)


def broken(problem: StageProblem, package: Assignment) -> tuple[Group, ...]:
    """The firm positions and needs that a package breaks."""
    return tuple(g for g in problem.groups if g.firm and not all(holds(c, package) for c in g.clauses))


def soft_broken(problem: StageProblem, package: Assignment) -> tuple[str, ...]:
    """The soft rules of the pack that a package breaks."""
    return tuple(r.id for r in problem.soft if not all(holds(c, package) for c in r.clauses))


def every_package(space: Space) -> Iterable[dict[str, str]]:
    """Every package one by one, in the order of their numbers: plain enumeration, for small spaces and second opinions."""
    total = 1
    for values in space.variables.values():
        total *= len(values)
    for number in range(total):
        package = space.package(number)
        if space.has(package):
            yield package


def distance(one: Assignment, other: Assignment, names: Sequence[str]) -> int:
    """On how many variables two packages differ (Hamming 1950)."""
    return sum(one[name] != other[name] for name in names)
