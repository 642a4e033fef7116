"""Dates with precision: a day, a month, a year, an interval, or unknown."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.kernel.errors import BadDate


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    INTERVAL = "interval"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of days in which something was said or happened: from `earliest` to `latest`, both included."""

    earliest: date | None
    latest: date | None
    precision: Precision

    @property
    def known(self) -> bool:
        """Whether anything at all is known."""
        return self.precision is not Precision.UNKNOWN

    def certainly_before(self, other: When) -> bool:
        """Whether every day of this stretch lies before every day of the other."""
        return self.latest is not None and other.earliest is not None and self.latest < other.earliest

    def not_after(self, day: date) -> bool:
        """Whether it can have happened by the end of the given day; an unknown date can."""
        return self.earliest is None or self.earliest <= day

    def isoformat(self) -> str | None:
        """`2025-03-13`, `2025-03`, `2025`, `2025-03-13/2025-03-20`, or None where unknown."""
        first, last = self.earliest, self.latest
        if self.precision is Precision.UNKNOWN:
            return None
        if self.precision is Precision.DAY and first:
            return first.isoformat()
        if self.precision is Precision.MONTH and first:
            return first.isoformat()[:7]
        if self.precision is Precision.YEAR and first:
            return first.isoformat()[:4]
        return f"{first.isoformat() if first else '..'}/{last.isoformat() if last else '..'}"


UNKNOWN = When(None, None, Precision.UNKNOWN)

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")


def on(day: date) -> When:
    """A single known day."""
    return When(day, day, Precision.DAY)


def between(first: date | None, last: date | None) -> When:
    """An interval, open where an end is None; raises BadDate where it runs backwards."""
    if first is None and last is None:
        return UNKNOWN
    if first and last and first > last:
        raise BadDate(f"the interval {first}/{last} runs backwards; write the earlier day first")
    return When(first, last, Precision.INTERVAL)


def by(last: date) -> When:
    """A day that is known only as an upper bound (the publication date of a report)."""
    return When(None, last, Precision.INTERVAL)


def _day(text: str) -> date | None:
    if text in {"", ".."}:
        return None
    if not _DAY.fullmatch(text):
        raise BadDate(f"'{text}' is no day; write YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise BadDate(
            f"'{text}' does not exist in the calendar ({fault}); write a real day or only YYYY-MM"
        ) from fault


def parse_when(text: str | None) -> When:
    """Read `2025-03-13`, `2025-03`, `2025`, `2025-03-13/2025-03-20` (an end may be `..`) or None; raises BadDate."""
    if text is None or not text.strip():
        return UNKNOWN
    text = text.strip()
    if "/" in text:
        first, _, last = text.partition("/")
        return between(_day(first.strip()), _day(last.strip()))
    if _YEAR.fullmatch(text) and int(text) > 0:
        year = int(text)
        return When(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)
    month = _MONTH.fullmatch(text)
    if month:
        year, number = int(month[1]), int(month[2])
        if not (1 <= number <= 12 and year > 0):
            raise BadDate(f"'{text}' has no such month; months run from 01 to 12")
        return When(date(year, number, 1), date(year, number, monthrange(year, number)[1]), Precision.MONTH)
    day = _day(text)
    if day is None:
        raise BadDate(f"'{text}' is no date; write YYYY-MM-DD, YYYY-MM, YYYY or DAY/DAY")
    return on(day)
