"""Language: which of the languages that the program reads a text is written in."""

from __future__ import annotations

import re
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
_SAMPLE = 20_000


def language_of(text: str) -> Language:
    """The language of a text by its script, its letters and its function words; else `other`."""
    sample = text[:_SAMPLE].lower()
    words = _WORD.findall(sample)
    if not words:
        return "other"
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in sample)
    latin = sum("a" <= letter <= "z" or "\u00c0" <= letter <= "\u024f" for letter in sample)
    if cyrillic > latin:
        return _cyrillic(sample, words)
    english = sum(word in _ENGLISH for word in words)
    return "en" if latin and english * 8 >= len(words) else "other"


def _cyrillic(sample: str, words: list[str]) -> Language:
    """Russian, Ukrainian or another language in Cyrillic, by the letters that only one of them has."""
    if sum(letter in "јљњђћџѓќѕ" for letter in sample) > 0:
        return "other"
    ukrainian = sum(letter in "іїєґ" for letter in sample) + sum(word in _UKRAINIAN for word in words)
    russian = sum(letter in "ыэёъ" for letter in sample) + sum(word in _RUSSIAN for word in words)
    if max(ukrainian, russian) * 12 < len(words):
        return "other"
    belarusian = "ў" in sample
    bulgarian = "ы" not in sample and sample.count("ъ") * 60 > len(sample)
    if belarusian or bulgarian:
        return "other"
    return "uk" if ukrainian > russian else "ru"
