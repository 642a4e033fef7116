"""How long a large project takes to answer again after a program that wrote in it was killed; `--statements N --kills K`.

Two kinds of writers are killed: one that enters report after report, and one in the middle of a single report of 20,000 lines
(a transaction whose log grows large).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from detente.corpus.document import Document
from detente.kernel.spans import Span
from detente.ledger.entries import Report
from detente.ledger.view import Moment
from detente.statements.record import Statement
from detente.stores.sqlite import ProjectFile
from ledger import EACH, entered, report

ONE_REPORT = 20_000  # lines


def go_on(path: Path, first: int) -> None:
    """Enter report after report until killed."""
    draw = random.Random(first)
    with ProjectFile.open(path, writable=True) as project:
        number = first
        while True:
            document, told, found = report(number, draw)
            at = datetime.now(UTC)
            project.enter(
                document, report=told, statements=found, problems=(), cache_key=f"b{number}", recorded=at
            )
            number += 1


def enter_large(path: Path, number: int) -> None:
    """Enter one report of very many lines."""
    line = "The delegation wants the bridge.\n"
    made = Document(f"large-{number}.txt", f"{number}\n" + line * ONE_REPORT)
    first = len(f"{number}\n")
    spans = [Span(first + n * len(line), first + (n + 1) * len(line) - 1) for n in range(ONE_REPORT)]
    found = [
        Statement(made.hash, span, span.of(made.text), "position", "veldora", "demand", "terr.line")
        for span in spans
    ]
    with ProjectFile.open(path, writable=True) as project:
        project.enter(
            made, report=Report(made.hash, made.name), statements=found, problems=(), cache_key=made.name,
            recorded=datetime.now(UTC),
        )  # fmt: skip


def reopened(path: Path) -> tuple[float, int]:
    """Seconds until the project answers, its log played back; how large that log was."""
    log = path.with_name(f"{path.name}-wal")
    size = log.stat().st_size if log.exists() else 0
    start = time.perf_counter()
    with ProjectFile.open(path, writable=True) as project:
        project.head()
        project.latest("party_1", "terr.issue_1", Moment(include_unreviewed=True))
        took = time.perf_counter() - start
    return took, size


def killed(path: Path, number: int, *, large: bool) -> tuple[float, int]:
    """Kill a writer once its log is large, or after a moment; then open the project again."""
    log = path.with_name(f"{path.name}-wal")
    writer = multiprocessing.get_context("spawn").Process(
        target=enter_large if large else go_on, args=(path, number)
    )
    writer.start()
    most = random.Random(number).uniform(1, 30 if large else 3) * 1e6
    while writer.is_alive() and (log.stat().st_size if log.exists() else 0) < most:
        time.sleep(0.01)
    writer.kill()
    writer.join()
    return reopened(path)


def main() -> None:
    """Print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--json", action="store_true", help="as always")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.detente"
        with ProjectFile.create(path) as project:
            entered(project, args.statements, random.Random(1))
        first = args.statements // EACH
        seen = [killed(path, first + n * 100_000, large=n % 2 == 1) for n in range(args.kills)]
        start = time.perf_counter()
        with ProjectFile.open(path) as project:
            torn, count = [str(problem) for problem in project.verify()], project.head()[0]
        told = {
            "benchmark": "reopening",
            "statements": args.statements,
            "kills": len(seen),
            "longest_s": round(max(took for took, _ in seen), 3),
            "largest_log_mb": round(max(size for _, size in seen) / 1e6, 1),
            "torn": torn,
            "entries": count,
            "verify_s": round(time.perf_counter() - start, 1),
        }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
