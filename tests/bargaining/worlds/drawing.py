"""Draws the worlds of small conflicts for tests."""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.bargaining.worlds.results import LockInWorlds, Robustness
from detente.bargaining.worlds.robustness import Sampling, robustness
from detente.bargaining.worlds.sample import Chance
from detente.packs.model import Pack, Stage
from detente.solvers.pysat import PySatSolver
from small_worlds import Papers


def robust(
    papers: Papers, pack: Pack, stage: Stage = "settlement", *, worlds: int = 2000, seed: int = 1, recheck: int = 3,
    correlation: dict[str, float] | None = None, clock: Any = None, budget_s: float = 60,
) -> Robustness:  # fmt: skip
    """The worlds of what was said."""
    chance = Chance(worlds, np.random.default_rng(seed), correlation or {})
    sampling = Sampling(chance, PySatSolver(), clock or (lambda: 0.0), budget_s, recheck)
    return robustness(papers.results(pack, stage), papers.positions(pack), pack, sampling=sampling)


def shape(found: Robustness, names: dict[str, str]) -> object:
    """All counts, without the numbers of deadlocks and the order of lists, parties called otherwise."""

    def lock(one: LockInWorlds) -> object:
        members = frozenset((names.get(m.party, m.party), m.keys, m.strength) for m in one.deadlock.members)
        return members, one.shut.count

    ids = {one.deadlock.id: lock(one) for one in found.locks}
    return (
        frozenset(ids.values()),
        {(p.scored.proposal.id, p.heard, p.if_asked) for p in found.proposals},
        {(m.key, m.heard, m.if_asked) for m in found.matters},
        {
            (names.get(u.party, u.party), u.keys, u.kind, u.value, u.reduction,
             frozenset((str(ids.get(b.result, b.result)) if b.kind != "deadlock" else b.kind, b.low, b.high, b.turns) for b in u.bearings))
            for u in found.unknowns
        },
        found.none_shut,
    )  # fmt: skip
