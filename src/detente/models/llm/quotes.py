"""Quotes: where words that a model copied stand in the unaltered text, or that they stand nowhere in it.

Both are compared in a folded form: Unicode NFC (UAX #15), blanks as one blank, the kinds of quotation marks and dashes
as one each, invisible characters left out. Case is kept: a quote is verbatim. Every folded character knows the code
points it was made of, so that what is found is always a range of the unaltered text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence

from detente.kernel.spans import Span

_DOUBLE, _SINGLE = "“”„‟«»″〝〞＂", "‘’‚‛‹›′ʼ＇`´"
_DASHES = "‐‑‒–—―−﹘﹣－"
_PLAIN = {
    **dict.fromkeys(_DOUBLE, '"'),
    **dict.fromkeys(_SINGLE, "'"),
    **dict.fromkeys(_DASHES, "-"),
    "…": "...",
}
_INVISIBLE = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_LONGEST = 32  # Stream-safe text has at most 30 marks on a letter (UAX #15, §13).
Letters = Callable[[str], str]


def plain_letters(cluster: str) -> str:
    """A composed cluster as it is compared in quotes."""
    return "".join(_PLAIN.get(c, c) for c in unicodedata.normalize("NFC", cluster) if c not in _INVISIBLE)


class FoldedText:
    """A text in its folded form, with the way back to its code points."""

    __slots__ = ("_ends", "_starts", "folded")

    def __init__(self, text: str, letters: Letters = plain_letters) -> None:
        """Fold once; then every quote of the document is looked up in it."""
        pieces: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in _clusters(text):
            cluster = text[start:end]
            made = " " if cluster.isspace() else letters(cluster)
            if made == " " and pieces and pieces[-1] == " ":
                self._ends[-1] = end
                continue
            for letter in made:
                pieces.append(letter)
                self._starts.append(start)
                self._ends.append(end)
        self.folded = "".join(pieces)

    def occurrences(self, quote: str) -> tuple[Span, ...]:
        """Every place of a quote, in order; none for an empty one."""
        wanted = fold(quote).strip()
        if not wanted:
            return ()
        found: list[Span] = []
        at = self.folded.find(wanted)
        while at >= 0:
            found.append(self.span(at, at + len(wanted)))
            at = self.folded.find(wanted, at + 1)
        return tuple(dict.fromkeys(found))

    def span(self, start: int, end: int) -> Span:
        """The code points that a range of the folded text was made of."""
        return Span(self._starts[start], self._ends[end - 1])


def fold(text: str) -> str:
    """A text as quotes are compared."""
    return FoldedText(text).folded


def find_quote(quote: str, texts: tuple[str, FoldedText], *, near: int = 0) -> tuple[Span, ...]:
    """The places of a quote in a text and its folded form: exact ones before folded ones, the nearest to `near` first.

    A quote of nothing but blanks and invisible characters stands nowhere.
    """
    text, folded = texts
    exact = tuple(_exact(text, quote)) if fold(quote).strip() else ()
    return _nearest(exact or folded.occurrences(quote), near)


def _exact(text: str, quote: str) -> Iterator[Span]:
    wanted = quote.strip()
    at = text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if not (end < len(text) and unicodedata.combining(text[end])):  # half a letter is no quote
            yield Span(at, end)
        at = text.find(wanted, at + 1)


def _nearest(places: Sequence[Span], near: int) -> tuple[Span, ...]:
    return tuple(sorted(places, key=lambda s: (abs(s.start - near), s.start)))


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Ranges that composing leaves apart: a letter with its marks, a Hangul syllable."""
    start = 0
    for at in range(1, len(text)):
        here = text[at]
        if here.isascii() or at - start >= _LONGEST or not _joins(text[start:at], here):
            yield start, at
            start = at
    if text:
        yield start, len(text)


def _joins(cluster: str, following: str) -> bool:
    """Whether composing the following character would change what stands before it."""
    if unicodedata.combining(following):
        return True
    apart = unicodedata.normalize("NFC", cluster) + unicodedata.normalize("NFC", following)
    return unicodedata.normalize("NFC", cluster + following) != apart
