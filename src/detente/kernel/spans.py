"""Spans: half-open ranges of code points in one document, the only coin of evidence."""

from __future__ import annotations

from dataclasses import dataclass

from detente.kernel.errors import EvidenceMismatch


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points [start, end) in the unaltered text of one document."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse ranges that cannot lie in any text."""
        if not 0 <= self.start < self.end:
            raise EvidenceMismatch(
                f"span {self.start}-{self.end} is empty or reversed; a span starts at 0 or later and ends after its start"
            )

    def of(self, text: str) -> str:
        """The words of the span; raises EvidenceMismatch where it reaches past the end of the text."""
        if self.end > len(text):
            raise EvidenceMismatch(
                f"span {self.start}-{self.end} reaches past the end of a text of {len(text)} characters"
            )
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two ranges share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether the other range lies wholly in this one."""
        return self.start <= other.start and other.end <= self.end
