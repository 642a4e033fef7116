"""python-sat behind bargaining's port: minimal conflicts smallest first, minimal corrections fewest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from detente.bargaining.constraints.model import Assignment, Clause
from detente.bargaining.port import Expired, Variables, never
from detente.solvers.sat.conflicts import conflicts
from detente.solvers.sat.corrections import corrections
from detente.solvers.sat.encoding import Encoding, selected
from detente.solvers.sat.patient import Patient


class PySatSolver:
    """Bargaining's port on python-sat."""

    def satisfy(self, variables: Variables, clauses: Sequence[Clause]) -> Assignment | None:
        """An assignment of every variable that satisfies all clauses, or None where there is none."""
        encoding = Encoding(variables)
        solver = Patient([*encoding.exactly_one, *encoding.clauses(clauses)], never)
        return encoding.decode(solver.model()) if solver.holds() else None

    def minimal_conflicts(
        self,
        variables: Variables,
        hard: Sequence[Clause],
        groups: Mapping[str, Sequence[Clause]],
        *,
        expired: Expired = never,
    ) -> Iterator[frozenset[str]]:
        """Every minimal set of groups that cannot hold together under the hard clauses, smallest first."""
        return conflicts(selected(variables, hard, groups), expired)

    def minimal_corrections(
        self,
        variables: Variables,
        hard: Sequence[Clause],
        groups: Mapping[str, Sequence[Clause]],
        *,
        expired: Expired = never,
    ) -> Iterator[frozenset[str]]:
        """Every minimal set of groups without which the others hold together, fewest first."""
        return corrections(selected(variables, hard, groups), expired)
