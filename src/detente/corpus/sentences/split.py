"""Sentences: the spans in which a document says something; English, Russian and Ukrainian."""

from __future__ import annotations

import re

from detente.corpus.document import Document
from detente.corpus.prose import prose, trimmed
from detente.corpus.sentences.abbreviations import goes_on_after_figure, leans_on, opens_anew, token_before
from detente.corpus.sentences.lines import line_breaks
from detente.kernel.spans import Span

# A stop with the quotation marks, brackets and footnote numbers that it closes; or a bracket.
_MARK = re.compile(
    r"(?P<stop>[.!?…‽؟۔।॥։።။។。！？]+)(?P<closers>(?:[\"”’'»“)\]」』）]|[ \u00a0\u202f]»(?=[\s.,;:)]|$)|\[\d{1,3}\])*)|"
    r"(?P<open>[(\[])|(?P<close>[)\]])"
)
_QUOTES = "\"”’'»“"
_OPENERS = "“«„\"‘'([‹—–-"
_PARTICLE = re.compile(r"(?:al|el|as|ad|an|ar|ash|bin|ibn|de|van|von)[- ][^\W\d_a-zà-ÿ]")
_SAYING = (
    r"(?:said|says|asked|asks|added|adds|told|warned|warns|wrote|writes|noted|notes|replied|explained|insisted|declared|argued|"
    r"stressed|remarked|continued|concluded|suggested|claimed|stated|announced|"
    r"сказал[аи]?|заявил[аи]?|спросил[аи]?|добавил[аи]?|подчеркнул[аи]?|отметил[аи]?|написал[аи]?|ответил[аи]?|"
    r"сказа[влио]+|заяви[влио]+|спита[влио]+|дода[влио]+|зазначи[влио]+|наголоси[влио]+|написа[влио]+)"
)
_TAIL = re.compile(rf"(?:[^\W\d_][\w.’'-]*\s+){{1,5}}{_SAYING}\b")
_UNSPACED = "。！？"  # stops of scripts that put no blank between sentences
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*$", re.IGNORECASE)
_IN_MAIL = re.compile(r"[\w.-]*@\w")
_BRACKET_REACH = 400  # A bracket that stays open for longer was never closed.
_LOOK_AHEAD = 80


def sentences(document: Document) -> tuple[Span, ...]:
    """The sentences of the text that is not furniture, in order, without blanks at their edges."""
    found: list[Span] = []
    for part in prose(document):
        text = part.of(document.text)
        at = 0
        for stop in line_breaks(text):
            if stop.ends_sentence:
                found += _split(document.text, part.start + at, part.start + stop.at)
                at = stop.after
        found += _split(document.text, part.start + at, part.end)
    return tuple(found)


def paragraphs(document: Document) -> tuple[Span, ...]:
    """The paragraphs of the text that is not furniture, in order: parted by blank lines, or by each line."""
    found: list[Span] = []
    for part in prose(document):
        text = part.of(document.text)
        at = 0
        ranges: list[Span | None] = []
        for stop in line_breaks(text):
            if stop.ends_paragraph:
                ranges.append(trimmed(document.text, part.start + at, part.start + stop.at))
                at = stop.after
        ranges.append(trimmed(document.text, part.start + at, part.end))
        found += [span for span in ranges if span is not None]
    return tuple(found)


def _split(text: str, start: int, end: int) -> list[Span]:
    """The sentences of one block of running text."""
    found: list[Span] = []
    at, opened = start, -1
    for mark in _MARK.finditer(text, start, end):
        if mark["open"]:
            # A bracket that opens the sentence may hold whole sentences; one inside it may not.
            opened = mark.start() if opened < 0 and text[at : mark.start()].strip() else opened
            continue
        if mark["close"]:
            opened = -1
            continue
        inside = opened >= 0 and mark.start() - opened < _BRACKET_REACH
        if inside and not re.search(r"[)\]]", mark["closers"]):
            continue
        opened = -1
        stop = _end_of_sentence(text, mark, (at, end))
        if stop is None:
            continue
        span = trimmed(text, at, stop)
        if span is not None:
            found.append(span)
            at = stop
    last = trimmed(text, at, end)
    return [*found, last] if last is not None else found


def _end_of_sentence(text: str, mark: re.Match[str], block: tuple[int, int]) -> int | None:
    """Where the sentence ends that this stop closes, or None where it goes on."""
    start, end = block
    stop = mark.end()
    if stop >= end:
        return end
    closers = mark["closers"]
    if mark["stop"][-1] in _UNSPACED:
        return stop
    if not text[stop].isspace():
        return _glued(text, mark)
    ahead = text[stop : min(end, stop + _LOOK_AHEAD)].lstrip()
    if not ahead:
        return end
    if not _opens(ahead):
        return None
    if any(quote in closers for quote in _QUOTES) and _TAIL.match(ahead) and not opens_anew(ahead):
        return None
    if mark["stop"] == "." and not closers:
        if _is_numbering(text[start : mark.start()]):
            return None
        if _leans(text, (start, mark.start()), ahead):
            return None
    return stop


def _leans(text: str, reach: tuple[int, int], ahead: str) -> bool:
    """Whether the dot at the end of the reach belongs to the word or figure before it, not to the sentence."""
    start, dot = reach
    told = goes_on_after_figure(text[max(start, dot - 12) : dot], ahead)
    return leans_on(token_before(text, start, dot), ahead) if told is None else told


def _opens(ahead: str) -> bool:
    """Whether a sentence can begin with these characters."""
    dashed = re.match(r"[—–-]\s*", ahead)
    if dashed and ahead[dashed.end() : dashed.end() + 1].islower():
        return False
    bare = ahead.lstrip(_OPENERS + " \t\xa0")
    first = bare[:1]
    if not first or first in ".,;:)!?":
        return False
    if bare.startswith(("...", "…")):
        return True
    return not first.islower() or bool(_PARTICLE.match(bare))


def _glued(text: str, mark: re.Match[str]) -> int | None:
    """The end of a sentence to which the next is glued without a blank ("the war.Ukraine said"), or None."""
    stop = mark.end()
    closers = mark["closers"]
    if _ADDRESS.search(text, max(0, mark.start() - 80), mark.start()) or _IN_MAIL.match(text, stop):
        return None
    if closers and closers[-1] in "\"“'’":
        # The last quotation mark may open the next sentence instead of closing this one.
        if text[stop].isupper() and len(closers) == 1 and mark["stop"] in {".", "!", "?"}:
            return stop - 1 if _word_then_capital(text, mark.start(), stop) else None
        return None
    if closers:
        return stop if text[stop].isupper() and text[stop + 1 : stop + 2].islower() else None
    following = stop + 1 if text[stop] in "“«„‘" else stop
    if leans_on(
        token_before(text, max(0, mark.start() - 40), mark.start()), text[following : stop + _LOOK_AHEAD]
    ):
        return None
    return stop if _word_then_capital(text, mark.start(), following) else None


def _word_then_capital(text: str, dot: int, following: int) -> bool:
    """Whether a word in small letters stands before the dot and a capitalised word after it."""
    before = re.search(r"[^\W\d_]+$", text[max(0, dot - 30) : dot])
    after = text[following : following + 2]
    small = before is not None and before[0][-3:].islower() and len(before[0]) > 1
    return small and after[:1].isupper() and (after[1:].islower() or after[1:] == " ")


def _is_numbering(before: str) -> bool:
    """Whether the dot stands after the number or letter of a list item, heading or turn, or a first initial."""
    return bool(re.fullmatch(r"\s*\(?(?:\d{1,3}(?:\.\d{1,3})*|[^\W\d_]|[IVX]{1,4})", before))
