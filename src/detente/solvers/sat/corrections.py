"""Minimal corrections, fewest first: each is blocked when it was given, so that the next has as many members or more."""

from __future__ import annotations

from collections.abc import Iterator

from detente.bargaining.port import Expired, Unfinished
from detente.solvers.sat.encoding import Selected
from detente.solvers.sat.fewest import Fewest
from detente.solvers.sat.patient import Patient


def corrections(constraints: Selected, expired: Expired) -> Iterator[frozenset[str]]:
    """Every minimal correction, fewest first; the empty one alone where all hold together."""
    solver = Patient(constraints.clauses, expired)
    kept = Fewest(constraints.selectors, constraints.selectors.stop - 1, solver)
    try:
        while kept.reach():
            _, off = solver.split(constraints.selectors)
            yield constraints.named(off)
            solver.add([off])
    except Unfinished:
        raise Unfinished(max(0, kept.broken - 1)) from None
