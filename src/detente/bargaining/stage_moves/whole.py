"""What each side could do for a whole stage: its parts, their openings, and what stays shut to whom."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from detente.bargaining.constraints.evaluate import satisfied
from detente.bargaining.constraints.model import StageProblem
from detente.bargaining.port import Expired, Solver
from detente.bargaining.results import Deadlock
from detente.bargaining.stage_moves.ladders import clauses_at
from detente.bargaining.stage_moves.minimal import MOST, Held, Limits, minimal_steps
from detente.bargaining.stage_moves.model import Mover, Opening, Part, StageMoves
from detente.bargaining.stage_moves.parts import bearings
from detente.kernel.errors import WrongAnswer


def stage_moves(
    problem: StageProblem,
    deadlocks: Sequence[Deadlock],
    signatories: Sequence[str],
    *,
    solver: Solver,
    expired: Expired,
    most: int = MOST,
) -> StageMoves:
    """The minimal sets of steps that open every deadlock of a stage at once, factored into independent parts.

    `most`: the most openings that are listed of each part. What `expired` or `most` cut off is said of its part.
    Raises WrongAnswer where evaluation refutes the solver.
    """
    parts = []
    for bearing in sorted(
        bearings(problem), key=lambda b: len(b.groups)
    ):  # the small ones first: time may end
        held = Held(bearing.groups, bearing.hard, bearing.variables)
        found = minimal_steps(held, solver, Limits(expired, most))
        names = {g.id for g in bearing.groups}
        within = tuple(d.id for d in deadlocks if {m.id for m in d.members} <= names)
        if found.steps != ((),):
            openings = tuple(Opening(steps) for steps in found.steps)
            parts.append(Part(within, bearing.groups, openings, found.complete))
    parts.sort(
        key=lambda p: [d.id for d in deadlocks].index(p.deadlocks[0]) if p.deadlocks else len(deadlocks)
    )
    _confirm(problem, parts, solver)
    return StageMoves(problem.stage, tuple(parts), _movers(deadlocks, parts, signatories), checked=True)


def _movers(
    deadlocks: Sequence[Deadlock], parts: Sequence[Part], signatories: Sequence[str]
) -> tuple[Mover, ...]:
    """Each signatory, all of them, and everybody who holds anything; the last two only where they differ from those before."""
    everybody = tuple(sorted({m.party for d in deadlocks for m in d.members} | set(signatories)))
    asked: list[tuple[str, ...]] = [(p,) for p in sorted(signatories)]
    asked += [tuple(sorted(signatories)), everybody]
    return tuple(_mover(who, deadlocks, parts) for who in dict.fromkeys(asked))


def _mover(who: tuple[str, ...], deadlocks: Sequence[Deadlock], parts: Sequence[Part]) -> Mover:
    """Whoever has a member in a deadlock opens it by dropping that; nobody else can."""
    mine = {d.id for d in deadlocks if any(m.party in who for m in d.members)}
    return Mover(
        who,
        tuple(d.id for d in deadlocks if d.id in mine),
        tuple(d.id for d in deadlocks if d.id not in mine),
        prod(len(p.within(who)) for p in parts) if parts else 0,
    )


def _confirm(problem: StageProblem, parts: Sequence[Part], solver: Solver) -> None:
    """One opening of each part, taken together, make a package of the whole stage."""
    if any(not p.openings for p in parts):
        return
    levels = {s.group.id: s.level for p in parts for s in p.openings[-1].steps}
    clauses = [c for h in problem.hard for c in h.clauses] + clauses_at(problem.groups, levels)
    package = solver.satisfy(problem.variables, clauses)
    if package is None or not satisfied(clauses, package):
        raise WrongAnswer("openings of independent parts make no package together; please report this")
