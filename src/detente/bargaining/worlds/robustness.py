"""Everything that worlds tell of a stage, within a budget of time (DESIGN §6, *Robustness*)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from detente.bargaining.port import Solver
from detente.bargaining.results import Deadlock, Move, StageResults
from detente.bargaining.worlds import plain
from detente.bargaining.worlds.asking import Drawn, drawn, unknowns
from detente.bargaining.worlds.outcomes import (
    Agreement,
    Outcome,
    after_move,
    agreement,
    deadlock_opens,
    holds_in,
    matters,
    name_of,
)
from detente.bargaining.worlds.results import (
    LockInWorlds,
    MatterInWorlds,
    MoveInWorlds,
    ProposalInWorlds,
    Robustness,
)
from detente.bargaining.worlds.sample import Chance, Sample
from detente.bargaining.worlds.shares import Share
from detente.bargaining.worlds.yeses import Yeses
from detente.kernel.errors import WrongAnswer
from detente.kernel.problems import Problem
from detente.ledger.positions import Position
from detente.packs.model import Pack

RECHECKED = 10  # worlds that are worked out again by plain evaluation


@dataclass(frozen=True, slots=True)
class Sampling:
    """What the call is given: the chance, the solver, a clock in seconds, the budget of the whole call."""

    chance: Chance
    solver: Solver
    clock: Callable[[], float]
    budget_s: float
    recheck: int = RECHECKED


@dataclass(frozen=True, slots=True)
class Questioned:
    """The results of a stage as conditions on yeses, as far as there was time."""

    locks: tuple[tuple[Deadlock, Outcome], ...]
    agreements: tuple[Agreement, ...]
    matters: tuple[Outcome, ...]
    complete: bool

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All verdicts."""
        return (*(o for _, o in self.locks), *(a.whole for a in self.agreements), *self.matters)


def robustness(
    results: StageResults, positions: Sequence[Position], pack: Pack, *, sampling: Sampling
) -> Robustness:
    """In how many worlds each result of a stage holds, and on which open position it hangs; what the budget cut off is said.

    Raises WrongAnswer where plain evaluation of a world refutes the quick one.
    """
    start = sampling.clock()

    def expired() -> bool:
        return sampling.clock() - start > sampling.budget_s

    yeses = Yeses(positions, results.problem, pack)
    asked = questioned(results, yeses, sampling.solver, expired=expired)
    moves = [
        (move, after_move(outcome, move, yeses))
        for lock, outcome in asked.locks
        for move in results.moves.get(lock.id, ())
    ]
    worlds = drawn(yeses.every, Sample(sampling.chance, positions, pack=pack), results.stage)
    checked = recheck(asked, yeses, worlds, most=sampling.recheck, expired=expired)
    open_positions, all_asked = unknowns(asked.outcomes, worlds, expired)
    complete = asked.complete and all_asked
    return Robustness(
        results.stage,
        sampling.chance.worlds,
        tuple(_lock(lock, outcome, moves, worlds) for lock, outcome in asked.locks),
        tuple(_proposal(a, worlds) for a in asked.agreements),
        tuple(_matter(o, yeses, worlds) for o in asked.matters),
        open_positions,
        _none_shut([o for _, o in asked.locks], worlds),
        checked,
        complete,
        sampling.clock() - start,
        () if complete else (_cut(results.stage),),
    )


def questioned(
    results: StageResults, yeses: Yeses, solver: Solver, *, expired: Callable[[], bool]
) -> Questioned:
    """The results as conditions on yeses: deadlocks first, as many as there is time for."""
    agreements = tuple(agreement(s, yeses) for s in results.proposals)
    common = matters(results.problem, yeses, yeses.pack)
    locks = []
    for lock in results.deadlocks:
        if expired():
            break
        locks.append((lock, deadlock_opens(lock, yeses, solver)))
    return Questioned(tuple(locks), agreements, common, len(locks) == len(results.deadlocks))


def _lock(
    lock: Deadlock, outcome: Outcome, moves: Sequence[tuple[Move, Outcome]], worlds: Drawn
) -> LockInWorlds:
    total = worlds.sample.worlds
    shut = ~holds_in(outcome, worlds.heard, total)
    count = int(shut.sum())
    opened = tuple(
        MoveInWorlds(move, Share(int((holds_in(after, worlds.heard, total) & shut).sum()), count))
        for move, after in moves
        if move.deadlock == lock.id
    )
    return LockInWorlds(lock, Share(count, total), opened)


def _none_shut(locks: Sequence[Outcome], worlds: Drawn) -> Share:
    import numpy as np

    total = worlds.sample.worlds
    every = [holds_in(o, worlds.heard, total) for o in locks]
    return Share(int(np.logical_and.reduce(every).sum()) if every else total, total)


def _share(outcome: Outcome, rows: Mapping[int, object], worlds: Drawn) -> Share:
    total = worlds.sample.worlds
    return Share(int(holds_in(outcome, rows, total).sum()), total)  # type: ignore[arg-type]


def _proposal(found: Agreement, worlds: Drawn) -> ProposalInWorlds:
    alone = {p: _share(o, worlds.heard, worlds) for p, o in found.by_party.items()}
    alone |= {p: Share(0, worlds.sample.worlds) for p in found.never}
    return ProposalInWorlds(
        found.scored,
        _share(found.whole, worlds.heard, worlds),
        _share(found.whole, worlds.if_asked, worlds),
        dict(sorted(alone.items())),
        found.unheard,
    )


def _matter(outcome: Outcome, yeses: Yeses, worlds: Drawn) -> MatterInWorlds:
    key = next(k for _, k in yeses.held if str(k) == outcome.id)
    return MatterInWorlds(key, _share(outcome, worlds.heard, worlds), _share(outcome, worlds.if_asked, worlds))


def recheck(
    asked: Questioned, yeses: Yeses, worlds: Drawn, *, most: int, expired: Callable[[], bool]
) -> int:
    """How many worlds were worked out again one by one; raises WrongAnswer where one of them comes out otherwise."""
    total = worlds.sample.worlds
    quick = {o.id: holds_in(o, worlds.heard, total) for _, o in asked.locks}
    terms = [
        (a.scored, party, holds_in(_terms_only(o, yeses), worlds.if_asked, total))
        for a in asked.agreements
        for party, o in a.by_party.items()
    ]
    for world in range(min(most, total)):
        if expired():
            return world
        heard = {n: bool(row[world]) for n, row in worlds.heard.items()}
        for lock, _ in asked.locks:
            if plain.opens(lock, yeses, heard) != bool(quick[lock.id][world]):
                raise WrongAnswer(f"{lock.id} comes out otherwise in world {world}; please report this")
        said = {n: bool(row[world]) for n, row in worlds.if_asked.items()}
        for scored, party, rows in terms:
            if plain.agrees(party, scored, yeses, given=said) != bool(rows[world]):
                raise WrongAnswer(
                    f"{party} on {name_of(scored)} comes out otherwise in world {world}; please report this"
                )
    return min(most, total)


def _terms_only(outcome: Outcome, yeses: Yeses) -> Outcome:
    """The part of an agreement that is about terms stated; conditions and what a list leaves out stand beside it."""
    ways = tuple(w for w in outcome.ways if all(yeses.every[n].what.startswith("takes ") for n in w))
    return Outcome(outcome.id, outcome.kind, ways, each=True)


def _cut(stage: str) -> Problem:
    return Problem(
        "truncated", stage, "the time budget ended the drawing of worlds", "give a larger --budget or fewer --worlds"
    )
