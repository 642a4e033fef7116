"""A SAT solver that asks, again and again while it works, whether the time is over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detente.bargaining.port import Expired, Unfinished

_CONFLICTS = 1000  # some milliseconds of work


class Patient:
    """MiniSat, asked in portions of conflicts: what it learned stays, and a hard question ends when the time does."""

    def __init__(self, clauses: Iterable[Sequence[int]], expired: Expired) -> None:
        from pysat.solvers import MinisatGH

        self._solver = MinisatGH(bootstrap_with=clauses)
        self._expired = expired

    def add(self, clauses: Iterable[Sequence[int]]) -> None:
        """More clauses, for good."""
        for clause in clauses:
            self._solver.add_clause(clause)

    def prefer(self, literals: Iterable[int]) -> None:
        """What to try first."""
        self._solver.set_phases(list(literals))

    def holds(self, assumed: Sequence[int] = ()) -> bool:
        """Whether all clauses hold together with what is assumed; raises Unfinished where the time ends first."""
        while not self._expired():
            self._solver.conf_budget(_CONFLICTS)
            answer = self._solver.solve_limited(assumptions=assumed)
            if answer is not None:
                return bool(answer)
        raise Unfinished

    def split(self, among: range) -> tuple[list[int], list[int]]:
        """Those of some Booleans that hold in the model found, and those that do not."""
        holding = [x for x in self.model()[among.start - 1 : among.stop - 1] if x > 0]
        held = set(holding)
        return holding, [x for x in among if x not in held]

    def model(self) -> list[int]:
        """A literal for each Boolean, after a yes."""
        return self._solver.get_model() or []

    def core(self) -> list[int]:
        """Of what was assumed, after a no, literals that already cannot hold together."""
        return self._solver.get_core() or []
