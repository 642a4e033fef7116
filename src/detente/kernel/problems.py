"""Problems: faults in the data as values, each with a code, a place and a remedy. They travel beside results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
DRAWING = "\n    "  # starts the lines of a message that draw a place: a rule with its caret


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A fault in the data. `place` is a file, line, document or statement id; `remedy` is what a person can do."""

    code: str
    place: str
    message: str
    remedy: str
    severity: Severity = "warning"

    def __str__(self) -> str:
        """One line for a terminal or a list; under it the drawing that a message may carry after its first line."""
        said, _, drawing = self.message.partition(DRAWING)
        line = f"{self.severity}: {self.place}: {said} ({self.remedy}) [{self.code}]"
        return line + (DRAWING + drawing if drawing else "")

    @property
    def told(self) -> str:
        """Message and remedy, the drawing last."""
        said, _, drawing = self.message.partition(DRAWING)
        return f"{said}; {self.remedy}" + (DRAWING + drawing if drawing else "")
