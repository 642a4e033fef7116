"""Candidates for the day of a report: each day that something tells, in what role, and how sure that makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.corpus.document import Finding, Sureness, Way
from detente.kernel.dates import When

# `first`: where it first came out, told by a notice of republication; `shown`: the day of rendering or saving.
LIBRARY = "found by htmldate"
Role = Literal["published", "updated", "first", "reposted", "shown"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A day that a report may have come out or been changed on; `detail` names the place, for a reader.

    `utc` is the minute of the day where the source gives the day by UTC, whose day may not be that of the place.
    """

    when: When
    role: Role
    way: Way
    detail: str
    sure: Sureness
    utc: int | None = None

    def finding(self, field: str) -> Finding:
        """How the field was found; a minute by UTC is told, since the day there may not be that of the place."""
        moment = f" ({self.utc // 60:02d}:{self.utc % 60:02d} UTC)" if self.utc is not None else ""
        detail = self.detail if self.detail.endswith(moment) else f"{self.detail}{moment}"
        return Finding(field, self.way, detail, self.sure)


def days_apart(one: When, other: When) -> int:
    """Days between two dates at their nearest; 0 where they overlap or one is open."""
    if one.earliest and other.latest and one.earliest > other.latest:
        return (one.earliest - other.latest).days
    if other.earliest and one.latest and other.earliest > one.latest:
        return (other.earliest - one.latest).days
    return 0
