"""Stories: which documents carry the same text, so that copies count as one source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from detente.corpus.document import Document
from detente.corpus.furniture.page import words_in
from detente.corpus.prose import prose

SHINGLE = 5  # words
CONTAINMENT = 0.3  # of the smaller document
_COMMON = 200  # documents


def stories(documents: Sequence[Document]) -> Mapping[str, str]:
    """The story of each document, by hash: documents that carry the same text are one story.

    Two documents belong together where 0.3 or more of the smaller one's runs of five words, furniture left
    out, stand in the other. A story is named by the hash of its earliest published member;
    undated members come after dated ones, in the order given.
    """
    unique = list({document.hash: document for document in documents}.items())
    shingles = [_shingles(document) for _, document in unique]
    parent = list(range(len(unique)))
    for (one, other), shared in _shared(shingles).items():
        if shared >= CONTAINMENT * min(len(shingles[one]), len(shingles[other])):
            parent[_root(parent, other)] = _root(parent, one)
    members: dict[int, list[int]] = {}
    for number in range(len(unique)):
        members.setdefault(_root(parent, number), []).append(number)
    named: dict[str, str] = {}
    for group in members.values():
        origin = min(group, key=lambda number: (_published(unique[number][1]), number))
        named |= {unique[number][0]: unique[origin][0] for number in group}
    return named


def containment(one: Document, other: Document) -> float:
    """The share of the smaller document's runs of words that the other has too; 0 where one is empty."""
    first, second = _shingles(one), _shingles(other)
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def _shingles(document: Document) -> frozenset[tuple[str, ...]]:
    """The runs of five words in the reporting of a document; a shorter text is one run."""
    words = [word.lower() for part in prose(document) for word in words_in(part.of(document.text))]
    if not words:
        return frozenset()
    return frozenset(tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)))


def _shared(shingles: Sequence[frozenset[tuple[str, ...]]]) -> Counter[tuple[int, int]]:
    """How many runs each two documents share, by way of an index from run to documents."""
    holders: dict[tuple[str, ...], list[int]] = {}
    for number, runs in enumerate(shingles):
        for run in runs:
            holders.setdefault(run, []).append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for holding in holders.values():
        if len(holding) > _COMMON:
            # A chain of neighbours is enough to join copies, and counts fewer pairs.
            shared.update(pairwise(holding))
            continue
        shared.update((one, other) for place, one in enumerate(holding) for other in holding[place + 1 :])
    return shared


def _root(parent: list[int], number: int) -> int:
    """The document that stands for the group of the given one; shortens the way on the go."""
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = parent[number]
    return number


def _published(document: Document) -> date:
    """The last day on which a document may have come out, for order."""
    return document.metadata.published.latest or date.max
