"""A solver's answer with its second opinion: no package is believed, and none is denied, before plain evaluation agrees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.bargaining.constraints.evaluate import satisfied, search
from detente.bargaining.constraints.model import Assignment, Clause
from detente.bargaining.port import Solver
from detente.kernel.errors import WrongAnswer


def package_under(
    what: tuple[Mapping[str, tuple[str, ...]], Sequence[Clause]], solver: Solver, *, of: str
) -> Assignment | None:
    """A package of variables under clauses, or None where there is none; as far as plain search can tell, there is none.

    Raises WrongAnswer, naming what it is `of`, where evaluation refutes the solver.
    """
    variables, clauses = what
    package = solver.satisfy(variables, clauses)
    if package is not None and not satisfied(clauses, package):
        raise WrongAnswer(f"the solver's package for {of} breaks a clause; please report this")
    if package is None and search(variables, clauses)[0] is not None:
        raise WrongAnswer(f"the solver found no package for {of} where there is one; please report this")
    return package
