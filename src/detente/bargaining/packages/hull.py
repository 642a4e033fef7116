"""Kalai and Smorodinsky's solution for two parties where a draw between two packages may be agreed, in exact fractions.

Kalai and Smorodinsky 1975: the farthest point of the convex hull on the line from the walk-aways to the ideal point, which
has for each party the most it can have while the other stays at or above its walk-away. It is monotone there, and there only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

XY = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Draw:
    """Two packages (places among the given ones; the same twice where no draw is needed) and the chance of the first."""

    first: int
    second: int
    chance: Fraction
    utilities: XY
    ideal: XY


def draw_of(utilities: Sequence[XY], floor: XY) -> Draw | None:
    """The solution over all draws between packages; None where no draw is strictly above both walk-aways."""
    corners = _corners(utilities)
    if not corners:
        return None
    most = _most(corners, utilities, floor)
    if most is None or not (most[0] > floor[0] and most[1] > floor[1]):
        return None
    reach = most[0] - floor[0], most[1] - floor[1]
    limits = [Fraction(1)]
    for a, b in pairwise(corners):
        (ax, ay), (bx, by) = utilities[a], utilities[b]
        nx, ny = ay - by, bx - ax  # both positive: along the frontier x grows and y falls
        limits.append((nx * (ax - floor[0]) + ny * (ay - floor[1])) / (nx * reach[0] + ny * reach[1]))
    part = min(
        limits
    )  # above 0: between the two packages of the ideal lies one strictly above both walk-aways
    return _at(corners, utilities, ((floor[0] + part * reach[0], floor[1] + part * reach[1]), most))


def _corners(utilities: Sequence[XY]) -> list[int]:
    """The places of the corners of the hull's upper right, from the second party's best to the first's."""
    order = sorted(range(len(utilities)), key=lambda i: (-utilities[i][1], -utilities[i][0], i))
    upper: list[int] = []
    for place in order:
        x, y = utilities[place]
        if upper and x <= utilities[upper[-1]][0]:
            continue
        while len(upper) > 1 and _turns_left(utilities[upper[-2]], utilities[upper[-1]], (x, y)):
            upper.pop()
        upper.append(place)
    return upper


def _turns_left(a: XY, b: XY, c: XY) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) >= 0


def _most(corners: Sequence[int], utilities: Sequence[XY], floor: XY) -> XY | None:
    """The ideal point: the most of each on the hull while the other stays at or above its walk-away."""
    line = [utilities[i] for i in corners]
    x = _along([(b, a) for a, b in reversed(line)], floor[1])
    y = _along(line, floor[0])
    return None if x is None or y is None else (x, y)


def _along(line: Sequence[XY], least: Fraction) -> Fraction | None:
    """The greatest second coordinate of a falling line where the first is at least so much; None beyond its end."""
    if line[0][0] >= least:
        return line[0][1]
    for (ax, ay), (bx, by) in pairwise(line):
        if ax < least <= bx:
            return ay + (by - ay) * (least - ax) / (bx - ax)
    return None


def _at(corners: Sequence[int], utilities: Sequence[XY], found: tuple[XY, XY]) -> Draw:
    """The draw that gives a point on the hull's upper right."""
    (x, y), ideal = found
    for a, b in pairwise(corners):
        (ax, _), (bx, _) = utilities[a], utilities[b]
        if ax <= x <= bx:
            chance = (bx - x) / (bx - ax)
            one = a if chance == 1 else b if chance == 0 else None
            return (
                Draw(one, one, Fraction(1), (x, y), ideal)
                if one is not None
                else Draw(a, b, chance, (x, y), ideal)
            )
    only = corners[0] if x <= utilities[corners[0]][0] else corners[-1]
    return Draw(only, only, Fraction(1), utilities[only], ideal)
