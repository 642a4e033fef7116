"""Meanings of the phrases of time that lean on the publication: the days, the unit that is named, and the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal

from detente.corpus.dating.conventions import (
    Days,
    Unit,
    in_years,
    month_of,
    nearest,
    period,
    third,
    weekday_by,
    weekend_by,
    year_of,
)
from detente.corpus.dating.phrases import (
    Phrase,
    month_in,
    number_of,
    step_of,
    third_of,
    unit_of,
    weekday_in,
)

Grain = Literal["day", "week", "month", "year", "unknown"]
Answer = tuple[Days, Grain, str]


def meaning(phrase: Phrase, published: date, future: bool | None) -> Answer | None:  # noqa: FBT001
    """The days of a phrase that leans on the publication; `future` is the tense around it."""
    return _BY_KIND[phrase.kind](phrase, published, future)


def told(days: Days | None, grain: Unit, reason: str) -> Answer | None:
    """An answer, where the calendar has the days."""
    return (days, grain, reason) if days is not None else None


def said(published: date) -> str:
    """The day of publication for a reader."""
    return f"the publication, {published.day} {published:%B %Y}"


def by_tense(future: bool | None) -> str:  # noqa: FBT001
    """How tense chose the year, for a reader."""
    return "nearest to" if future is None else "the next on or after" if future else "the latest on or before"


def _beyond(phrase: Phrase, published: date, _future: bool | None) -> Answer | None:  # noqa: FBT001
    """The day before yesterday, or after tomorrow."""
    word = phrase.parts.get("far") or phrase.parts["far_s"]
    steps = 2 if word.startswith(("after", "после", "після")) else -2
    return told(
        period("day", published, steps),
        "day",
        f"two days {'after' if steps > 0 else 'before'} {said(published)}",
    )


def _day(phrase: Phrase, published: date, _future: bool | None) -> Answer | None:  # noqa: FBT001
    """Yesterday, today, tomorrow."""
    word = phrase.parts["word"]
    steps = 0
    if word in {"yesterday", "вчера", "вчора", "учора", "last night"}:
        steps = -1
    elif word in {"tomorrow", "завтра"}:
        steps = 1
    reason = {-1: "the day before", 0: "the day of", 1: "the day after"}[steps]
    return told(period("day", published, steps), "day", f"{reason} {said(published)}")


def _night(phrase: Phrase, published: date, future: bool | None) -> Answer | None:  # noqa: FBT001
    """A night: the day before and the day itself."""
    day: date | None = published
    if "weekday" in phrase.parts:
        day = weekday_by(weekday_in(phrase.parts["weekday"]), published, future=bool(future))
    elif "month" in phrase.parts:
        number = int(phrase.parts["day"])
        days = in_years(published, month_in(phrase.parts["month"]), (number, number))
        chosen = nearest(days, published, future=future)
        day = chosen[0] if chosen else None
    eve = period("day", day, -1) if day else None
    return told((eve[0], day) if eve and day else None, "day", f"the night into {day}, by {said(published)}")


def _weekday(phrase: Phrase, published: date, future: bool | None) -> Answer | None:  # noqa: FBT001
    """A weekday: of a named week, else the latest or the next."""
    weekday, name = weekday_in(phrase.parts["weekday"]), phrase.parts["weekday"].capitalize()
    if "week" in phrase.parts:
        week = period("week", published, step_of(phrase.parts["week"]))
        days = period("day", week[0], weekday) if week else None
        return told(days, "day", f"{name} of that week, by {said(published)}")
    step = step_of(phrase.parts.get("which"))
    coming = step > 0 or (step == 0 and bool(future))
    day = weekday_by(weekday, published, future=coming, strict=step < 0)
    reason = f"{name} {'after' if coming else 'before' if step < 0 else 'on or before'} {said(published)}"
    return told((day, day) if day else None, "day", reason)


def _weekend(phrase: Phrase, published: date, future: bool | None) -> Answer | None:  # noqa: FBT001
    """The latest weekend, or the next."""
    step = step_of(phrase.parts.get("which"))
    coming = step > 0 or (step == 0 and bool(future))
    days = weekend_by(published, future=coming)
    return told(days, "day", f"the weekend {'after' if coming else 'on or before'} {said(published)}")


def _period(phrase: Phrase, published: date, _future: bool | None) -> Answer | None:  # noqa: FBT001
    """The last, this or the next week, month, year."""
    step, unit = step_of(phrase.parts["which"]), unit_of(phrase.parts["unit"])
    reason = {-1: "before that of", 0: "of", 1: "after that of"}[step]
    return told(period(unit, published, step), unit, f"the {unit} {reason} {said(published)}")


def _lone(phrase: Phrase, published: date, _future: bool | None) -> Answer | None:  # noqa: FBT001
    """`Торік`: last year."""
    steps = -2 if phrase.parts["lone"].startswith("поза") else -1
    return told(period("year", published, steps), "year", f"the year before that of {said(published)}")


def _ago(phrase: Phrase, published: date, _future: bool | None) -> Answer | None:  # noqa: FBT001
    """So many units before the publication."""
    unit, steps = unit_of(phrase.parts["unit"]), number_of(phrase.parts.get("n"))
    return told(period(unit, published, -steps), unit, f"{steps} {unit}(s) before {said(published)}")


def _ahead(phrase: Phrase, published: date, _future: bool | None) -> Answer | None:  # noqa: FBT001
    """So many units after the publication."""
    unit, steps = unit_of(phrase.parts["unit"]), number_of(phrase.parts.get("n"))
    return told(period(unit, published, steps), unit, f"{steps} {unit}(s) after {said(published)}")


def _part(phrase: Phrase, published: date, future: bool | None) -> Answer | None:  # noqa: FBT001
    """The early, middle or late part of a week, month or year."""
    part = third_of(phrase.parts["part"])
    whole, grain = _whole(phrase, published, future)
    return told(
        third(whole, part) if whole else None, grain, f"the {part} part of the {grain}, by {said(published)}"
    )


def _whole(phrase: Phrase, published: date, future: bool | None) -> tuple[Days | None, Unit]:  # noqa: FBT001
    """The week, month or year whose part is meant."""
    if "month" in phrase.parts:
        month = month_in(phrase.parts["month"])
        if "year" in phrase.parts:
            return month_of(int(phrase.parts["year"]), month), "month"
        return nearest(in_years(published, month, None), published, future=_leaning(phrase, future)), "month"
    if "year" in phrase.parts:
        return year_of(int(phrase.parts["year"])), "year"
    unit = unit_of(phrase.parts["unit"])
    return period(unit, published, step_of(phrase.parts.get("which"))), unit


def _leaning(phrase: Phrase, future: bool | None) -> bool | None:  # noqa: FBT001
    """The direction that `last` or `next` gives, else that of the tense."""
    step = step_of(phrase.parts.get("which"))
    return future if step == 0 else step > 0


def _rest(phrase: Phrase, published: date, _future: bool | None) -> Answer | None:  # noqa: FBT001
    """Earlier this week: from its first day to the publication; later: from there to its end."""
    unit, step = unit_of(phrase.parts["unit"]), step_of(phrase.parts["which"])
    whole = period(unit, published, step)
    if whole is None or step:
        return told(whole, unit, f"the {unit} beside that of {said(published)}")
    early = phrase.parts["rest"] in {"earlier", "ранее", "раньше", "раніше"}
    days = (whole[0], published) if early else (published, whole[1])
    return days, unit, f"the {unit} {'up to' if early else 'from'} {said(published)}"


def _month(phrase: Phrase, published: date, future: bool | None) -> Answer | None:  # noqa: FBT001
    """A month without a year."""
    future = _leaning(phrase, future)
    days = in_years(published, month_in(phrase.parts["month"]), None)
    return told(nearest(days, published, future=future), "month", f"{by_tense(future)} {said(published)}")


_BY_KIND: Mapping[str, Callable[[Phrase, date, bool | None], Answer | None]] = {
    "beyond": _beyond, "day": _day, "night": _night, "weekday": _weekday, "weekend": _weekend, "period": _period,
    "lone": _lone, "ago": _ago, "ahead": _ahead, "part": _part, "rest": _rest, "month": _month,
}  # fmt: skip
