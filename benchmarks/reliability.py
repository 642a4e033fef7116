"""How often a confidence is right: positions read by `rules` and `model` on the coded dev reports, with a picture.

`python benchmarks/reliability.py [--picture docs/images/reliability.svg]` prints ten bins a reader, then precision and recall
from falling confidence.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

from detente.desk.choose import choose_reader
from detente.desk.coded_corpus import open_corpus
from detente.desk.evaluate import read_corpus
from detente.statements.record import Statement
from detente.statements.scoring.matching import match
from detente.statements.scoring.tallies import tuple_of
from reading import CORPORA

Claim = tuple[float, bool]
_BINS, _SIDE, _EDGE = 10, 320, 46
_COLOURS = {"rules": "#8a6d3b", "model": "#1f5f8b"}


def claims(corpus_name: str, reader: str) -> tuple[list[Claim], int]:
    """Each position that a reader tells of a document with its highest confidence and whether it is coded; how many are coded."""
    gold, texts, pack, meta = CORPORA[corpus_name]
    corpus = open_corpus(gold, texts, pack=pack, meta=meta)
    run = read_corpus(corpus, choose_reader(reader), clock=time.perf_counter)
    found: list[Claim] = []
    every = 0
    for document in corpus.documents:
        coded = {tuple_of(s) for s in corpus.gold.get(document.name, ()) if s.kind == "position"}
        every += len(coded)
        highest: dict[tuple[str, ...], float] = {}
        for s in run.statements.get(document.name, ()):
            if s.kind == "position":
                highest[tuple_of(s)] = max(s.confidence, highest.get(tuple_of(s), 0.0))
        found += [(confidence, key in coded) for key, confidence in highest.items()]
    return found, every


def fields(corpus_name: str, reader: str) -> dict[str, dict[str, float]]:
    """For each field of matched records the mean of the reader's own sureness, and the share that is right, blanks included."""
    gold, texts, pack, meta = CORPORA[corpus_name]
    corpus = open_corpus(gold, texts, pack=pack, meta=meta)
    run = read_corpus(corpus, choose_reader(reader), clock=time.perf_counter)
    sums: dict[str, list[float]] = {}
    for document in corpus.documents:
        for pair in match(corpus.gold.get(document.name, ()), run.statements.get(document.name, ())):
            for name, chance in sureness(pair.read).items():
                one = sums.setdefault(name, [0.0, 0.0, 0.0])
                one[0] += 1
                one[1] += chance
                one[2] += getattr(pair.gold, name) == getattr(pair.read, name)
    return {
        name: {"of": int(n), "sure": round(chance / n, 3), "right": round(right / n, 3)}
        for name, (n, chance, right) in sums.items()
    }


def stages(corpus_name: str, reader: str) -> dict[str, float]:
    """How often the stage of matched records is right, blanks included."""
    gold, texts, pack, meta = CORPORA[corpus_name]
    corpus = open_corpus(gold, texts, pack=pack, meta=meta)
    run = read_corpus(corpus, choose_reader(reader), clock=time.perf_counter)
    same = [
        pair.gold.stage == pair.read.stage
        for document in corpus.documents
        for pair in match(corpus.gold.get(document.name, ()), run.statements.get(document.name, ()))
    ]
    return {"of": len(same), "right": round(sum(same) / max(len(same), 1), 3)}


def sureness(statement: Statement) -> dict[str, float]:
    """How surely each field is right, by the reader's own word."""
    told = [rule.removeprefix("sure:").partition("=") for rule in statement.rules if rule.startswith("sure:")]
    return {name: float(chance) for name, _, chance in told}


def bins(found: Sequence[Claim]) -> list[dict[str, float]]:
    """Ten bins of confidence: how many claims, their mean confidence, the share that is right."""
    told = []
    for i in range(_BINS):
        mine = [c for c in found if i <= c[0] * _BINS < i + 1 or (i == _BINS - 1 and c[0] == 1)]
        if mine:
            mean, right = sum(c for c, _ in mine) / len(mine), sum(r for _, r in mine) / len(mine)
            told.append({"claims": len(mine), "confidence": round(mean, 3), "right": round(right, 3)})
    return told


def curve(found: Sequence[Claim], coded: int) -> list[dict[str, float]]:
    """Precision and recall from falling confidence, at every tenth claim."""
    order = sorted(found, key=lambda c: -c[0])
    told, right = [], 0
    for i, (confidence, yes) in enumerate(order, start=1):
        right += yes
        if i % 10 == 0 or i == len(order):
            told.append(
                {
                    "from": round(confidence, 3),
                    "precision": round(right / i, 3),
                    "recall": round(right / coded, 3),
                }
            )
    return told


def picture(told: dict[str, list[dict[str, float]]]) -> str:
    """The bins of each reader against the diagonal, as SVG."""
    whole = _SIDE + 2 * _EDGE

    def at(x: float, y: float) -> str:
        return f"{_EDGE + x * _SIDE:.1f},{_EDGE + (1 - y) * _SIDE:.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" font-family="sans-serif" font-size="12">',
        f'<rect width="{whole}" height="{whole}" fill="#fff"/>',
        f'<polyline points="{at(0, 0)} {at(1, 1)}" fill="none" stroke="#bbb" stroke-dasharray="4 4"/>',
        f'<polyline points="{at(0, 1)} {at(0, 0)} {at(1, 0)}" fill="none" stroke="#444"/>',
    ]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        x, y = at(tick, 0).split(",")
        parts.append(f'<text x="{x}" y="{float(y) + 16:.0f}" text-anchor="middle">{tick:g}</text>')
        x, y = at(0, tick).split(",")
        parts.append(f'<text x="{float(x) - 6:.0f}" y="{float(y) + 4:.0f}" text-anchor="end">{tick:g}</text>')
    for i, (name, rows) in enumerate(told.items()):
        colour = _COLOURS.get(name, "#555")
        line = " ".join(at(r["confidence"], r["right"]) for r in rows)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for r in rows:
            x, y = at(r["confidence"], r["right"]).split(",")
            size = 2 + min(8, r["claims"] ** 0.5 / 2)
            parts.append(f'<circle cx="{x}" cy="{y}" r="{size:.1f}" fill="{colour}"/>')
        parts.append(f'<text x="{_EDGE + 12}" y="{_EDGE + 16 + 18 * i}" fill="{colour}">{name}</text>')
    parts.append(
        f'<text x="{whole / 2}" y="{whole - 8}" text-anchor="middle">confidence of a position</text>'
    )
    parts.append(
        f'<text x="14" y="{whole / 2}" transform="rotate(-90 14 {whole / 2})" text-anchor="middle">share that is right</text>'
    )
    return "\n".join([*parts, "</svg>\n"])


def main() -> None:
    """Print the figures of both readers, and draw them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--corpus", default="dev", choices=sorted(CORPORA))
    args = parser.parse_args()
    if not CORPORA[args.corpus][0].is_file():
        print(json.dumps({"skipped": f"no {CORPORA[args.corpus][0]}"}))
        return
    told = {}
    for reader in ("rules", "model"):
        found, coded = claims(args.corpus, reader)
        told[reader] = bins(found)
        print(json.dumps({"reader": reader, "bins": told[reader], "curve": curve(found, coded)}))
    print(json.dumps({"reader": "model", "fields": fields(args.corpus, "model")}))
    print(json.dumps({"reader": "model", "stage": stages(args.corpus, "model")}))
    if args.picture:
        args.picture.write_text(picture(told), encoding="utf-8")


if __name__ == "__main__":
    main()
