"""Fit how much each sign of a statement counts: `python tools/reader/weigh.py DIR [--gold DIR]`, into the heads of DIR.

With `--gold` (a folder with gold.jsonl and the coded reports) on coded real reports, else on own reports that did not teach.
`--no-rules` shows the model nothing of what the rules found, prints, and writes nothing: the model alone.
Prints the tuple F1 of each conflict's reports under the weighing that the other conflicts give (leave one conflict out).
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from examples import document_of
from numpy.typing import NDArray
from score import ROOT, coded_statements, reports_of

from detente.corpus.document import Document
from detente.desk.coded_corpus import open_corpus
from detente.models.decode import SIGNS, Thresholds, signs_of
from detente.models.encoder import Matrix
from detente.models.fits import mark_of
from detente.models.inputs import Seen
from detente.models.reader import Sight, sentences_of
from detente.models.taxonomy import described
from detente.packs.load import load_pack
from detente.statements.record import STANCES, Statement

Says = tuple[str, str | None, str, str | None]
_RIDGE, _STEPS = 3.0, 60
_LEAST = (0.15, 0.2, 0.25, 0.3)


@dataclass(frozen=True)
class Row:
    """A pair of a document: what it would say, its signs, and whether a person coded the same."""

    conflict: str
    document: str
    says: Says
    signs: tuple[float, ...]
    right: bool

    @property
    def position(self) -> bool:
        """Whether it is a position."""
        return self.says[3] is not None


@dataclass(frozen=True)
class Coding:
    """Documents of a conflict with the tuples that a person coded."""

    conflict: str
    document: str
    says: frozenset[Says]


def rows_of(look: Sight, document: Document, coding: Coding) -> Iterator[Row]:
    """Every pair of a document."""
    for sentence in sentences_of(look, document, Thresholds()):
        for pair in sentence.pairs:
            name, _, signs = signs_of(sentence, pair)
            holder = None if pair.holder is None else sentence.seen.parties[pair.holder]
            stance = name if name in STANCES else None
            says = ("position" if stance else name, holder, pair.issue, stance)
            yield Row(coding.conflict, coding.document, says, signs, says in coding.says)


class Alone(Sight):
    """Sentences without what the rules found in them."""

    def __call__(self, document: Document, *, gate: bool = False) -> list[tuple[Seen, Matrix]]:
        """The sentences of a document, with their names and nothing else."""
        found = super().__call__(document, gate=gate)
        for seen, _ in found:
            seen.hits, seen.drafts, seen.frames = [], [], []
        return found


def tuples_of(gold: Iterable[Statement]) -> frozenset[Says]:
    """What the codebook's tuple F1 counts."""
    return frozenset((s.kind, s.holder, s.issue, s.stance) for s in gold)


def own(folder: Path, root: Path, sight: type[Sight]) -> tuple[list[Row], list[Coding]]:
    """The tuning conflict and the held-back stories."""
    rows: list[Row] = []
    codings: list[Coding] = []
    for pack, reports in reports_of(root, {"tuning", "held"}):
        look = sight(pack, folder)
        for report in reports:
            document = document_of(report)
            codings.append(Coding(pack.id, report.id, tuples_of(coded_statements(report, document))))
            rows += rows_of(look, document, codings[-1])
    return rows, codings


def coded(folder: Path, gold: Path, sight: type[Sight]) -> tuple[list[Row], list[Coding]]:
    """Coded reports of real conflicts."""
    corpus = open_corpus(gold / "gold.jsonl", gold, pack=None, meta=None)
    looks = {name: sight(pack, folder) for name, pack in corpus.packs.items()}
    rows: list[Row] = []
    codings: list[Coding] = []
    for document in corpus.documents:
        conflict = corpus.pack_of[document.name]
        mine = tuples_of(corpus.gold.get(document.name, ()))
        codings.append(Coding(conflict, document.name, mine))
        rows += rows_of(looks[conflict], document, codings[-1])
    return rows, codings


def fitted(rows: Sequence[Row], *, positions: bool) -> NDArray[np.float64]:
    """Logistic regression with a light ridge (Newton's method)."""
    mine = [r for r in rows if r.position == positions]
    weights = np.zeros(len(SIGNS))
    if not mine:
        return weights
    x, y = np.array([r.signs for r in mine]), np.array([float(r.right) for r in mine])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (p - y) + _RIDGE * weights
        curve = (x * (p * (1 - p))[:, None]).T @ x + _RIDGE * np.eye(len(SIGNS))
        weights -= np.linalg.solve(curve, slope)
    return weights


def f1(
    rows: Sequence[Row], chances: Sequence[float], codings: Sequence[Coding], *, least: float, positions: bool
) -> float:
    """Tuple F1 of what is at least so sure; of positions alone where asked."""
    read = {
        (r.document, r.says)
        for r, p in zip(rows, chances, strict=True)
        if p >= least and (r.position or not positions)
    }
    gold = {(c.document, s) for c in codings for s in c.says if s[3] is not None or not positions}
    return 2 * len(read & gold) / max(len(read) + len(gold), 1)


def left_out(rows: Sequence[Row]) -> list[float]:
    """The probability of each row under the weighing of the other conflicts."""
    found = [0.0] * len(rows)
    for conflict in {r.conflict for r in rows}:
        others = [r for r in rows if r.conflict != conflict]
        weights = {p: fitted(others, positions=p) for p in (True, False)}
        for i, row in enumerate(rows):
            if row.conflict == conflict:
                found[i] = float(1 / (1 + np.exp(-np.dot(row.signs, weights[row.position]))))
    return found


def main() -> None:
    """Fit, print, and write the weights beside the heads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--no-rules", action="store_true")
    parser.add_argument("--reports", type=Path, default=ROOT / "training/reports")
    args = parser.parse_args()
    started = time.perf_counter()
    has_gold = args.gold is not None and (args.gold / "gold.jsonl").is_file()
    sight = Alone if args.no_rules else Sight
    if has_gold:
        rows, codings = coded(args.folder, args.gold, sight)
    else:
        rows, codings = own(args.folder, args.reports, sight)
    chances = left_out(rows)
    for least in _LEAST:
        score = partial(f1, rows, chances, codings, least=least)
        rates = {"all": round(score(positions=False), 3), "positions": round(score(positions=True), 3)}
        print(json.dumps({"from": least, "left_out_f1": rates}))
    if args.no_rules:
        return
    weighing = np.array([fitted(rows, positions=p) for p in (True, False)])
    for name, weights in zip(("positions", "other"), weighing, strict=True):
        print(json.dumps({name: dict(zip(SIGNS, weights.round(3).tolist(), strict=True))}))
    arrays = dict(np.load(args.folder / "heads.npz"))
    np.savez(
        args.folder / "heads.npz",
        **{**arrays, "weighing": weighing.astype(np.float32), "fits": _fits(args.folder)},
    )
    _tell(args.folder, {"weighing": "coded real reports" if has_gold else "own reports", "pairs": len(rows)})
    print(f"{len(rows)} pairs, {time.perf_counter() - started:.0f} s")


def _fits(folder: Path) -> NDArray[np.uint8]:
    """What the heads are made for."""
    return mark_of(described(load_pack("world")), folder / "encoder.int8.onnx")


def _tell(folder: Path, told: dict[str, object]) -> None:
    """Write down on what the weighing was fitted."""
    path = folder / "told.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    path.write_text(json.dumps({**known, **told}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
