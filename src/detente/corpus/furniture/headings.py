"""Headings at the top of a page: title, names and places before the first sentence, and repeated lines."""

from __future__ import annotations

from collections.abc import Iterator

from detente.corpus.furniture.datelines import is_date, is_name
from detente.corpus.furniture.page import Marks, Page, PageLine

_LONGEST_TITLE = 28  # words
_DEEPEST_HEAD = 40  # lines
_LONGEST_LIST = 60  # lines
_TOP = 12  # lines
# Headings inside a report, which may stand before its first sentence.
_SECTIONS = frozenset(
    (
        *(
            "overview",
            "key points",
            "key takeaways",
            "key findings",
            "summary",
            "executive summary",
            "excerpt",
            "abstract",
        ),
        *(
            "background",
            "introduction",
            "conclusion",
            "details",
            "highlights",
            "in brief",
            "what happened",
            "context",
        ),
        *("главное", "кратко", "введение", "подробности", "контекст", "детали", "резюме", "итоги"),
        *("головне", "коротко", "вступ", "подробиці", "деталі", "підсумки"),
    )
)


def head(page: Page, marks: Marks) -> Iterator[tuple[int, str]]:
    """The lines before the first sentence of the report: titles without a full stop, names, places.

    Only where a report follows; a text without any ended sentence has no head that could be told from it.
    """
    body = _body_from(page, marks)
    if body >= len(page.lines) or body > _DEEPEST_HEAD:
        return
    titled = False
    for number in range(body):
        line = page.lines[number]
        if number in marks or is_date(line) or line.plain in _SECTIONS:
            continue
        kind = _head_kind(page, number, titled=titled)
        if kind is None:
            return
        titled = titled or kind == "title"
        yield number, kind


def repeated(page: Page, marks: Marks) -> Iterator[tuple[int, str]]:
    """Lines that the page repeats: copies of a marked line are what it is; an open line is a title."""
    kinds: dict[str, str] = {}
    for number, kind in marks.items():
        kinds.setdefault(page.lines[number].plain, kind)
    has_body = page.body_from < len(page.lines)
    at_top = {line.plain for line in page.lines[:_TOP]}
    for number, line in enumerate(page.lines):
        if number in marks or page.counts[line.plain] < 2 or len(line.words) < 3:
            continue
        if line.is_list_item or line.is_turn:
            continue
        if line.plain in kinds:
            if kinds[line.plain] != "toc":  # The heading that a table of contents names is the report's.
                yield number, kinds[line.plain]
        elif not line.closed and has_body and line.plain in at_top and not page.wrapped:
            yield number, "title"


def contents(page: Page, marks: Marks) -> Iterator[tuple[int, str]]:
    """The entries of a table of contents: short lines under its label that stand again further down."""
    for number, kind in marks.items():
        if kind != "toc":
            continue
        seen: set[str] = set()
        for entry in range(number + 1, min(number + _LONGEST_LIST, len(page.lines))):
            line = page.lines[entry]
            if line.reads_on or len(line.words) > 16 or page.counts[line.plain] < 2 or line.plain in seen:
                break
            seen.add(line.plain)
            yield entry, "toc"


def _body_from(page: Page, marks: Marks) -> int:
    """The first line that is not marked and reads on as reporting, or opens a list, a clause, a letter."""
    first_open = next((number for number in range(len(page.lines)) if number not in marks), len(page.lines))
    for number, line in enumerate(page.lines):
        if number in marks:
            continue
        is_question_title = number == first_open and _asks(line)
        if (line.reads_on and not is_question_title) or _opens_body(page, number):
            return number
    return len(page.lines)


def _asks(line: PageLine) -> bool:
    """Whether a line is one question or exclamation, as a title may be."""
    stops = sum(line.text.count(stop) for stop in ".!?")
    return line.text.endswith(("?", "!")) and stops == 1 and len(line.words) <= 20


def _opens_body(page: Page, number: int) -> bool:
    """Whether a line without full stop belongs to the report: a list item, a clause, or text that wraps."""
    line = page.lines[number]
    after = page.lines[number + 1] if number + 1 < len(page.lines) else None
    if len(line.words) > _LONGEST_TITLE or line.text.endswith((",", ";")):
        return True
    if line.text.endswith(":") and len(line.words) >= 5:
        return True
    if line.text[:1] in '“«"' and line.text[-1:] in '”»"':
        return True
    if line.is_turn and line.text.partition(":")[0] in page.speakers:
        return True
    if line.is_list_item and (number > 0 or (after is not None and after.is_list_item)):
        return True
    wraps = after is not None and not line.blank_after and after.text[:1].islower() and len(line.words) > 5
    return wraps or (page.wrapped and not line.blank_after and len(line.words) > 9)


def _head_kind(page: Page, number: int, *, titled: bool) -> str | None:
    """What an unmarked line of the head is, or None where the head ends with it."""
    line = page.lines[number]
    if (line.closed and not _asks(line)) or line.text.endswith(":"):
        return None
    if len(line.words) <= 3 and (titled or number + 1 < len(page.lines)) and is_name(line.text):
        return "byline" if titled else "label"
    return "byline" if titled and is_name(line.text) and _beside_date(page, number) else "title"


def _beside_date(page: Page, number: int) -> bool:
    """Whether a date stands on the line before or after."""
    around = [page.lines[n] for n in (number - 1, number + 1) if 0 <= n < len(page.lines)]
    return any(line.kind == "date" or is_date(line) for line in around)
