"""The classifier: how likely a piece of a page is reporting, and which kind of furniture it is if not.

A linear-chain conditional random field (Lafferty, McCallum and Pereira, 2001) over the pieces of a page, as
CRFsuite keeps it. `model/README.md` is its card; `tools/train_furniture.py` makes it anew.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from detente.corpus.furniture.features import features_of
from detente.corpus.furniture.pieces import Piece, pieces_of
from detente.corpus.furniture.rules import RuledPage
from detente.kernel.problems import Problem

MODEL = Path(__file__).parent / "model"
# Reporting has two labels, since sentences and loose lines stand in different company.
BODY, BODY_OPEN = "body", "body-open"
_MOST_PIECES = 20_000


class ModelError(Exception):
    """A model that is not there, is not the one that its card names, or cannot be read."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A piece, how likely it is reporting (0 to 1), and the likeliest kind of furniture."""

    piece: Piece
    reporting: float
    kind: str


class Classifier:
    """A trained model, opened once; safe to ask from several threads."""

    def __init__(self, model: bytes) -> None:
        """Open a model; raises ModelError where it is none."""
        import pycrfsuite

        self._model = model  # CRFsuite reads the bytes in place and does not hold them.
        self._tagger: Any = pycrfsuite.Tagger()
        self._asking = threading.Lock()
        try:
            self._tagger.open_inmemory(model)
        except ValueError as fault:
            raise ModelError(f"not a CRFsuite model of {len(model)} bytes ({fault})") from fault
        labels = self._tagger.labels()
        self._body = [label for label in labels if label in {BODY, BODY_OPEN}]
        self._kinds = [label for label in labels if label not in {BODY, BODY_OPEN}]

    def judge(self, ruled: RuledPage) -> tuple[Judgement, ...]:
        """The judgement on each piece of a page in order; none for a page of more pieces than any page has."""
        pieces = pieces_of(ruled.page)
        if not pieces or len(pieces) > _MOST_PIECES:
            return ()
        features = features_of(ruled.page, pieces, ruled.verdicts)
        with self._asking:
            self._tagger.set(features)
            return tuple(self._judged(place, piece) for place, piece in enumerate(pieces))

    def _judged(self, place: int, piece: Piece) -> Judgement:
        """The judgement on one piece of the page that the tagger holds."""
        reporting = self._likely(self._body, place)
        if reporting > _SURELY_REPORTING:
            return Judgement(piece, reporting, "label")
        _, kind = max((self._tagger.marginal(label, place), label) for label in self._kinds)
        return Judgement(piece, reporting, kind)

    def _likely(self, labels: Sequence[str], place: int) -> float:
        """How likely a piece has one of the labels."""
        return float(sum(self._tagger.marginal(label, place) for label in labels))


_SURELY_REPORTING = 0.98  # Above this nobody asks for the kind.


def open_classifier(folder: Path) -> Classifier:
    """The classifier of a folder; raises ModelError where its model is missing or is not the card's."""
    try:
        model = (folder / "pieces.crf").read_bytes()
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise ModelError(f"the furniture model in {folder} cannot be read ({fault})") from fault
    found = sha256(model).hexdigest()
    if found != card.get("sha256"):
        # CRFsuite trusts a model's bytes, so a damaged one must not reach it.
        raise ModelError(
            f"the furniture model in {folder} has sha256 {found}, its card says {card.get('sha256')}"
        )
    return Classifier(model)


@cache
def shipped_classifier() -> Classifier | None:
    """The classifier that is shipped, opened once; None where it cannot be used, and rules judge alone."""
    try:
        return open_classifier(MODEL)
    except (ModelError, ImportError):
        return None


def classifier_problem(folder: Path = MODEL) -> Problem | None:
    """The problem to report where the classifier of a folder cannot be used."""
    try:
        open_classifier(folder)
    except (ModelError, ImportError) as fault:
        message = f"furniture is marked by rules alone, and more of it is missed: {fault}"
        return Problem("furniture-by-rules", str(folder), message, "install détente again", "warning")
    return None
