"""Pictures of results as data: what stands where and in which words; how they are drawn is the exporters' matter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Look = Literal["plain", "faint", "strong", "dashed", "filled", "hollow"]


@dataclass(frozen=True, slots=True)
class Point:
    """A package: its worth to the first and the second party; `name` where it is a named solution."""

    x: float
    y: float
    name: str = ""
    full: str = ""


@dataclass(frozen=True, slots=True)
class Scatter:
    """A frontier, other packages, named solutions, and each party's walk-away (None where none was entered)."""

    title: str
    words: str
    axes: tuple[str, str]
    frontier: tuple[Point, ...]
    others: tuple[Point, ...] = ()
    solutions: tuple[Point, ...] = ()
    walk_away: tuple[float | None, float | None] = (None, None)
    kind: Literal["scatter"] = "scatter"


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing that is not known, and the result at its two ends (`low` and `high`, in any order)."""

    label: str
    low: float
    high: float
    low_words: str = ""
    high_words: str = ""


@dataclass(frozen=True, slots=True)
class Tornado:
    """Bars around the result as it stands (`middle`), on a scale from `start` to `end`; `unit` is what the scale counts."""

    title: str
    words: str
    unit: str
    middle: float
    start: float
    end: float
    bars: tuple[Bar, ...]
    kind: Literal["tornado"] = "tornado"


@dataclass(frozen=True, slots=True)
class Node:
    """One box: its id, a short text, what a pointer on it reads; `look` tells what it rests on."""

    id: str
    label: str
    full: str = ""
    look: Look = "plain"


@dataclass(frozen=True, slots=True)
class Links:
    """Boxes left and right, in reading order, and pairs (left id, right id)."""

    title: str
    words: str
    heads: tuple[str, str]
    left: tuple[Node, ...]
    right: tuple[Node, ...]
    pairs: tuple[tuple[str, str], ...]
    kind: Literal["links"] = "links"


@dataclass(frozen=True, slots=True)
class Reach:
    """What a party takes: the places of the options that it does not exclude, on the words named in `full`."""

    party: str
    places: tuple[int, ...]
    full: str = ""
    look: Look = "filled"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a move: a party from one place to another (places as in `Reach`)."""

    party: str
    start: int
    end: int
    full: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """One issue: its name, its options in order, who reaches where, and the steps of a move."""

    title: str
    options: tuple[str, ...]
    reaches: tuple[Reach, ...]
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Axes:
    """Issues one under another; parties keep their shape through all of them."""

    title: str
    words: str
    rows: tuple[Axis, ...]
    kind: Literal["axes"] = "axes"


Picture = Scatter | Tornado | Links | Axes
