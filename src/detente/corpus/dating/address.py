"""Days in addresses and file names: the path under which a report was put out, the name under which it was kept."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote

from detente.corpus.dating.candidates import Candidate
from detente.corpus.dating.names import MONTH, month_number
from detente.corpus.dating.written import calendar_day
from detente.kernel.dates import Precision, When, on, parse_when

# An archive puts the moment of its crawl before the address that it kept.
_ARCHIVED = re.compile(
    r"^https?://(?:web\.archive\.org/(?:web/)?|archive\.(?:ph|is|today|md|li|vn|fo)/|"
    r"[\w.-]*(?:wayback|webarchive|archive)[\w.-]*/(?:[a-z]+/){0,2})[\d*]{4,14}(?:[a-z]{2}_)?/(?=https?:)",
    re.IGNORECASE,
)
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_PATHS = (
    re.compile(rf"(?<!\d){_YEAR}(?P<s>[/._-])(?P<m>[01]?\d)(?P=s)(?P<d>[0-3]?\d)(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}[/_-](?P<m>{MONTH})[/_-](?P<d>[0-3]?\d)(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\d)(?P<d>[0-3]?\d)[._-](?P<m>[01]\d|{MONTH})[._-]{_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<![^\W\d_])(?P<m>{MONTH})[._-](?P<d>[0-3]?\d)[._-]{_YEAR}(?!\d)", re.IGNORECASE),
)
_MONTH_PATH = re.compile(rf"/{_YEAR}[/-](?P<m>0[1-9]|1[0-2])/(?!\d{{1,2}}(?:/|$))")
_YEAR_PATH = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?!\d)")
_KEPT = re.compile(
    r"(?:^|[^a-z])(?:saved?|crawl(?:ed)?|snapshots?|captured?|capture|downloads?|downloaded|scan(?:ned)?|export(?:ed)?|"
    r"backup|printed|printout|screenshots?|archived?|retrieved|accessed|fetched|clipping|copy|img|dsc|"
    r"сохранен\w*|скачан\w*|распечатка|скан|снимок|збережен\w*|завантажен\w*|роздруківка|знімок|копи[яю]|копія)(?:[^a-z]|$)",
    re.IGNORECASE,
)
_FULL_STAMP = re.compile(r"(?<!\d)\d{14}(?!\d)")


def own_address(url: str | None) -> str:
    """The address of the page itself, without the archive that kept it; empty where there is none."""
    address = (url or "").strip()
    for _ in range(3):
        shorter = _ARCHIVED.sub("", address)
        if shorter == address:
            break
        address = shorter
    return unquote(address)


def by_address(url: str | None) -> Candidate | None:
    """The day in the path of the address, else its month."""
    path = re.sub(r"^https?://[^/]*", "", own_address(url))
    day = _day_in(path)
    if day is not None:
        return Candidate(on(day), "published", "address", "a day in the address", "likely")
    month = _MONTH_PATH.search(path)
    if month is None:
        return None
    when = parse_when(f"{month['y']}-{month['m']}")
    return Candidate(when, "published", "address", "a month in the address", "guess")


def by_file_name(name: str) -> Candidate | None:
    """The day in the name of the file, unless the name says that it is the day of saving."""
    stem = re.split(r"[/\\]", name)[-1]
    if _KEPT.search(stem) or _FULL_STAMP.search(stem):
        return None
    day = _day_in(stem)
    if day is None:
        return None
    return Candidate(on(day), "published", "file", "a day in the file name", "guess")


def year_in_address(url: str | None) -> int | None:
    """The year in the path of the address."""
    found = _YEAR_PATH.findall(re.sub(r"^https?://[^/]*", "", own_address(url)))
    years = {int(year) for year in found}
    return years.pop() if len(years) == 1 else None


def year_of(when: When) -> int | None:
    """The year of a date that lies within one."""
    first, last = when.earliest, when.latest
    told = when.precision is not Precision.UNKNOWN and first is not None and last is not None
    return first.year if told and first and last and first.year == last.year else None


def _day_in(text: str) -> date | None:
    """The one day that a path or name holds; None where it holds none or several."""
    days: set[date] = set()
    for pattern in _PATHS:
        for match in pattern.finditer(text):
            month = int(match["m"]) if match["m"].isdigit() else month_number(match["m"])
            day = calendar_day(int(match["y"]), month, int(match["d"]))
            if day is not None:
                days.add(day)
        if days:
            break
    return days.pop() if len(days) == 1 else None
