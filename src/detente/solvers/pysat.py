"""python-sat: satisfiability by CaDiCaL, minimal conflicts smallest first by OptUx, corrections by LBX.

Ignatiev, Previti, Liffiton and Marques-Silva 2015, *Smallest MUS extraction with minimal hitting set dualization*.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from detente.bargaining.constraints.model import Assignment, Clause
from detente.bargaining.port import Variables

if TYPE_CHECKING:
    from pysat.formula import WCNF


class _Encoding:
    """Each value of a variable is a Boolean; exactly one of them holds."""

    def __init__(self, variables: Variables) -> None:
        self.numbers: dict[tuple[str, str], int] = {}
        self.exactly_one: list[list[int]] = []
        for name, values in variables.items():
            numbers = [self.numbers.setdefault((name, value), len(self.numbers) + 1) for value in values]
            self.exactly_one.append(numbers)
            self.exactly_one.extend([-a, -b] for i, a in enumerate(numbers) for b in numbers[i + 1 :])

    def clause(self, clause: Clause) -> list[int]:
        """The clause over Booleans."""
        return [
            self.numbers[(lit.variable, v)]
            for lit in clause.literals
            for v in sorted(lit.values)
            if (lit.variable, v) in self.numbers
        ]

    def decode(self, model: Sequence[int]) -> Assignment:
        """The value of every variable in a model."""
        true = {n for n in model if n > 0}
        return {name: value for (name, value), number in self.numbers.items() if number in true}


class PySatSolver:
    """Bargaining's port on python-sat."""

    def satisfy(self, variables: Variables, clauses: Sequence[Clause]) -> Assignment | None:
        """An assignment of every variable that satisfies all clauses, or None where there is none."""
        from pysat.solvers import Cadical153

        encoding = _Encoding(variables)
        with Cadical153(
            bootstrap_with=[*encoding.exactly_one, *(encoding.clause(c) for c in clauses)]
        ) as solver:
            return encoding.decode(solver.get_model()) if solver.solve() else None

    def minimal_conflicts(
        self, variables: Variables, hard: Sequence[Clause], groups: Mapping[str, Sequence[Clause]]
    ) -> Iterator[frozenset[str]]:
        """Every minimal set of groups that cannot hold together under the hard clauses, smallest first."""
        from pysat.examples.optux import OptUx

        if self.satisfy(variables, hard) is None:
            yield frozenset()
            return
        if self.satisfy(variables, [*hard, *(c for cs in groups.values() for c in cs)]) is not None:
            return
        formula, names = _selected(variables, hard, groups)
        with OptUx(formula) as enumerator:
            for found in enumerator.enumerate():
                yield frozenset(names[i - 1] for i in found)

    def minimal_corrections(
        self, variables: Variables, hard: Sequence[Clause], groups: Mapping[str, Sequence[Clause]]
    ) -> Iterator[frozenset[str]]:
        """Every minimal set of groups without which the others hold together, fewest first."""
        from pysat.examples.lbx import LBX

        formula, names = _selected(variables, hard, groups)
        if self.satisfy(variables, hard) is None:
            return
        with LBX(formula, use_cld=True) as enumerator:
            found = []
            for spared in enumerator.enumerate():
                found.append(frozenset(names[i - 1] for i in spared))
                enumerator.block(spared)
        yield from sorted(found, key=len)


def _selected(
    variables: Variables, hard: Sequence[Clause], groups: Mapping[str, Sequence[Clause]]
) -> tuple[WCNF, list[str]]:
    """The constraints with one selector for each group, soft: the last variables, in the order of the names."""
    from pysat.formula import WCNF

    encoding = _Encoding(variables)
    formula = WCNF()
    for clause in (*encoding.exactly_one, *(encoding.clause(c) for c in hard)):
        formula.append(clause)
    names = list(groups)
    for selector, name in enumerate(names, start=len(encoding.numbers) + 1):
        for held in groups[name]:
            formula.append([-selector, *encoding.clause(held)])
        formula.append([selector], weight=1)
    return formula, names
