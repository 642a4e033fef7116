"""Numbers of an issue: its named values on one scale, the intervals between them, and what an option reaches (DESIGN §6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.packs.model import Leaf, Option

_NUMBER = r"\d+(?:\.\d+)?(?:e[+-]?\d+)?"
_NUMBERS = re.compile(rf"{_NUMBER}|{_NUMBER}\.\.(?:{_NUMBER})?|\.\.{_NUMBER}")


@dataclass(frozen=True, slots=True)
class Reach:
    """A stretch of the scale; an end that is None goes on without end. `low_in`, `high_in`: whether the end belongs to it."""

    low: Fraction | None
    high: Fraction | None
    low_in: bool = True
    high_in: bool = True

    def inside(self, other: Reach) -> bool:
        """Whether all of it lies in another."""
        return _after(self, other) and _after(_mirrored(self), _mirrored(other))

    def apart(self, other: Reach) -> bool:
        """Whether it shares no number with another."""
        return _ends_before(self, other) or _ends_before(other, self)


def _mirrored(reach: Reach) -> Reach:
    low, high = (None if end is None else -end for end in (reach.high, reach.low))
    return Reach(low, high, reach.high_in, reach.low_in)


def _after(one: Reach, other: Reach) -> bool:
    """Whether one starts no lower than the other."""
    if other.low is None:
        return True
    if one.low is None:
        return False
    return one.low > other.low or (one.low == other.low and (other.low_in or not one.low_in))


def _ends_before(one: Reach, other: Reach) -> bool:
    if one.high is None or other.low is None:
        return False
    return one.high < other.low or (one.high == other.low and not (one.high_in and other.low_in))


def exact(number: float) -> Fraction:
    """A number as the pack writes it, not as the machine rounds it."""
    return Fraction(str(number))


def written(number: Fraction) -> str:
    """A number in the name of a value."""
    return f"{float(number):.15g}"


def scale(options: Iterable[Option]) -> list[str]:
    """The values of a numeric issue from low to high: named numbers, and the intervals between them (`600000..800000`)."""
    measured = [o for o in options if o.value is not None]
    numbers = sorted({exact(n) for o in measured for n in (o.value, o.to) if n is not None})
    if not numbers:
        return []
    values = [f"..{written(numbers[0])}"]
    for i, number in enumerate(numbers):
        here = [o.id for o in measured if o.value is not None and exact(o.value) == number and o.to is None]
        values += here or [written(number)]
        following = written(numbers[i + 1]) if i + 1 < len(numbers) else ""
        values.append(f"{written(number)}..{following}")
    return values


def reach_of_value(leaf: Leaf, value: str) -> Reach | None:
    """Where a value of a package stands on the scale; None where it is no number."""
    option = leaf.option(value)
    if option is not None:
        return None if option.value is None else Reach(exact(option.value), exact(option.value))
    if not _NUMBERS.fullmatch(value):
        return None
    low, dots, high = value.partition("..")
    ends = [Fraction(end) if end else None for end in (low, high if dots else low)]
    return Reach(ends[0], ends[1], low_in=not dots, high_in=not dots)


def reach_of_option(option: Option) -> Reach | None:
    """What an option reaches: its number, its range, or with a direction all on that side; None where it has no number."""
    if option.value is None:
        return None
    low, high = exact(option.value), exact(option.value if option.to is None else option.to)
    if option.direction == "at_most":
        return Reach(None, high)
    return Reach(low, None) if option.direction == "at_least" else Reach(low, high)


def within(leaf: Leaf, reach: Reach, values: Sequence[str]) -> tuple[str, ...]:
    """The values that lie wholly in a stretch."""
    return tuple(v for v in values if (r := reach_of_value(leaf, v)) is not None and r.inside(reach))


def value_at(leaf: Leaf, number: float, values: Sequence[str]) -> str | None:
    """The value that a bare number is: a named one, or the interval it lies in."""
    place = Reach(exact(number), exact(number))
    found = (v for v in values if (r := reach_of_value(leaf, v)) is not None and place.inside(r))
    return next(found, None)


def in_words(value: str, unit: str | None) -> str | None:
    """A value that is a number or an interval, in plain words; None where it is neither."""
    if not _NUMBERS.fullmatch(value):
        return None
    low, dots, high = value.partition("..")
    ends = [f"{float(end):,.15g}" if end else "" for end in (low, high)]
    counted = f" {unit}" if unit else ""
    if not dots:
        return f"{ends[0]}{counted}"
    if low and high:
        return f"between {ends[0]} and {ends[1]}{counted}"
    return f"more than {ends[0]}{counted}" if low else f"less than {ends[1]}{counted}"
