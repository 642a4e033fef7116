"""Pieces of a page: its lines, and within a line the sentences and what is glued together there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from detente.corpus.furniture.page import Page, words_in
from detente.corpus.prose import EDGE
from detente.corpus.sentences.abbreviations import leans_on, token_before

_SMALL = "a-zà-öø-ÿа-яіїєґё"
_GREAT = "A-ZÀ-ÖØ-ÞА-ЯІЇЄҐЁ"
_OPEN = '“«„"‘(\\['
# Where one piece may end and the next begin; each alternative matches what stands between the two.
_SEAM = re.compile(
    r"(?P<credit>(?<=\S)\s+(?=(?:Photo(?:graph|s)?|Picture|Pic|Image|Illustration|Credit|Source|Handout|"
    r"Фото|Снимок|Світлина|Знімок|Источник|Джерело)(?:\s?[:/|(]| by | credit| courtesy)|©))"
    rf"|(?P<stop>(?<=[.!?…])[\"”’'»“)\]]*(?:\[\d{{1,3}}\])?\s+(?=[^\W_]|[{_OPEN}©—–•@#☰]))"
    rf"|(?P<stuck>(?<=[.!?…»”)\]])(?=[{_OPEN}]?[{_GREAT}][{_SMALL}’']|[{_GREAT}]{{4}})"
    rf"|(?<=[{_SMALL}])(?=[{_GREAT}][{_SMALL}]{{2}}|[{_GREAT}]{{4}})"
    rf"|(?<=[{_SMALL}]{{3}})(?=[{_GREAT}][{_SMALL}]?\s)"
    rf"|(?<=\d)(?=[{_GREAT}][{_SMALL}]{{2}})|(?<=\d[:.]\d\d)(?=[{_GREAT}])"
    rf"|(?<=\d[ap]m)(?=[{_GREAT}])|(?<=[{_GREAT}]{{3}})(?=[{_GREAT}][{_SMALL}]{{2}}))"
    r"|(?P<gap>\s{2,}|\t|\s(?=[|·•∙●▪♥→›»▶►✉☰☆★]\s)|(?<=\S)(?=[|·•∙]\s))"
)
# What a line must have somewhere for a seam other than the end of a sentence; cheap to look for.
_MAY_HAVE_SEAM = re.compile(
    rf"[{_SMALL}\d.!?…»”)\]{_GREAT}][{_OPEN}]?[{_GREAT}][{_SMALL}’'\s]|[{_SMALL}.!?…»”)\]][{_GREAT}]{{4}}|\d[ap]m[{_GREAT}]|"
    r"\s\s|[|·•∙●▪♥→›»▶►✉☰☆★©]|\b(?:Photo|Pic|Image|Illus|Credit|Source|Hand|Фото|Сни|Світ|Зні|Ист|Дже)"
)
_SHORTEST = 3
# Without a sign of glue, the sentences of a line up to this length are one paragraph and stand or fall together.
_LONGEST_PARAGRAPH = 4_000
_LONGEST_LINE = 20_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line: its range and words, its line of the page, whether it opens and closes that line.

    `opens` and `closes` are about the line as it stands in the text; `line` counts the page's cut lines.
    """

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    line: int
    opens: bool
    closes: bool


def pieces_of(page: Page) -> tuple[Piece, ...]:
    """The pieces of a page in order; together they hold all its words."""
    ranges = [
        (*span, number) for number, line in enumerate(page.lines) for span in _cut(page, number, line.text)
    ]
    found: list[Piece] = []
    for place, (start, end, number) in enumerate(ranges):
        before = page.text[ranges[place - 1][1] : start] if place else "\n"
        after = page.text[end : ranges[place + 1][0]] if place + 1 < len(ranges) else "\n"
        text = page.text[start:end]
        found.append(Piece(start, end, text, words_in(text), number, _breaks(before), _breaks(after)))
    return tuple(found)


def _cut(page: Page, number: int, text: str) -> Iterator[tuple[int, int]]:
    """The ranges of one line's pieces in the page, blank edges left out."""
    line = page.lines[number]
    if len(text) <= _LONGEST_PARAGRAPH and not _MAY_HAVE_SEAM.search(text):
        yield line.start, line.end
        return
    if line.kind not in {None, "caption"} or len(text) > _LONGEST_LINE:
        # A cut of the rules is one piece, but what stands before a credit may be more than a caption.
        yield line.start, line.end
        return
    at = 0
    seams = list(_SEAM.finditer(text))
    glued = any(seam["stop"] is None and seam["gap"] is None for seam in seams)
    whole = len(text) <= _LONGEST_PARAGRAPH and not glued
    for seam in seams:
        if (whole and seam["stop"] is not None) or _holds(text, at, seam):
            continue
        yield from _within(line.start, text, (at, seam.end()))
        at = seam.end()
    yield from _within(line.start, text, (at, len(text)))


def _holds(text: str, at: int, seam: re.Match[str]) -> bool:
    """Whether the text goes on over a seam: too little stands before it, or an abbreviation ends there."""
    if seam.end() - at < _SHORTEST or seam.end() >= len(text):
        return True
    if seam["stop"] is None or text[seam.start() - 1] != ".":
        return False
    ahead = text[seam.end() : seam.end() + 60]
    return text[at : seam.start() - 1].strip().isdigit() or leans_on(
        token_before(text, at, seam.start() - 1), ahead
    )


def _within(offset: int, text: str, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The range in the page without blank edges, where something is left."""
    start, end = span
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    if start < end:
        yield offset + start, offset + end


def _breaks(between: str) -> bool:
    """Whether a line ends between two pieces."""
    return any(mark in between for mark in "\n\r\u2028\u2029\x85")
