"""Days and instants as people write them on a command line."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from detente.kernel.dates import parse_when
from detente.kernel.errors import BadDate


def last_day(text: str | None, option: str) -> date | None:
    """The last day of `2025-03-11`, `2025-03`, `2025` or an interval; None for none. Raises BadDate."""
    if text is None:
        return None
    try:
        day = parse_when(text).latest
    except BadDate as fault:
        raise BadDate(f"{option}: {fault}") from fault
    if day is None:
        raise BadDate(f"{option}: '{text}' has no last day; write YYYY-MM-DD, YYYY-MM or YYYY")
    return day


def instant(text: str | None, option: str) -> datetime | None:
    """The instant of `2025-03-11T09:30` (UTC unless told), or the end of a day. Raises BadDate."""
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError as fault:
        raise BadDate(
            f"{option}: '{text}' is no instant; write 2025-03-11T09:30 (UTC), 2025-03-11T09:30+02:00 or "
            "2025-03-11"
        ) from fault
    if len(text.strip()) <= len("2025-03-11"):
        at = datetime.combine(at.date(), time.max)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
