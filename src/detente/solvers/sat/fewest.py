"""The models that break the fewest wishes, by relaxing cores.

OLL (Andres, Kaufmann, Matheis and Schaub 2012, *Unsatisfiability-based optimization in clasp*; Morgado, Dodaro and
Marques-Silva 2014, *Core-guided MaxSAT with soft cardinality constraints*). Clauses may be added between models: what was
learned of the wishes stays true.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from detente.solvers.sat.patient import Patient

if TYPE_CHECKING:
    from pysat.card import ITotalizer


class Fewest:
    """Wishes that literals hold, of which `broken` at least must be broken. `top`: the last Boolean that is in use."""

    def __init__(self, wishes: Iterable[int], top: int, solver: Patient) -> None:
        self.broken = 0
        self._top, self._solver = top, solver
        self._assumed = dict.fromkeys(wishes)
        self._sums: dict[int, tuple[ITotalizer, int]] = {}
        solver.prefer(self._assumed)

    def reach(self, most: int | None = None) -> bool:
        """Whether there is a model; it then breaks the fewest wishes (`broken`), and no more than `most` where that is given."""
        while most is None or self.broken <= most:
            if self._solver.holds(list(self._assumed)):
                return True
            core = self._solver.core()
            if not core:
                return False
            self.broken += 1
            self._relax(core)
        return False

    def _relax(self, core: Sequence[int]) -> None:
        """One of the core must be broken, but no more."""
        from pysat.card import ITotalizer

        for literal in core:
            del self._assumed[literal]
            if literal in self._sums:
                total, bound = self._sums.pop(literal)
                total.increase(ubound=bound + 1, top_id=self._top)
                self._want(total, bound + 1, added=total.nof_new)
        broken = [-literal for literal in core]
        self._solver.add([broken])
        if len(broken) > 1:
            total = ITotalizer(lits=broken, ubound=1, top_id=self._top)
            self._want(total, 1, added=len(total.cnf.clauses))

    def _want(self, total: ITotalizer, bound: int, *, added: int) -> None:
        """That at most so many of a sum are broken."""
        self._top = max(self._top, total.top_id)
        if added:
            self._solver.add(total.cnf.clauses[-added:])
        if bound < len(total.rhs):
            literal = -total.rhs[bound]
            self._assumed[literal] = None
            self._sums[literal] = total, bound
