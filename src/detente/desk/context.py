"""The words around a line: its whole sentence, and some text before and after it."""

from __future__ import annotations

from dataclasses import dataclass

from detente.corpus.document import Document
from detente.corpus.sentences.split import sentences
from detente.kernel.spans import Span


def whole_sentence(document: Document, span: Span) -> Span:
    """The sentence or sentences that a span stands in; the span itself where it stands in furniture."""
    around = [s for s in sentences(document) if s.overlaps(span)]
    return (
        Span(min(span.start, *(s.start for s in around)), max(span.end, *(s.end for s in around)))
        if around
        else span
    )


@dataclass(frozen=True, slots=True)
class InContext:
    """A line's words, the rest of its sentence on both sides, and the text before and after the sentence."""

    before: str
    sentence_before: str
    words: str
    sentence_after: str
    after: str


def in_context(document: Document, span: Span, *, reach: int = 240) -> InContext:
    """A span with its sentence and up to `reach` characters on both sides."""
    whole, text = whole_sentence(document, span), document.text
    return InContext(
        text[max(0, whole.start - reach) : whole.start],
        text[whole.start : span.start],
        span.of(text),
        text[span.end : whole.end],
        text[whole.end : whole.end + reach],
    )
