"""Furniture of pasted text: menus, captions, credits, teasers, bylines and notices, marked and never cut.

The rules tell how pages look, in English, Russian and Ukrainian; none knows a publisher or a report.
"""

from __future__ import annotations

import re

from detente.corpus.document import Furniture
from detente.corpus.furniture.credits import captions_and_credits, cut_credits, cut_sign_off
from detente.corpus.furniture.datelines import cut_datelines, cut_time_codes, dates_and_bylines
from detente.corpus.furniture.headings import contents, head, repeated
from detente.corpus.furniture.labels import labels, menu_runs
from detente.corpus.furniture.page import Rule, page_of
from detente.corpus.furniture.tails import biographies, teasers
from detente.kernel.spans import Span

_CUTTERS = (cut_datelines, cut_credits, cut_sign_off)
# In this order: a line keeps the kind that the first rule gives it.
_RULES: tuple[Rule, ...] = (
    dates_and_bylines, captions_and_credits, labels, menu_runs, teasers, contents,
    head, repeated, biographies,
)  # fmt: skip
_EXPORT = re.compile(r"\s*[{\[]\s*[{\[\s]*\"[\w-]+\"\s*:")
_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)(?:\"|$)", re.DOTALL)
_LONG_VALUE = 120


def mark_furniture(text: str) -> tuple[Furniture, ...]:
    """The furniture of a pasted text in order; pieces do not overlap, and reporting stays unmarked."""
    if _EXPORT.match(text):
        return _marked_export(text)
    codes = tuple(cut_time_codes(text))
    shown = with_blanks(text, codes)
    page = page_of(shown, _CUTTERS)
    marks = {number: line.kind for number, line in enumerate(page.lines) if line.kind is not None}
    for rule in _RULES:
        for number, kind in list(rule(page, marks)):
            marks.setdefault(number, kind)
    found = [Furniture(Span(page.lines[n].start, page.lines[n].end), kind) for n, kind in marks.items()]
    found += [Furniture(Span(start, end), "date") for start, end in codes]
    return tuple(sorted(found, key=lambda piece: piece.span))


def with_blanks(text: str, ranges: tuple[tuple[int, int], ...]) -> str:
    """The text with the ranges blank, its length kept."""
    parts: list[str] = []
    at = 0
    for start, end in ranges:
        parts += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def _marked_export(text: str) -> tuple[Furniture, ...]:
    """The furniture of a record that a machine exported: all of it but its long values."""
    found: list[Furniture] = []
    at = 0
    for value in _STRING.finditer(text):
        if len(value[1]) < _LONG_VALUE:
            continue
        if text[at : value.start(1)].strip():
            found.append(Furniture(Span(at, value.start(1)), "label"))
        at = value.end(1)
    # Without a single long value there is no telling what in the record is reporting.
    if found and text[at:].strip():
        found.append(Furniture(Span(at, len(text)), "label"))
    return tuple(found)
