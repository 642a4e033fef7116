"""OR-Tools CP-SAT (Apache-2.0, extra `packages`): the two-party frontier by an epsilon-constraint sweep, each point proven.

Haimes, Lasdon and Wismer 1971 (epsilon-constraint); Laumanns, Thiele and Zitzler 2006 (sweep): the best for the first party and
then for the second, with the second party strictly better off each time, until there is no such package.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from detente.bargaining.constraints.model import Assignment
from detente.bargaining.packages.algebras import Worth
from detente.bargaining.packages.space import Space
from detente.bargaining.port import Expired
from detente.kernel.errors import BadInput, MissingExtra

_LARGEST = 2**62


def has_cp_sat() -> bool:
    """Whether OR-Tools is installed."""
    return find_spec("ortools") is not None


class CpSat:
    """Bargaining's port of optimisers on OR-Tools CP-SAT. Raises MissingExtra where it is not installed."""

    name = "cp-sat"

    def __init__(self, *, step_s: float = 2.0, workers: int = 1) -> None:
        if not has_cp_sat():
            raise MissingExtra(
                "--solver cp-sat needs OR-Tools; install it with `pip install 'detente[packages]'`, or leave the option out"
            )
        self.step_s, self.workers = step_s, workers

    def frontier(
        self, space: Space, worths: Sequence[Worth], *, expired: Expired
    ) -> tuple[list[Assignment], bool]:
        """One package for every point of the frontier, and whether it is proven that there are no more."""
        from ortools.sat.python import cp_model

        first, second = worths
        model, chosen = _model(space)
        worth = [_sum(chosen, w) for w in (first, second)]
        spans = [_span(space, w) for w in (first, second)]
        wide = spans[1][1] - spans[1][0] + 1
        if wide * (spans[0][1] - spans[0][0] + 1) >= _LARGEST:
            raise BadInput(
                "these points are too fine for CP-SAT (over 2^62 steps together); enter them with fewer digits, or "
                "leave out --solver"
            )
        model.maximize(wide * worth[0] + worth[1])
        found: list[Assignment] = []
        while not expired():
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = self.workers
            solver.parameters.max_time_in_seconds = self.step_s
            solver.parameters.random_seed = 0
            answer = solver.solve(model)
            if answer == cp_model.INFEASIBLE:
                return found, True
            if answer != cp_model.OPTIMAL:
                return found, False
            package = {
                name: next(v for v in values if solver.boolean_value(chosen[name, v]))
                for name, values in space.variables.items()
            }
            found.append(package)
            model.add(worth[1] >= sum(second.get(n, {}).get(v, 0) for n, v in package.items()) + 1)
        return found, False


def _model(space: Space) -> tuple[Any, dict[tuple[str, str], Any]]:
    """A Boolean for each value of each variable, of which exactly one holds, and the clauses."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    chosen = {(n, v): model.new_bool_var(f"{n}={v}") for n, values in space.variables.items() for v in values}
    for name, values in space.variables.items():
        model.add_exactly_one(chosen[name, v] for v in values)
    for clause in space.clauses:
        model.add_bool_or(
            chosen[lit.variable, v]
            for lit in clause.literals
            for v in space.variables[lit.variable]
            if v in lit.values
        )
    return model, chosen


def _sum(chosen: dict[tuple[str, str], Any], worth: Worth) -> Any:
    from ortools.sat.python import cp_model

    terms = [(x, worth.get(n, {}).get(v, 0)) for (n, v), x in chosen.items()]
    return cp_model.LinearExpr.weighted_sum([x for x, _ in terms], [w for _, w in terms])


def _span(space: Space, worth: Worth) -> tuple[int, int]:
    """The least and the most that any combination of values is worth."""
    tables = [[worth.get(n, {}).get(v, 0) for v in values] for n, values in space.variables.items()]
    return sum(map(min, tables)), sum(map(max, tables))
