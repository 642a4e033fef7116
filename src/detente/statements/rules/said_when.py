"""Dates that a sentence writes out in full; a year that is not written is not filled in."""

from __future__ import annotations

from detente.corpus.dating.written import written_dates
from detente.kernel.dates import Precision


def date_in(text: str) -> str | None:
    """The one explicit date of a sentence as an ISO day or month, None where there is not exactly one."""
    found = [one.when for one in written_dates(text)]
    for precision in (Precision.DAY, Precision.MONTH):
        mine = [when for when in found if when.precision is precision]
        if mine:
            return mine[0].isoformat() if len(mine) == 1 else None
    return None
