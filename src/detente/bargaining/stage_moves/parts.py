"""The independent parts of a stage: positions and rules that hang together through what they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.bargaining.constraints.model import Clause, Group, StageProblem, variables_in


@dataclass(frozen=True, slots=True)
class Bearing:
    """What bears on one part: groups, rules as clauses, and the variables of both."""

    groups: tuple[Group, ...]
    hard: tuple[Clause, ...]
    variables: Mapping[str, tuple[str, ...]]


def bearings(problem: StageProblem) -> tuple[Bearing, ...]:
    """The parts of a stage. They share no variable, so a package of each makes a package of all.

    A matter with a value that meets every clause on it decides nothing: it takes that value, and the clauses on it are met
    whatever the rest comes to. What is left is parted by shared variables; all clauses of a group stand together.
    """
    hard = [c for h in problem.hard for c in h.clauses]
    every = [*hard, *(c for g in problem.groups for lv in g.levels for c in lv.clauses)]
    settled = _settled(every, problem.variables)
    bound = [c for c in hard if not _mentions(c, settled)]
    groups = [g for g in problem.groups if any(not _mentions(c, settled) for c in g.clauses)]
    knotted = [variables_in([c]) for c in bound] + [
        variables_in(c for lv in g.levels for c in lv.clauses if not _mentions(c, settled)) for g in groups
    ]
    found = []
    for names in _joined(knotted):
        here = tuple(g for g in groups if names & (variables_in(g.clauses) - settled))
        rules = tuple(c for c in bound if names & variables_in([c]))
        if here:
            about = variables_in([*rules, *(c for g in here for lv in g.levels for c in lv.clauses)])
            found.append(
                Bearing(here, rules, {v: problem.variables[v] for v in problem.variables if v in about})
            )
    return tuple(found)


def _settled(clauses: Sequence[Clause], variables: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Variables with a value that meets every clause on them, once the clauses that others meet are gone."""
    left, settled, before = list(clauses), set[str](), -1
    while len(settled) > before:
        before = len(settled)
        for name in variables_in(left):
            asked = [lit.values for c in left for lit in c.literals if lit.variable == name]
            if frozenset(variables[name]).intersection(*asked):
                settled.add(name)
        left = [c for c in left if not _mentions(c, settled)]
    return frozenset(settled)


def _mentions(clause: Clause, names: Iterable[str]) -> bool:
    return not variables_in((clause,)).isdisjoint(names)


def _joined(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Sets that share a name, joined, in the order in which their first member came."""
    found: list[frozenset[str]] = []
    for names in sets:
        touched = [f for f in found if f & names]
        joined = names.union(*touched)
        place = found.index(touched[0]) if touched else len(found)
        found = [f for f in found if f not in touched]
        found.insert(place, joined)
    return found
