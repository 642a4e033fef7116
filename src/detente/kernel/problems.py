"""Problems: faults in the data as values, each with a code, a place and a remedy. They travel beside results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A fault in the data. `place` is a file, line, document or statement id; `remedy` is what a person can do."""

    code: str
    place: str
    message: str
    remedy: str
    severity: Severity = "warning"

    def __str__(self) -> str:
        """One line for a terminal or a list."""
        return f"{self.severity}: {self.place}: {self.message} ({self.remedy}) [{self.code}]"
