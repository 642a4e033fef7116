"""Exact two-party frontiers: by the circuit of the space, by CP-SAT, and by plain enumeration at 10^6; medians of 3.

Instances: additive whole points, each party's worth of each option drawn evenly from 0 to 100 by a seeded generator; rules
between two issues drawn at random, each excluding a quarter of their combinations ("one of these five options here, or one of
those five there"). NegMAS (AGPL) is never run; ../shared/reference/README.md prints its figure for 10^6 outcomes.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from detente.bargaining.constraints.model import Clause, Literal
from detente.bargaining.packages.algebras import Worth, count, frontier, undominated
from detente.bargaining.packages.circuit import TooMany, circuit_of
from detente.bargaining.packages.space import Space, every_package
from detente.solvers.cpsat import CpSat, has_cp_sat

DENSE_S = 20
CASES = {"10^6": (6, 3, ""), "10^10": (10, 10, "asked: 1 s"), "10^30": (30, 20, "asked: 30 s")}


def instance(issues: int, rules: int, *, seed: int, parties: int = 2) -> tuple[Space, tuple[Worth, ...]]:
    """A space of issues with ten options each, rules between them, and points of the parties."""
    drawn = random.Random(seed)
    options = tuple(f"o{i}" for i in range(10))
    variables = {f"x.i{i:02}": options for i in range(issues)}

    def half(name: str) -> Literal:
        return Literal(name, frozenset(drawn.sample(options, 5)))

    clauses = tuple(Clause(tuple(map(half, drawn.sample([*variables], 2)))) for _ in range(rules))
    worths = tuple(
        {name: {o: drawn.randint(0, 100) for o in options} for name in variables} for _ in range(parties)
    )
    return Space(variables, clauses), worths


def never() -> bool:
    return False


def by_circuit(space: Space, worths: tuple[Worth, ...]) -> list[tuple[int, ...]]:
    return [p[:-1] for p in frontier(circuit_of(space, expired=never), space, worths, expired=never)]


def by_enumeration(space: Space, worths: tuple[Worth, ...]) -> list[tuple[int, ...]]:
    points = {tuple(sum(w[n][v] for n, v in p.items()) for w in worths) for p in every_package(space)}
    return [p[:-1] for p in undominated([(*point, 0) for point in points])]


def by_cp_sat(space: Space, worths: tuple[Worth, ...]) -> list[tuple[int, ...]]:
    packages, proven = CpSat(step_s=60).frontier(space, worths, expired=never)
    if not proven:
        raise SystemExit("CP-SAT did not prove the frontier")
    return [tuple(sum(w[n][v] for n, v in p.items()) for w in worths) for p in packages]


def timed(run: Callable[[], Any], times: int) -> tuple[Any, float]:
    seconds, found = [], None
    for _ in range(times):
        started = time.perf_counter()
        found = run()
        seconds.append(time.perf_counter() - started)
    return found, round(median(seconds), 4)


def dense(rules: int, *, seed: int) -> dict[str, Any]:
    """How far the circuit comes where rules hang closely together: seconds, or None where 20 s did not do."""
    space, worths = instance(30, rules, seed=seed)
    end = time.perf_counter() + DENSE_S
    started = time.perf_counter()
    try:
        circuit_of(space, expired=lambda: time.perf_counter() > end)
    except TooMany:
        return {"benchmark": "packages", "outcomes": "10^30", "rules": rules, "seed": seed, "circuit_s": None}
    found = by_circuit(space, worths)
    seconds = round(time.perf_counter() - started, 2)
    return {
        "benchmark": "packages",
        "outcomes": "10^30",
        "rules": rules,
        "seed": seed,
        "frontier": len(found),
        "circuit_s": seconds,
    }


def main() -> None:
    """Print one JSON line for each size."""
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--times", type=int, default=3)
    options.add_argument(
        "--rules", type=int, help="only 10^30 outcomes with so many rules, by the circuit, within 20 s"
    )
    given = options.parse_args()
    if given.rules is not None:
        print(json.dumps(dense(given.rules, seed=given.seed)))
        return
    for name, (issues, rules, asked) in CASES.items():
        space, worths = instance(issues, rules, seed=given.seed)
        found, seconds = timed(lambda s=space, w=worths: by_circuit(s, w), given.times)
        told = {
            "benchmark": "packages", "outcomes": name, "rules": rules, "seed": given.seed, "frontier": len(found),
            "packages": count(circuit_of(space, expired=never)), "circuit_s": seconds, "asked": asked,
        }  # fmt: skip
        if has_cp_sat():
            other, told["cp_sat_s"] = timed(lambda s=space, w=worths: by_cp_sat(s, w), given.times)
            told["cp_sat_agrees"] = sorted(other) == sorted(found)
        if name == "10^6":
            other, told["enumeration_s"] = timed(lambda s=space, w=worths: by_enumeration(s, w), 1)
            told["enumeration_agrees"] = sorted(other) == sorted(found)
            told["negmas_printed_cpu_s"] = 9.5
        print(json.dumps(told), flush=True)
    space, worths = instance(6, 3, seed=given.seed, parties=4)
    found, seconds = timed(lambda: by_circuit(space, worths), given.times)
    told = {
        "benchmark": "packages", "outcomes": "10^6", "parties": 4, "frontier": len(found), "circuit_s": seconds,
        "negmas_printed_cpu_s": 21.1,
    }  # fmt: skip
    print(json.dumps(told))


if __name__ == "__main__":
    main()
