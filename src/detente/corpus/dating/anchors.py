"""Anchors: dated events that a phrase of time leans on, told by the same text or given by the caller."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from detente.corpus.dating.tense import sentence_around
from detente.corpus.prose import words_of
from detente.kernel.dates import When
from detente.kernel.spans import Span

_WORD = re.compile(r"[^\W\d_]{3,}")
_LEAN = words_of(
    "the that this his her its their and for with from was were had has which when after before who all both new old first",
    "что этого этой этом была было были который после перед для при его ещё уже",
    "що цього цієї цьому була було були який після перед для при його вже",
)
_STEM = 4


@dataclass(frozen=True, slots=True)
class Anchor:
    """An event as it is worded, its days, and where its date stands; None where the caller gave it."""

    words: str
    when: When
    span: Span | None

    @property
    def told(self) -> str:
        """The anchor for a reader."""
        return f"{self.words}, {self.when.isoformat()}"


def anchors_in(text: str, dated: Sequence[tuple[Span, When]]) -> tuple[Anchor, ...]:
    """The dates of a text as anchors, each worded by the sentence it stands in."""
    found: list[Anchor] = []
    for span, when in dated:
        if when.earliest is None or when.latest is None:
            continue
        low, high = sentence_around(text, span.start, span.end)
        found.append(Anchor(" ".join(text[low:high].split())[:200], when, span))
    return tuple(found)


def anchor_for(words: str, place: tuple[int, int], anchors: Sequence[Anchor]) -> Anchor | None:
    """The anchor that the words after `before` or `after` name; without words the date told last before the place."""
    stems = _stems(words)
    if stems:
        named = [(len(stems & _stems(one.words)), one) for one in anchors]
        most = max((count for count, _ in named), default=0)
        if most:
            return min((one for count, one in named if count == most), key=lambda one: _distance(one, place))
        given = [one for one in anchors if one.span is None]
        return given[0] if len(given) == 1 else None
    before = [one for one in anchors if one.span is not None and one.span.end <= place[0]]
    if before:
        return before_last(before)
    return next((one for one in anchors if one.span is None), None)


def before_last(anchors: Sequence[Anchor]) -> Anchor:
    """The anchor whose date stands last in the text."""
    return max(anchors, key=lambda one: one.span.end if one.span else -1)


def _distance(one: Anchor, place: tuple[int, int]) -> int:
    """Characters between an anchor's date and a place in the text; a given one lies nearest."""
    if one.span is None:
        return 0
    return min(abs(one.span.start - place[1]), abs(place[0] - one.span.end))


def _stems(words: str) -> frozenset[str]:
    """The beginnings of the words that carry meaning, so that endings do not part them."""
    plain = [word.lower() for word in _WORD.findall(words)]
    return frozenset(word[:_STEM] for word in plain if word not in _LEAN)
