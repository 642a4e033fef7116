"""Graph model for conflict resolution: all of R, GMR, SMR, SEQ and SSEQ; median seconds and peak memory of each model.

Beside them the CPU seconds of gmcr-py that ../shared/reference/README.md prints. It has no free licence: it is not run here.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from statistics import median

import numpy as np

from detente.bargaining.stability.model import Conflict
from detente.bargaining.stability.moves import OptionMoves, listed_arrays
from detente.bargaining.stability.preferences import from_numbers
from detente.bargaining.stability.stabilities import stabilities

MAKERS = 5
PRINTED = {"gmcr-py, 1,024 states, 2 decision makers": 2.2, "gmcr-py, 1,024 states, 5 decision makers": 22.5}
MODELS = {
    "options_1024": (10, 31),
    "one_way_options_1024": (10, 31),
    "listed_1024": (10, 31),
    "options_65536": (16, 3),
    "options_262144": (18, 3),
    "one_way_options_262144": (18, 3),
    "listed_262144": (18, 3),
}


def model(name: str) -> Conflict:
    """Random strict rankings; options dealt out evenly, or four random moves of each decision maker from each state."""
    bits, _ = MODELS[name]
    states, draw = 2**bits, np.random.default_rng(7)
    names = tuple(map(str, range(1, states + 1)))
    likes = tuple(from_numbers(draw.permutation(states)) for _ in range(MAKERS))
    if name.startswith("listed"):
        moves: list[object] = []
        for _ in range(MAKERS):
            keys = np.unique(np.repeat(np.arange(states), 4) * states + draw.integers(0, states, 4 * states))
            origins, targets = keys // states, keys % states
            kept = origins != targets
            moves.append(listed_arrays(origins[kept], targets[kept], states=states))
    else:
        parts = np.array_split(np.arange(bits), MAKERS)
        up = [1 << int(part[0]) if name.startswith("one_way") else 0 for part in parts]
        own = [sum(1 << int(b) for b in part) for part in parts]
        codes = np.arange(states)
        moves = [OptionMoves(codes, o, up=u) for o, u in zip(own, up, strict=True)]
    return Conflict(name, tuple("ABCDE"), names, tuple(moves), likes)  # type: ignore[arg-type]


def measured(name: str) -> dict[str, object]:
    """One model in a process of its own, after one warming call."""
    conflict = model(name)
    if MODELS[name][1] > 5:
        stabilities(conflict)
    seconds = []
    for _ in range(MODELS[name][1]):
        start = time.process_time()
        found = stabilities(conflict)
        seconds.append(time.process_time() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    equilibria = {c: len(found.equilibria(c)) for c in found.concepts}
    return {
        "model": name,
        "median_cpu_s": round(median(seconds), 4),
        "peak_mb": round(peak),
        "equilibria": equilibria,
    }


def main() -> None:
    """Print one JSON line for each model, and one for the printed figures."""
    if len(sys.argv) > 1 and sys.argv[1] in MODELS:
        print(json.dumps(measured(sys.argv[1])))
        return
    for name in MODELS:
        line = subprocess.run([sys.executable, __file__, name], capture_output=True, text=True, check=True)
        print(json.dumps({"benchmark": "stability", **json.loads(line.stdout)}), flush=True)
    print(json.dumps({"benchmark": "stability", "printed_not_run_cpu_s": PRINTED}))


if __name__ == "__main__":
    main()
