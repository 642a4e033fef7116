"""Phrases: a small language for the words of the lexicon, matched on the words of a text.

`word*` any ending, `*end` any beginning, `a|b` either, `word?` may be missing, `~` up to three words between,
`~~` up to six, `NUM` a number, `<name>` one of the phrases of a class. A phrase never reaches across a comma, a stop
or a bracket.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W_]+(?:['’](?!s\b)[^\W_]+)*")
_BREAK = re.compile(r"[.,;:!?()\[\]—…\n]|\s[–-]\s")
# fmt: off
_NUMBERS = frozenset(
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
     "twelve", "fifteen", "twenty", "thirty", "forty", "fifty", "sixty", "ninety", "hundred",
     "два", "две", "двух", "три", "трех", "четыре", "пять", "пяти", "шесть", "семь", "восемь", "девять", "десять", "десяти",
     "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "сто", "двести", "триста", "пятьсот", "тысячу", "тысяча",
     "тысяч", "дві", "двоє", "двох", "трьох", "трьома", "чотири", "п'ять", "п'яти", "шість", "сім", "вісім", "дев'ять",
     "десяти", "двадцять", "тридцять", "п'ятдесят", "двісті", "тисячу", "тисяча", "тисяч"]
)
# fmt: on
_IRREGULAR = {
    "withdraw": "withdrew",
    "giv": "gave",
    "give": "gave",
    "tak": "took",
    "leav": "left",
    "break": "broke",
    "freez": "froze",
    "begin": "began",
    "fall": "fell",
    "strik": "struck",
    "send": "sent",
    "hold": "held",
    "seek": "sought",
}  # fmt: skip
_STEM = 3
_TAIL = 2
_MOST_WORDS = 20_000  # whose openings are kept


def fold(text: str) -> str:
    """The text in small letters with plain quotation marks and blanks, of the same length."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.translate(_PLAIN)


_PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "\xa0": " ",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "„": '"',
        "‑": "-",
        "ʼ": "'",
        "ё": "е",
    }
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a stretch of text.

    Their forms in small letters, where they stand, and whether a break precedes.
    """

    forms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    breaks: tuple[bool, ...]

    def at(self, offset: int) -> int:
        """The number of the first word that starts at the offset or after it."""
        return bisect_left(self.starts, offset)


def words_of(folded: str, start: int, end: int) -> Words:
    """The words of a range of a folded text."""
    forms, starts, ends, breaks = [], [], [], []
    last = start
    for match in _WORD.finditer(folded, start, end):
        form = match.group()
        if form == "s" and match.start() > start and folded[match.start() - 1] == "'":
            continue
        forms.append(form.replace(".", "") if form.endswith(".") else form)
        starts.append(match.start())
        ends.append(match.end())
        between = folded[last : match.start()]
        breaks.append(len(between) > 1 and _BREAK.search(between) is not None)
        last = match.end()
    return Words(tuple(forms), tuple(starts), tuple(ends), tuple(breaks))


@dataclass(frozen=True, slots=True)
class _Slot:
    """One place of a phrase: words, stems, a number, a gap of so many words, or the phrases of a class."""

    exact: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    number: bool = False
    optional: bool = False
    gap: int = 0
    choices: tuple[tuple[_Slot, ...], ...] = ()

    def takes(self, form: str) -> bool:
        """Whether a word fits this place."""
        if form in self.exact or (self.stems and form.startswith(self.stems)):
            return True
        if self.tails and len(form) > _STEM and form.endswith(self.tails):
            return True
        return self.number and (form[0].isdigit() or form in _NUMBERS)


Classes = Mapping[str, Iterable[str]]


def parse(phrase: str, classes: Classes) -> tuple[_Slot, ...]:
    """The places of a phrase; an unknown class gives a phrase that never matches."""
    return tuple(
        _slot(token, classes) for token in fold(phrase.replace("NUM", "\0")).replace("-", " ").split()
    )


def _slot(token: str, classes: Classes) -> _Slot:
    if set(token) == {"~"}:
        return _Slot(gap=3 * len(token))
    if token.startswith("<") and token.endswith(">"):
        return _Slot(choices=tuple(parse(p, {}) for p in classes.get(token[1:-1], ())))
    optional = token.endswith("?")
    parts = token.removesuffix("?").split("|")
    past = (form for stem, form in _IRREGULAR.items() if f"{stem}*" in parts)
    return _Slot(
        exact=frozenset([*(p for p in parts if "*" not in p and p != "\0"), *past]),
        stems=tuple(p[:-1] for p in parts if p.endswith("*")),
        tails=tuple(p[1:] for p in parts if p.startswith("*")),
        number="\0" in parts,
        optional=optional,
    )


def _match(slots: tuple[_Slot, ...], words: Words, i: int) -> int:
    """The number of the word after the phrase that begins at word i, or -1."""
    if not slots:
        return i
    slot, rest = slots[0], slots[1:]
    if slot.gap:
        for skip in range(slot.gap + 1):
            if skip and (i + skip > len(words.forms) or words.breaks[i + skip - 1]):
                return -1
            end = _match(rest, words, i + skip)
            if end >= 0:
                return end
        return -1
    if slot.choices:
        for choice in slot.choices:
            end = _match(choice + rest, words, i)
            if end >= 0:
                return end
        return -1
    if i < len(words.forms) and slot.takes(words.forms[i]) and not words.breaks[i]:
        end = _match(rest, words, i + 1)
        if end >= 0:
            return end
    return _match(rest, words, i) if slot.optional else -1


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A phrase found in a text: a range of code points and what the phrase stands for."""

    start: int
    end: int
    value: T


class PhraseIndex(Generic[T]):
    """Phrases by the words they can begin with, so that a text is read once for all of them."""

    __slots__ = ("_exact", "_number", "_opened", "_stems", "_tails")

    def __init__(self, entries: Iterable[tuple[str, T]], classes: Classes) -> None:
        """Compile the phrases; an optional word or a gap cannot stand first."""
        self._exact: dict[str, list[tuple[tuple[_Slot, ...], T]]] = {}
        self._stems: dict[str, list[tuple[tuple[_Slot, ...], T]]] = {}
        self._number: list[tuple[tuple[_Slot, ...], T]] = []
        self._tails: dict[str, list[tuple[tuple[_Slot, ...], T]]] = {}
        self._opened: dict[str, list[tuple[tuple[_Slot, ...], T]]] = {}
        for phrase, value in entries:
            slots = parse(phrase, classes)
            if slots:
                self._enter(slots, value)

    def _enter(self, slots: tuple[_Slot, ...], value: T) -> None:
        """Enter a phrase under each word or stem that it can begin with; a class is spelled out."""
        first = slots[0]
        for choice in first.choices:
            self._enter(choice + slots[1:], value)
        if first.number:
            self._number.append((slots, value))
        for word in first.exact:
            self._exact.setdefault(word, []).append((slots, value))
        for stem in dict.fromkeys(s[:_STEM] for s in first.stems):
            self._stems.setdefault(stem, []).append((slots, value))
        for tail in dict.fromkeys(t[-_TAIL:] for t in first.tails):
            self._tails.setdefault(tail, []).append((slots, value))

    def find(self, words: Words) -> list[Hit[T]]:
        """Every phrase at every word, in the order of the text, the longest first at each word."""
        found: list[Hit[T]] = []
        for i, form in enumerate(words.forms):
            entries = self._opening(form)
            if not entries:
                continue
            here = [
                Hit(words.starts[i], words.ends[end - 1], value)
                for rest, value in entries
                if (end := _match(rest, words, i + 1)) > i
            ]
            here.sort(key=lambda hit: -hit.end)
            found += here
        return found

    def _opening(self, form: str) -> Sequence[tuple[tuple[_Slot, ...], T]]:
        """What is left of each phrase that a word can open; kept for the words met lately."""
        known = self._opened.get(form)
        if known is None:
            if len(self._opened) >= _MOST_WORDS:
                self._opened.clear()
            known = self._opened[form] = [
                (s[1:], value) for s, value in self._candidates(form) if s[0].takes(form)
            ]
        return known

    def _candidates(self, form: str) -> list[tuple[tuple[_Slot, ...], T]]:
        """Phrases of which the first word may be this one, by its beginning or end."""
        entries = list(self._exact.get(form, ()))
        for size in range(1, min(_STEM, len(form)) + 1):
            entries += self._stems.get(form[:size], ())
        entries += self._tails.get(form[-_TAIL:], ())
        if form[0].isdigit() or form in _NUMBERS:
            entries += self._number
        return entries
