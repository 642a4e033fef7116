"""In how many worlds something holds: the count, its Monte-Carlo interval, and the word that pages print for it."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

_Z = 1.959964  # two-sided 95%
_MOST, _MORE, _LESS, _FEW = 0.8, 0.6, 0.4, 0.2


@dataclass(frozen=True, slots=True)
class Share:
    """Something holds in `count` of `worlds`."""

    count: int
    worlds: int

    @property
    def value(self) -> float:
        """The share, 0 where no world was looked at."""
        return self.count / self.worlds if self.worlds else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval that the number of worlds leaves (Wilson 1927); of the draw only, not of what was read."""
        n = self.worlds
        if not n:
            return 0.0, 1.0
        middle = (self.value + _Z * _Z / (2 * n)) / (1 + _Z * _Z / n)
        half = _Z / (1 + _Z * _Z / n) * sqrt(self.value * (1 - self.value) / n + _Z * _Z / (4 * n * n))
        return max(0.0, round(middle - half, 6)), min(1.0, round(middle + half, 6))

    @property
    def words(self) -> str:
        """In all, most (80% or more), more than half, about half (40 to 60%), less than half, few (20% or less), no worlds."""
        if not self.worlds:
            return "not looked at"
        if self.count in {0, self.worlds}:
            return "in all worlds" if self.count else "in no world"
        bounds = (
            (_MOST, "in most worlds"),
            (_MORE, "in more than half of the worlds"),
            (_LESS, "in about half of the worlds"),
        )
        for least, word in bounds:
            if self.value >= least and (word != bounds[1][1] or self.value > least):
                return word
        return "in few worlds" if self.value <= _FEW else "in less than half of the worlds"
