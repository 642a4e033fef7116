"""Intervals: when an undated report was written, from the days and the dated events that it tells of.

What it tells in the past tense had happened when it was written; what it tells in the future had not. An event
alone binds from below only: a history may be written at any later time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from detente.corpus.dating.events import DatedEvent, told_in
from detente.corpus.dating.tense import is_future
from detente.corpus.dating.written import written_dates
from detente.corpus.document import Document
from detente.corpus.sentences.split import sentences
from detente.kernel.dates import UNKNOWN, Precision, When, between
from detente.kernel.spans import Span

_AFTER = re.compile(
    r"(?:\bafter|\bsince|\bfollowing|\bпосле|\bс момента|\bпісля|\bз часу|\bвід часу)\s(?:\S+\s){0,4}$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:\bbefore|\bahead of|\bprior to|\bуntil|\bперед|\bнакануне|\bнапередодні)\s(?:\S+\s){0,4}$",
    re.IGNORECASE,
)
_OF_PICTURES = frozenset({"caption", "credit"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a report that binds the time of its writing: a day that it states, or an event (by id)."""

    span: Span
    event: str | None
    when: When
    future: bool

    @property
    def told(self) -> str:
        """The mention for a reader."""
        what = f"of {self.event}, {self.when.isoformat()}," if self.event else f"of {self.when.isoformat()}"
        return f"it tells {what} as {'still to come' if self.future else 'past'}"


class Writing(NamedTuple):
    """When a report was written as far as its words tell, why, and the mentions that were found."""

    when: When
    reason: str
    mentions: tuple[Mention, ...]


def written_between(
    document: Document, *, events: Sequence[DatedEvent] = (), known: Sequence[DatedEvent] = ()
) -> Writing:
    """The interval in which an undated report was written, by stated days and by events.

    `events` are those of the pack (`events_of`), `known` those that other, dated reports of the corpus tell of.
    """
    mentions = tuple(_mentions(document, (*events, *known)))
    lower = max((one for one in mentions if not one.future), key=_first, default=None)
    upper = min((one for one in mentions if one.future), key=_last, default=None)
    if lower is None and upper is None:
        return Writing(UNKNOWN, "it tells of no dated day or event", mentions)
    if lower is not None and upper is not None and _first(lower) > _last(upper):
        return Writing(UNKNOWN, f"its bounds contradict each other: {lower.told}, and {upper.told}", mentions)
    reasons = [f"not before: {lower.told}"] if lower else []
    reasons += [f"not after: {upper.told}"] if upper else []
    when = between(_first(lower) if lower else None, _last(upper) if upper else None)
    return Writing(when, "; ".join(reasons), mentions)


def _mentions(document: Document, events: Sequence[DatedEvent]) -> Iterator[Mention]:
    """The days and events that the sentences tell of, each as past or as still to come."""
    for span in sentences(document):
        sentence = span.of(document.text)
        for one in written_dates(sentence):
            if one.when.precision not in {Precision.DAY, Precision.MONTH, Precision.INTERVAL}:
                continue
            future = _direction(sentence, (one.span.start, one.span.end))
            if future is not None:
                place = Span(span.start + one.span.start, span.start + one.span.end)
                yield Mention(place, None, one.when, future)
        told = told_in(sentence, events) if events else None
        if told is not None:
            event, (start, end) = told
            future = _direction(sentence, (start, end))
            if future is not None:
                yield Mention(Span(span.start + start, span.start + end), event.id, event.when, future)
    yield from _of_pictures(document)


def _of_pictures(document: Document) -> Iterator[Mention]:
    """The days on which the pictures of a page were taken: it was made no earlier."""
    for piece in document.furniture:
        if piece.kind not in _OF_PICTURES:
            continue
        for one in written_dates(piece.span.of(document.text)):
            if one.when.precision is Precision.DAY:
                at = piece.span.start
                yield Mention(Span(at + one.span.start, at + one.span.end), None, one.when, future=False)


def _direction(sentence: str, place: tuple[int, int]) -> bool | None:
    """Whether a sentence tells something as still to come: by the word before it, else by tense."""
    lead = sentence[: place[0]]
    future = is_future(sentence, place[0], place[0])
    if _AFTER.search(lead):
        # "will meet after the summit" leaves open whether the summit has been.
        return None if future else False
    if _BEFORE.search(lead):
        return None if future is False else True
    return future


def _first(one: Mention) -> date:
    """The first day of a mention."""
    return one.when.earliest or date.min


def _last(one: Mention) -> date:
    """The last day of a mention."""
    return one.when.latest or date.max
