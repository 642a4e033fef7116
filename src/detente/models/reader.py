"""The reader `model`: a trained encoder finds the statements, the vocabularies of the rules are among its signs."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from detente.corpus.document import Document
from detente.models.attributions import attributions
from detente.models.decode import Thresholds, statements_of
from detente.models.encoder import Encoder, Matrix
from detente.models.heads import Weights, pairs, topics, weights_for
from detente.models.inputs import Seen, seen_in
from detente.models.pieces import WordPieces
from detente.models.taxonomy import described
from detente.packs.load import load_pack
from detente.packs.model import Pack
from detente.statements.port import Reader, Reading
from detente.statements.record import Statement
from detente.statements.rules.lexicon import build_lexicon
from detente.statements.rules.names import NameBook
from detente.statements.rules.reader import once
from detente.statements.rules.scenes import Eyes


class Model:
    """The trained network for the taxonomy of one pack."""

    def __init__(self, folder: Path, pack: Pack) -> None:
        """Load the weights and put the pack's issues and options into their terms."""
        self.pieces = WordPieces(folder / "tokenizer.json")
        self.encoder = Encoder(folder / "encoder.int8.onnx", threads=int(os.environ.get("DT", "2")))
        arrays = dict(np.load(folder / "heads.npz"))
        core, mine = described(load_pack("world")), described(pack)
        issues = self._described(mine.issue_words, dict(zip(core.issue_words, arrays["described_issues"], strict=True)))
        options = self._described(mine.option_words, dict(zip(core.option_words, arrays["described_options"], strict=True)))
        self.weights: Weights = weights_for(arrays, mine, (core, (issues, options)))

    def _described(self, words: tuple[str, ...], known: dict[str, Matrix]) -> Matrix:
        new = [w for w in dict.fromkeys(words) if w not in known]
        cut = [[101, *ids[:62], 102] for ids, _ in self.pieces(new)]
        found = dict(known)
        for word, states in zip(new, self.encoder(cut), strict=True):
            mean = states.mean(0)
            found[word] = mean / np.linalg.norm(mean) * 8
        return np.stack([found[w] for w in words])


class Sight:
    """Sentences of a document with the states of their pieces, for one pack."""

    def __init__(self, pack: Pack, folder: Path) -> None:
        """Load the model and the vocabularies."""
        self.model = Model(folder, pack)
        self.arrays = self.model.weights.arrays
        self._pack, self._eyes = pack, Eyes(build_lexicon(pack), NameBook(pack))

    def __call__(self, document: Document) -> list[tuple[Seen, Matrix]]:
        """Every sentence that the gate lets through."""
        sentences = seen_in(document, self._eyes, (self.model.pieces, self._pack))
        return list(zip(sentences, self.model.encoder([s.ids for s in sentences]), strict=True))


def sight(pack: Pack) -> Sight:
    """What the model sees with, for one pack."""
    return Sight(pack, Path(os.environ["DETENTE_MODEL"]))


def model_reader(pack: Pack, least: Thresholds | None = None) -> Reader:
    """A reader for one pack."""
    look = sight(pack)
    least = least or Thresholds(statement=float(os.environ.get("TH", "0.5")))

    def read(document: Document) -> Reading:
        found = [s for one in look(document) for s in _statements(document, one, look.model, least)]
        return Reading(tuple(once(iter(found))))

    return read


def _statements(document: Document, given: tuple[Seen, Matrix], model: Model, least: Thresholds) -> list[Statement]:
    seen, states = given
    found = topics(seen, states, model.weights)
    issues = [i for i, p in zip(model.weights.taxonomy.issues, found.whether, strict=True) if p >= least.issue]
    whether = {i: float(found.whether[model.weights.issue_of[i]]) for i in issues}
    told = pairs(seen, states, (found, issues), model.weights)
    said = attributions(seen, states, model.weights.arrays)
    return list(statements_of(document, seen, (told, whether, said), least))
