"""Prose: the stretches of a document between its furniture."""

from __future__ import annotations

from detente.corpus.document import Document
from detente.kernel.spans import Span

# Byte-order marks and zero-width characters stand beside words without belonging to them.
EDGE = (
    " \t\r\n\f\v\x1c\x1d\x1e\x1f\x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff\u200b\u200c\u200d\u2060"
)


def prose(document: Document) -> tuple[Span, ...]:
    """The ranges of the text that no piece of furniture covers, in order; blanks between two pieces are none."""
    ranges: list[Span] = []
    text, at, size = document.text, 0, len(document.text)
    for piece in sorted(document.furniture, key=lambda found: found.span):
        start, end = min(piece.span.start, size), min(piece.span.end, size)
        if start > at and not text[at:start].isspace():
            ranges.append(Span(at, start))
        at = max(at, end)
    if at < size and not text[at:].isspace():
        ranges.append(Span(at, size))
    return tuple(ranges)


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The range without blank edges; None where it holds no letter and no digit, so nothing was said."""
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    if start >= end or not any(character.isalnum() for character in text[start:end]):
        return None
    return Span(start, end)


def words_of(*lines: str) -> frozenset[str]:
    """A set of words written as lines with blanks between them."""
    return frozenset(word for line in lines for word in line.split())
