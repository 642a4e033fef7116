"""Entering statements into a project file, one transaction a report; prints statements per second (median of 3)."""

from __future__ import annotations

import json
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from detente.corpus.document import Document
from detente.kernel.spans import Span
from detente.ledger.entries import Report
from detente.statements.record import Statement
from detente.stores.sqlite import ProjectFile

REPORTS, EACH = 400, 50
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def enter_all(folder: Path) -> float:
    """Seconds to enter every report with its statements."""
    started = time.perf_counter()
    with ProjectFile.create(folder / "bench.detente") as project:
        for number in range(REPORTS):
            text = f"Report {number}. " + "North asks for a line. " * EACH
            document = Document(f"{number}.txt", text)
            statements = [
                Statement(
                    document.hash, Span(i, i + 5), text[i : i + 5], "position", "north", "demand", "terr.line"
                )
                for i in range(EACH)
            ]
            project.enter(
                document,
                report=Report(document.hash, document.name),
                statements=statements,
                problems=(),
                cache_key=f"bench:{number}",
                recorded=NOW,
            )
    return time.perf_counter() - started


def main() -> None:
    """Print one JSON line."""
    seconds = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            seconds.append(enter_all(Path(folder)))
    rate = REPORTS * EACH / median(seconds)
    print(
        json.dumps(
            {
                "benchmark": "store",
                "reports": REPORTS,
                "statements_per_s": round(rate),
                "runs_s": [round(s, 2) for s in seconds],
            }
        )
    )


if __name__ == "__main__":
    main()
