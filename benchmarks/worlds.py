"""Worlds: 10,000 drawn worlds × 12 proposals, beside a plain loop of exact evaluation that must agree; median of 5."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from detente.bargaining.worlds.asking import Drawn
from detente.bargaining.worlds.naming import Naming
from detente.bargaining.worlds.outcomes import deadlock_opens
from detente.bargaining.worlds.plain import opens
from detente.bargaining.worlds.robustness import Sampling, robustness
from detente.bargaining.worlds.sample import Chance, Sample
from detente.bargaining.worlds.yeses import Yeses
from detente.packs.load import load_pack
from detente.packs.model import Pack, Proposal
from detente.solvers.pysat import PySatSolver
from small_worlds import Papers

WORLDS, PROPOSALS, PLAIN, RUNS = 10_000, 12, 200, 5
SIDES = ("russia", "ukraine")


def main() -> None:
    """Print one JSON line."""
    pack, papers = made()
    positions, results = papers.positions(pack), papers.results(pack)
    solver = PySatSolver()

    def drawn(seed: int) -> int:
        chance = Chance(WORLDS, np.random.default_rng(seed))
        found = robustness(
            results, positions, pack, sampling=Sampling(chance, solver, time.perf_counter, 60.0)
        )
        return len(found.proposals)

    seconds = [timed(lambda seed=seed: drawn(seed)) for seed in range(RUNS)]  # type: ignore[misc]
    yeses = Yeses(positions, results.problem, pack)
    outcomes = [deadlock_opens(d, yeses, solver) for d in results.deadlocks]
    worlds = Drawn(
        yeses.every,
        Sample(Chance(WORLDS, np.random.default_rng(0)), Naming(positions, pack)),
        "settlement",
    )
    quick = [worlds.holds(o) for o in outcomes]
    began, differing = time.perf_counter(), 0
    for world in range(PLAIN):
        given = {n: bool(worlds.heard[n][world]) for n in range(len(yeses.every))}
        for lock, rows in zip(results.deadlocks, quick, strict=True):
            differing += opens(lock, yeses, given) != bool(rows[world])
    loop = (time.perf_counter() - began) * WORLDS / PLAIN
    print(
        json.dumps(
            {
                "benchmark": "worlds",
                "worlds": WORLDS,
                "proposals": len(results.proposals),
                "deadlocks": len(results.deadlocks),
                "positions": len(positions),
                "median_s": round(median(s for s, _ in seconds), 3),
                "cpu_s": round(median(c for _, c in seconds), 3),
                "plain_worlds": PLAIN,
                "differing": differing,
                "plain_loop_deadlocks_only_s": round(loop, 1),
            }
        )
    )


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds of a piece of work."""
    began, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - used


def made() -> tuple[Pack, Papers]:
    """Two sides that ask for opposite ends of ten ordered issues of the core taxonomy, and twelve texts on them."""
    from dataclasses import replace

    pack = load_pack("ukraine")
    leaves = [
        x for x in pack.leaves.values() if x.monotone and x.type == "ordinal" and not pack.instances_of(x.id)
    ]
    leaves = [x for x in leaves if x.domain not in {"cf", "course"}][:10]
    papers = Papers()
    for leaf in leaves:
        plain = [o.id for o in leaf.options if not o.could_be]
        for side, option in zip(SIDES, (plain[-1], plain[0]), strict=True):
            papers.says(side, "demand", leaf.id, option, stage="settlement")
    texts = {}
    for i in range(PROPOSALS):
        terms = {}
        for n, leaf in enumerate(leaves):
            plain = [o.id for o in leaf.options if not o.could_be]
            terms[leaf.id] = plain[(i + n) % len(plain)]
        texts[f"t{i}"] = Proposal(f"t{i}", f"Text {i}", "2025-01-01", ("un",), "text", terms)
    return replace(pack, proposals=texts, needs=(), rules=()), papers


if __name__ == "__main__":
    main()
