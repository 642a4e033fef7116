"""The three times of a record: when it was said, when it was published, when it was entered (DESIGN §1.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from detente.kernel.dates import UNKNOWN, When


@dataclass(frozen=True, slots=True)
class Times:
    """`said` or held, `published` (first member of its story), `recorded` (entered into the project, UTC)."""

    said: When = UNKNOWN
    published: When = UNKNOWN
    recorded: datetime | None = None

    def as_plain(self) -> dict[str, str | None]:
        """The three times as text, None where unknown."""
        return {
            "said": self.said.isoformat(),
            "published": self.published.isoformat(),
            "recorded": self.recorded.isoformat() if self.recorded else None,
        }
