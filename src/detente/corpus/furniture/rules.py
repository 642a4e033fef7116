"""The rules in their order: a page cut into lines, and which rule marked which line as what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.corpus.furniture.credits import captions_and_credits, cut_credits, cut_sign_off
from detente.corpus.furniture.datelines import cut_datelines, cut_time_codes, dates_and_bylines
from detente.corpus.furniture.headings import contents, head, repeated
from detente.corpus.furniture.labels import labels, menu_runs
from detente.corpus.furniture.page import Page, Rule, page_of
from detente.corpus.furniture.tails import biographies, teasers

_CUTTERS = (cut_datelines, cut_credits, cut_sign_off)
# In this order: a line keeps the kind that the first rule gives it.
_RULES: tuple[Rule, ...] = (
    dates_and_bylines, captions_and_credits, labels, menu_runs, teasers, contents,
    head, repeated, biographies,
)  # fmt: skip
CUT = "cut"


@dataclass(frozen=True, slots=True)
class RuledPage:
    """A page as the rules see it.

    `verdicts` give for a line's number the rule that marked it and the kind; `codes` are the time codes of a
    transcript, which the page shows as blanks.
    """

    page: Page
    verdicts: Mapping[int, tuple[str, str]]
    codes: tuple[tuple[int, int], ...]


def ruled(text: str) -> RuledPage:
    """The page of a text with the verdicts of all rules."""
    codes = tuple(cut_time_codes(text))
    page = page_of(with_blanks(text, codes), _CUTTERS)
    marks = {number: line.kind for number, line in enumerate(page.lines) if line.kind is not None}
    verdicts = {number: (CUT, kind) for number, kind in marks.items()}
    for rule in _RULES:
        for number, kind in list(rule(page, marks)):
            if number not in marks:
                marks[number] = kind
                verdicts[number] = (rule.__name__, kind)
    return RuledPage(page, verdicts, codes)


def with_blanks(text: str, ranges: tuple[tuple[int, int], ...]) -> str:
    """The text with the ranges blank, its length kept."""
    parts: list[str] = []
    at = 0
    for start, end in ranges:
        parts += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*parts, text[at:]])
