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


Attributor = Callable[[Document], tuple[Attribution, ...]]
AttributorFactory = Callable[[Pack], Attributor]
