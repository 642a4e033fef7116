"""Accounts of one meeting side by side: sentences about the same matter in a row, the others as told by one only."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.corpus.document import Document
from detente.corpus.sentences.split import sentences
from detente.corpus.stories.survivals import DAY, NAME, Mention, mentions, stems
from detente.kernel.spans import Span

_ENOUGH = 0.16  # likeness at which two sentences are about the same matter
_SHARED = 2  # things that they must share
_WORD = re.compile(r"[^\W\d_]{5,}")
_SHORTEST = 5  # words of a sentence that says something


@dataclass(frozen=True, slots=True)
class Row:
    """Sentences about one matter: for each document, in the order given, those that speak of it, none if it is silent.

    `shared` are the names, numbers and words by which they were put together, as the first of them writes them;
    empty for a sentence that one document alone has.
    """

    cells: tuple[tuple[Span, ...], ...]
    shared: tuple[str, ...] = ()

    @property
    def told_by(self) -> tuple[int, ...]:
        """The places of the documents that speak of it."""
        return tuple(place for place, spans in enumerate(self.cells) if spans)


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence and what it mentions: each name, number and word with its form in the text."""

    document: int
    span: Span
    things: Mapping[str, str]


def side_by_side(documents: Sequence[Document]) -> tuple[Row, ...]:
    """The sentences of documents in rows by matter, in the order of the first document that tells of each.

    Sentences are put together by rare names, numbers and words that they share; what all mention counts little.
    A sentence that nobody else's answers stands in a row alone. Languages may differ: names and numbers do not.
    """
    said = [one for place, document in enumerate(documents) for one in _said(document, place)]
    if not said:
        return ()
    weights = _weights(said)
    rows: list[list[_Said]] = [[one] for one in said]
    row_of = dict(enumerate(range(len(said))))
    for _, first, second in sorted(_pairs(said, weights), reverse=True):
        one, other = rows[row_of[first]], rows[row_of[second]]
        if one is other or not _may_join(one, other, weights):
            continue
        target, gone = row_of[first], row_of[second]
        rows[target] = one + other
        row_of.update({place: target for place, row in row_of.items() if row == gone})
    kept = [rows[row] for row in set(row_of.values())]
    ordered = sorted(kept, key=lambda row: min((one.document, one.span) for one in row))
    return tuple(_row(row, len(documents), weights) for row in ordered)


def _said(document: Document, place: int) -> list[_Said]:
    """The sentences of a document that say something, with what they mention."""
    found = []
    for span in sentences(document):
        text = span.of(document.text)
        if len(text.split()) >= _SHORTEST and text.rstrip('"”’») ')[-1:] in {".", "!", "?", "…", ";"}:
            things = {next(stems(word)): word for word in _WORD.findall(text) if any(stems(word))}
            things |= {_key(one): text[one.start : one.end] for one in mentions(text)}
            found.append(_Said(place, span, things))
    return found


def _key(one: Mention) -> str:
    return f"{'name' if one.kind == NAME else 'day' if one.kind == DAY else 'number'} {one.key}"


def _weights(said: Sequence[_Said]) -> Mapping[str, float]:
    """How much each thing tells: the fewer sentences mention it the more."""
    counts = Counter(thing for one in said for thing in one.things)
    return {thing: math.log((1 + len(said)) / (0.5 + count)) for thing, count in counts.items()}


def _pairs(said: Sequence[_Said], weights: Mapping[str, float]) -> list[tuple[float, int, int]]:
    """Pairs of sentences of different documents that are alike enough."""
    found = []
    for second, other in enumerate(said):
        for first in range(second):
            one = said[first]
            if one.document != other.document:
                likeness = _likeness(one.things, other.things, weights)
                if likeness >= _ENOUGH:
                    found.append((likeness, first, second))
    return found


def _likeness(one: Mapping[str, str], other: Mapping[str, str], weights: Mapping[str, float]) -> float:
    """What two sentences share of what they mention, by weight; nothing where they share one thing only."""
    shared = one.keys() & other.keys()
    if len(shared) < _SHARED:
        return 0.0
    total = math.sqrt(sum(weights[t] for t in one) * sum(weights[t] for t in other))
    return sum(weights[t] for t in shared) / total if total else 0.0


def _may_join(one: Sequence[_Said], other: Sequence[_Said], weights: Mapping[str, float]) -> bool:
    """Whether every sentence of one row is alike enough to some other document's of the other row."""
    together = [*one, *other]
    return all(
        any(
            mine.document != yours.document and _likeness(mine.things, yours.things, weights) >= _ENOUGH
            for yours in together
        )
        for mine in together
    )


def _row(row: Sequence[_Said], documents: int, weights: Mapping[str, float]) -> Row:
    """A row with its sentences by document, and what they share, the most telling first."""
    cells = tuple(
        tuple(sorted(one.span for one in row if one.document == place)) for place in range(documents)
    )
    counts: Counter[str] = Counter()
    for place in {one.document for one in row}:
        counts.update({thing for one in row if one.document == place for thing in one.things})
    shared = [thing for thing, count in counts.items() if count > 1]
    first = min(row, key=lambda one: (one.document, one.span)).things
    words = dict.fromkeys(
        first[thing] for thing in sorted(shared, key=lambda t: (-weights[t], t)) if thing in first
    )
    return Row(cells, tuple(words))
