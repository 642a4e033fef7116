"""Documents that may carry the words of a quotation, found by their runs of four words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

import numpy as np

from detente.corpus.document import Document
from detente.kernel.spans import Span

_SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")
OPENING = 4  # words by which a quotation is looked up
_WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Carrier:
    """A document with its story and its room: the newsroom or panel of its publisher, else the publisher."""

    document: Document
    story: str
    room: str | None


@dataclass(frozen=True, slots=True)
class _Words:
    """A document as folded words with their ranges."""

    carrier: Carrier
    words: tuple[str, ...]
    spans: tuple[Span, ...]

    def find(self, wanted: Sequence[Sequence[str]], first: int) -> Span | None:
        """Where the parts stand in order from the word `first` on; None where they do not."""
        at = first
        for number, part in enumerate(wanted):
            place = first if number == 0 else self._after(part, at)
            if place is None or self.words[place : place + len(part)] != tuple(part):
                return None
            at = place + len(part)
        return Span(self.spans[first].start, self.spans[at - 1].end)

    def _after(self, part: Sequence[str], at: int) -> int | None:
        end = len(self.words) - len(part) + 1
        return next((n for n in range(at, end) if self.words[n : n + len(part)] == tuple(part)), None)


class Carriers:
    """The documents of a corpus, ready to be asked who else carries the words of a quotation."""

    def __init__(self, carriers: Iterable[Carrier]) -> None:
        """Index every run of four words; made once for a corpus."""
        self._documents = [_folded(carrier) for carrier in carriers]
        keys = [np.fromiter(_openings(one.words), dtype=np.uint32) for one in self._documents]
        sizes = [len(one) for one in keys]
        every = np.concatenate([np.zeros(0, dtype=np.uint32), *keys])
        order = np.argsort(every, kind="stable")
        self._keys = every[order]
        self._numbers = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[order]
        self._places = np.concatenate([np.arange(size, dtype=np.int32) for size in (0, *sizes)])[order]
        self._stories: dict[str, list[Carrier]] = {}
        for words in self._documents:
            self._stories.setdefault(words.carrier.story, []).append(words.carrier)

    def carrying(self, parts: Sequence[Sequence[str]]) -> Iterator[tuple[Carrier, Span]]:
        """The documents that hold the words, with their place: the parts of a quotation with gaps in order."""
        if not parts or len(parts[0]) < OPENING:
            return
        key = np.uint32(_key(parts[0][:OPENING]))
        first, end = (int(np.searchsorted(self._keys, key, side)) for side in _SIDES)
        for at in range(first, end):
            words = self._documents[int(self._numbers[at])]
            span = words.find(parts, int(self._places[at]))
            if span is not None:
                yield words.carrier, span

    def of_story(self, story: str) -> tuple[Carrier, ...]:
        """The documents of a story."""
        return tuple(self._stories.get(story, ()))


def _folded(carrier: Carrier) -> _Words:
    """A document as folded words."""
    found = [(match[0], Span(match.start(), match.end())) for match in _WORD.finditer(carrier.document.text)]
    return _Words(carrier, tuple(_fold(word) for word, _ in found), tuple(span for _, span in found))


def words_of(text: str) -> list[str]:
    """The words of a text, folded: in small letters, marks and stops left out."""
    return [_fold(word) for word in _WORD.findall(text)]


def _fold(word: str) -> str:
    return word.casefold().replace("’", "'").replace("ʼ", "'").replace("ё", "е")


def _openings(words: Sequence[str]) -> Iterator[int]:
    """The keys of all runs of four words."""
    for at in range(len(words) - OPENING + 1):
        yield _key(words[at : at + OPENING])


def _key(words: Sequence[str]) -> int:
    return crc32(" ".join(words).encode("utf-8", "surrogatepass"))
