"""How far each step of the model gets by itself on own reports: `python tools/reader/steps.py [DIR] [--part held]`.

Of each labelled statement: whether its sentence comes through the gate, its issue is the sentence's likeliest or among
three, is named from its very words, and then, the issue given, whether the likeliest holder and class are right.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from examples import Example, read_folder
from score import ROOT
from split import part

from detente.models.encoder import Matrix
from detente.models.gate import worth_reading
from detente.models.heads import Weights, issues_of, topics
from detente.models.inputs import CLASSES
from detente.models.pairs import Pair, pairs
from detente.models.pieces import WordPieces
from detente.models.reader import SHIPPED, Sight

_SEVERAL = 3


def steps_of(example: Example, states: Matrix, weights: Weights) -> Counter[str]:
    """The counts of one sentence; `of …` are the numbers that each is a share of."""
    found, count = topics(example.seen, states, weights), Counter[str]()
    stated = sorted({one.issue for one in example.stated})
    told = pairs(example.seen, states, (found, stated), weights=weights)
    order = [weights.taxonomy.issues[i] for i in np.argsort(-found.whether)[:_SEVERAL]]
    for one in example.stated:
        words = issues_of(states[slice(*one.pieces)].mean(0), weights)
        count["of statements"] += 1
        count["gate"] += worth_reading(example.seen)
        count["issue of the sentence"] += order[0] == one.issue
        count["issue among three"] += one.issue in order
        count["issue by its words"] += weights.taxonomy.issues[int(np.argmax(words))] == one.issue
        mine = [p for p in told if p.issue == one.issue]
        if one.holder == -2 or not mine:
            continue
        holder = None if one.holder < 0 else one.holder
        count["of seen"] += 1
        count["holder"] += max(mine, key=lambda p: p.told).holder == holder
        count.update(_class(mine, holder, CLASSES[one.kind]))
    return count


def _class(mine: Sequence[Pair], holder: int | None, name: str) -> Counter[str]:
    """Whether the class of the labelled holder's pair is right, where there is one."""
    pair = next((p for p in mine if p.holder == holder), None)
    if pair is None:
        return Counter()
    return Counter({"of pairs": 1, "class": int(CLASSES[1 + int(np.argmax(pair.classes))] == name)})


def main() -> None:
    """Print the share of each step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=SHIPPED)
    parser.add_argument("--reports", type=Path, default=ROOT / "training/reports")
    parser.add_argument("--part", default="held")
    args = parser.parse_args()
    pieces, count = WordPieces(SHIPPED / "tokenizer.json"), Counter[str]()
    for place in sorted(p.parent for p in args.reports.glob("*/conflict.yaml")):
        read = read_folder(place, pieces)
        kept = {r.id for r in read.reports if part(r) == args.part}
        if read.pack.languages[0] != "en" or not kept:
            continue
        look = Sight(read.pack, args.folder)
        mine = [e for e in read.examples if e.report in kept and e.stated]
        for example, states in zip(mine, look.model.encoder([e.seen.ids for e in mine]), strict=True):
            count += steps_of(example, states, look.model.weights)
    of = {"holder": "of seen", "class": "of pairs"}
    shares = {k: round(n / count[of.get(k, "of statements")], 3) for k, n in count.items() if k[:3] != "of "}
    print(json.dumps({"part": args.part, "statements": count["of statements"], **shares}))


if __name__ == "__main__":
    main()
