"""All that is answered for a stage, under one time budget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from detente.bargaining.constraints.stage import every_rule, stage_problem
from detente.bargaining.deadlocks import deadlocks, knots, with_offers
from detente.bargaining.differences import differences, sequence
from detente.bargaining.moves import moves
from detente.bargaining.port import Solver
from detente.bargaining.proposals import score, tabled
from detente.bargaining.questions import questions
from detente.bargaining.results import Move, StageResults
from detente.kernel.dates import parse_when
from detente.kernel.errors import PackFault
from detente.kernel.problems import Problem
from detente.ledger.entries import Line
from detente.ledger.positions import Position
from detente.ledger.view import Moment
from detente.packs.model import Pack, Proposal, Stage

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Asking:
    """What a call is given beside the ledger: solver, clock in seconds, the budget of the whole call, and the moment."""

    solver: Solver
    clock: Clock
    budget_s: float
    moment: Moment


def stage_results(
    positions: Sequence[Position], lines: Sequence[Line], pack: Pack, *, stage: Stage, asking: Asking
) -> StageResults:
    """Deadlocks, moves, proposals, questions and differences of a stage; what the budget cut off is said.

    Raises PackFault where the pack's hard rules contradict one another, WrongAnswer where evaluation refutes the solver.
    """
    start = asking.clock()
    check_rules(pack, stage, asking.solver)
    problem = stage_problem(positions, lines, pack, stage=stage)
    found = deadlocks(problem, asking.solver, expired=lambda: asking.clock() - start > asking.budget_s)
    locks = tuple(with_offers(d, positions, problem) for d in found.deadlocks)
    opened: dict[str, tuple[Move, ...]] = {}
    complete = found.complete
    for deadlock in locks:
        if asking.clock() - start > asking.budget_s:
            complete = False
            break
        opened[deadlock.id] = moves(deadlock, locks, problem, solver=asking.solver)
    scored = tuple(
        score(offer, problem, positions, pack=pack)
        for proposal in pack.proposals.values()
        if on_table(proposal, asking.moment)
        for offer in tabled(proposal, pack, stage)
    )
    return StageResults(
        stage,
        problem,
        locks,
        opened,
        knots(locks),
        scored,
        questions(positions, (locks, scored), problem, pack=pack),
        differences(positions, locks, pack, stage=stage),
        sequence(positions, pack) if stage == "truce" else (),
        complete,
        asking.clock() - start,
        _truncation(stage, complete=complete),
    )


def check_rules(pack: Pack, stage: Stage, solver: Solver) -> None:
    """Raises PackFault naming the fewest hard rules of a stage that contradict one another."""
    rules = every_rule(pack, stage)
    if solver.satisfy(rules.variables, [c for h in rules.hard for c in h.clauses]) is not None:
        return
    clashing = next(solver.minimal_conflicts(rules.variables, (), {h.id: h.clauses for h in rules.hard}))
    texts = "; ".join(f"{h.id}: {h.text}" for h in rules.hard if h.id in clashing)
    raise PackFault(
        f"pack '{pack.id}': its hard rules contradict one another for the {stage} ({texts}); make one soft or correct it"
    )


def on_table(proposal: Proposal, moment: Moment) -> bool:
    """Whether a proposal was tabled by the day of the view."""
    tabled_on = parse_when(proposal.date).earliest
    day = moment.as_of or moment.known_by
    return day is None or tabled_on is None or tabled_on <= day


def _truncation(stage: Stage, *, complete: bool) -> tuple[Problem, ...]:
    if complete:
        return ()
    return (
        Problem(
            "truncated",
            stage,
            "the time budget or the limit of deadlocks ended the search",
            "give a larger --budget",
        ),
    )
