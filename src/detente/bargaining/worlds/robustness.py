"""Everything that worlds tell of a stage, within a budget of time (DESIGN §6, *Robustness*)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.bargaining.port import Solver, Unfinished
from detente.bargaining.results import Deadlock, Move, StageResults, Step
from detente.bargaining.worlds import plain
from detente.bargaining.worlds.asking import Drawn, Rows, unknowns
from detente.bargaining.worlds.naming import Naming
from detente.bargaining.worlds.outcomes import (
    Agreement,
    Outcome,
    agreement,
    common_ground,
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

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Truths = NDArray[np.bool_]

RECHECKED = 10  # worlds that are worked out again by plain evaluation


@dataclass(frozen=True, slots=True)
class Sampling:
    """What the call is given: the chance, the solver, a clock in seconds, the budget of the whole call."""

    chance: Chance
    solver: Solver
    clock: Callable[[], float]
    budget_s: float
    recheck: int = RECHECKED


def robustness(
    results: StageResults, positions: Sequence[Position], pack: Pack, *, sampling: Sampling
) -> Robustness:
    """In how many worlds each result of a stage holds, and on which open position it hangs; what the budget cut off is said.

    Raises WrongAnswer where plain evaluation of a world refutes the quick one.
    """
    start = sampling.clock()
    yeses = Yeses(positions, results.problem, pack)
    sample = Sample(sampling.chance, Naming(positions, pack))
    worlds = Drawn(yeses.every, sample, results.stage)
    asked = Questioned(results, worlds, yeses=yeses, sampling=sampling, start=start)
    locks = tuple(asked.locks())
    proposals = tuple(asked.proposals())
    matters = tuple(asked.matters())
    checked = asked.recheck()
    every, all_asked = unknowns(asked.outcomes, worlds, asked.expired)
    complete = all_asked and not asked.cut
    return Robustness(
        results.stage,
        sampling.chance.worlds,
        locks,
        proposals,
        matters,
        every,
        asked.none_shut(),
        checked,
        complete,
        sampling.clock() - start,
        () if complete else (_cut(results.stage),),
    )


class Questioned:
    """The results of a stage put to the worlds one after another, while there is time."""

    def __init__(
        self, results: StageResults, worlds: Drawn, *, yeses: Yeses, sampling: Sampling, start: float
    ) -> None:
        """Nothing is put to them yet."""
        self._results, self._yeses, self._worlds = results, yeses, worlds
        self._sampling, self._start = sampling, start
        self._locks: list[tuple[Deadlock, Outcome]] = []
        self._agreements: list[Agreement] = []
        self._matters: list[Outcome] = []
        self.cut = False

    def expired(self) -> bool:
        """Whether the budget has run out; what was asked for after that is cut."""
        late = self._sampling.clock() - self._start > self._sampling.budget_s
        self.cut = self.cut or late
        return late

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All verdicts that were worked out."""
        return (*(o for _, o in self._locks), *(a.whole for a in self._agreements), *self._matters)

    def locks(self) -> Iterator[LockInWorlds]:
        """Each deadlock, in how many worlds it is shut, and what its moves do there."""
        for lock in self._results.deadlocks:
            if self.expired():
                break
            try:
                self._locks.append((lock, self._opens(lock)))
            except Unfinished:
                break
        shut = {lock.id: ~self._worlds.holds(outcome) for lock, outcome in self._locks}
        for lock, _ in self._locks:
            yield LockInWorlds(lock, _counted(shut[lock.id]), tuple(self._moves(lock, shut)))

    def _opens(self, lock: Deadlock, steps: Sequence[Step] = ()) -> Outcome:
        return deadlock_opens(lock, self._yeses, self._sampling.solver, steps=steps, expired=self.expired)

    def _moves(self, lock: Deadlock, shut: Mapping[str, Truths]) -> Iterator[MoveInWorlds]:
        for move in self._results.moves.get(lock.id, ()):
            if self.expired():
                return
            try:
                yield self._move(move, shut)
            except Unfinished:
                return

    def _move(self, move: Move, shut: Mapping[str, Truths]) -> MoveInWorlds:
        touched = {s.group.id for s in move.steps}
        opens = {}
        for lock, _ in self._locks:
            if lock.id == move.deadlock or touched & {m.id for m in lock.members}:
                after = self._opens(lock, move.steps)
                held = shut[lock.id]
                opens[lock.id] = Share(int((self._worlds.holds(after) & held).sum()), int(held.sum()))
        return MoveInWorlds(move, dict(sorted(opens.items(), key=lambda o: o[0] != move.deadlock)))

    def proposals(self) -> Iterator[ProposalInWorlds]:
        """Each proposal, in how many worlds all who bind agree."""
        total = self._worlds.sample.worlds
        for scored in self._results.proposals:
            if self.expired():
                return
            found = agreement(scored, self._yeses)
            self._agreements.append(found)
            heard = {p for p, terms in scored.terms.items() for t in terms if (p, t.key) not in found.unheard}
            alone = {p: self._heard(o) for p, o in found.by_party.items() if p in heard}
            alone |= {p: Share(0, total) for p in found.never}
            yield ProposalInWorlds(
                scored,
                self._heard(found.whole) if alone else Share(0, 0),
                _counted(self._worlds.holds(found.whole)),
                dict(sorted(alone.items())),
                found.unheard,
            )

    def _heard(self, outcome: Outcome) -> Share:
        return _counted(holds_in(outcome, self._worlds.heard, self._worlds.sample.worlds))

    def matters(self) -> Iterator[MatterInWorlds]:
        """Each matter on which somebody who binds was heard, in how many worlds there is common ground."""
        for key in matters(self._results.problem, self._yeses):
            if self.expired():
                return
            outcome = common_ground(key, self._yeses)
            if outcome:
                self._matters.append(outcome)
                yield MatterInWorlds(key, self._heard(outcome), _counted(self._worlds.holds(outcome)))

    def none_shut(self) -> Share:
        """In how many worlds none of the deadlocks is shut; of none where some were not looked at."""
        import numpy as np

        if len(self._locks) < len(self._results.deadlocks):
            return Share(0, 0)
        every = [self._worlds.holds(o) for _, o in self._locks]
        total = self._worlds.sample.worlds
        return Share(int(np.logical_and.reduce(every).sum()) if every else total, total)

    def recheck(self) -> int:
        """How many worlds were worked out again one by one; raises WrongAnswer where one of them comes out otherwise."""
        total = self._worlds.sample.worlds
        most = min(self._sampling.recheck, total)
        locks = [(lock, self._worlds.holds(outcome)) for lock, outcome in self._locks]
        terms = [
            (a.scored, party, self._worlds.holds(_terms_only(o, self._yeses)))
            for a in self._agreements
            for party, o in a.by_party.items()
        ]
        for world in range(most):
            if self.expired():
                return world
            heard = Rows(lambda n, w=world: self._worlds.heard[n][w])  # type: ignore[misc]
            for lock, opens in locks:
                if plain.opens(lock, self._yeses, heard) != opens[world]:  # type: ignore[arg-type]
                    raise WrongAnswer(f"{lock.id} comes out otherwise in world {world}; please report this")
            said = Rows(lambda n, w=world: self._worlds.if_asked[n][w])  # type: ignore[misc]
            for scored, party, agreed in terms:
                if plain.agrees(party, scored, self._yeses, given=said) != agreed[world]:  # type: ignore[arg-type]
                    raise WrongAnswer(
                        f"{party} on {name_of(scored)} comes out otherwise in world {world}; please report this"
                    )
        return most


def _counted(truths: Truths) -> Share:
    return Share(int(truths.sum()), len(truths))


def _terms_only(outcome: Outcome, yeses: Yeses) -> Outcome:
    """The part of an agreement that is about terms stated; conditions and what a list leaves out stand beside it."""
    ways = tuple(w for w in outcome.ways if all(yeses.every[n].what.startswith("takes ") for n in w))
    return Outcome(outcome.id, outcome.kind, ways, each=True)


def _cut(stage: str) -> Problem:
    return Problem(
        "truncated",
        stage,
        "the time budget ended the drawing of worlds",
        "give a larger --budget or fewer --worlds",
    )
