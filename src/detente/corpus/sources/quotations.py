"""Quotations: words that a document puts in quotation marks, across sentences and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from detente.corpus.document import Document
from detente.corpus.prose import EDGE, prose
from detente.kernel.spans import Span

SHORTEST = 4  # words; fewer in quotation marks are a term or a scare quote
_LONGEST = 6_000  # characters; a mark that stays open for longer was never closed
_BREAK = re.compile(r"\r?\n[^\S\n]*\n\s*|\r?\n[^\S\n]*(?=[“„«\"‘])")
_WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")
_NAME_WORD = re.compile(r"[^\W\d_]{4,}")
_MARK = re.compile(r"[“”„«»\"‘’]")
# Marks that open, with those that close them. “ closes only where „ opened.
_CLOSERS: Mapping[str, str] = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "”": "”"}
_NESTING = frozenset("«")  # the mark that is also used inside itself


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks: `span` with the marks, `words_span` the words alone."""

    span: Span
    words_span: Span


@dataclass(frozen=True, slots=True)
class _Open:
    """A quotation mark that opened and is not yet closed."""

    mark: str
    at: int


def quotations(document: Document) -> tuple[Quotation, ...]:
    """The quotations of the text that is not furniture, in order; of quotations in quotations the outer ones.

    A quotation goes on over a paragraph where the next begins with the opening mark again. Fewer than four words,
    and titles, are none. A mark that is never closed is passed over.
    """
    found: list[Quotation] = []
    for part in prose(document):
        at = part.start
        while (mark := _MARK.search(document.text, at, part.end)) is not None:
            end = _closed_at(document.text, mark.start(), part)
            if end is None:
                at = mark.end()
                continue
            quotation = _quotation(document.text, mark.start(), end)
            if quotation is not None:
                found.append(quotation)
            at = end
    return tuple(found)


def _quotation(text: str, start: int, end: int) -> Quotation | None:
    """The quotation between two marks; None where it is no more than a term or a title."""
    first, last = start + 1, end - 1
    while first < last and text[first] in EDGE:
        first += 1
    while last > first and text[last - 1] in EDGE:
        last -= 1
    words = text[first:last]
    if len(_WORD.findall(words)) < SHORTEST or _is_title(words):
        return None
    return Quotation(Span(start, end), Span(first, last))


def _is_title(words: str) -> bool:
    """Whether every longer word has a capital and nothing ends a sentence, as in the name of a paper or a film."""
    longer = _NAME_WORD.findall(words)
    return bool(longer) and all(word[0].isupper() for word in longer) and words[-1] not in ".!?…,"


def _closed_at(text: str, start: int, part: Span) -> int | None:
    """Where the quotation ends that a mark opens, behind its closing mark; None where the mark opens none."""
    mark = text[start]
    if not _opens(text, start, part):
        return None
    depth, collapsed = 1, None
    limit = min(part.end, start + _LONGEST)
    at = start + 1
    while at < limit:
        following = _next(text, at, limit)
        if following is None:
            return collapsed
        if following.breaks:
            if not _goes_on(text, following.end, mark):
                return collapsed
            at = following.end + 1
            continue
        sign, at = following.start, following.end
        if text[sign] in _CLOSERS[mark] and _closes(text, sign, mark):
            depth -= 1
            if not depth:
                return at
            # A mark inside itself is often closed once for both.
            collapsed = collapsed or at
        elif text[sign] == mark and _opens(text, sign, part):
            if mark not in _NESTING:
                return None
            depth += 1
    return collapsed


@dataclass(frozen=True, slots=True)
class _Sign:
    """A quotation mark or a break between paragraphs."""

    start: int
    end: int
    breaks: bool


def _next(text: str, at: int, limit: int) -> _Sign | None:
    """The next mark or break, whichever comes first."""
    mark = _MARK.search(text, at, limit)
    gap = _BREAK.search(text, at, limit)
    if gap is not None and (mark is None or gap.start() < mark.start()):
        return _Sign(gap.start(), gap.end(), breaks=True)
    return _Sign(mark.start(), mark.end(), breaks=False) if mark is not None else None


def _goes_on(text: str, paragraph: int, mark: str) -> bool:
    """Whether a paragraph begins with the mark of the quotation that is still open."""
    return text[paragraph : paragraph + 1] == mark and text[paragraph + 1 : paragraph + 2].strip() != ""


def _opens(text: str, at: int, part: Span) -> bool:
    """Whether a mark can open: nothing of a word before it, and words behind it."""
    mark = text[at]
    if mark not in _CLOSERS:
        return False
    before = text[at - 1] if at > part.start else " "
    after = text[at + 1 : at + 2]
    if mark == "«":
        return not before.isalnum()
    return not before.isalnum() and before not in ".,!?" and bool(after.strip()) and after not in ".,;:!?)"


def _closes(text: str, at: int, mark: str) -> bool:
    """Whether a mark can close: no word goes on behind it; an apostrophe is none."""
    after = text[at + 1 : at + 2]
    if mark in {"‘", '"'} and after.isalnum():
        return False
    if mark == '"':
        return not text[at - 1].isspace()
    if mark == "‘":
        plural = text[at - 1] == "s" and after == " " and "’" in text[at + 1 : at + 200]
        return not plural
    return True
