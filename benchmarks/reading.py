"""What readers are worth and how fast they read: `python benchmarks/reading.py [READER…] [--table]`.

One JSON line for each reader and coded corpus, and one for all corpora pooled; `--table` prints the tables of docs/quality.md.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from detente.desk.choose import choose_reader
from detente.desk.coded_corpus import open_corpus
from detente.desk.evaluate import Evaluation, Measuring, evaluated, read_corpus
from detente.statements.scoring.rates import Rate, measures, rates, summed
from detente.statements.scoring.scores import RESAMPLES, THRESHOLDS

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
CORPORA = {
    "seeds": (SHARED / "gold/seeds.jsonl", SHARED / "seeds", "ukraine", ROOT / "quality/seeds.metadata.csv"),
    "dev": (SHARED / "gold/dev/gold.jsonl", SHARED / "gold/dev", None, None),
}
EXAMPLES = {
    name: (ROOT / f"examples/{name}/statements.jsonl", ROOT / f"examples/{name}", name, None)
    for name in ("ukraine", "veldora")
}
RUNS = 3
ROWS = {
    "positions, tuple": "positions_f1",
    "all kinds, tuple": "tuple_f1",
    "forecasts": "forecasts_f1",
    "assessments": "assessments_f1",
    "events": "events_f1",
    "evidence": "evidence_f1",
    "positions with option and instance (term)": "term_f1",
    "stance of matched positions": "stance_accuracy",
    "option where the gold has one": "option_accuracy",
    "basis": "basis_accuracy",
    "speaker where the gold has one": "speaker_accuracy",
}


def measured(reader: str, name: str) -> tuple[Evaluation, float]:
    """The evaluation of a reader on a corpus, and documents a second (median of three readings)."""
    gold, texts, pack, meta = {**CORPORA, **EXAMPLES}[name]
    corpus = open_corpus(gold, texts, pack=pack, meta=meta)
    factory = choose_reader(reader)
    runs = [read_corpus(corpus, factory, clock=time.perf_counter) for _ in range(RUNS)]
    speed = len(corpus.documents) / median(run.seconds for run in runs)
    return evaluated(corpus, runs[0], reader, measuring=Measuring()), speed


def pooled(found: Iterable[Evaluation]) -> Mapping[str, Rate]:
    """The measures over the documents of several corpora."""
    tallies = [one for e in found for one in e.scores.tallies.values()]
    return rates(measures(THRESHOLDS), tallies, seed=0, resamples=RESAMPLES)


def _outside(found: Evaluation) -> dict[str, dict[str, float]]:
    """Tuple F1 of the reports on Ukraine and of those on other conflicts."""
    parts: dict[str, list[dict[str, int]]] = {"ukraine": [], "others": []}
    for name, tally in found.scores.tallies.items():
        parts["ukraine" if found.packs[name] == "ukraine" else "others"].append(dict(tally))
    told = {}
    for part, tallies in parts.items():
        s = summed(tallies)
        told[part] = {
            k: round(2 * s.get(f"{k}.hit", 0) / max(s.get(f"{k}.gold", 0) + s.get(f"{k}.read", 0), 1), 3)
            for k in ("tuple", "positions")
        }
    return told


def table(rows: Mapping[str, Mapping[str, Rate]]) -> str:
    """A Markdown table: measures down, corpora and readers across."""
    lines = ["| | " + " | ".join(rows) + " |", "|---" * (len(rows) + 1) + "|"]
    for title, measure in ROWS.items():
        cells = []
        for found in rows.values():
            r = found[measure]
            cells.append(
                "–" if r.value is None else f"{100 * r.value:.1f} [{100 * r.low:.0f}, {100 * r.high:.0f}]"
            )
        lines.append(f"| {title} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _line(name: str, found: Evaluation, speed: float) -> dict[str, Any]:
    plain = {key: value for key, value in found.as_plain().items() if key != "by_document"}
    told = {"corpus": name, "documents_per_s": round(speed, 1), **plain}
    return told | ({"ukraine_and_others": _outside(found)} if name == "dev" else {})


def main() -> None:
    """Print the evaluation of readers on each corpus and on all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="*", default=["rules", "model"])
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--examples", action="store_true", help="also on our own examples")
    args = parser.parse_args()
    corpora = {n: c for n, c in CORPORA.items() if c[0].is_file()} | (EXAMPLES if args.examples else {})
    for name in CORPORA.keys() - corpora.keys():
        print(json.dumps({"corpus": name, "skipped": f"no {CORPORA[name][0]}"}))
    columns: dict[str, Mapping[str, Rate]] = {}
    for reader in args.readers:
        found = {}
        for name in corpora:
            found[name], speed = measured(reader, name)
            columns[f"{reader}, {name}"] = found[name].scores.rates
            if not args.table:
                print(json.dumps(_line(name, found[name], speed), ensure_ascii=False), flush=True)
        both = [e for name, e in found.items() if name in CORPORA]
        if both:
            every = columns[f"{reader}, pooled"] = pooled(both)
            if not args.table:
                plain = {m: round(r.value, 4) for m, r in every.items() if r.value is not None}
                print(json.dumps({"corpus": "pooled", "reader": reader, "rates": plain}), flush=True)
    if args.table:
        print(table(columns))


if __name__ == "__main__":
    main()
