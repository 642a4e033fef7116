"""The port of solvers: satisfiability of clauses over finite variables, minimal unsatisfiable and minimal correction sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from detente.bargaining.constraints.model import Assignment, Clause

Variables = Mapping[str, Sequence[str]]


class Solver(Protocol):
    """Answers are re-checked by plain evaluation (`bargaining.evaluate`), so a solver need not be trusted."""

    def satisfy(self, variables: Variables, clauses: Sequence[Clause]) -> Assignment | None:
        """An assignment of every variable that satisfies all clauses, or None where there is none."""
        ...

    def minimal_conflicts(
        self, variables: Variables, hard: Sequence[Clause], groups: Mapping[str, Sequence[Clause]]
    ) -> Iterator[frozenset[str]]:
        """Every minimal set of groups that cannot hold together under the hard clauses, smallest first.

        Ends when there are no more. The empty set comes first and alone where the hard clauses contradict themselves.
        """
        ...

    def minimal_corrections(
        self, variables: Variables, hard: Sequence[Clause], groups: Mapping[str, Sequence[Clause]]
    ) -> Iterator[frozenset[str]]:
        """Every minimal set of groups without which the others hold together under the hard clauses, fewest first.

        The empty set comes alone where all hold together; nothing comes where the hard clauses contradict themselves.
        """
        ...
