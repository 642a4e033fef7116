"""Dates that a sentence writes out in full; a year that is not written is not filled in."""

from __future__ import annotations

import re

_MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12,
    "января": 1, "февраля": 2, "марта": 3, "апреля": 4, "мая": 5, "июня": 6, "июля": 7, "августа": 8,
    "сентября": 9, "октября": 10, "ноября": 11, "декабря": 12,
    "січня": 1, "лютого": 2, "березня": 3, "квітня": 4, "травня": 5, "червня": 6, "липня": 7, "серпня": 8,
    "вересня": 9, "жовтня": 10, "листопада": 11, "грудня": 12,
}  # fmt: skip
_NAME = "|".join(_MONTHS)
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+({_NAME})\s+(\d{{4}})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b({_NAME})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)
_MONTH = re.compile(rf"\b({_NAME})\s+(\d{{4}})\b", re.IGNORECASE)


def date_in(text: str) -> str | None:
    """The one explicit date of a sentence as an ISO day or month, None where there is not exactly one."""
    days = [(int(y), _MONTHS[m.lower()], int(d)) for d, m, y in _DAY_FIRST.findall(text)]
    days += [(int(y), _MONTHS[m.lower()], int(d)) for m, d, y in _MONTH_FIRST.findall(text)]
    if len(days) == 1 and 1 <= days[0][2] <= 31:
        return "{:04d}-{:02d}-{:02d}".format(*days[0])
    months = [(int(y), _MONTHS[m.lower()]) for m, y in _MONTH.findall(text)]
    return "{:04d}-{:02d}".format(*months[0]) if not days and len(months) == 1 else None
