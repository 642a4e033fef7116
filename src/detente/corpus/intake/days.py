"""Days: dates as files write them (ISO, mail, feeds, spreadsheets, seconds since 1970) to days with precision."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from detente.kernel.dates import UNKNOWN, When, on, parse_when
from detente.kernel.errors import BadDate

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s].*)?$", re.DOTALL)
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}.{0,10})?$")
_POINTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[\s,].*)?$", re.DOTALL)
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[\s,].*)?$", re.DOTALL)
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})(?:[\sT].*)?$", re.DOTALL)
_DAY_FIRST = re.compile(r"(?:[^\W\d_]+\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+([^\W\d_]{3,})\.?,?\s+(\d{4})\b")
_MONTH_FIRST = re.compile(r"(?:[^\W\d_]+,\s+)?([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_SECONDS = re.compile(r"(\d{9,10})(?:\.\d+)?$|(\d{12,13})$")
_MONTHS = (
    ("jan", "янв", "січ"), ("feb", "фев", "лют"), ("mar", "мар", "бер"), ("apr", "апр", "кві"),
    ("may", "май", "мая", "тра"), ("jun", "июн", "чер"), ("jul", "июл", "лип"), ("aug", "авг", "сер"),
    ("sep", "сен", "вер"), ("oct", "окт", "жов"), ("nov", "ноя", "лис"), ("dec", "дек", "гру"),
)  # fmt: skip
# A clock that was never set says 1970, and no report is from after this.
_FIRST, _LAST = date(1400, 1, 1), date(2100, 1, 1)
_UNSET = date(1970, 1, 1)


def day_of(value: object) -> When:
    """The day that a value of a table or feed stands for, as it is written there; UNKNOWN where it is empty.

    Raises BadDate where it cannot be told: no date, no such day, the zero of a clock, 3/4/2025.
    """
    if isinstance(value, datetime):
        return _on(value.date(), value)
    if isinstance(value, date):
        return _on(value, value)
    if value is None or isinstance(value, bool):
        return UNKNOWN
    text = str(value).strip()
    if not text or text.lower() in {"nan", "nat", "none", "null", "n/a", "-"}:
        return UNKNOWN
    return _written(text[:200])


def mail_day(header: str) -> When:
    """The day of a mail's `Date`, where it was sent; raises BadDate."""
    try:
        return _on(parsedate_to_datetime(header).date(), header)
    except (ValueError, TypeError, IndexError, OverflowError) as fault:
        raise BadDate(f"'{header[:80]}' is no day of the calendar") from fault


def _written(text: str) -> When:
    """The day of a date in one of the forms that tables and feeds use."""
    for pattern, order in ((_ISO, "ymd"), (_YEAR_FIRST, "ymd"), (_POINTS, "dmy")):
        found = pattern.match(text)
        if found:
            parts = dict(zip(order, map(int, found.groups()), strict=True))
            return _calendar(parts["y"], (parts["m"], parts["d"]), text)
    found = _SLASHES.match(text)
    if found:
        return _slashed((int(found[1]), int(found[2])), int(found[3]), text)
    seconds = _SECONDS.match(text)
    if seconds:
        moment = int(seconds[1]) if seconds[1] else int(seconds[2]) // 1000
        return _on(datetime.fromtimestamp(moment, UTC).date(), text)
    found = _PACKED.match(text)
    if found:
        return _calendar(int(found[1]), (int(found[2]), int(found[3])), text)
    return _named(text) or _mail_or_precise(text)


def _named(text: str) -> When | None:
    """The day of a date whose month is a word."""
    first = _DAY_FIRST.match(text)
    if first and _month(first[2]):
        return _calendar(int(first[3]), (_month(first[2]), int(first[1])), text)
    second = _MONTH_FIRST.match(text)
    if second and _month(second[1]):
        return _calendar(int(second[3]), (_month(second[1]), int(second[2])), text)
    return None


def _mail_or_precise(text: str) -> When:
    """The day of a date as mails write it, else a year, a month or an interval."""
    if "," in text or ":" in text:
        return mail_day(text)
    when = parse_when(text)
    if when.earliest is not None:
        _on(when.earliest, text)
    return when


def _slashed(numbers: tuple[int, int], year: int, text: str) -> When:
    """3/14/2025 and 14/3/2025 tell themselves apart; 3/4/2025 does not."""
    first, second = numbers
    if first != second and first <= 12 and second <= 12:
        raise BadDate(f"'{text}' can be two days; write YYYY-MM-DD")
    month, day = (second, first) if first > 12 else (first, second)
    return _calendar(year, (month, day), text)


def _month(word: str) -> int:
    """The number of a month by its first letters in English, Russian or Ukrainian; 0 where it is none."""
    start = word[:3].lower()
    return next((number for number, starts in enumerate(_MONTHS, 1) if start in starts), 0)


def _calendar(year: int, month_day: tuple[int, int], text: str) -> When:
    """The day, if the calendar has it."""
    try:
        return _on(date(year, *month_day), text)
    except ValueError as fault:
        raise BadDate(f"'{text}' does not exist in the calendar; write a real day") from fault


def _on(day: date, text: object) -> When:
    """The day, if a report can be from it."""
    if not _FIRST <= day < _LAST or day == _UNSET:
        raise BadDate(f"'{text}' cannot be the day of a report; write the real one")
    return on(day)
