"""The reader `model`: a trained encoder and the rules together find the statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from detente.corpus.document import Document
from detente.corpus.language import language_of
from detente.kernel.problems import Problem
from detente.models.attributions import attributions
from detente.models.dates import dates_of
from detente.models.decode import Sentence, Thresholds, Weighing, statements_of
from detente.models.encoder import Encoder, Matrix
from detente.models.fits import loaded
from detente.models.gate import worth_reading
from detente.models.heads import Weights, topics, weights_for
from detente.models.inputs import Seen, seen_in
from detente.models.pairs import pairs
from detente.models.pieces import WordPieces
from detente.models.taxonomy import described
from detente.packs.load import load_pack
from detente.packs.model import Pack
from detente.statements.port import Reader, Reading
from detente.statements.rules.reader import once, rules_reader
from detente.statements.rules.scenes import eyes_for

SHIPPED = Path(__file__).parent / "weights"
_CLS, _SEP, _LONGEST = 101, 102, 62
_SHORT = 200  # characters; of less text the language cannot be told
_UNKNOWN_TO_IT = frozenset({"ru", "uk"})


class Model:
    """The trained network for the taxonomy of one pack."""

    def __init__(self, folder: Path, pack: Pack) -> None:
        """Load the weights and put the pack's issues and options into their terms; raises BadInput (`fits.loaded`)."""
        core, mine = described(pack if pack.id == "world" else load_pack("world")), described(pack)
        encoder = _or_shipped(folder / "encoder.int8.onnx")
        self.arrays = dict(loaded(folder, core, encoder))
        self.encoder, self.pieces = Encoder(encoder), WordPieces(_or_shipped(folder / "tokenizer.json"))
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
        self._threads = ThreadpoolController()
        self.eyes, self._pack = eyes_for(pack), pack

    def on_one_thread(self) -> AbstractContextManager[object]:
        """While it lasts, numpy's algebra takes one thread: its matrices are small, and waiting for others costs more."""
        return self._threads.limit(limits=1, user_api="blas")  # type: ignore[no-any-return]

    def __call__(self, document: Document, *, gate: bool = False) -> list[tuple[Seen, Matrix]]:
        """The sentences of a document in the order of the text; `gate`: those alone that are worth the encoder's time."""
        sentences = seen_in(document, self.eyes, (self.model.pieces, self._pack))
        if gate:
            sentences = [s for s in sentences if worth_reading(s)]
        return list(zip(sentences, self.model.encoder([s.ids for s in sentences]), strict=True))


def model_reader(pack: Pack, folder: Path = SHIPPED, least: Thresholds | None = None) -> Reader:
    """A reader for one pack; reports in Russian and Ukrainian, which the encoder does not know, are read by the rules."""
    look = Sight(pack, folder)
    by_rules = rules_reader(pack, look.eyes)
    settings = (least or Thresholds(), look.model.weighing)

    def read(document: Document) -> Reading:
        if not knows(document):
            return by_rules(document)
        with look.on_one_thread():
            sentences = list(sentences_of(look, document, settings[0]))
        found = (s for sentence in sentences for s in statements_of(document, sentence, settings))
        return Reading(tuple(once(found)), (*_strange(document), *_too_long(document, sentences)))

    return read


def _strange(document: Document) -> Iterator[Problem]:
    """A report in a language that neither the encoder nor the rules know is read as if it were English, and that is told."""
    if language_of(document.text) == "other" and len(document.text) > _SHORT:
        message = "the report is not in English, Russian or Ukrainian: what is read in it is worth little"
        yield Problem("language-not-read", document.name, message, "give a translation", "warning")


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
    for seen, states in look(document, gate=True):
        found = topics(seen, states, weights)
        read = {draft.issue for draft in seen.drafts}
        whether = {
            issue: float(chance)
            for issue, chance in zip(weights.taxonomy.issues, found.whether, strict=True)
            if chance >= least.issue or issue in read
        }
        told = pairs(seen, states, (found, list(whether)), weights=weights)
        yield Sentence(seen, told, whether, attributions(seen, states, weights.arrays), dates)
