"""Scores of marked furniture against what people marked: by character, blanks not counted, and by sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from detente.corpus.document import Document, Furniture
from detente.corpus.sentences.split import sentences

BODY = "body"


@dataclass(slots=True)
class Tally:
    """Counts over pages: characters by what they are and what they were taken for, sentences of the body lost.

    `kinds[wanted, marked]` counts characters; `body` stands for what is no furniture.
    """

    pages: int = 0
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    sentences: int = 0
    lost: int = 0
    touched: int = 0

    def add(self, text: str, marked: Iterable[Furniture], wanted: Iterable[Furniture]) -> None:
        """Count one page: its text, the furniture marked, and the furniture that should be."""
        wanted = tuple(wanted)
        ours, gold = kinds_by_place(text, marked), kinds_by_place(text, wanted)
        solid = [place for place, letter in enumerate(text) if not letter.isspace()]
        self.pages += 1
        self.kinds.update((gold[place], ours[place]) for place in solid)
        ordered = tuple(sorted(wanted, key=lambda piece: piece.span))
        for span in sentences(Document("page", text, furniture=ordered)):
            gone = [ours[place] != BODY for place in range(span.start, span.end) if not text[place].isspace()]
            self.sentences += 1
            self.lost += all(gone)
            self.touched += any(gone) and not all(gone)

    @property
    def both(self) -> int:
        """Characters of furniture that are marked."""
        return sum(n for (gold, ours), n in self.kinds.items() if BODY not in (gold, ours))

    @property
    def precision(self) -> float:
        """Of the marked characters, how many are furniture."""
        return _share(self.both, sum(n for (_, ours), n in self.kinds.items() if ours != BODY))

    @property
    def recall(self) -> float:
        """Of the characters of furniture, how many are marked."""
        return _share(self.both, sum(n for (gold, _), n in self.kinds.items() if gold != BODY))

    @property
    def agreement(self) -> float:
        """Of the characters of furniture that are marked, how many have the kind that people gave them."""
        same = sum(n for (gold, ours), n in self.kinds.items() if gold == ours != BODY)
        return _share(same, self.both)

    def recall_of(self, kind: str) -> tuple[float, float, int]:
        """For a kind: the share of its characters marked, the share marked as this kind, and their number."""
        total = sum(n for (gold, _), n in self.kinds.items() if gold == kind)
        found = sum(n for (gold, ours), n in self.kinds.items() if gold == kind and ours != BODY)
        return _share(found, total), _share(self.kinds[kind, kind], total), total

    def as_plain(self) -> dict[str, float | int]:
        """The figures by name."""
        return {
            "pages": self.pages, "precision": round(self.precision, 4), "recall": round(self.recall, 4),
            "kind_agreement": round(self.agreement, 4), "body_sentences": self.sentences,
            "body_sentences_lost": self.lost, "body_sentences_cut": self.touched,
        }  # fmt: skip


def kinds_by_place(text: str, marked: Iterable[Furniture]) -> list[str]:
    """For each character of a text the kind of furniture it is in, or `body`."""
    kinds = [BODY] * len(text)
    for piece in marked:
        start, end = piece.span.start, min(piece.span.end, len(text))
        kinds[start:end] = [piece.kind] * (end - start)
    return kinds


def _share(part: int, whole: int) -> float:
    """A share of a whole; one where there is nothing to share."""
    return part / whole if whole else 1.0
