"""Dates as a text writes them out, with what each leaves unsaid: `14 March`, `06/09/2023 (Wednesday)`, `травень 2024`.

A day of the calendar is only made where the words leave no doubt; 3/4/2025 keeps both its readings, unless
a weekday beside it, another such date of the text or its language tells which comes first.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from detente.corpus.dating.names import MONTH, WEEKDAY, month_number, weekday_number
from detente.kernel.dates import UNKNOWN, Precision, When, between, on
from detente.kernel.spans import Span

Part = Literal["day", "month", "year", "order"]

_YEAR = r"(?:1[6-9]|20)\d\d"
_DAYS = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th|-?го|-?е)?(?:\s?[-–—]\s?(?P<{0}_last>[0-3]?\d)(?:st|nd|rd|th)?)?"
_AFTER_YEAR = r"(?:\s?(?:г\.|р\.|года|году|год|року|році|рік)(?![^\W\d_]))?"
_CLOCK = (
    r"(?P<clock>(?:\s?[,|•·–—-]?\s?(?:at|в|о|об)?\s?|T)(?P<hour>[0-2]?\d)[:.](?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?"
    r"(?!\d|[.:/]\d)(?P<half>\s?[ap]\.?m\.?)?(?P<zone>\s?\(?(?:Z|GMT|UTC)?\s?(?:[+-]\d\d?(?::?\d\d)?)?\)?)?)?"
)
_BEFORE = rf"(?:(?P<weekday>{WEEKDAY})[.,]?\s+(?:the\s+)?)?"
_BESIDE = rf"(?:,?\s?\(?(?P<beside>{WEEKDAY})\)?)?"
_DATE = re.compile(
    r"(?<![\w.])" + _BEFORE + r"(?:"
    rf"(?P<iso_y>{_YEAR})(?P<sep>[-/.])(?P<iso_m>[01]?\d)(?P=sep)(?P<iso_d>[0-3]?\d)(?!\d)"
    r"|(?P<n1>[0-3]?\d)(?P<nsep>[./-])(?P<n2>[0-3]?\d)(?P=nsep)(?P<ny>(?:19|20)?\d\d)(?![\d/]|[.-]\d)"
    rf"|{_DAYS.format('d1')}\.?\s?(?:of\s+|-)?(?P<m1>{MONTH})\.?(?:,?[\s-]\s?(?P<y1>{_YEAR})(?!\d){_AFTER_YEAR})?"
    rf"|(?P<m2>{MONTH})\.?\s+(?:the\s+)?{_DAYS.format('d2')}(?!\d|[:.,]\d|%)(?:,?\s+(?P<y2>{_YEAR})(?!\d))?"
    rf"|(?P<m3>{MONTH})\.?,?\s+(?:of\s+)?(?P<y3>{_YEAR})(?!\d){_AFTER_YEAR}"
    rf"|(?P<y4>{_YEAR})(?:\s(?:году|года|год|роком|року|році|рік)(?![^\W\d_])|(?<=\b(?:in|of)\s\d\d\d\d)(?![\d-]|[^\W_]))"
    r")" + _CLOCK + _BESIDE,
    re.IGNORECASE,
)  # fmt: skip
_WORDS_TOO = frozenset({"may", "march", "mar"})  # in small letters they are words of another sense
_FIGURE = re.compile(r"\d{1,4}")
_BEFORE_FIGURE, _AFTER_FIGURE = 32, 64
_FIGURES = re.compile(
    rf"(?<![\d/])(\d\d?)[/-](\d\d?)[/-]((?:19|20)?\d\d)(?![\d/])(?:,?\s?\(?({WEEKDAY})\)?)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written: its range in the text, the days it stands for, and the parts that are missing.

    `readings` holds the days that a date of unsaid order can stand for; `clock` is the time of the day as
    minutes from midnight, `offset` the minutes that its clock is ahead of UTC where that is said.
    """

    span: Span
    when: When
    missing: tuple[Part, ...] = ()
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    weekday: int | None = None
    readings: tuple[date, ...] = ()
    clock: int | None = None
    offset: int | None = None

    @property
    def full(self) -> date | None:
        """The one day, where the words give day, month and year."""
        return self.when.earliest if self.when.precision is Precision.DAY else None

    def in_year(self, year: int) -> When:
        """The days in a year, for a date written without one; unknown where that year has no such day."""
        if self.month is None:
            return UNKNOWN
        if self.day is None:
            return _month(year, self.month)
        first = calendar_day(year, self.month, self.day)
        if first is None or (self.weekday is not None and first.weekday() != self.weekday):
            return UNKNOWN
        last = calendar_day(year, self.month, self.last_day) if self.last_day else None
        return between(first, last) if last and last > first else on(first)


def calendar_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def written_dates(text: str, *, language: str | None = None) -> tuple[Written, ...]:
    """Every date of a text in order; those that no calendar has are left out."""
    windows = _windows(text)
    found = [
        one for start, end in windows for match in _DATE.finditer(text, start, end) for one in _read(match)
    ]
    if not any("order" in one.missing for one in found):
        return tuple(found)
    order = _order(text, language)
    return tuple(_ordered(one, order) for one in found)


def _windows(text: str) -> list[tuple[int, int]]:
    """The stretches of a text around its figures: no date is written without one, and most words stand far off."""
    windows: list[tuple[int, int]] = []
    for match in _FIGURE.finditer(text):
        start, end = max(0, match.start() - _BEFORE_FIGURE), min(len(text), match.end() + _AFTER_FIGURE)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _read(match: re.Match[str]) -> Iterator[Written]:
    """The date of a match, nothing where the calendar has no such day."""
    parts = match.groupdict()
    weekday = weekday_number(parts["weekday"] or parts["beside"] or "")
    span = Span(match.start(), match.start() + len(match[0].rstrip()))
    base = Written(span, UNKNOWN, weekday=weekday, clock=_minutes(parts), offset=_offset(parts["zone"]))
    if parts["iso_y"]:
        yield from _with_day(
            base, calendar_day(int(parts["iso_y"]), int(parts["iso_m"]), int(parts["iso_d"]))
        )
    elif parts["n1"]:
        yield from _numeric(base, parts)
    elif parts["y4"]:
        year = int(parts["y4"])
        when = When(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)
        yield _made(base, when, ("day", "month"))
    else:
        yield from _named(base, parts)


def _named(base: Written, parts: dict[str, str | None]) -> Iterator[Written]:
    """A date whose month is a word."""
    month = month_number(parts["m1"] or parts["m2"] or parts["m3"] or "")
    day = parts["d1"] or parts["d2"]
    last = parts["d1_last"] or parts["d2_last"]
    year = parts["y1"] or parts["y2"] or parts["y3"]
    word = parts["m1"] or parts["m2"] or parts["m3"] or ""
    if not month or (year is None and word in _WORDS_TOO):
        return
    if day is None:
        if year:
            yield _made(base, _month(int(year), month), ("day",), month=month)
        return
    number, end = int(day), int(last) if last else None
    if not 1 <= number <= 31 or calendar_day(2000, month, number) is None:
        return
    end = end if end is not None and number < end <= 31 else None
    partial = _made(base, UNKNOWN, ("year",), month=month, day=(number, end))
    if year is None:
        yield partial
        return
    first = calendar_day(int(year), month, number)
    if first is not None:
        when = Written.in_year(_without_weekday(partial), int(year))
        yield _made(base, when, (), month=month, day=(number, end))


def _numeric(base: Written, parts: dict[str, str | None]) -> Iterator[Written]:
    """A date in figures: points put the day first, strokes leave it open."""
    first, second = int(parts["n1"] or 0), int(parts["n2"] or 0)
    written, sep = parts["ny"] or "", parts["nsep"]
    if sep == "-" and len(written) == 2:
        return
    if sep == "." and len(written) == 2 and not (len(parts["n1"] or "") == len(parts["n2"] or "") == 2):
        return
    year = int(written) if len(written) == 4 else int(written) + (2000 if int(written) < 70 else 1900)
    days = [calendar_day(year, second, first), calendar_day(year, first, second)]
    if days[0] is not None and (sep == "." or days[0] == days[1]):
        days = days[:1]
    readings = [day for day in days if day is not None]
    told = [day for day in readings if day.weekday() == base.weekday]
    if len(readings) > 1 and len(told) == 1:
        readings = told
    if len(readings) == 1:
        yield from _with_day(base, readings[0])
    elif readings:
        yield Written(base.span, UNKNOWN, ("order",), weekday=base.weekday, readings=tuple(readings),
                      clock=base.clock, offset=base.offset)  # fmt: skip


def _order(text: str, language: str | None) -> str | None:
    """Which comes first in the text's figures: told by the dates that can be read in one way only."""
    told = set()
    for match in _FIGURES.finditer(text):
        first, second = int(match[1]), int(match[2])
        if first > 12 >= second or second > 12 >= first:
            told.add("day" if first > 12 else "month")
        elif match[4] and (weekday := weekday_number(match[4])) is not None:
            days = {"day": calendar_day(int(match[3]), second, first),
                    "month": calendar_day(int(match[3]), first, second)}  # fmt: skip
            fitting = [order for order, day in days.items() if day is not None and day.weekday() == weekday]
            told |= set(fitting) if len(fitting) == 1 else set()
    if len(told) == 1:
        return told.pop()
    return "day" if not told and language in {"ru", "uk"} else None


def _ordered(one: Written, order: str | None) -> Written:
    """A date of unsaid order with the order of its text."""
    if order is None or len(one.readings) < 2:
        return one
    day = one.readings[0] if order == "day" else one.readings[1]
    return next(_with_day(one, day))


def _with_day(base: Written, day: date | None) -> Iterator[Written]:
    """The date of a full day."""
    if day is not None:
        yield _made(base, on(day), (), month=day.month, day=(day.day, None))


def _made(
    base: Written,
    when: When,
    missing: tuple[Part, ...],
    *,
    month: int | None = None,
    day: tuple[int | None, int | None] = (None, None),
) -> Written:
    """The date with its days and what is missing."""
    return Written(base.span, when, missing, month, day[0], day[1], base.weekday, (), base.clock, base.offset)


def _without_weekday(one: Written) -> Written:
    """The same date, its weekday left out: where day, month and year are written they count more."""
    return Written(one.span, one.when, one.missing, one.month, one.day, one.last_day)


def _month(year: int, month: int) -> When:
    """A month."""
    return When(date(year, month, 1), date(year, month, monthrange(year, month)[1]), Precision.MONTH)


def _minutes(parts: dict[str, str | None]) -> int | None:
    """The time of the day in minutes."""
    if parts["hour"] is None or int(parts["hour"]) > 23:
        return None
    hour, half = int(parts["hour"]), (parts["half"] or "").strip().lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return hour * 60 + int(parts["minute"] or 0)


def _offset(zone: str | None) -> int | None:
    """Minutes ahead of UTC; None where no zone is said."""
    told = re.search(r"([+-])(\d\d?):?(\d\d)?", zone or "")
    if told:
        minutes = int(told[2]) * 60 + int(told[3] or 0)
        return minutes if told[1] == "+" else -minutes
    return 0 if (zone or "").strip(" ()") else None
