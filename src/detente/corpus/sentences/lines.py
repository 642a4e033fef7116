"""Lines: whether a line break ends a sentence or a paragraph, or only wraps the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from detente.corpus.prose import EDGE

_ENDED = re.compile(r"[.!?…:;][\"”’'»“)\]]*(?:\[\d{1,3}\])*$|[.!?…][\"”’'»“)\]]+,?$")
_ITEM = re.compile(r"(?:[-–—•·*▪◦●‣⁃]\s|\(?(?:\d{1,3}|[a-zа-яіїєґ])[.)]\s|#{1,6}\s)")
_TURN = re.compile(
    r"(?:[QAВОП]\s?[.:]|[^\W\d_a-zа-яіїєґё][^\W\d_]*\.?(?:[ .’'-]{1,2}[^\W\d_]+\.?){0,4}\s?"
    r"(?:\([^()\n]{1,60}\)\s?)?:)(?:\s|$)"
)
_LINE_END = re.compile(r"\r\n|\n|\r|\u2028|\u2029|\x85")


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line break of the text: where it stands, and whether it ends a sentence and a paragraph."""

    at: int
    after: int
    ends_sentence: bool
    ends_paragraph: bool


def line_breaks(text: str) -> tuple[LineBreak, ...]:
    """Judge every line break of a text.

    A blank line ends a paragraph, and so does a list item or transcript turn that follows. Elsewhere a break
    ends what stands before it, except in text that was wrapped to a width, where only an ended sentence ends.
    """
    bounds = [(found.start(), found.end()) for found in _LINE_END.finditer(text)]
    starts = [0, *(after for _, after in bounds)]
    ends = [*(at for at, _ in bounds), len(text)]
    lines = [text[start:end].strip(EDGE) for start, end in zip(starts, ends, strict=True)]
    width = wrapped_at(lines)
    return tuple(
        _judged(at, after, (lines[number], lines[number + 1], width))
        for number, (at, after) in enumerate(bounds)
    )


def wrapped_at(lines: list[str]) -> int | None:
    """The width to which a text was wrapped, or None where each line is a paragraph of its own."""
    pairs = [(line, after) for line, after in pairwise(lines) if line and after]
    broken = [line for line, after in pairs if not _ENDED.search(line) and after[0].islower()]
    if len(broken) < 2 or len(broken) * 5 < len(pairs):
        return None
    return sorted(len(line) for line in broken)[len(broken) // 2]


def is_ended(line: str) -> bool:
    """Whether a line closes with the punctuation of an ended sentence, a colon or a semicolon included."""
    return bool(_ENDED.search(line))


def is_item(line: str) -> bool:
    """Whether a line is an item of a list: a bullet, a number, a letter in brackets."""
    return bool(_ITEM.match(line))


def is_turn(line: str) -> bool:
    """Whether a line opens a turn of a transcript: `NAME (office): words`, `Q. words`."""
    return bool(_TURN.match(line))


def _judged(at: int, after: int, around: tuple[str, str, int | None]) -> LineBreak:
    """The judgement on one break from the line before it, the line after it and the width of the text."""
    line, following, width = around
    if not line or not following or is_item(following) or is_turn(following):
        return LineBreak(at, after, ends_sentence=True, ends_paragraph=True)
    goes_on = following[0].islower() and not is_ended(line)
    if width is None:
        return LineBreak(at, after, ends_sentence=not goes_on, ends_paragraph=not goes_on)
    # In wrapped text a line that stops far short of the width is a title or the last line of a paragraph.
    short = len(line) * 5 < width * 3 and not goes_on
    return LineBreak(at, after, ends_sentence=is_ended(line) or short, ends_paragraph=short)
