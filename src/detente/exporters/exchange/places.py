"""Texts as other programs show them: line feeds alone end lines, nothing that has no UTF-8 form; and places in both."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

_REPLACED = "\ufffd"
_BEYOND = 0x10000  # code points from here on are two units of UTF-16


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text as another program shows it, and where each of its units (code points or UTF-16) stands in the original."""

    text: str
    _starts: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place of a span of the original; never empty."""
        first = min(bisect_left(self._starts, start), max(0, len(self._starts) - 2))
        return first, max(first + 1, bisect_left(self._starts, end))

    def original(self, start: int, end: int) -> tuple[int, int] | None:
        """The span of the original at a place; None where there is no such place."""
        if not 0 <= start < end < len(self._starts):
            return None
        return self._starts[start], self._starts[end]


def shown_text(text: str, *, utf16: bool) -> ShownText:
    """A text with CRLF and CR as line feeds, and lone surrogates and control characters replaced."""
    letters: list[str] = []
    starts: list[int] = []
    at = 0
    while at < len(text):
        letter, width = text[at], 1
        if letter == "\r":
            width = 2 if text[at + 1 : at + 2] == "\n" else 1
            letter = "\n"
        elif (
            "\ud800" <= letter <= "\udfff"
            or letter in "\ufffe\uffff"
            or (letter < " " and letter not in "\n\t")
        ):
            letter = _REPLACED
        letters.append(letter)
        starts += [at] * (2 if utf16 and ord(letter) >= _BEYOND else 1)
        at += width
    return ShownText("".join(letters), (*starts, len(text)))


def plain(text: str | None) -> str:
    """A short text as other programs can hold it."""
    return shown_text(text or "", utf16=False).text
