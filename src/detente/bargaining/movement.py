"""All that is answered about moving, beyond the moves of single deadlocks: whole stages, order, rules for both, phases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.bargaining.answer import on_table
from detente.bargaining.axis_moves import AxisMoves, axis_moves
from detente.bargaining.holding import Holding, Record, holdings
from detente.bargaining.port import Expired, Solver
from detente.bargaining.results import StageResults
from detente.bargaining.sequencing.model import Sequencing
from detente.bargaining.sequencing.order import sequencing
from detente.bargaining.stage_moves.model import StageMoves
from detente.bargaining.stage_moves.whole import stage_moves
from detente.bargaining.two_sided import Table, TwoSidedRule, two_sided_rules, with_the_rest
from detente.kernel.certainty import Scale
from detente.ledger.links import links
from detente.ledger.positions import Position
from detente.ledger.shifts import Dating, shifts
from detente.ledger.view import LedgerView
from detente.packs.model import Pack, Stage


@dataclass(frozen=True, slots=True)
class StageMovement:
    """What could move in one stage as a whole, what each side has held hardest, rules for both, and the picture's data."""

    whole: StageMoves
    holdings: tuple[Holding, ...]
    rules: tuple[TwoSidedRule, ...]
    axes: tuple[AxisMoves, ...]


@dataclass(frozen=True, slots=True)
class Movement:
    """Movement by stage, and the order of steps over both."""

    stages: Mapping[Stage, StageMovement]
    sequencing: Sequencing


@dataclass(frozen=True, slots=True)
class Means:
    """Solver, the end of the time, and the scale of estimative words."""

    solver: Solver
    expired: Expired
    scale: Scale = Scale.ICD203


def movement(
    results: Mapping[Stage, StageResults],
    held: tuple[LedgerView, Sequence[Position]],
    pack: Pack,
    *,
    means: Means,
) -> Movement:
    """All about moving, from the results of the stages and what they rest on.

    Raises WrongAnswer where plain evaluation refutes the solver.
    """
    view, positions = held
    record = Record(positions, shifts(view, pack, Dating(scale=means.scale)), view.counted)
    tabled = [p for p in pack.proposals.values() if on_table(p, view.moment)]
    table = Table(positions, view.counted, pack, tabled)
    stages = {}
    for stage, found in results.items():
        signing, problem = pack.signatories[stage], found.problem
        whole = stage_moves(problem, found.deadlocks, signing, solver=means.solver, expired=means.expired)
        rules = two_sided_rules(table, problem, found.deadlocks, solver=means.solver)
        stages[stage] = StageMovement(
            whole,
            holdings(problem, record, pack),
            tuple(with_the_rest(r, whole, problem, solver=means.solver) for r in rules),
            axis_moves(problem.groups, found.moves, pack, stage=stage),
        )
    first = [s for r in results.values() for s in r.sequence]
    found_links = links(view, pack, scale=means.scale)
    return Movement(stages, sequencing(found_links, first, positions, pack=pack))
