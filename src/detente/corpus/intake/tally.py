"""Tally: of problems that repeat within one file, the first are told one by one and the others counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from detente.kernel.problems import Problem

_TOLD_SINGLY = 20


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each kind of problem was met in the file at `place`."""

    place: str
    counts: Counter[str] = field(default_factory=Counter)
    last: dict[str, Problem] = field(default_factory=dict)

    def of(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Those that are told one by one; the others are counted."""
        for problem in problems:
            self.counts[problem.code] += 1
            self.last[problem.code] = problem
            if self.counts[problem.code] <= _TOLD_SINGLY:
                yield problem

    def rest(self) -> Iterator[Problem]:
        """One problem for each kind of which more were met than told."""
        for code, count in self.counts.items():
            if count > _TOLD_SINGLY:
                last = self.last[code]
                message = (
                    f"{count - _TOLD_SINGLY:,} more like these; the last at {last.place}: {last.message}"
                )
                yield Problem(code, self.place, message, last.remedy, last.severity)
