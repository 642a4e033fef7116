"""Who says what in a sentence: cues, and for each its source and content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.kernel.spans import Span
from detente.models.heads import Matrix, gelu, sigmoid, softmax
from detente.models.inputs import Seen

_SOURCE, _CONTENT = 0.5, 0.5
_OPEN = frozenset({"the", "of", "for", "from", "with", "at", "a", "an"})


@dataclass(frozen=True, slots=True)
class Said:
    """An attribution: ranges of the document; `source` None where it stands elsewhere; `content` in the order of the text."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    confidence: float

    @property
    def length(self) -> int:
        """Code points of content."""
        return sum(c.end - c.start for c in self.content)

    def covers(self, span: Span) -> bool:
        """Whether most of a range is its content."""
        shared = sum(max(0, min(c.end, span.end) - max(c.start, span.start)) for c in self.content)
        return shared * 2 >= min(span.end - span.start, max(self.length, 1))


def attributions(seen: Seen, states: Matrix, arrays: Mapping[str, Matrix]) -> list[Said]:
    """The attributions of a sentence, the longest content first."""
    found = []
    scores = states @ arrays["cue_out"] + arrays["cue_bias"]
    for start, end, sure in cue_spans(seen, scores):
        cue = states[start:end].mean(0)
        mixed = gelu(cue @ arrays["said_cue"] + states @ arrays["said_piece"] + arrays["said_bias"])
        parts = sigmoid(mixed @ arrays["said_out"] + arrays["said_out_bias"])
        inside = np.array([a >= 0 for a, _ in seen.places], dtype=np.float32)
        source = runs(seen, parts[:, 0] * inside, _SOURCE)
        content = runs(seen, parts[:, 1] * inside, _CONTENT)
        if content:
            best = max(source, key=lambda s: s[1], default=None)
            cue_span = _span(seen, start, end)
            found.append(
                Said(_to_name(seen, best[0]) if best else None, cue_span, tuple(s for s, _ in content), sure)
            )
    return sorted(found, key=lambda s: -s.length)


def _to_name(seen: Seen, source: Span) -> Span:
    """A source that breaks off before a name ("spokeswoman for the") goes on to its end."""
    last = seen.scene.original(source.start, source.end).split()[-1:]
    if not last or last[0].casefold() not in _OPEN:
        return source
    after = [m for m in seen.scene.mentions if 0 <= m.start - source.end <= 1]
    return Span(source.start, after[0].end) if after else source


def cue_spans(seen: Seen, scores: Matrix) -> list[tuple[int, int, float]]:
    """Runs of pieces that open and go on as a cue, with how surely."""
    chance = softmax(scores)
    found: list[tuple[int, int, float]] = []
    for i, (a, _) in enumerate(seen.places):
        if a < 0:
            continue
        none, first, going = chance[i]
        joined = bool(found) and found[-1][1] == i
        if joined and (going >= max(none, first) or (_same_word(seen, i) and first + going > none)):
            found[-1] = (found[-1][0], i + 1, found[-1][2])
        elif first + going > none and not (joined and _same_word(seen, i)):
            found.append((i, i + 1, float(1 - none)))
    return found


def _same_word(seen: Seen, i: int) -> bool:
    return (
        i > 0
        and seen.places[i - 1][1] == seen.places[i][0]
        and seen.scene.text[seen.places[i][0] - seen.scene.span.start].isalnum()
    )


def runs(seen: Seen, chances: Matrix, least: float) -> list[tuple[Span, float]]:
    """Runs of pieces over a threshold as ranges of whole words, gaps of two pieces closed, with the sum of their chances."""
    found: list[list[int]] = []
    for i in range(len(seen.places)):
        if chances[i] >= least:
            if found and i - found[-1][1] <= 2:
                found[-1][1] = i + 1
            else:
                found.append([i, i + 1])
    result = []
    for low, high in found:
        start, end = low, high
        while start > 1 and seen.places[start - 1][0] >= 0 and _same_word(seen, start):
            start -= 1
        while end < len(seen.places) and seen.places[end][0] >= 0 and _same_word(seen, end):
            end += 1
        result.append((_span(seen, start, end), float(chances[start:end].sum())))
    return result


def _span(seen: Seen, start: int, end: int) -> Span:
    return Span(seen.places[start][0], seen.places[end - 1][1])


def chain_over(said: Sequence[Said], span: Span) -> list[Said]:
    """The attributions whose content a range is, outermost first."""
    return [one for one in said if one.covers(span)]
