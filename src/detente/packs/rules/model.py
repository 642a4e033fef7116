"""What a rule is made of: terms on issues, joined by and, or, not; and the rule itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Operator = Literal["in", "contains", "measures"]
Shape = Literal["implies", "contradicts", "holds", "excluded", "makes"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A range of numbers in the unit of the issue; an end that is None is open to that side."""

    low: Fraction | None
    high: Fraction | None
    low_in: bool = True
    high_in: bool = True
    unit: str = ""

    def __str__(self) -> str:
        """As a pack writes it, operator first: `<=800000 personnel`, ` in 30..60 days`."""
        unit = f" {self.unit}" if self.unit else ""
        if self.low is not None and self.low == self.high:
            return f"={_written(self.low)}{unit}"
        if self.low is None and self.high is not None:
            return f"{'<=' if self.high_in else '<'}{_written(self.high)}{unit}"
        if self.high is None and self.low is not None:
            return f"{'>=' if self.low_in else '>'}{_written(self.low)}{unit}"
        return f" in {_written(self.low or Fraction(0))}..{_written(self.high or Fraction(0))}{unit}"


def _written(number: Fraction) -> str:
    return f"{float(number):.15g}"


@dataclass(frozen=True, slots=True)
class Term:
    """One test of one issue. `in`: its value is one of `options`; `contains`: a set contains one; `measures`: a number fits.

    `instance` "*" stands for every instance, None for the issue's only one.
    """

    issue: str
    instance: str | None
    operator: Operator
    options: tuple[str, ...] = ()
    quantity: Quantity | None = None

    def __str__(self) -> str:
        """The term as a pack writes it."""
        where = self.issue + (f"[{self.instance}]" if self.instance else "")
        if self.quantity is not None:
            return f"{where}{self.quantity}"
        if self.operator == "contains":
            return f"{where} contains {' or '.join(self.options)}"
        if len(self.options) == 1:
            return f"{where}={self.options[0]}"
        return f"{where} in {{{', '.join(self.options)}}}"


@dataclass(frozen=True, slots=True)
class Not:
    """That something does not hold."""

    of: Condition

    def __str__(self) -> str:
        """With brackets, so that it reads one way only."""
        return f"not ({self.of})"


@dataclass(frozen=True, slots=True)
class Joined:
    """Several conditions joined. `each`: one rule written for several instances, meant for each of them by itself."""

    word: Literal["and", "or", "each"]
    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        """With brackets around what is itself joined."""
        word = "and" if self.word == "each" else self.word
        return f" {word} ".join(f"({p})" if isinstance(p, Joined) else str(p) for p in self.parts)


Condition = Term | Not | Joined


@dataclass(frozen=True, slots=True)
class Rule:
    """`left` implies or contradicts `right`, must hold, or is excluded. `makes`: with `right`, what follows in words."""

    shape: Shape
    left: Condition
    right: Condition | None = None
    consequence: str = ""

    @property
    def condition(self) -> Condition:
        """What a package must satisfy that keeps the rule."""
        if self.right is None:
            return Not(self.left) if self.shape == "excluded" else self.left
        if self.shape == "implies":
            return Joined("or", (Not(self.left), self.right))
        return Not(Joined("and", (self.left, self.right)))

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term of the rule, in the order of writing."""
        return (*terms_of(self.left), *(terms_of(self.right) if self.right else ()))


def terms_of(condition: Condition) -> Iterator[Term]:
    """The terms of a condition, in the order of writing."""
    if isinstance(condition, Term):
        yield condition
    elif isinstance(condition, Not):
        yield from terms_of(condition.of)
    else:
        for part in condition.parts:
            yield from terms_of(part)


def quantity_in_words(quantity: Quantity) -> str:
    """A range of numbers in plain words: `at most 800,000 personnel`, `between 30 and 60 days`."""
    unit = f" {quantity.unit}" if quantity.unit else ""
    low, high = (None if end is None else f"{float(end):,.15g}" for end in (quantity.low, quantity.high))
    if low is not None and low == high:
        return f"{low}{unit}"
    if low is None:
        return f"{'at most' if quantity.high_in else 'less than'} {high}{unit}"
    if high is None:
        return f"{'at least' if quantity.low_in else 'more than'} {low}{unit}"
    return f"from {low} to {high}{unit}"
