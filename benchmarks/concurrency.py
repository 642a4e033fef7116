"""One writer with four readers, then four writers, in one project at once: waits, errors, what is lost; `--seconds N` each.

Writers are processes that enter reports of 20 lines one after the other without a pause; readers ask one question after the
other. Nothing may be lost or torn, no reader may see the chain grow shorter, and nobody may be told to wait.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from detente.corpus.document import Document
from detente.kernel.errors import DetenteError
from detente.kernel.spans import Span
from detente.ledger.entries import Report
from detente.ledger.view import Moment
from detente.statements.record import Statement
from detente.stores.sqlite import ProjectFile

LINES = 20
PARTIES = ("veldora", "kestria")
Seen = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """A run that begins when all are there."""

    there: Any
    seconds: float
    told: Any

    def begun(self) -> float:
        """Wait for the others; the time at which to end."""
        self.there.wait()
        return time.monotonic() + self.seconds


def entered(project: ProjectFile, who: int, number: int) -> None:
    """Enter a report of 20 lines that nobody else enters."""
    lines = [f"Writer {who}, report {number}: the delegation wants bridge {n}.\n" for n in range(LINES)]
    made, start = Document(f"{who}-{number}.txt", "".join(lines)), 0
    found = []
    for n, line in enumerate(lines):
        span = Span(start, start + len(line) - 1)
        fields = ("position", PARTIES[n % 2], "demand", f"terr.issue_{n % 7}")
        found.append(Statement(made.hash, span, span.of(made.text), *fields))
        start += len(line)
    report, at = Report(made.hash, made.name), datetime.now(UTC)
    project.enter(made, report=report, statements=found, problems=(), cache_key=made.name, recorded=at)


def write(path: Path, who: int, run: Run) -> None:
    """Enter reports until a time; tells how long each took, and every error."""
    waits: list[float] = []
    errors: list[str] = []
    with ProjectFile.open(path, writable=True) as project:
        until = run.begun()
        while time.monotonic() < until:
            before = time.perf_counter()
            try:
                entered(project, who, len(waits) + len(errors))
                waits.append((time.perf_counter() - before) * 1000)
            except DetenteError as fault:
                errors.append(str(fault))
    run.told.put({"writer": who, "waits": waits, "errors": errors})


def read(path: Path, unit: int, run: Run) -> None:
    """Ask until a time; tells how often, every error, and every answer that no whole number of reports gives."""
    asked, last = 0, 0
    errors: list[str] = []
    with ProjectFile.open(path) as project:
        until = run.begun()
        while time.monotonic() < until:
            try:
                count, _ = project.head()
                documents = project.size()
                project.matrix(Moment(include_unreviewed=True))
                if count < last or count % unit or documents * unit < count:
                    errors.append(f"chain of {count} after {last}, {documents} documents")
                if asked % 50 == 0:
                    errors += [str(problem) for problem in project.verify()]
                last, asked = count, asked + 1
            except DetenteError as fault:
                errors.append(str(fault))
    run.told.put({"asked": asked, "errors": errors})


def together(writers: int, readers: int, seconds: float) -> Seen:
    """So many writers and readers at once; what they saw, and whether everything that was acknowledged is there."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "talks.detente"
        with ProjectFile.create(path) as project:
            entered(project, -1, 0)
            unit, _ = project.head()
        start = multiprocessing.get_context("spawn")
        run = Run(start.Barrier(writers + readers), seconds, start.Queue())
        running = [start.Process(target=write, args=(path, n, run)) for n in range(writers)]
        running += [start.Process(target=read, args=(path, unit, run)) for _ in range(readers)]
        for process in running:
            process.start()
        seen = [run.told.get() for _ in running]
        for process in running:
            process.join()
        with ProjectFile.open(path) as project:
            problems = [str(problem) for problem in project.verify()]
            there = {document.name for document in project.documents()}
            count, _ = project.head()
        left = sorted(p.name for p in Path(folder).iterdir())
    return _figures(seen, there) | {"torn": problems, "whole": count % unit == 0, "beside": left[1:]}


def _figures(seen: Sequence[Seen], there: set[str]) -> Seen:
    waits = sorted(wait for one in seen for wait in one.get("waits", ()))
    acknowledged = sum(len(one["waits"]) for one in seen if "waits" in one)
    lost = acknowledged - (len(there) - 1)
    p50, p99 = median(waits), waits[int(len(waits) * 0.99)]
    return {
        "entered": acknowledged,
        "each": [len(one["waits"]) for one in seen if "waits" in one],
        "questions": sum(one.get("asked", 0) for one in seen),
        "p50_ms": round(p50, 1),
        "p99_ms": round(p99, 1),
        "p99_of_p50": round(p99 / p50, 1),
        "longest_ms": round(waits[-1], 1),
        "lost": lost,
        "errors": [error for one in seen for error in one["errors"]][:10],
    }


def main() -> None:
    """Print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="of each of the two runs")
    parser.add_argument("--json", action="store_true", help="as always")
    seconds = parser.parse_args().seconds
    one, four = together(1, 4, seconds), together(4, 0, seconds)
    told = {"benchmark": "concurrency", "seconds": seconds, "one_writer_four_readers": one}
    print(json.dumps(told | {"four_writers": four}))


if __name__ == "__main__":
    main()
