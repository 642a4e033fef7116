"""A page as a reader's eye takes it in: its lines, cut where furniture is glued to reporting."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from detente.corpus.prose import EDGE
from detente.corpus.sentences.lines import is_item, is_turn, wrapped_at

_LINE = re.compile(r"[^\r\n\u2028\u2029\x85]+")
# A sentence may be followed by footnote numbers, or by an agency in brackets.
_CLOSED = re.compile(r"[.!?…][\"”’'»“)\]]*(?:\[\d{1,3}\])*(?:\s*\([^()]{1,60}\))?$")
_LONGEST_CUT = 40_000  # characters: a longer line is a book, or no text at all
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")


@dataclass(frozen=True)
class PageLine:
    """A line of a page or a piece of one: its range, and whether blank lines stand around it.

    `kind` is given where the cut itself told what the piece is.
    """

    start: int
    end: int
    text: str
    blank_before: bool
    blank_after: bool
    kind: str | None = None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the line."""
        return words_in(self.text)

    @cached_property
    def closed(self) -> bool:
        """Whether the line ends as a sentence does."""
        return bool(_CLOSED.search(self.text))

    @cached_property
    def plain(self) -> str:
        """The line in small letters, without marks at its edges, to look labels up by."""
        return " ".join(self.text.lower().replace("’", "'").strip(" \t\xa0:.…?!•·*|>»→-–—()[]").split())

    @cached_property
    def reads_on(self) -> bool:
        """Whether the line looks like reporting: an ended sentence of some length."""
        return self.closed and len(self.words) >= 5

    @cached_property
    def is_turn(self) -> bool:
        """Whether the line opens a turn of a transcript."""
        return is_turn(self.text)

    @cached_property
    def is_list_item(self) -> bool:
        """Whether the line is an item of a list."""
        return is_item(self.text)


@dataclass(frozen=True)
class Page:
    """The lines of a page in order."""

    text: str
    lines: tuple[PageLine, ...]

    @cached_property
    def wrapped(self) -> bool:
        """Whether the text was wrapped to a width, so that a line is no paragraph."""
        return wrapped_at([line.strip(EDGE) for line in self.text.splitlines()]) is not None

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How often each line stands on the page."""
        return Counter(line.plain for line in self.lines)

    @cached_property
    def speakers(self) -> frozenset[str]:
        """Who takes turns in a transcript: the names before a colon that head two lines or more."""
        names = Counter(line.text.partition(":")[0] for line in self.lines if line.is_turn)
        return frozenset(name for name, count in names.items() if count > 1)

    @cached_property
    def body_from(self) -> int:
        """The number of the first line that reads on as reporting; the number of lines where none does."""
        return next(
            (n for n, line in enumerate(self.lines) if line.kind is None and line.reads_on), len(self.lines)
        )


Marks = Mapping[int, str]
Rule = Callable[[Page, Marks], Iterable[tuple[int, str]]]
Cut = tuple[int, int, str]
Cutter = Callable[[str], Iterable[Cut]]


def words_in(text: str) -> tuple[str, ...]:
    """The words and numbers of a text."""
    return tuple(_WORD.findall(text))


def page_of(text: str, cutters: Iterable[Cutter]) -> Page:
    """The page of a text, its lines cut where a cutter finds furniture in them."""
    cutters = tuple(cutters)
    lines: list[PageLine] = []
    found = [match for match in _LINE.finditer(text) if match[0].strip(EDGE)]
    for number, match in enumerate(found):
        previous = found[number - 1].end() if number else 0
        following = found[number + 1].start() if number + 1 < len(found) else len(text)
        blank_before = number == 0 or _has_blank_line(text[previous : match.start()])
        blank_after = number + 1 == len(found) or _has_blank_line(text[match.end() : following])
        pieces = list(_pieces(match[0], cutters))
        for place, (start, end, kind) in enumerate(pieces):
            first, last = place == 0, place + 1 == len(pieces)
            low, high = match.start() + start, match.start() + end
            around = (blank_before and first, blank_after and last)
            lines.append(PageLine(low, high, text[low:high], around[0], around[1], kind))
    return Page(text, tuple(lines))


def _has_blank_line(between: str) -> bool:
    """Whether an empty line stands between two lines."""
    return len(re.findall(r"\r\n|[\n\r\u2028\u2029\x85]", between)) > 1


def _pieces(line: str, cutters: Iterable[Cutter]) -> Iterator[tuple[int, int, str | None]]:
    """The pieces of a line in order, blank edges left out."""
    cuts: list[Cut] = []
    for cutter in cutters if len(line) <= _LONGEST_CUT else ():
        for cut in cutter(line):
            if not any(cut[0] < other[1] and other[0] < cut[1] for other in cuts):
                cuts.append(cut)
    at = 0
    for start, end, kind in sorted(cuts):
        yield from _trimmed(line, at, (start, None))
        yield from _trimmed(line, start, (end, kind))
        at = end
    yield from _trimmed(line, at, (len(line), None))


def _trimmed(line: str, start: int, rest: tuple[int, str | None]) -> Iterator[tuple[int, int, str | None]]:
    """The range without blank edges, where something is left."""
    end, kind = rest
    while start < end and line[start] in EDGE:
        start += 1
    while end > start and line[end - 1] in EDGE:
        end -= 1
    if start < end:
        yield start, end, kind
