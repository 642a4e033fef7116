"""Alignment: which sentence of a member says what a sentence of the origin says."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.corpus.document import Document
from detente.corpus.sentences.split import sentences
from detente.corpus.stories.survivals import NAME, Mention, mentions, stems
from detente.kernel.spans import Span


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence: its span and words, the names, figures and stems in it."""

    span: Span
    text: str
    names: frozenset[str]
    figures: frozenset[str]
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Aligned:
    """Sentences of both, and how alike each two are, 0 to 1: the share of what they say, rare words weighing more."""

    origin: tuple[Said, ...]
    member: tuple[Said, ...]
    alike: tuple[tuple[float, ...], ...]  # [origin][member]

    def best_member(self, origin: int) -> tuple[int, float]:
        """The member's sentence nearest to one of the origin; -1 where it has none."""
        row = self.alike[origin]
        return max(enumerate(row), key=lambda one: one[1]) if row else (-1, 0.0)

    def best_origin(self, member: int) -> tuple[int, float]:
        """The origin's sentence nearest to one of the member; -1 where it has none."""
        column = [row[member] for row in self.alike]
        return max(enumerate(column), key=lambda one: one[1]) if column else (-1, 0.0)


def aligned(origin: Document, member: Document, *, across: bool) -> Aligned:
    """The sentences of two documents and how alike they are (cosine over sets, inverse sentence frequency).

    `across` languages only names and figures are compared, since no words can be alike.
    """
    first, second = _sentences(origin, across=across), _sentences(member, across=across)
    counts = Counter(key for said in (*first, *second) for key in said.keys)
    weight = {key: 1 / (1 + math.log(count)) for key, count in counts.items()}
    alike = tuple(tuple(_alike(one, other, weight) for other in second) for one in first)
    return Aligned(first, second, alike)


def _sentences(document: Document, *, across: bool) -> tuple[Said, ...]:
    """The sentences with what they mention; names are known from the whole text, as capitals need it."""
    found = mentions(document.text)
    return tuple(_said(document.text, span, found, across=across) for span in sentences(document))


def _said(text: str, span: Span, mentioned: Sequence[Mention], *, across: bool) -> Said:
    inside = [one for one in mentioned if span.start <= one.start < span.end]
    names = frozenset(one.key for one in inside if one.kind == NAME)
    figures = frozenset(f"{one.kind}{one.key}" for one in inside if one.kind != NAME)
    keys = {f"@{name}" for name in names} | {f"#{figure}" for figure in figures}
    if not across:
        keys |= {f"={stem}" for stem in stems(span.of(text))}
    return Said(span, span.of(text), names, figures, frozenset(keys))


def _alike(one: Said, other: Said, weight: Mapping[str, float]) -> float:
    shared = sum(weight[key] for key in one.keys & other.keys)
    whole = sum(weight[key] for key in one.keys) * sum(weight[key] for key in other.keys)
    return shared / math.sqrt(whole) if whole else 0.0
