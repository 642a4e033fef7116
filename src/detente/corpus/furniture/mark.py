"""Furniture of pasted text: menus, captions, credits, teasers, bylines and notices, marked and never cut.

Rules tell how pages look, in English, Russian and Ukrainian; a classifier trained on pages of our own weighs
them with all else that a piece of a page shows. Neither knows a publisher or a report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from detente.corpus.document import Furniture
from detente.corpus.furniture.classifier import Classifier, Judgement, shipped_classifier
from detente.corpus.furniture.pieces import Piece
from detente.corpus.furniture.rules import CUT, RuledPage, ruled, with_blanks
from detente.corpus.prose import EDGE
from detente.kernel.spans import Span

__all__ = ["mark_by_rules", "mark_furniture", "with_blanks"]

# Rules that know furniture by its own words or signs. On the training pages 98 of 100 characters that they mark
# are furniture (`benchmarks/furniture.py` prints it), as many as where the classifier, trained on other pages,
# calls a piece furniture; and they hold on pages unlike those. The rules that go by place (names at the head,
# what repeats, runs of short lines) are only among its features, but for the first title of a page: 131 of 134.
_SURE_RULES = frozenset(
    {"labels", "captions_and_credits", "dates_and_bylines", "teasers", "contents", "biographies"}
)
_SURE_CUTS = frozenset({"credit", "date"})
_GUESSES = frozenset({"head", "repeated"})
# A piece is furniture below this likelihood of being reporting. A sentence of the body lost is worse than a
# caption left, so that an ended sentence needs more; and so does what no rule marks on a page without furniture
# that the rules are sure of.
_OPEN_BELOW = 0.5
_ENDED_BELOW = ((30, 0.4), (60, 0.15), (10**9, 0.05))  # by words of the piece
_PLAIN_BELOW = 0.2
_ENDED = re.compile(r"[.!?…][\"”’'»“)\]]*$")
_LINE_END = re.compile(r"[\r\n\u2028\u2029\x85]")
_EXPORT = re.compile(r"\s*[{\[]\s*[{\[\s]*\"[\w-]+\"\s*:")
_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)(?:\"|$)", re.DOTALL)
_LONG_VALUE = 120


def mark_furniture(text: str, *, classifier: Classifier | None = None) -> tuple[Furniture, ...]:
    """The furniture of a pasted text in order; pieces do not overlap, and reporting stays unmarked.

    Without a classifier the shipped one judges; where that cannot be opened, the rules alone do.
    """
    if _EXPORT.match(text):
        return _marked_export(text)
    page = ruled(text)
    classifier = classifier or shipped_classifier()
    judgements = classifier.judge(page) if classifier is not None else ()
    return _ordered(_judged(page, judgements) if judgements else _by_rules(page), page)


def mark_by_rules(text: str) -> tuple[Furniture, ...]:
    """The furniture that the rules alone mark."""
    if _EXPORT.match(text):
        return _marked_export(text)
    page = ruled(text)
    return _ordered(_by_rules(page), page)


def _judged(page: RuledPage, judgements: Iterable[Judgement]) -> Iterator[Furniture]:
    """The pieces that a sure rule or the classifier takes for furniture."""
    titles = (number for number, verdict in page.verdicts.items() if verdict == ("head", "title"))
    title = min(titles, default=-1)
    plain = all(rule in _GUESSES for rule, _ in page.verdicts.values())
    for judgement in judgements:
        piece = judgement.piece
        kind = "title" if piece.line == title and _is_whole(page, piece) else _sure_kind(page, piece)
        if kind is None and _is_turn(page, piece):
            continue
        strict = plain and piece.line not in page.verdicts
        if kind is not None or judgement.reporting < (_PLAIN_BELOW if strict else _below(piece)):
            yield Furniture(Span(piece.start, piece.end), kind or judgement.kind)


def _below(piece: Piece) -> float:
    """How likely a piece may at most be reporting to be marked: the more of the body is lost by a mistake, the less."""
    if not _ENDED.search(piece.text):
        return _OPEN_BELOW
    return next(below for longest, below in _ENDED_BELOW if len(piece.words) <= longest)


def _sure_kind(page: RuledPage, piece: Piece) -> str | None:
    """The kind that a sure rule gives a piece which is the whole of the line that the rule marked."""
    rule, kind = page.verdicts.get(piece.line, ("", ""))
    if rule == CUT and kind == "caption":
        # What stands right before a credit is its caption; what stands before that may be reporting.
        return kind if piece.end == page.page.lines[piece.line].end else None
    sure = rule in _SURE_RULES or (rule == CUT and kind in _SURE_CUTS)
    return kind if sure and _is_whole(page, piece) else None


def _is_turn(page: RuledPage, piece: Piece) -> bool:
    """Whether a piece opens a turn of somebody who takes several: a transcript is reporting, however short."""
    line = page.page.lines[piece.line]
    return line.is_turn and line.text.partition(":")[0] in page.page.speakers


def _is_whole(page: RuledPage, piece: Piece) -> bool:
    """Whether a piece is all of its line."""
    line = page.page.lines[piece.line]
    return (piece.start, piece.end) == (line.start, line.end)


def _by_rules(page: RuledPage) -> Iterator[Furniture]:
    """The lines that a rule marked."""
    for number, (_, kind) in page.verdicts.items():
        line = page.page.lines[number]
        yield Furniture(Span(line.start, line.end), kind)


def _ordered(found: Iterable[Furniture], page: RuledPage) -> tuple[Furniture, ...]:
    """The pieces and the time codes in the order of the text, neighbours of one kind on one line joined."""
    codes = (Furniture(Span(start, end), "date") for start, end in page.codes)
    text = page.page.text
    joined: list[Furniture] = []
    for piece in sorted((*found, *codes), key=lambda piece: piece.span):
        last = joined[-1] if joined else None
        if last is not None and last.kind == piece.kind:
            between = text[last.span.end : piece.span.start]
            if not between.strip(EDGE) and not _LINE_END.search(between):
                joined[-1] = Furniture(Span(last.span.start, piece.span.end), piece.kind)
                continue
        joined.append(piece)
    return tuple(joined)


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
