"""Who says what in a sentence: cues, and for each its source and content."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.kernel.spans import Span
from detente.models.heads import Matrix, gelu, sigmoid, softmax
from detente.models.inputs import Seen
from detente.models.looking import looked

_SOURCE, _CONTENT = 0.5, 0.5
_LONE = 0.5  # how sure we are of words that stand after a name
_LABEL = re.compile(r"(?:\d{1,2}[:.]\d\d\s+)?([A-Z][^:;,.!?\"“”]{1,60}):\s+(\S.*)", re.DOTALL)
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
    inside = np.array([a >= 0 for a, _ in seen.places])
    for start, end, sure in cue_spans(seen, scores):
        parts = np.zeros((len(states), 2), dtype=np.float32)
        parts[inside] = parts_of(states, (start, end), arrays, of=inside)
        source = runs(seen, parts[:, 0], _SOURCE)
        content = runs(seen, parts[:, 1], _CONTENT)
        if content:
            best = max(source, key=lambda s: s[1], default=None)
            cue_span = _span(seen, start, end)
            found.append(
                Said(_to_name(seen, best[0]) if best else None, cue_span, tuple(s for s, _ in content), sure)
            )
    label = _labelled(seen)
    if label is not None and not any(label.covers(c) for one in found for c in one.content):
        found.append(label)
    return sorted(found, key=lambda s: -s.length)


def _labelled(seen: Seen) -> Said | None:
    """What stands after the name of whoever says it ("16:20 Army spokesman Atto: …", "MINISTER: …")."""
    start, text = seen.scene.span.start, seen.scene.original(seen.scene.span.start, seen.scene.span.end)
    found = _LABEL.match(text)
    if found is None:
        return None
    source, words = Span(start + found.start(1), start + found.end(1)), found[2].rstrip()
    named = sum(
        m.end - m.start for m in seen.scene.mentions if source.start <= m.start and m.end <= source.end
    )
    if named * 2 < len(found[1]) or words.endswith("?"):
        return None
    return Said(source, None, (Span(start + found.start(2), start + found.start(2) + len(words)),), _LONE)


def parts_of(
    states: Matrix, cue: tuple[int, int], arrays: Mapping[str, Matrix], *, of: npt.NDArray[np.bool_]
) -> Matrix:
    """[piece, 2]: whether each of some pieces (`of`) belongs to the source, to the content of a cue."""
    side, close = beside_cue(len(states), cue)
    words = states + arrays["said_side"][side]
    first = states[cue[0] : cue[1]].mean(0) @ arrays["said_cue"] + words[of] @ arrays["said_piece"]
    hidden = looked(gelu(first + arrays["said_bias"]), words, close[None], arrays=arrays, of="said")
    return sigmoid(hidden @ arrays["said_out"] + arrays["said_out_bias"])


def beside_cue(pieces: int, cue: tuple[int, int]) -> tuple[npt.NDArray[np.int64], Matrix]:
    """Where each piece stands: 0 before the cue, 1 in it, 2 after it; and its closeness, minus one for ten pieces between."""
    at = np.arange(pieces)
    side = (at >= cue[0]).astype(np.int64) + (at >= cue[1])
    away = np.where(side == 0, cue[0] - at, np.where(side == 1, 0, at - cue[1] + 1))
    return side, (-away / 10).astype(np.float32)


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
