"""What the reader is worth and how fast it reads: one JSON line for each coded corpus."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from statistics import median

from detente.desk.choose import choose
from detente.desk.coded_corpus import open_corpus
from detente.desk.evaluate import evaluated, read_corpus

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
CORPORA = {
    "seeds": (SHARED / "gold/seeds.jsonl", SHARED / "seeds", "ukraine", ROOT / "quality/seeds.metadata.csv"),
    "dev": (SHARED / "gold/dev/gold.jsonl", SHARED / "gold/dev", None, None),
}
RUNS = 3


def main(reader: str) -> None:
    """Print the evaluation of a reader on each corpus, with documents a second (median of three)."""
    factory = choose("detente.readers", reader)
    for name, (gold, texts, pack, meta) in CORPORA.items():
        if not gold.is_file():
            print(json.dumps({"corpus": name, "skipped": f"no {gold}"}))
            continue
        corpus = open_corpus(gold, texts, pack=pack, meta=meta)
        runs = [read_corpus(corpus, factory, clock=time.perf_counter) for _ in range(RUNS)]
        speed = len(corpus.documents) / median(run.seconds for run in runs)
        plain = evaluated(corpus, runs[0], reader).as_plain()
        plain = {key: value for key, value in plain.items() if key != "by_document"}
        print(json.dumps({"corpus": name, "documents_per_s": round(speed, 1), **plain}, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "rules")
