"""Relative dates: the days that `on Thursday`, `last month` or `two days before the call` mean, with the reason.

Conventions: quality/dates/README.md. Tense decides between past and future; a phrase that leans on another event
takes that event's day from the text or from what the caller gives; without anything to lean on it stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from detente.corpus.dating.anchors import Anchor, anchor_for, anchors_in
from detente.corpus.dating.conventions import Days, in_years, month_of, nearest, period, year_of
from detente.corpus.dating.meanings import Answer, Grain, by_tense, meaning, said, told
from detente.corpus.dating.phrases import Phrase, number_of, phrases, unit_of
from detente.corpus.dating.tense import is_future
from detente.corpus.dating.written import Written, written_dates
from detente.corpus.document import Document
from detente.kernel.dates import UNKNOWN, Precision, When, between, on
from detente.kernel.spans import Span

_ANY_DAY = date(2000, 1, 1)  # where a year is named, the publication tells nothing


@dataclass(frozen=True, slots=True)
class Resolved:
    """A phrase of time: its words, the days it means, the unit it names, and why, for a reader."""

    span: Span
    when: When
    precision: Grain
    reason: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a phrase stands: its text, the day of publication, the days of events it may lean on."""

    text: str
    published: date | None
    anchors: tuple[Anchor, ...]


def relative_dates(
    text: str, *, published: date | None, anchors: Iterable[tuple[str, When]] = ()
) -> tuple[Resolved, ...]:
    """Every phrase of time of a text and every date that it writes, in order, with the days that each means.

    `anchors` are events as the caller words them, with their days.
    """
    dates = written_dates(text)
    given = tuple(Anchor(words, when, None) for words, when in anchors)
    place = _Place(text, published, given)
    found: list[Resolved] = []
    met = [phrase for phrase in phrases(text) if not any(_within(one, phrase) for one in dates)]
    covered = [one for one in dates if not any(_covers(phrase, one) for phrase in met)]
    found += [_of_written(one, place) for one in covered]
    later: list[Phrase] = []
    for phrase in met:
        (later if phrase.kind in {"anchored", "since", "beside"} else []).append(phrase)
        if phrase.kind not in {"anchored", "since", "beside"}:
            found.append(_of_phrase(phrase, place))
    place = _Place(text, published, (*given, *anchors_in(text, [(one.span, one.when) for one in found])))
    found += [_of_phrase(phrase, place) for phrase in later]
    return tuple(sorted(found, key=lambda one: one.span))


def resolve(
    text: str,
    span: tuple[int, int] | Span | str,
    *,
    published: date | None,
    anchors: Iterable[tuple[str, When]] = (),
) -> Resolved:
    """The days that one phrase of a text means; `span` may be its words, of which the first place counts."""
    if isinstance(span, str):
        start = max(0, text.find(span))
        span = (start, start + max(1, len(span)))
    asked = span if isinstance(span, Span) else Span(*span)
    found = [
        one for one in relative_dates(text, published=published, anchors=anchors) if one.span.overlaps(asked)
    ]
    if not found:
        return Resolved(asked, UNKNOWN, "unknown", "no day, week, month or year is named")
    return max(
        found,
        key=lambda one: (min(one.span.end, asked.end) - max(one.span.start, asked.start), one.when.known),
    )


def relative_dates_of(
    document: Document, *, anchors: Iterable[tuple[str, When]] = ()
) -> tuple[Resolved, ...]:
    """The phrases of time of a document, by its day of publication where one day is known."""
    published = document.metadata.published
    day = published.latest if published.precision is Precision.DAY else None
    return relative_dates(document.text, published=day, anchors=anchors)


def _within(date_: Written, phrase: Phrase) -> bool:
    """Whether a phrase lies within a written date, or shares words with a longer one."""
    share = date_.span.start < phrase.end and phrase.start < date_.span.end
    longer = date_.span.end - date_.span.start >= phrase.end - phrase.start
    return share and longer and phrase.kind not in {"part", "night", "anchored", "beside"}


def _covers(phrase: Phrase, date_: Written) -> bool:
    """Whether a written date is a part of a phrase."""
    return phrase.start < date_.span.end and date_.span.start < phrase.end


def _of_written(one: Written, place: _Place) -> Resolved:
    """A date that is written out, completed by the day of publication where the year is missing."""
    if one.when.known:
        grain: Grain = "day"
        if one.when.precision in {Precision.MONTH, Precision.YEAR}:
            grain = "month" if one.when.precision is Precision.MONTH else "year"
        return Resolved(one.span, one.when, grain, "written out")
    if one.month is None or one.day is None or place.published is None:
        return Resolved(one.span, UNKNOWN, "unknown", "no publication date tells the year")
    future = is_future(place.text, one.span.start, one.span.end)
    days = in_years(place.published, one.month, (one.day, one.last_day or one.day))
    if one.weekday is not None:
        days = [day for day in days if day[0].weekday() == one.weekday] or days
    chosen = nearest(days, place.published, future=future)
    return _resolved(
        one.span, (chosen, "day", f"{by_tense(future)} {said(place.published)}") if chosen else None
    )


def _of_phrase(phrase: Phrase, place: _Place) -> Resolved:
    """A phrase with the days it means."""
    span = Span(phrase.start, phrase.end)
    if phrase.kind in {"anchored", "since", "beside"}:
        return _resolved(span, _ANCHORED[phrase.kind](phrase, place))
    if phrase.kind == "vague":
        return Resolved(span, UNKNOWN, "unknown", "too vague for days")
    if "year" in phrase.parts and "part" in phrase.parts:
        answer = meaning(phrase, place.published or _ANY_DAY, None)
        return _resolved(span, answer and (answer[0], answer[1], "a part of the year that is named"))
    if place.published is None:
        return Resolved(span, UNKNOWN, "unknown", "it leans on the publication date, which is not known")
    future = is_future(place.text, phrase.start, phrase.end)
    return _resolved(span, meaning(phrase, place.published, future))


def _resolved(span: Span, answer: Answer | None) -> Resolved:
    """The answer as a value; unknown where there is none."""
    if answer is None:
        return Resolved(span, UNKNOWN, "unknown", "nothing that it leans on is dated")
    (first, last), grain, reason = answer
    return Resolved(span, _when((first, last)), grain, reason)


def _when(days: Days) -> When:
    """Days as a date with precision."""
    first, last = days
    if first == last:
        return on(first)
    if days == month_of(first.year, first.month):
        return When(first, last, Precision.MONTH)
    if days == year_of(first.year):
        return When(first, last, Precision.YEAR)
    return between(first, last)


def _anchored(phrase: Phrase, place: _Place) -> Answer | None:
    """So many units before or after an event."""
    anchor = anchor_for(phrase.parts["of"], (phrase.start, phrase.end), place.anchors)
    before = phrase.parts["side"].startswith(("before", "prior", "ahead", "до", "перед"))
    return _from_anchor(phrase, anchor, before=before)


def _since(phrase: Phrase, place: _Place) -> Answer | None:
    """So many units earlier or later than what was told before; earlier than nothing told: than the publication."""
    side = phrase.parts["side"]
    before = side.startswith(("earlier", "before", "ранее", "раньше", "раніше", "до"))
    anchor = anchor_for("", (phrase.start, phrase.end), place.anchors)
    if anchor is None and before and place.published is not None:
        anchor = Anchor("the publication", on(place.published), None)
    return _from_anchor(phrase, anchor, before=before)


def _from_anchor(phrase: Phrase, anchor: Anchor | None, *, before: bool) -> Answer | None:
    """The period so many units from an anchor's day."""
    unit, steps = unit_of(phrase.parts["unit"]), number_of(phrase.parts.get("n"))
    day = anchor.when.earliest if anchor and before else anchor.when.latest if anchor else None
    if anchor is None or day is None:
        return None
    days = period(unit, day, -steps if before else steps)
    return told(days, unit, f"{steps} {unit}(s) {'before' if before else 'after'} {anchor.told}")


def _beside(phrase: Phrase, place: _Place) -> Answer | None:
    """The day before or after an event, or the same day."""
    word = next(phrase.parts[key] for key in ("next", "next_s", "next_t", "next_r") if key in phrase.parts)
    steps = 1
    if any(
        part in word
        for part in ("before", "eve", "previous", "preceding", "накануне", "напередодні", "за день")
    ):
        steps = -1
    elif any(part in word for part in ("same", "that", "тот", "того")):
        steps = 0
    anchor = anchor_for(phrase.parts.get("of", ""), (phrase.start, phrase.end), place.anchors)
    alone = word in {"накануне", "напередодні"} and not phrase.parts.get("of")
    if anchor is None and alone and place.published is not None:
        anchor = Anchor("the publication", on(place.published), None)
    day = anchor.when.earliest if anchor and steps < 0 else anchor.when.latest if anchor else None
    if anchor is None or day is None:
        return None
    reason = {-1: "the day before", 0: "the day of", 1: "the day after"}[steps]
    return told(period("day", day, steps), "day", f"{reason} {anchor.told}")


_ANCHORED: Mapping[str, Callable[[Phrase, _Place], Answer | None]] = {
    "anchored": _anchored, "since": _since, "beside": _beside,
}  # fmt: skip
