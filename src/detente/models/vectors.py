"""Vectors of sentences for the search by meaning: the mean state of the encoder that ships, at length one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from detente.corpus.language import language_of
from detente.models.encoder import Encoder, Matrix
from detente.models.pieces import WordPieces

SHIPPED = Path(__file__).parent / "weights"
_CLS, _SEP, _LONGEST = 101, 102, 126
_NOT_ITS_OWN = frozenset({"ru", "uk"})
_MARK = 16


class Meaning:
    """Sentences as vectors. The encoder knows English alone."""

    def __init__(self, folder: Path = SHIPPED) -> None:
        """Load the encoder."""
        path = folder / "encoder.int8.onnx"
        self.encoder = hashlib.sha256(path.read_bytes()).hexdigest()[:_MARK]  # names the vectors that it made
        self._pieces, self._states = WordPieces(folder / "tokenizer.json"), Encoder(path)

    def __call__(self, sentences: Sequence[str]) -> list[Matrix | None]:
        """For each sentence its vector; None where it is not in the encoder's language, or says nothing."""
        cut = [
            ids[:_LONGEST] if knows(text) else []
            for text, (ids, _) in zip(sentences, self._pieces(sentences), strict=True)
        ]
        told = iter(self._states([[_CLS, *ids, _SEP] for ids in cut if ids]))
        return [_unit(next(told)[1:-1].mean(0)) if ids else None for ids in cut]


def _unit(vector: Matrix) -> Matrix:
    found: Matrix = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return found


def knows(text: str) -> bool:
    """Whether the encoder knows the language of a sentence; of one too short to tell, its letters decide."""
    return language_of(text) not in _NOT_ITS_OWN and text.strip() != ""
