"""What worlds answer: in how many of them each result holds, and on which open position it hangs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.bargaining.results import Deadlock, Move, ProposalScore
from detente.bargaining.worlds.outcomes import Kind as OutcomeKind
from detente.bargaining.worlds.shares import Share
from detente.bargaining.worlds.yeses import Kind
from detente.kernel.problems import Problem
from detente.ledger.agenda import Key
from detente.packs.model import Stage


@dataclass(frozen=True, slots=True)
class MoveInWorlds:
    """A move: in how many of the worlds in which a deadlock is shut it opens it, its own first, then others that it touches.

    A move is made against the positions as held, so that it opens its own deadlock in all of them; of the others it may not.
    Whether the party would take the step is not told: that would rank parties by how much is read of them (DESIGN §6).
    """

    move: Move
    opens: Mapping[str, Share]


@dataclass(frozen=True, slots=True)
class LockInWorlds:
    """A deadlock, in how many worlds it is shut, and what its moves do there."""

    deadlock: Deadlock
    shut: Share
    moves: tuple[MoveInWorlds, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposalInWorlds:
    """A proposal: in how many worlds all who bind agree.

    `heard`: what nobody was heard on is left out. `if_asked`: those who were not heard say yes or no with ½ to each term, which
    is ignorance and no forecast. `by_party`: each alone, those heard on some term. `unheard`: who was not heard on what.
    """

    scored: ProposalScore
    heard: Share
    if_asked: Share
    by_party: Mapping[str, Share]
    unheard: tuple[tuple[str, Key], ...]


@dataclass(frozen=True, slots=True)
class MatterInWorlds:
    """A matter: in how many worlds some outcome other than leaving it to later is taken by all who bind on it."""

    key: Key
    heard: Share
    if_asked: Share


@dataclass(frozen=True, slots=True)
class Bearing:
    """What one open position means for one result: a bar of its tornado.

    `low` and `high`: in how many worlds the result holds (a deadlock: is open) where the position gives nothing and where it
    gives everything. `decides`: in how many the two differ, all else as drawn. `turns`: in how many the verdict changes when
    this position alone is drawn anew. `reduction`: by how much knowing it lowers the variance of the verdict.
    """

    result: str
    kind: OutcomeKind
    low: Share
    high: Share
    decides: Share
    turns: Share
    reduction: float


@dataclass(frozen=True, slots=True)
class Unknown:
    """A position that the reports leave open, and what hangs on it. `value`: of asking, in verdicts that the answer may turn."""

    party: str
    keys: tuple[Key, ...]
    kind: Kind
    bearings: tuple[Bearing, ...]

    @property
    def value(self) -> float:
        """The expected number of verdicts that change when this position alone is drawn anew; 0 where none hangs on it."""
        return round(sum(b.turns.value for b in self.bearings), 6)

    @property
    def reduction(self) -> float:
        """By how much knowing it would lower the variance of all verdicts together."""
        return round(sum(b.reduction for b in self.bearings), 6)


@dataclass(frozen=True, slots=True)
class Robustness:
    """All that worlds tell of a stage. `checked`: so many worlds were worked out again by plain evaluation, and agreed.

    `none_shut`: in how many worlds none of the deadlocks is shut. `complete`: nothing was left out for want of time.
    """

    stage: Stage
    worlds: int
    locks: tuple[LockInWorlds, ...]
    proposals: tuple[ProposalInWorlds, ...]
    matters: tuple[MatterInWorlds, ...]
    unknowns: tuple[Unknown, ...]
    none_shut: Share
    checked: int
    complete: bool
    seconds: float
    problems: tuple[Problem, ...] = ()

    def of(self, party: str, key: Key) -> tuple[Unknown, ...]:
        """What is open of a party on a matter."""
        return tuple(u for u in self.unknowns if u.party == party and key in u.keys)

    def tornado(self, result: str) -> tuple[tuple[Unknown, Bearing], ...]:
        """The bars of a result, widest first."""
        bars = [(u, b) for u in self.unknowns for b in u.bearings if b.result == result]
        return tuple(sorted(bars, key=lambda bar: (-bar[1].decides.count, bar[0].keys, bar[0].kind)))
