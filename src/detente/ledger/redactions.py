"""Redactions: what a tombstone says of a document that was taken out for legal reasons, and what a person must know before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Redaction:
    """A document was taken out: its hash, why, by whom and when; `entries`: how many entries of the chain lost their rows.

    `reviews`: statement id, action, reviewer and time of each review of its lines, without words.
    """

    doc: str
    reason: str
    reviewer: str
    at: datetime
    entries: int = 0
    reviews: tuple[tuple[str, str, str, str], ...] = ()

    def __str__(self) -> str:
        """When, by whom and why, for a person who asks where the document is."""
        return f"redacted on {self.at:%Y-%m-%d} by {self.reviewer}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Loss:
    """What a redaction takes out: how many rows by table, and the names of people who are heard nowhere else.

    `others`: documents of the same story, which may carry the same words and stay.
    """

    doc: str
    name: str
    rows: tuple[tuple[str, int], ...]
    people: tuple[str, ...]
    others: tuple[str, ...]
