"""Constraints as clauses over Booleans: one for each value of a variable, one selector for each group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.bargaining.constraints.model import Assignment, Clause
from detente.bargaining.port import Variables

Booleans = list[int]


class Encoding:
    """Each value of a variable is a Boolean; exactly one of them holds. Variables are numbered in the order of their names."""

    def __init__(self, variables: Variables) -> None:
        self.numbers: dict[tuple[str, str], int] = {}
        self.exactly_one: list[Booleans] = []
        for name in sorted(variables):
            numbers = [
                self.numbers.setdefault((name, value), len(self.numbers) + 1) for value in variables[name]
            ]
            self.exactly_one.append(numbers)
            self.exactly_one.extend([-a, -b] for i, a in enumerate(numbers) for b in numbers[i + 1 :])

    def clauses(self, clauses: Sequence[Clause]) -> list[Booleans]:
        """Clauses over Booleans, in an order of their own."""
        numbers = self.numbers
        return sorted(
            sorted({numbers[(lit.variable, v)] for lit in clause.literals for v in lit.values if (lit.variable, v) in numbers})
            for clause in clauses
        )  # fmt: skip

    def decode(self, model: Sequence[int]) -> Assignment:
        """The value of every variable in a model."""
        true = {n for n in model if n > 0}
        return {name: value for (name, value), number in self.numbers.items() if number in true}


@dataclass(frozen=True, slots=True)
class Selected:
    """Clauses with a selector for each group: the last Booleans, in the order of the names, which is canonical."""

    clauses: tuple[Booleans, ...]
    selectors: range
    names: tuple[str, ...]

    def named(self, selectors: Sequence[int]) -> frozenset[str]:
        """The groups of some selectors."""
        return frozenset(self.names[s - self.selectors.start] for s in selectors)


def selected(
    variables: Variables, hard: Sequence[Clause], groups: Mapping[str, Sequence[Clause]]
) -> Selected:
    """The constraints with groups that can be switched on and off by their selectors."""
    encoding = Encoding(variables)
    names = tuple(sorted(groups))
    selectors = range(len(encoding.numbers) + 1, len(encoding.numbers) + len(names) + 1)
    held = [
        [-selector, *clause]
        for selector, name in zip(selectors, names, strict=True)
        for clause in encoding.clauses(groups[name])
    ]
    return Selected((*encoding.exactly_one, *encoding.clauses(hard), *held), selectors, names)


def parts(constraints: Selected) -> list[Selected]:
    """The constraints, parted where nothing ties them: no conflict has members in two parts. Only parts with groups."""
    leader: dict[int, int] = {}

    def find(boolean: int) -> int:
        while (up := leader.setdefault(boolean, boolean)) != boolean:
            leader[boolean] = boolean = leader[up]
        return boolean

    for clause in constraints.clauses:
        first = find(abs(clause[0])) if clause else 0
        for literal in clause[1:]:
            leader[find(abs(literal))] = first
    selectors: dict[int, list[int]] = {}
    for selector in constraints.selectors:
        selectors.setdefault(find(selector), []).append(selector)
    clauses: dict[int, list[Booleans]] = {root: [] for root in selectors}
    for clause in constraints.clauses:
        if clause and (root := find(abs(clause[0]))) in clauses:
            clauses[root].append(clause)
    return [_part(constraints, clauses[root], chosen) for root, chosen in selectors.items()]


def _part(constraints: Selected, clauses: Sequence[Booleans], selectors: Sequence[int]) -> Selected:
    """Some clauses and selectors, numbered anew from 1, selectors last."""
    others = sorted({abs(x) for clause in clauses for x in clause}.difference(selectors))
    new = {old: number for number, old in enumerate([*others, *selectors], start=1)}
    return Selected(
        tuple([new[abs(x)] if x > 0 else -new[abs(x)] for x in clause] for clause in clauses),
        range(len(others) + 1, len(new) + 1),
        tuple(constraints.names[s - constraints.selectors.start] for s in selectors),
    )
