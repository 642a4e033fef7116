"""Days that a text sets: by when, from when, until when, and for how long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from detente.corpus.dating.written import Written, written_dates
from detente.kernel.dates import UNKNOWN, When, on

_CUE = 24  # characters before a date in which the word stands that says what the day is
_NEW_YEAR_DAYS = 60  # a date without a year that lies this long before is of the next year
_DUE = re.compile(
    r"\b(?:by|before|until|till|deadline(?: of| for)?|no later than|fixed as|expires?(?: on)?)\s*$",
    re.IGNORECASE,
)
_STARTS = re.compile(r"\b(?:from|starting|beginning|as of|effective)\s*$", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:to|through|until|till|ends?(?: on)?)\s*$", re.IGNORECASE)
_IN_WORDS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_NUMBERS = {word: number for number, word in enumerate(_IN_WORDS, start=1)}
_COUNT = rf"(\d{{1,3}}|{'|'.join(_NUMBERS)})(?:\s?[-–]\s?(\d{{1,3}}))?"
_HALT = re.compile(r"\b(?:halt|truce|ceasefire|cease-fire|pause|lull)\b[^.;]{0,24}$", re.IGNORECASE)
_SPAN = re.compile(
    rf"\b(?P<cue>in|within|for|to)\s+{_COUNT}\s+(?P<unit>hours?|days?|weeks?|months?)\b"
    rf"|\b{_COUNT}[- ](?P<length>hour|day|week|month)\b(?=[^.;]{{0,40}}\b(?:halt|truce|ceasefire|cease-fire|pause|deal|lull)\b)",
    re.IGNORECASE,
)  # fmt: skip
_HOURS = {"hour": 1, "day": 24, "week": 24 * 7, "month": 24 * 30}


class Kind(StrEnum):
    """What a day is for."""

    DUE = "due"
    STARTS = "starts"
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class SetDay:
    """A day that a text sets, and what it is for."""

    kind: Kind
    when: When
    words: str


def set_days(text: str, said: date | None) -> tuple[SetDay, ...]:
    """The days that a text writes out, in order. `said`: the day of the text, which tells the year; else it is not told."""
    found = {(f.kind, f.when, f.when.known or f.words): f for f in reversed([*_written(text, said)])}
    return tuple(found.values())[::-1]


def counted_days(text: str, said: date) -> tuple[SetDay, ...]:
    """The days that follow from a length of time in the first clause of a text: "in 50 days", "a 30-day halt"."""
    return tuple(_counted(text.split(";")[0], said))


def _written(text: str, said: date | None) -> Iterator[SetDay]:
    after_start = False
    for one in written_dates(text, language="en"):
        before = re.sub(r"(?:\d\d:\d\d|noon|midnight)\s*$", "", text[: one.span.start])
        halt = bool(_HALT.search(before)) and (one.last_day is not None or _runs_on(text[one.span.end :]))
        kind = Kind.STARTS if halt else _kind(before[-_CUE:], after_start=after_start)
        words = one.span.of(text).strip()
        if kind is not None and (one.full or one.day is not None):
            yield from _set(kind, _day(one, said), words)
        after_start = kind is Kind.STARTS


def _runs_on(after: str) -> bool:
    """Whether a day is followed by another, up to which something runs."""
    return bool(re.match(r"\s*(?:to|until|till|through|[-–])\s", after))


def _set(kind: Kind, day: When, words: str) -> Iterator[SetDay]:
    """A day that is set; of several days in a row, on which something starts, the first and the last."""
    if kind is Kind.STARTS and day.earliest and day.latest and day.earliest != day.latest:
        yield SetDay(Kind.STARTS, on(day.earliest), words)
        yield SetDay(Kind.ENDS, on(day.latest), words)
    else:
        yield SetDay(kind, day, words)


def _kind(before: str, *, after_start: bool) -> Kind | None:
    if after_start and _ENDS.search(before):
        return Kind.ENDS
    if _DUE.search(before):
        return Kind.DUE
    return Kind.STARTS if _STARTS.search(before) else None


def _day(one: Written, said: date | None) -> When:
    """The day, in the year of the text or the next where it is past; unknown where no year is told."""
    if one.when.known:
        return one.when
    if said is None:
        return UNKNOWN
    found = one.in_year(said.year)
    if found.earliest and (said - found.earliest).days > _NEW_YEAR_DAYS:
        found = one.in_year(said.year + 1)
    return found


def _counted(text: str, said: date) -> Iterator[SetDay]:
    """Days by a length of time (in 50 days, for 120 days, a 30-day halt) from the day of the text; of a range the longer."""
    for match in _SPAN.finditer(text):
        low, high = (match[2], match[3]) if match["cue"] else (match[5], match[6])
        unit = (match["unit"] or match["length"]).lower().rstrip("s")
        count = high or low.lower()
        end = said + timedelta(hours=(_NUMBERS.get(count) or int(count)) * _HOURS[unit])
        if unit != "hour":
            due = (match["cue"] or "").lower() in {"in", "within", "to"}
            yield SetDay(Kind.DUE if due else Kind.ENDS, on(end), match[0].strip())
