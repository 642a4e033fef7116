"""Quotations and attributions together: quotations made whole, and those that nobody in their sentence is said to say."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from detente.corpus.document import Document
from detente.corpus.sources.quotations import Quotation
from detente.kernel.spans import Span
from detente.statements.attribution import Attribution

_LONE = 0.5  # how sure we are of a quotation that nobody in its sentence says


class Quoted:
    """The quotations of a document, to be asked for by place; they follow each other and do not overlap."""

    __slots__ = ("_ends", "_starts", "every")

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        """Keep them in the order of the text."""
        self.every = sorted(quotations, key=lambda q: q.span)
        self._starts = [q.span.start for q in self.every]
        self._ends = [q.span.end for q in self.every]

    def over(self, span: Span) -> list[Quotation]:
        """Those that share words with a range."""
        return self.every[bisect_right(self._ends, span.start) : bisect_left(self._starts, span.end)]

    def whole(self, span: Span) -> Span:
        """A range that is most of a quotation is all of it."""
        for quotation in self.over(span):
            shared = min(span.end, quotation.span.end) - max(span.start, quotation.span.start)
            if shared * 2 > quotation.span.end - quotation.span.start:
                words = quotation.words_span
                span = Span(min(span.start, words.start), max(span.end, words.end))
        return span


def unattributed(document: Document, told: Sequence[Attribution], quoted: Quoted) -> Iterator[Attribution]:
    """Quotations that stand alone: of whoever spoke nearest to them in their paragraph, else of nobody named."""
    contents = sorted(c for a in told for c in a.content)
    starts, reached = [c.start for c in contents], list(accumulate((c.end for c in contents), max))
    speaking = sorted(
        (a for a in told if a.source and a.type != "indirect"), key=lambda a: a.content[0].start
    )
    places = [a.content[0].start for a in speaking]
    for quotation in quoted.every:
        span = quotation.words_span
        before = bisect_left(starts, span.end)
        if before and reached[before - 1] > span.start:
            continue
        at = bisect_left(places, span.start)
        beside = [
            a for a in speaking[max(0, at - 1) : at + 1] if _same_paragraph(document, a.content[0], span)
        ]
        lone = Attribution(None, None, (span,), "direct", None, _LONE)
        near = min(beside, key=lambda a: abs(a.content[0].start - span.start), default=None)
        yield replace(lone, source=near.source, cue=near.cue, party=near.party) if near else lone


def _same_paragraph(document: Document, one: Span, other: Span) -> bool:
    first, second = sorted([one, other])
    return document.text.find("\n\n", first.end, second.start) < 0
