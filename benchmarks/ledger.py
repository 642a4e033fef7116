"""A project of a million statements: entering, as-of look-ups, the whole matrix, bytes a statement; `--statements N`.

The same questions are asked of the project exported to DuckDB, and every answer of both is compared.

Reports of 50 statements, 30 parties, 90 issues, eight years. All but the last 200 reports are entered in bulk (20,000 statements
a transaction), those one by one; every transaction is on disk when it returns.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from detente.corpus.document import Document, Metadata
from detente.desk.exchanging import ExportOptions, exported
from detente.kernel.dates import on
from detente.kernel.spans import Span
from detente.ledger.entries import ReadReport, Report
from detente.ledger.port import HeldReader
from detente.ledger.view import Moment
from detente.statements.record import STANCES, Statement
from detente.stores.read_model import ReadModel
from detente.stores.sqlite import ProjectFile

EACH, DAYS = 50, 2900
TOGETHER, ONE_BY_ONE = 400, 200  # reports
TIMES = (500, 5)  # look-ups, whole matrices
START, FIRST = datetime(2026, 1, 1, tzinfo=UTC), date(2018, 1, 1)
PARTIES = [f"party_{n}" for n in range(30)]
ISSUES = [f"{part}.issue_{n}" for part in ("terr", "cf", "guar", "econ", "proc", "hum") for n in range(15)]
WORDS = "The delegation said that it would not sign before the line is settled and the guarantee stands. "


def report(number: int, draw: random.Random) -> tuple[Document, Report, list[Statement]]:
    """A report of 50 statements with evidence of 60 characters, dated within eight years."""
    text = f"Report {number}. " + WORDS * EACH
    published = on(FIRST + timedelta(draw.randrange(DAYS)))
    document = Document(f"{number}.txt", text, Metadata("Harbour Wire", kind="news", published=published))
    found = []
    for i in range(EACH):
        start = 12 + i * len(WORDS)
        span = Span(start, start + 60)
        said = str(FIRST + timedelta(draw.randrange(DAYS))) if draw.random() < 0.5 else None
        fields = {
            "option": "some_option",
            "speaker": "its minister",
            "basis": "own",
            "date": said,
            "origin": "model",
        }
        rules = ("model:0.71", "sure:stance=0.90", "sure:option=0.71", "sure:basis=0.88")
        holder, issue = draw.choice(PARTIES), draw.choice(ISSUES)
        found.append(
            Statement(
                document.hash,
                span,
                span.of(text),
                "position",
                holder,
                draw.choice(STANCES[:4]),
                issue,
                confidence=round(draw.random(), 3),
                rules=rules,
                **fields,
            )
        )
    return document, Report(document.hash, document.name, "Harbour Wire", "news", published), found


def made(numbers: range, draw: random.Random) -> list[ReadReport]:
    """Reports to enter."""
    found = []
    for number in numbers:
        document, told, said = report(number, draw)
        at = START + timedelta(seconds=number)
        found.append(ReadReport(document, told, tuple(said), (), f"b{number}", at))
    return found


def entered(project: ProjectFile, count: int, draw: random.Random) -> tuple[float, float]:
    """Statements a second in bulk, and one report at a time; making them is not counted."""
    spent, reports = 0.0, count // EACH
    bulk = max(reports - ONE_BY_ONE, 0)
    for first in range(0, bulk, TOGETHER):
        some = made(range(first, min(first + TOGETHER, bulk)), draw)
        before = time.perf_counter()
        project.enter_all(some)
        spent += time.perf_counter() - before
    single = made(range(bulk, reports), draw)
    before = time.perf_counter()
    for one in single:
        project.enter_all([one])
    return bulk * EACH / spent, len(single) * EACH / (time.perf_counter() - before)


def timed(ask: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each call, sorted."""
    found = []
    for _ in range(times):
        before = time.perf_counter()
        ask()
        found.append((time.perf_counter() - before) * 1000)
    return sorted(found)


def moment(draw: random.Random, count: int) -> Moment:
    """A view of some day, as could be known on another, as our file said at some time."""
    day = FIRST + timedelta(draw.randrange(DAYS))
    known = day + timedelta(draw.randrange(300)) if draw.random() < 0.5 else None
    at = START + timedelta(seconds=draw.randrange(count // EACH)) if draw.random() < 0.5 else None
    return Moment(day, known, at, include_unreviewed=True)


def asked(reader: HeldReader, count: int, times: tuple[int, int]) -> tuple[dict[str, float], list[object]]:
    """Figures of many look-ups and of some whole matrices, the same to every reader, and the answers."""
    draw, told = random.Random(2), []

    def look_up() -> None:
        told.append(reader.latest(draw.choice(PARTIES), draw.choice(ISSUES), moment(draw, count)))

    points = timed(look_up, times[0])
    whole = timed(lambda: told.append(tuple(reader.matrix(moment(draw, count)))), times[1])
    figures = {
        "as_of_p50_ms": round(median(points), 3),
        "as_of_p95_ms": round(points[int(len(points) * 0.95)], 3),
        "matrix_s": round(median(whole) / 1000, 3),
    }
    return figures, told


def in_duckdb(path: Path, count: int, told: list[object]) -> dict[str, float]:
    """The same of the project exported to DuckDB; raises where an answer differs."""
    file, before = path.with_suffix(".duckdb"), time.perf_counter()
    exported(path, file, name="duckdb", options=ExportOptions(lambda *_: None, reader="project"))
    seconds = time.perf_counter() - before
    with ReadModel(file) as reader:
        figures, there = asked(reader, count, TIMES)
    if there != told:
        raise SystemExit("DuckDB and SQLite differ in an answer")
    return {
        **figures,
        "exported_in_s": round(seconds, 1),
        "bytes_a_statement": round(file.stat().st_size / count),
    }


def main() -> None:
    """Print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--json", action="store_true", help="as always")
    count, draw = parser.parse_args().statements, random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.detente"
        with ProjectFile.create(path) as project:
            bulk, single = entered(project, count, draw)
        texts = sum(len(report(n, random.Random(1))[0].text) for n in range(1)) * (count // EACH)
        with ProjectFile.open(path) as project:
            figures, answers = asked(project, count, TIMES)
        size, most = path.stat().st_size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        beside = in_duckdb(path, count, answers)
    told = {
        "benchmark": "ledger",
        "statements": count,
        "statements_per_s": round(bulk),
        "one_report_at_a_time_per_s": round(single),
        **figures,
        "bytes_a_statement": round((size - texts) / count),
        "memory_mb": most // 1024,
        "duckdb": beside | {"memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024},
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
