"""Deadlocks and corrections of the reference cases (../shared/reference/deadlocks), ours and those of other programs.

`python benchmarks/deadlocks.py` prints one JSON line: medians of three runs in seconds of CPU time, every program in a
process of its own that is ended after 20 s (`null`: not done by then). `--ours` leaves the others out.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any

from detente.bargaining.constraints.model import Clause, Literal
from detente.solvers.pysat import PySatSolver
from peers.deadlocks import PEERS, Case, Peer

FOLDER = Path(__file__).parents[2] / "shared" / "reference" / "deadlocks"
LIMIT_S, RUNS, NEXT = 20, 3, 100
KNOWN = {"deadlocks": 19, "corrections": 480}


def main() -> None:
    """Print one JSON line, or say why not."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--ours", action="store_true", help="leave the other programs out")
    parser.add_argument("--json", action="store_true", help="as always")
    args = parser.parse_args()
    if not FOLDER.is_dir():
        print(json.dumps({"benchmark": "deadlocks", "skipped": f"{FOLDER} is not there"}))
        return
    programs = {"détente": OURS} | ({} if args.ours else PEERS)
    result: dict[str, Any] = {"benchmark": "deadlocks", "limit_s": LIMIT_S, "runs": RUNS}
    result["case50"] = {name: _whole(peer) for name, peer in programs.items()}
    finishing = [name for name in programs if name in {"détente", "python-sat OptUx"}]
    result["case80"] = {name: _all(programs[name]) for name in finishing}
    for size in (150, 200, 300):
        result[f"case{size}"] = {name: _first(peer, size) for name, peer in programs.items() if peer.by_size}
    print(json.dumps(result, ensure_ascii=False))


def _whole(peer: Peer) -> dict[str, Any]:
    """Seconds for every deadlock and every correction of the 50 statements; their numbers are checked."""
    case = read_case(50)
    found: dict[str, Any] = {}
    for what, search in (("deadlocks", peer.conflicts), ("corrections", peer.corrections)):
        if search is None:
            continue
        seconds, count = _timed(partial(_count, search, case))
        found[what] = seconds
        if seconds is not None and count != KNOWN[what]:
            found[f"{what}_wrong"] = count
    return found


def _all(peer: Peer) -> dict[str, Any]:
    """Seconds for every deadlock of 80 statements, and how many there are."""
    seconds, count = _timed(partial(_count, peer.conflicts, read_case(80)))
    return {"deadlocks": seconds, "found": count}


def _first(peer: Peer, size: int) -> dict[str, Any]:
    """Seconds until the least correction, until the first deadlock, and for the next hundred."""
    case = read_case(size)
    found: dict[str, Any] = {}
    if peer.corrections:
        found["least_correction"] = _timed(partial(_count, peer.corrections, case, 1))[0]
    if peer.conflicts:
        found["first_deadlock"] = first = _timed(partial(_count, peer.conflicts, case, 1))[0]
        more = _timed(partial(_count, peer.conflicts, case, NEXT + 1))[0]
        found["next_100"] = None if more is None or first is None else round(max(0.0, more - first), 4)
    return found


def _count(search: Callable[[Case], Iterable[Any]], case: Case, most: int | None = None) -> int:
    return sum(1 for _ in islice(search(case), most))


def _timed(work: Callable[[], int]) -> tuple[float | None, int]:
    """The median of some runs after one to warm up, in a process of its own, and what the work counted."""
    here, there = multiprocessing.get_context("fork").Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_runs, args=(work, there))
    process.start()
    seconds: list[float] = []
    count = 0
    while len(seconds) < RUNS + 1 and here.poll(LIMIT_S):
        taken, count = here.recv()
        seconds.append(taken)
        if taken > LIMIT_S / 4:
            break
    process.kill()
    process.join()
    return (round(median(seconds[1:] or seconds), 4) if seconds else None), count


def _runs(work: Callable[[], int], out: Connection) -> None:
    for _ in range(RUNS + 1):
        started = time.process_time()
        count = work()
        out.send((time.process_time() - started, count))


def read_case(size: int) -> Case:
    """A case as clauses over Booleans: exactly one option for each issue, always."""
    given = json.loads((FOLDER / f"case{size}.json").read_text(encoding="utf-8"))
    options = given["options"]
    hard = []
    for issue in range(given["issues"]):
        values = [issue * options + option + 1 for option in range(options)]
        hard += [values, *([-a, -b] for i, a in enumerate(values) for b in values[i + 1 :])]
    return Case(given["issues"] * options, hard, [s["clauses"] for s in given["statements"]])


def _ours(case: Case, method: str) -> Iterator[frozenset[str]]:
    options = len(case.hard[0])
    values = tuple(str(option) for option in range(options))
    variables = {f"i{i}": values for i in range(case.booleans // options)}

    def literal(number: int) -> Literal:
        issue, option = divmod(abs(number) - 1, options)
        named = frozenset({str(option)})
        return Literal(f"i{issue}", named if number > 0 else frozenset(values) - named)

    groups = {
        f"g{n}": [Clause(tuple(literal(x) for x in clause)) for clause in clauses]
        for n, clauses in enumerate(case.statements)
    }
    found: Iterator[frozenset[str]] = getattr(PySatSolver(), method)(variables, (), groups)
    return found


OURS = Peer(partial(_ours, method="minimal_conflicts"), partial(_ours, method="minimal_corrections"))


if __name__ == "__main__":
    main()
