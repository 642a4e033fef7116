"""Conventions of the calendar: weeks from Monday to Sunday, thirds of months and years, the day a weekday means."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Literal

from detente.corpus.dating.written import calendar_day

Unit = Literal["day", "week", "month", "year"]
Third = Literal["early", "mid", "late"]
Days = tuple[date, date]


def period(unit: Unit, day: date, steps: int = 0) -> Days | None:
    """The calendar day, week, month or year that lies so many steps from that of the day; None past the calendar."""
    try:
        if unit == "day":
            moved = day + timedelta(steps)
            return moved, moved
        if unit == "week":
            first = day - timedelta(day.weekday()) + timedelta(7 * steps)
            return first, first + timedelta(6)
    except OverflowError:
        return None
    months = day.year * 12 + day.month - 1 + steps * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    return year_of(year) if unit == "year" else month_of(year, month + 1)


def month_of(year: int, month: int) -> Days:
    """The days of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def year_of(year: int) -> Days:
    """The days of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def third(days: Days, part: Third) -> Days:
    """The early, middle or late part: of a month days 1-10, 11-20 and the rest; of a year four months each."""
    first, last = days
    if last - first > timedelta(40):
        months = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[part]
        return month_of(first.year, months[0])[0], month_of(first.year, months[1])[1]
    if last - first < timedelta(8):
        ends = {"early": (0, 2), "mid": (2, 4), "late": (4, 6)}[part]
        return first + timedelta(ends[0]), first + timedelta(ends[1])
    ends = {"early": (1, 10), "mid": (11, 20), "late": (21, last.day)}[part]
    return first.replace(day=ends[0]), first.replace(day=ends[1])


def weekday_by(weekday: int, day: date, *, future: bool, strict: bool = False) -> date | None:
    """The latest such weekday not after the day, or the first one after it; `strict` leaves the day itself out."""
    try:
        if future:
            return day + timedelta((weekday - day.weekday() - 1) % 7 + 1)
        back = (day.weekday() - weekday) % 7
        return day - timedelta(7 if strict and back == 0 else back)
    except OverflowError:
        return None


def weekend_by(day: date, *, future: bool) -> Days | None:
    """The latest Saturday and Sunday that have begun, or the first that begin after the day."""
    saturday = weekday_by(5, day, future=future)
    following = period("day", saturday, 1) if saturday else None
    return (saturday, following[0]) if saturday and following else None


def nearest(candidates: Iterable[Days], day: date, *, future: bool | None) -> Days | None:
    """Of the same stretch in several years the one that tense means; without one, that which lies nearest."""
    told = list(candidates)
    past = [one for one in told if one[0] <= day]
    coming = [one for one in told if one[1] >= day]
    if future is None:
        return min(
            told, key=lambda one: min(abs((one[0] - day).days), abs((one[1] - day).days)), default=None
        )
    if future:
        return min(coming, default=None)
    return max(past, default=None)


def in_years(day: date, month: int, number: tuple[int, int] | None) -> list[Days]:
    """A month, or days of it, in the year of the day and the ones beside it."""
    found: list[Days] = []
    for year in range(max(MINYEAR, day.year - 2), min(MAXYEAR, day.year + 2) + 1):
        if number is None:
            found.append(month_of(year, month))
            continue
        first, last = calendar_day(year, month, number[0]), calendar_day(year, month, number[1])
        if first is not None:
            found.append((first, last if last is not None and last >= first else first))
    return found
