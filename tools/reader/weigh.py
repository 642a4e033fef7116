"""Fit how much each sign of a statement counts, on reports that did not teach: `python tools/reader/weigh.py DIR`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from examples import document_of
from numpy.typing import NDArray
from score import ROOT, coded_statements, reports_of

from detente.corpus.document import Document
from detente.models.decode import SIGNS, Thresholds, signs_of
from detente.models.reader import Sight, sentences_of
from detente.statements.record import STANCES, Statement

Row = tuple[bool, tuple[float, ...], bool]  # of a position, its signs, right


def rows_of(look: Sight, document: Document, gold: list[Statement]) -> Iterator[Row]:
    """Every pair of a document with its signs, and whether a person coded the same."""
    coded = {(s.kind, s.holder, s.issue, s.stance) for s in gold}
    for sentence in sentences_of(look, document, Thresholds()):
        for pair in sentence.pairs:
            name, _, signs = signs_of(sentence, pair)
            holder = None if pair.holder is None else sentence.seen.parties[pair.holder]
            stance = name if name in STANCES else None
            yield (
                stance is not None,
                signs,
                ("position" if stance else name, holder, pair.issue, stance) in coded,
            )


def fitted(rows: list[Row], *, positions: bool) -> tuple[float, ...]:
    """Logistic regression with a light ridge, by Newton's method; no sign may count against a statement."""
    mine = [(s, r) for p, s, r in rows if p == positions]
    x = np.array([s for s, _ in mine])
    y = np.array([float(r) for _, r in mine])
    w = np.zeros(len(SIGNS))
    for _ in range(60):
        p = 1 / (1 + np.exp(-x @ w))
        gradient: NDArray[np.float64] = x.T @ (p - y) + 0.5 * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + 0.5 * np.eye(len(w))
        w -= np.linalg.solve(hessian, gradient)
    return tuple(round(float(v), 3) for v in w)


def main(folder: Path, root: Path) -> None:
    """Fit on the tuning conflict and the held-back stories, and write the weights beside the heads."""
    rows: list[Row] = []
    for pack, reports in reports_of(root, {"tuning", "held"}):
        look = Sight(pack, folder)
        for report in reports:
            document = document_of(report)
            rows += rows_of(look, document, coded_statements(report, document))
    weighing = np.array([fitted(rows, positions=True), fitted(rows, positions=False)], dtype=np.float32)
    print(dict(zip(SIGNS, weighing[0], strict=True)), dict(zip(SIGNS, weighing[1], strict=True)), len(rows))
    arrays = dict(np.load(folder / "heads.npz"))
    np.savez(folder / "heads.npz", **{**arrays, "weighing": weighing})


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "training/reports")
