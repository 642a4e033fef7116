"""What can be reckoned over all packages at once: how many, the best few, the Pareto frontier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

from detente.bargaining.packages.circuit import Circuit, TooMany, reckon
from detente.bargaining.packages.space import Space
from detente.bargaining.port import Expired

_LARGEST = 2**62
_BLOCK = 256
Worth = Mapping[str, Mapping[str, int]]
"""What each value of each variable adds; a variable that is not in it adds nothing."""
Point = tuple[int, ...]
"""What a package is worth to each party, in order, then the number of the package."""


class _Count:
    def pick(self, variable: str, values: tuple[str, ...]) -> int:  # noqa: ARG002
        return len(values)

    def both(self, one: int, other: int) -> int:
        return one * other

    def either(self, one: int, other: int) -> int:
        return one + other


def count(circuit: Circuit) -> int:
    """How many packages there are, exactly."""
    return reckon(circuit, _Count()) or 0


@dataclass(frozen=True, slots=True)
class _Best:
    worth: Worth
    digits: Worth
    most: int

    def pick(self, variable: str, values: tuple[str, ...]) -> list[Point]:
        worth, digits = self.worth.get(variable, {}), self.digits[variable]
        return self._kept([(worth.get(v, 0), digits[v]) for v in values])

    def both(self, one: list[Point], other: list[Point]) -> list[Point]:
        return self._kept([(a[0] + b[0], a[1] + b[1]) for a in one for b in other])

    def either(self, one: list[Point], other: list[Point]) -> list[Point]:
        return self._kept([*one, *other])

    def _kept(self, points: list[Point]) -> list[Point]:
        return nsmallest(self.most, points, key=lambda p: (-p[0], p[1]))


def best(circuit: Circuit, space: Space, worth: Worth, *, most: int = 1) -> list[Point]:
    """The packages of greatest worth, best first, equals by number: (worth, number). Exact."""
    return reckon(circuit, _Best(worth, space.digits(), most)) or []


@dataclass(frozen=True, slots=True)
class _Frontier:
    worths: Sequence[Worth]
    digits: Worth
    expired: Expired

    def pick(self, variable: str, values: tuple[str, ...]) -> list[Point]:
        tables, digits = [w.get(variable, {}) for w in self.worths], self.digits[variable]
        return self._kept([(*(t.get(v, 0) for t in tables), digits[v]) for v in values])

    def both(self, one: list[Point], other: list[Point]) -> list[Point]:
        if len(one) == 1 or len(other) == 1:  # a shift leaves a frontier a frontier
            return [tuple(map(int.__add__, a, b)) for a in one for b in other]
        if len(self.worths) == 2:
            return self._both_of_two(one, other)
        return self._kept([tuple(map(int.__add__, a, b)) for a in one for b in other])

    def _both_of_two(self, one: list[Point], other: list[Point]) -> list[Point]:
        """As `both`; of points that are worth the same to the first party only the best is kept on the way."""
        top: dict[int, tuple[int, int]] = {}
        for first, second, number in one:
            if self.expired():
                raise TooMany
            for mine, theirs, more in other:
                worth, there = first + mine, second + theirs
                known = top.get(worth)
                if known is None or there > known[0] or (there == known[0] and number + more < known[1]):
                    top[worth] = (there, number + more)
        return self._kept([(worth, *rest) for worth, rest in top.items()])

    def either(self, one: list[Point], other: list[Point]) -> list[Point]:
        return self._kept([*one, *other])

    def _kept(self, points: list[Point]) -> list[Point]:
        return undominated(points, expired=self.expired)


def undominated(points: Sequence[Point], *, expired: Expired = lambda: False) -> list[Point]:
    """The points that no other betters for one party without loss to another; of equal ones that of the smallest number."""
    ordered = sorted(points, key=lambda p: (*(-x for x in p[:-1]), p[-1]))
    if not ordered:
        return []
    if len(ordered[0]) == 3:
        kept, highest = [], None
        for point in ordered:
            if highest is None or point[1] > highest:
                kept.append(point)
                highest = point[1]
        return kept
    whole = max(abs(x) for p in ordered for x in p[:-1]) < _LARGEST
    return _swept(ordered, expired) if whole else _compared(ordered, expired)


def _compared(ordered: Sequence[Point], expired: Expired) -> list[Point]:
    """The undominated ones of points in descending order, each compared with those before."""
    kept: list[Point] = []
    for point in ordered:
        if expired():
            raise TooMany
        if not any(all(a >= b for a, b in zip(k[:-1], point[:-1], strict=True)) for k in kept):
            kept.append(point)
    return kept


def _swept(ordered: Sequence[Point], expired: Expired) -> list[Point]:
    """As `_compared`, in blocks of whole numbers that a machine word holds."""
    import numpy as np

    kept: list[Point] = []
    known = np.empty((0, len(ordered[0]) - 1), dtype=np.int64)
    for start in range(0, len(ordered), _BLOCK):
        if expired():
            raise TooMany
        block = ordered[start : start + _BLOCK]
        table = np.array([p[:-1] for p in block], dtype=np.int64)
        left = [i for i, under in enumerate(_under(table, known)) if not under]
        few = _compared([block[i] for i in left], lambda: False)
        kept.extend(few)
        known = np.concatenate(
            [known, np.array([p[:-1] for p in few], dtype=np.int64).reshape(-1, known.shape[1])]
        )
    return kept


def _under(table: Any, known: Any) -> Any:
    """Which rows have a known one at or above them in every column."""
    above = known[None, :, 0] >= table[:, None, 0]
    for column in range(1, table.shape[1]):
        above &= known[None, :, column] >= table[:, None, column]
    return above.any(axis=1)


def frontier(circuit: Circuit, space: Space, worths: Sequence[Worth], *, expired: Expired) -> list[Point]:
    """The whole Pareto frontier, exact, the first party's best first. Raises TooMany where it does not end in time."""
    return reckon(circuit, _Frontier(worths, space.digits(), expired)) or []
