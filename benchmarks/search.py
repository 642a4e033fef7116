"""Searching a project: p50 and p95 of word, phrase, filtered and meaning queries over generated statements, as one JSON line.

The vectors are generated too (a hundred themes with noise): making real ones takes the encoder some milliseconds a statement,
which is measured apart on a few sentences.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path

import numpy as np

from detente.corpus.document import Document
from detente.kernel.dates import on
from detente.kernel.spans import Span
from detente.ledger.entries import ReadReport, Report
from detente.statements.record import Statement
from detente.stores.search_asking import Asked
from detente.stores.search_index import SearchIndex
from detente.stores.search_words import query_of
from detente.stores.sqlite import ProjectFile

NOW = datetime(2026, 1, 1, tzinfo=UTC)
EACH, QUERIES, LIMIT = 50, 200, 20
COMMON = [
    *(
        "the",
        "of",
        "to",
        "and",
        "a",
        "in",
        "that",
        "for",
        "will",
        "not",
        "on",
        "its",
        "with",
        "from",
        "troops",
    ),
    *("ceasefire", "border", "talks", "minister", "said", "security", "guarantees", "territory", "sanctions"),
    *(
        "agreement",
        "withdrawal",
        "prisoners",
        "exchange",
        "line",
        "control",
        "forces",
        "peace",
        "demand",
        "reject",
    ),
]
PARTIES, STANCES = (
    ("north", "south", "east", "union", "league"),
    ("demand", "propose", "accept", "reject", "hedge"),
)
ISSUES = tuple(f"{domain}.{leaf}" for domain in ("terr", "sec", "cf", "econ", "just") for leaf in "abcdefgh")
PUBLISHERS = tuple(f"Publisher {n}" for n in range(40))


def vocabulary(chance: random.Random) -> tuple[list[str], list[float]]:
    """Common words and 20,000 rarer ones, with frequencies after Zipf."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    rare = {"".join(chance.choices(letters, k=chance.randint(4, 10))) for _ in range(20_000)}
    words = [*COMMON, *sorted(rare)]
    return words, [1 / (n + 3) for n in range(len(words))]


def fill(path: Path, statements: int) -> list[str]:
    """Enter generated reports; returns the words that occur."""
    chance = random.Random(7)
    words, weights = vocabulary(chance)
    chances = list(accumulate(weights))
    with ProjectFile.create(path) as project:
        project.enter_all(_report(number, chance, (words, chances)) for number in range(statements // EACH))
    return words


def _report(number: int, chance: random.Random, drawn: tuple[list[str], list[float]]) -> ReadReport:
    words, chances = drawn
    lines = [
        " ".join(chance.choices(words, cum_weights=chances, k=chance.randint(8, 24))) for _ in range(EACH)
    ]
    document = Document(f"{number}.txt", f"{number}. " + " ".join(lines))
    found, at = [], len(f"{number}. ")
    for line in lines:
        who, what, how = chance.choice(PARTIES), chance.choice(ISSUES), chance.choice(STANCES)
        span = Span(at, at + len(line))
        found.append(Statement(document.hash, span, line, "position", who, how, what))  # type: ignore[arg-type]
        at += len(line) + 1
    day = date(2022, 2, 1) + timedelta(chance.randint(0, 1400))
    report = Report(document.hash, document.name, chance.choice(PUBLISHERS), published=on(day))
    return ReadReport(document, report, tuple(found), (), str(number), NOW)


def add_vectors(index: SearchIndex) -> None:
    """A vector for each line, as a hundred themes with noise."""
    chance = np.random.default_rng(7)
    themes = chance.normal(size=(100, 384))
    while some := index.next_without("generated", limit=20_000):
        made = themes[chance.integers(0, 100, len(some))] + chance.normal(size=(len(some), 384))
        index.keep_vectors("generated", dict(zip([n for n, _ in some], made.astype(np.float32), strict=True)))


def timed(ask: Callable[[int], object]) -> dict[str, float]:
    """Milliseconds of many queries, by the clock and of the processor (others may use the machine)."""
    took, spent = [], []
    for number in range(QUERIES):
        started, before = time.perf_counter(), time.process_time()
        ask(number)
        took.append((time.perf_counter() - started) * 1000)
        spent.append((time.process_time() - before) * 1000)
    p50, p95 = np.percentile(took, [50, 95])
    return {
        "p50_ms": round(float(p50), 2),
        "p95_ms": round(float(p95), 2),
        "cpu_p95_ms": round(float(np.percentile(spent, 95)), 2),
    }


def queries(index: SearchIndex, words: list[str]) -> dict[str, dict[str, float]]:
    """Each kind of query, common words and rare ones alike; the first page and the number of all."""
    chance = random.Random(11)
    weights = [1 / (n + 3) for n in range(len(words))]
    pick = [chance.choices(words, weights, k=2) for _ in range(QUERIES)]
    party = {"party": {"north"}, "standing": {"unreviewed", "accepted"}}
    span = {"first": date(2023, 1, 1), "last": date(2023, 6, 30)}
    long = [word for word in words if len(word) > 4]
    vectors = np.random.default_rng(3).normal(size=(QUERIES, 384)).astype(np.float32)

    def page(asked: Asked) -> object:
        return index.find(asked, limit=LIMIT), index.count(asked)

    return {
        "word": timed(lambda n: page(Asked(query_of(pick[n][0])))),
        "two_words": timed(lambda n: page(Asked(query_of(" ".join(pick[n]))))),
        "phrase": timed(lambda n: page(Asked(query_of(f'"{" ".join(pick[n])}"')))),
        "prefix": timed(lambda n: page(Asked(query_of(f"{long[n][:3]}*")))),
        "word_and_party": timed(lambda n: page(Asked(query_of(pick[n][0]), party))),
        "word_and_dates": timed(lambda n: page(Asked(query_of(pick[n][0]), {}, **span))),
        "party_alone": timed(lambda _: page(Asked(marks=party))),
        "meaning": timed(lambda n: index.nearest(vectors[n], Asked(), limit=LIMIT)),
        "meaning_and_party": timed(lambda n: index.nearest(vectors[n], Asked(marks=party), limit=LIMIT)),
        "facets_of_a_word": timed(lambda n: index.facets(Asked(query_of(pick[n][0])))),
    }


def main() -> None:
    """Print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=100_000)
    statements = parser.parse_args().statements
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.detente"
        words = fill(path, statements)
        before, started = path.stat().st_size, time.perf_counter()
        index = SearchIndex(path, writable=True)
        indexed_s, indexed = time.perf_counter() - started, path.stat().st_size
        add_vectors(index)
        figures = queries(index, words)
        index.close()
        after = path.stat().st_size
    print(
        json.dumps(
            {
                "benchmark": "search",
                "statements": statements,
                "indexed_per_s": round(statements / indexed_s),
                "index_bytes_per_statement": round((indexed - before) / statements),
                "vector_bytes_per_statement": round((after - indexed) / statements),
                **figures,
            }
        )
    )


if __name__ == "__main__":
    main()
