"""Every minimal set of steps after which positions can hold together: minimal in steps, not only in who moves.

A vector gives each group a level. The vectors after which there is a package are closed upwards, and their minimal elements
are found one by one: a package outside what is known, its steps made as small as they can be, then only what gives less
somewhere than each that is known (blocking, as in the enumeration of minimal correction sets: Liffiton and Sakallah 2008,
*Algorithms for computing minimal unsatisfiable subsets of constraints*, on levels in place of selectors).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.bargaining.constraints.evaluate import satisfied, search
from detente.bargaining.constraints.model import Assignment, Clause, Group, Literal
from detente.bargaining.constraints.variables import relevant
from detente.bargaining.port import Expired, Solver
from detente.bargaining.results import Step
from detente.bargaining.stage_moves.ladders import Ladder, clauses_at, ladder_of
from detente.kernel.errors import WrongAnswer

MOST = 200
Levels = Mapping[str, int]
_AT = "level of "


@dataclass(frozen=True, slots=True)
class Limits:
    """What ends a search before it is complete: the time, and the most sets that are listed."""

    expired: Expired
    most: int = MOST


@dataclass(frozen=True, slots=True)
class Minimal:
    """Minimal sets of steps in a fixed order, and whether none was left out."""

    steps: tuple[tuple[Step, ...], ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Held:
    """Positions that cannot all hold, the rules they stand under, and the values of every variable."""

    groups: tuple[Group, ...]
    hard: tuple[Clause, ...]
    variables: Mapping[str, tuple[str, ...]]


def minimal_steps(held: Held, solver: Solver, limits: Limits) -> Minimal:
    """The minimal sets of steps after which the groups hold together; the empty one alone where they do already.

    Raises WrongAnswer where evaluation refutes the solver.
    """
    as_held = [*held.hard, *clauses_at(held.groups, {})]
    if package := solver.satisfy(relevant(as_held, held.variables), as_held):
        if not satisfied(as_held, package):
            raise WrongAnswer("the solver's package for a stage breaks a clause; please report this")
        return Minimal(((),), complete=True)
    found: list[tuple[Step, ...]] = []
    complete = True
    for levels in _vectors(held, (solver, limits)):
        if levels is None:
            complete = False
            break
        steps = tuple(Step(g.party, g, levels[g.id]) for g in held.groups if levels[g.id])
        _check(held, steps)
        found.append(steps)
        if len(found) >= limits.most or limits.expired():
            complete = False
            break
    return Minimal(tuple(sorted(found, key=order_of)), complete)


def order_of(steps: Sequence[Step]) -> tuple[object, ...]:
    """Fewest parties first, then by their names, then by what is given: never by how firmly anything is held."""
    parties = sorted({s.party for s in steps})
    return (
        len(parties),
        parties,
        len(steps),
        sum(s.steps for s in steps),
        [(s.group.id, s.level) for s in steps],
    )


def _vectors(held: Held, means: tuple[Solver, Limits]) -> Iterator[dict[str, int] | None]:
    """Minimal vectors one by one; each blocks itself and all that give more. None where the time ended within one."""
    solver, _ = means
    ladders = [ladder_of(g) for g in held.groups]
    at = {_AT + x.group.id: tuple(str(i) for i in x.rungs) for x in ladders}
    asked = [
        Clause((_but(x, {i}), *clause.literals))
        for x in ladders
        for i in x.rungs
        for clause in x.group.levels[i].clauses
    ]
    variables = {**relevant([*held.hard, *asked], {**held.variables, **at}), **at}
    blocked: list[Clause] = []
    while package := solver.satisfy(variables, [*held.hard, *asked, *blocked]):
        if not satisfied([*held.hard, *asked, *blocked], package):
            raise WrongAnswer("the solver's package for a stage breaks a clause; please report this")
        levels = _lowest(held, ladders, (package, *means))
        yield levels
        if levels is None:
            return
        given = [x for x in ladders if levels[x.group.id]]
        blocked.append(Clause(tuple(_but(x, _at_least(x, levels[x.group.id])) for x in given)))


def _but(ladder: Ladder, levels: set[int]) -> Literal:
    """That a group stands at none of these levels."""
    return Literal(_AT + ladder.group.id, frozenset(str(i) for i in ladder.rungs if i not in levels))


def _at_least(ladder: Ladder, level: int) -> set[int]:
    """The level and all that give more."""
    return {i for i in ladder.rungs if i == level or level in ladder.below[i]}


def _lowest(
    held: Held, ladders: Sequence[Ladder], start: tuple[Assignment, Solver, Limits]
) -> dict[str, int] | None:
    """The steps that a package asks for, each then made as small as the others allow; None where the time ended."""
    package, solver, limits = start
    levels = {x.group.id: x.lowest_in(package, int(package[_AT + x.group.id])) for x in ladders}
    for ladder in ladders:
        left = set(ladder.below[levels[ladder.group.id]])
        while left:
            if limits.expired():
                return None
            level = ladder.highest(left)[0]
            clauses = [*held.hard, *clauses_at(held.groups, levels | {ladder.group.id: level})]
            found = solver.satisfy(relevant(clauses, held.variables), clauses)
            if found is None:
                left -= {level, *ladder.below[level]}
            else:
                levels[ladder.group.id] = level
                left &= ladder.below[level]
    return levels


def _check(held: Held, steps: Sequence[Step]) -> None:
    """Plain evaluation: the steps open it, and none of them can be smaller."""
    levels = {s.group.id: s.level for s in steps}
    if not _holds(held, levels, otherwise=True):
        raise WrongAnswer("the solver's steps open nothing; please report this")
    for step in steps:
        for level in ladder_of(step.group).below[step.level]:
            if _holds(held, levels | {step.group.id: level}, otherwise=False):
                raise WrongAnswer(
                    f"a step of {step.group.id} can be smaller than the solver says; please report this"
                )


def _holds(held: Held, levels: Levels, *, otherwise: bool) -> bool:
    """Whether there is a package with the groups at these levels; `otherwise` where the search is not carried to its end."""
    clauses = [*held.hard, *clauses_at(held.groups, levels)]
    package, ended = search(relevant(clauses, held.variables), clauses)
    return package is not None if ended else otherwise
