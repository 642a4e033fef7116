"""When a statement was made, or what it tells happened: the date that its sentence names, also in relative words."""

from __future__ import annotations

from collections.abc import Sequence

from detente.corpus.dating.relative import Resolved, relative_dates_of
from detente.corpus.document import Document
from detente.kernel.dates import When
from detente.kernel.spans import Span

_DAY, _GRAINS = "day", frozenset({"day", "month"})


def dates_of(document: Document) -> tuple[Resolved, ...]:
    """The days and months that a document names, "on Tuesday" by its day of publication; none that lie after it."""
    published = document.metadata.published
    return tuple(
        r
        for r in relative_dates_of(document)
        if r.when.known and r.precision in _GRAINS and not _ahead(r.when, published)
    )


def _ahead(when: When, published: When) -> bool:
    return published.known and published.certainly_before(when)


def said_when(dates: Sequence[Resolved], sentence: Span, evidence: Span, *, held: bool) -> str | None:
    """The date of a statement as ISO day or month; None where its sentence names none.

    What stands outside the evidence tells when it was said, what stands inside is a part of what is said: it counts
    only where nothing else does. `held`: of a position or forecast, for which a bare month is mostly history.
    """
    here = [r for r in dates if sentence.contains(r.span) and (r.precision == _DAY or not held)]
    outside = [r for r in here if not evidence.contains(r.span)]
    chosen = min(
        outside or here,
        key=lambda r: max(evidence.start - r.span.end, r.span.start - evidence.end, 0),
        default=None,
    )
    return chosen.when.isoformat() if chosen else None
