"""Days that a sentence names, written out or relative to the publication, as meetings need them."""

from __future__ import annotations

from detente.corpus.dating.relative import relative_dates
from detente.kernel.dates import Precision, When

Dated = tuple[int, int, When]  # start, end, the days


def dates_in(sentence: str, published: When) -> list[Dated]:
    """The days that a sentence names, with their ranges in it; relative words count from a sure publication day."""
    day = published.latest if published.precision is Precision.DAY else None
    return [
        (one.span.start, one.span.end, one.when)
        for one in relative_dates(sentence, published=day)
        if one.when.known
    ]
