"""Attributions: who is said to say or want what, as ranges of a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from detente.corpus.document import Document
from detente.kernel.spans import Span
from detente.packs.model import Pack

SpeechType = Literal["direct", "mixed", "indirect"]
_ALL = 0.9
_EDGES = " \t\r\n\u00a0,;:.\"'“”„«»‘’—–-"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody's words, belief or want.

    `source`: the words that name who; None where nobody is named in the sentence. `cue`: the words of saying; None where
    there are none. `content`: what is said, in the order of the text. `type`: all of it in quotation marks, part, or none.
    `party`: whom the source speaks for, an id of the pack; `confidence` in [0, 1].
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    type: SpeechType
    party: str | None = None
    confidence: float = 1.0

    def as_record(self) -> dict[str, Any]:
        """Plain values: offsets in code points into the text as given, ends not included."""

        def pair(span: Span | None) -> list[int] | None:
            return [span.start, span.end] if span else None

        return {
            "source": pair(self.source),
            "cue": pair(self.cue),
            "content": [[s.start, s.end] for s in self.content],
            "type": self.type,
            "party": self.party,
            "confidence": round(self.confidence, 3),
        }


def speech_type(content: Iterable[Span], quoted: Iterable[Span]) -> SpeechType:
    """Whether all (nine tenths), part or none of the content stands in quotation marks."""
    spans, marks = list(content), list(quoted)
    length = sum(s.end - s.start for s in spans)
    inside = sum(max(0, min(s.end, q.end) - max(s.start, q.start)) for s in spans for q in marks)
    return "indirect" if not inside else "direct" if inside >= _ALL * length else "mixed"


def bare(text: str, span: Span) -> Span | None:
    """A range without blanks, marks and stops at its edges; None where no letter or digit is left."""
    start, end = span.start, span.end
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end) if any(c.isalnum() for c in text[start:end]) else None


def without(span: Span, hole: Span | None) -> list[Span]:
    """A range without another that stands in it, as the one or two that are left."""
    if hole is None or not span.overlaps(hole):
        return [span]
    return [Span(a, b) for a, b in ((span.start, hole.start), (hole.end, span.end)) if b > a]


Attributor = Callable[[Document], tuple[Attribution, ...]]
AttributorFactory = Callable[[Pack], Attributor]
