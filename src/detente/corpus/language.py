"""Language: which of the languages that the program reads a text is written in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from detente.corpus.prose import words_of

Language = Literal["en", "ru", "uk", "other"]

_ENGLISH = words_of(
    "the of and to in a that is for on with as was by it he at from be has have not",
    "are said would will",
)
_RUSSIAN = words_of(
    "и в не на что с он по это из к как у за о от для был но его также или при после",
    "чтобы если только",
)
_UKRAINIAN = words_of(
    "і й та в у не на що з він за це із до як про від для був але його також або при",
    "після щоб якщо лише є",
)
_WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ][^\W\d_]+)*")
_CYRILLIC = re.compile("[\u0400-\u04ff]+")
_LATIN = re.compile("[a-z\u00c0-\u024f]+")
_SAMPLE = 20_000
_FEWEST_WORDS = 4


def language_of(text: str) -> Language:
    """The language of a text by its script, its letters and its function words; else `other`."""
    sample = text[:_SAMPLE].lower()
    words = _WORD.findall(sample)
    if not words:
        return "other"
    cyrillic = sum(map(len, _CYRILLIC.findall(sample)))
    latin = sum(map(len, _LATIN.findall(sample)))
    if cyrillic > latin:
        return _cyrillic(sample, words)
    english = _count(words, _ENGLISH)
    return "en" if latin and english * 8 >= len(words) else "other"


def only_language(text: str) -> Language | None:
    """The language of a text that by its letters can hold no other to speak of; None where one must look closer."""
    sample = text.lower()
    cyrillic = sum(map(len, _CYRILLIC.findall(sample)))
    latin = sum(map(len, _LATIN.findall(sample)))
    if min(cyrillic, latin) * 10 > max(cyrillic, latin):
        return None
    told = language_of(text)
    strange = {"uk": "ыэёъ", "ru": "іїєґ"}.get(told, "")
    return told if told != "other" and sum(map(sample.count, strange)) * 200 <= len(sample) else None


def languages_of(sentences: Iterable[str]) -> tuple[Language, ...]:
    """The languages that carry a fifth of the sentences or more, the most frequent first.

    A sentence too short to tell its own language counts for none.
    """
    counts: Counter[Language] = Counter()
    for sentence in sentences:
        told = language_of(sentence)
        if told != "other" and len(_WORD.findall(sentence)) >= _FEWEST_WORDS:
            counts[told] += 1
    total = counts.total()
    return tuple(language for language, count in counts.most_common() if count * 5 >= total)


def _cyrillic(sample: str, words: list[str]) -> Language:
    """Russian, Ukrainian or another language in Cyrillic, by the letters that only one of them has."""
    if any(letter in sample for letter in "јљњђћџѓќѕ"):
        return "other"
    ukrainian = sum(map(sample.count, "іїєґ")) + _count(words, _UKRAINIAN)
    russian = sum(map(sample.count, "ыэёъ")) + _count(words, _RUSSIAN)
    if max(ukrainian, russian) * 12 < len(words):
        return "other"
    belarusian = "ў" in sample
    bulgarian = "ы" not in sample and sample.count("ъ") * 60 > len(sample)
    if belarusian or bulgarian:
        return "other"
    return "uk" if ukrainian > russian else "ru"


def _count(words: list[str], among: frozenset[str]) -> int:
    """How many of the words are among the given ones."""
    return len([word for word in words if word in among])
