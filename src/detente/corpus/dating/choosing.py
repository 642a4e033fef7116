"""Choosing among candidates: the story's first day by the surest that nothing contradicts, and its newest change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from detente.corpus.dating.candidates import LIBRARY, Candidate, Role, days_apart
from detente.corpus.document import Sureness
from detente.kernel.dates import Precision
from detente.kernel.problems import Problem

_RANK: dict[Sureness, int] = {"guess": 0, "likely": 1, "sure": 2}
_FARTHEST_ZONE = 14 * 60  # minutes that a place on earth can be ahead of UTC
_BEHIND_ZONE = 12 * 60
_DAY = 24 * 60
_EARLIEST = date(1800, 1, 1)


def best(candidates: Iterable[Candidate], role: Role) -> Candidate | None:
    """The surest candidate of a role, the first of equals; a day by UTC gives way to the same moment's own day."""
    fitting = [one for one in candidates if one.role == role]
    if not fitting:
        return None
    top = max(_RANK[one.sure] for one in fitting)
    equal = [one for one in fitting if _RANK[one.sure] == top]
    return next((one for one in equal[1:] if is_own_day(equal[0], one)), equal[0])


def is_own_day(universal: Candidate, other: Candidate) -> bool:
    """Whether the other gives the local day of the same moment that the first gives by UTC."""
    day, there = universal.when.earliest, other.when.earliest
    if universal.utc is None or other.utc is not None or day is None or there is None:
        return False
    if other.when.precision is not Precision.DAY or universal.when.precision is not Precision.DAY:
        return False
    if there - day == timedelta(1):
        return universal.utc + _FARTHEST_ZONE >= _DAY
    return day - there == timedelta(1) and universal.utc < _BEHIND_ZONE


def torn(candidates: Sequence[Candidate], place: str) -> tuple[Problem, ...]:
    """A problem where two sure candidates for the publication lie more than a day apart."""
    sure = [one for one in candidates if one.role == "published" and one.sure == "sure"]
    for other in sure[1:]:
        if days_apart(sure[0].when, other.when) > 1:
            first = sure[0]
            message = (
                f"{first.detail} says {first.when.isoformat()}, {other.detail} says {other.when.isoformat()}"
            )
            return (Problem("dates-differ", place, message, "give the right day in metadata.csv"),)
    return ()


def possible(candidates: Iterable[Candidate], today: date | None) -> tuple[Candidate, ...]:
    """The candidates that a report can be from: not from the far past, and not from after today."""
    last = today + timedelta(1) if today else None
    return tuple(
        one
        for one in candidates
        if one.when.earliest is not None
        and one.when.earliest >= _EARLIEST
        and (last is None or one.when.earliest <= last)
    )


def published_of(candidates: Sequence[Candidate]) -> Candidate | None:
    """The day of the story: the first publication that a notice tells, else the surest that is not contradicted."""
    given = next((one for one in candidates if one.role == "published" and one.way == "given"), None)
    first = best(candidates, "first")
    if given is not None:
        return given
    ways = sorted((one for one in candidates if one.role == "published"), key=_worth)
    chosen = next((one for one in ways if not _contradicted(one, candidates)), None)
    if first is not None and (
        chosen is None or chosen.way not in {"message", "table", "feed"} or chosen.sure != "sure"
    ):
        return first if chosen is None or _is_before(first, chosen) else chosen
    if chosen is None:
        return None
    return next((one for one in ways if one.way == "text" and is_own_day(chosen, one)), chosen)


def updated_of(candidates: Sequence[Candidate], published: Candidate | None) -> Candidate | None:
    """The newest change that is told, if it is not from before the publication."""
    told = [one for one in candidates if one.role == "updated" and one.when.latest is not None]
    told = [one for one in told if published is None or not _is_before(one, published)]
    if not told:
        return None
    return max(told, key=lambda one: (one.when.latest or _EARLIEST, _RANK[one.sure]))


def _worth(one: Candidate) -> tuple[int, int]:
    """The order in which candidates are asked, the surest first; labels before places on the page."""
    by_label = one.detail.startswith("the label")
    order = 0 if by_label else 1 if one.way == "markup" else 2 if one.detail != "a day in the address" else 3
    finer = 0 if one.when.precision is Precision.DAY else 1
    end = "at the end" in one.detail
    return (
        -_RANK[one.sure],
        10 * finer + order + 5 * (one.way == "file") + 2 * end + 6 * (one.detail == LIBRARY),
    )


def _contradicted(one: Candidate, others: Sequence[Candidate]) -> bool:
    """Whether something surer or plainer tells that this day is not the publication's."""
    if one.sure == "sure":
        return False
    for other in others:
        same = days_apart(one.when, other.when) == 0
        if other.role in {"shown", "reposted"} and same and one.sure == "guess":
            return True
        if other.role == "reposted" and same and one.way in {"markup", "text"}:
            return True
        if other.role == "updated" and days_apart(one.when, other.when) > 1 and _is_before(other, one):
            return True
        # The address was made when the report came out; a bare line of a later day is that of a visit or change.
        late = other.detail == "a day in the address" and _is_before(other, one)
        if late and one.way == "text" and not one.detail.startswith("the label"):
            return days_apart(one.when, other.when) > 1
    return False


def _is_before(one: Candidate, other: Candidate) -> bool:
    """Whether one's last day lies before the other's first."""
    return one.when.certainly_before(other.when)
