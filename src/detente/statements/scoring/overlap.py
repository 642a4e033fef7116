"""Overlap of words: when two pieces of evidence, or two names of a speaker, are the same."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")
_FINE = 10**9


def words_of(text: str) -> frozenset[str]:
    """The words of a text without case and order; of a text without words, the text itself."""
    return frozenset(_WORD.findall(text.casefold())) or frozenset({text.strip()})


def share(one: frozenset[str], other: frozenset[str]) -> int:
    """The shared words as a part of the union (Jaccard), in whole billionths, which add exactly."""
    union = len(one | other)
    return len(one & other) * _FINE // union if union else 0


def half_shared(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether at least half of the union is shared: the codebook's bar for evidence and speakers."""
    return 2 * len(one & other) >= len(one | other)


def same_speaker(coded: str, read: str | None) -> bool:
    """Whether a reader names the coded speaker: half of the union of their words."""
    return read is not None and half_shared(words_of(coded), words_of(read))
