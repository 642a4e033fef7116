"""The reader `model`: a trained encoder and the rules together find the statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from detente.corpus.document import Document
from detente.corpus.language import language_of
from detente.kernel.errors import BadInput
from detente.kernel.problems import Problem
from detente.models.attributions import attributions
from detente.models.decode import Sentence, Thresholds, Weighing, statements_of
from detente.models.encoder import Encoder, Matrix
from detente.models.heads import Weights, pairs, topics, weights_for
from detente.models.inputs import Seen, seen_in
from detente.models.pieces import WordPieces
from detente.models.said_when import dates_of
from detente.models.taxonomy import described
from detente.packs.load import load_pack
from detente.packs.model import Pack
from detente.statements.port import Reader, Reading
from detente.statements.rules.lexicon import build_lexicon
from detente.statements.rules.names import NameBook
from detente.statements.rules.reader import once, rules_reader
from detente.statements.rules.scenes import Eyes

SHIPPED = Path(__file__).parent / "weights"
_CLS, _SEP, _LONGEST = 101, 102, 62
_UNKNOWN_TO_IT = frozenset({"ru", "uk"})


class Model:
    """The trained network for the taxonomy of one pack."""

    def __init__(self, folder: Path, pack: Pack) -> None:
        """Load the weights and put the pack's issues and options into their terms; raises BadInput without weights."""
        if not (folder / "heads.npz").is_file():
            raise BadInput(
                f"no trained weights in {folder}; install détente again, or make them with `make train`"
            )
        self.pieces = WordPieces(_or_shipped(folder / "tokenizer.json"))
        self.encoder = Encoder(_or_shipped(folder / "encoder.int8.onnx"))
        self.arrays = {
            name: np.asarray(a, dtype=np.float32) for name, a in np.load(folder / "heads.npz").items()
        }
        core, mine = described(load_pack("world")), described(pack)
        known = (
            dict(zip(core.issue_words, self.arrays["described_issues"], strict=True)),
            dict(zip(core.option_words, self.arrays["described_options"], strict=True)),
        )
        encoded = (self._described(mine.issue_words, known[0]), self._described(mine.option_words, known[1]))
        self.weights: Weights = weights_for(self.arrays, mine, (core, encoded))
        self.weighing = (
            Weighing(*map(tuple, self.arrays["weighing"])) if "weighing" in self.arrays else Weighing()
        )

    def _described(self, words: tuple[str, ...], known: dict[str, Matrix]) -> Matrix:
        """The descriptions as states; those that training did not know are read by the encoder."""
        new = [w for w in dict.fromkeys(words) if w not in known]
        cut = [[_CLS, *ids[:_LONGEST], _SEP] for ids, _ in self.pieces(new)]
        found = dict(known)
        for word, states in zip(new, self.encoder(cut), strict=True):
            mean = states.mean(0)
            found[word] = mean / np.linalg.norm(mean) * 8
        return np.stack([found[w] for w in words])


def _or_shipped(path: Path) -> Path:
    """The file of a folder of weights, or the one in the package: tuned weights are heads alone."""
    return path if path.is_file() else SHIPPED / path.name


class Sight:
    """Sentences of a document with the states of their pieces, for one pack."""

    def __init__(self, pack: Pack, folder: Path) -> None:
        """Load the model and the vocabularies."""
        self.folder, self.model = folder, Model(folder, pack)
        self._pack, self._eyes = pack, Eyes(build_lexicon(pack), NameBook(pack))

    def __call__(self, document: Document) -> list[tuple[Seen, Matrix]]:
        """Every sentence of a document, in the order of the text."""
        sentences = seen_in(document, self._eyes, (self.model.pieces, self._pack))
        return list(zip(sentences, self.model.encoder([s.ids for s in sentences]), strict=True))


def model_reader(pack: Pack, folder: Path = SHIPPED, least: Thresholds | None = None) -> Reader:
    """A reader for one pack; reports in Russian and Ukrainian, which the encoder does not know, are read by the rules."""
    look, by_rules = Sight(pack, folder), rules_reader(pack)
    settings = (least or Thresholds(), look.model.weighing)

    def read(document: Document) -> Reading:
        if not knows(document):
            return by_rules(document)
        sentences = list(sentences_of(look, document, settings[0]))
        found = (s for sentence in sentences for s in statements_of(document, sentence, settings))
        return Reading(tuple(once(found)), tuple(_too_long(document, sentences)))

    return read


def _too_long(document: Document, sentences: Iterable[Sentence]) -> Iterator[Problem]:
    """The sentences that were read in part."""
    for sentence in sentences:
        if sentence.seen.cut:
            last = sentence.seen.places[-2][1]
            yield Problem(
                "sentence-cut",
                f"{document.name}:{sentence.seen.scene.span.start}",
                f"a sentence of {len(sentence.seen.scene.text)} characters was read up to character {last} only",
                "read the rest of it yourself, or set full stops where they were lost",
                "note",
            )


def knows(document: Document) -> bool:
    """Whether the encoder knows the language of a document."""
    return language_of(document.text) not in _UNKNOWN_TO_IT


def sentences_of(look: Sight, document: Document, least: Thresholds) -> Iterator[Sentence]:
    """Each sentence with all that was found in it."""
    weights, dates = look.model.weights, dates_of(document)
    for seen, states in look(document):
        found = topics(seen, states, weights)
        read = {draft.issue for draft in seen.drafts}
        whether = {
            issue: float(chance)
            for issue, chance in zip(weights.taxonomy.issues, found.whether, strict=True)
            if chance >= least.issue or issue in read
        }
        told = pairs(seen, states, (found, list(whether)), weights=weights)
        yield Sentence(seen, told, whether, attributions(seen, states, weights.arrays), dates)
