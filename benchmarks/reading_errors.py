"""Where a reader goes wrong on the coded dev reports: `python benchmarks/reading_errors.py [READER] [--corpus dev]`.

For each kind: right, nothing read there, another issue, holder, stance or kind. For the model also: how often its gate lets
a coded statement through, and how often, given the very words of one, the coded issue is its likeliest or among three.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence

import numpy as np

from detente.desk.choose import choose_reader
from detente.desk.coded_corpus import CodedCorpus, open_corpus
from detente.desk.evaluate import read_corpus
from detente.models.gate import worth_reading
from detente.models.heads import issues_of
from detente.models.reader import SHIPPED, Sight
from detente.statements.record import KINDS, Statement
from detente.statements.scoring.tallies import tuple_of
from reading import CORPORA, EXAMPLES


def error_of(coded: Statement, read: Sequence[Statement]) -> str:
    """What became of a coded statement among what was read of its document."""
    if any(tuple_of(r) == tuple_of(coded) for r in read):
        return "right"
    there = [r for r in read if r.span.overlaps(coded.span)]
    same = [r for r in there if r.issue == coded.issue]
    if not there:
        return "nothing read there"
    if not same:
        return "another issue"
    kind = [r for r in same if r.kind == coded.kind]
    if not kind:
        return "another kind"
    return "another stance" if any(r.holder == coded.holder for r in kind) else "another holder"


def errors(corpus: CodedCorpus, reader: str) -> dict[str, dict[str, int]]:
    """What became of the coded statements, by kind."""
    run = read_corpus(corpus, choose_reader(reader), clock=time.perf_counter)
    found: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for name, coded in corpus.gold.items():
        for statement in coded:
            found[statement.kind][error_of(statement, run.statements.get(name, ()))] += 1
    return {kind: dict(counts.most_common()) for kind, counts in found.items()}


def seen(corpus: CodedCorpus) -> dict[str, float]:
    """Shares of the coded statements that the gate lets through, and whose issue the network names from their words."""
    looks = {name: Sight(pack, SHIPPED) for name, pack in corpus.packs.items()}
    count: Counter[str] = Counter()
    for document in corpus.documents:
        look = looks[corpus.pack_of[document.name]]
        for sentence, states in look(document):
            for coded in corpus.gold.get(document.name, ()):
                start, end = sentence.piece_range(coded.span.start, coded.span.end)
                if not sentence.scene.span.contains(coded.span) or end <= start:
                    continue
                order = np.argsort(-issues_of(states[start:end].mean(0), look.model.weights))
                best = [look.model.weights.taxonomy.issues[i] for i in order[:3]]
                count.update(
                    of=1,
                    gate=worth_reading(sentence),
                    first=best[0] == coded.issue,
                    three=coded.issue in best,
                )
    return {name: round(count[name] / count["of"], 3) for name in ("gate", "first", "three")} | {
        "of": count["of"]
    }


def main() -> None:
    """Print the table, and for the model what it sees."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", nargs="?", default="model")
    parser.add_argument("--corpus", default="dev", choices=[*CORPORA, *EXAMPLES])
    args = parser.parse_args()
    gold, texts, pack, meta = {**CORPORA, **EXAMPLES}[args.corpus]
    if not gold.is_file():
        print(json.dumps({"skipped": f"no {gold}"}))
        return
    corpus = open_corpus(gold, texts, pack=pack, meta=meta)
    print(json.dumps({"reader": args.reader, "corpus": args.corpus, "errors": errors(corpus, args.reader)}))
    if args.reader == "model":
        print(json.dumps({"seen": seen(corpus)}))


if __name__ == "__main__":
    main()
