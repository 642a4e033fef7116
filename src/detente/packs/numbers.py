"""Numbers of a pack: options in the unit of their issue, and what no number of an issue can be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import isfinite

from detente.packs.model import Leaf, Option, TermValue
from detente.packs.units import factor, misfit


def in_unit_of_issue(leaf: Leaf) -> Leaf:
    """The issue with every number in its own unit; what does not fit stays as it is, for the check to tell."""
    if not any(o.unit for o in leaf.options):
        return leaf
    return replace(leaf, options=tuple(_turned(o, leaf.unit or "") for o in leaf.options))


def _turned(option: Option, unit: str) -> Option:
    rate = factor(option.unit, unit) if option.unit else None
    sound = all(n is None or isfinite(n) for n in (option.value, option.to))
    if rate is None or not sound:
        return option
    value, to = (None if n is None else float(Fraction(str(n)) * rate) for n in (option.value, option.to))
    return replace(option, value=value, to=to, unit=None)


def faults_of_numbers(leaf: Leaf) -> Iterator[tuple[str, str]]:
    """What is wrong with the numbers of an issue's options, each with its remedy."""
    for option in leaf.options:
        name = f"option '{option.id}' of '{leaf.id}'"
        carries = [n for n in (option.value, option.to) if n is not None]
        if leaf.type != "numeric":
            if carries or option.direction or option.unit:
                yield (
                    f"{name} carries a number, and the issue is {leaf.type}",
                    "write type: numeric, or take it out",
                )
            continue
        if option.unit is not None:
            reason = f" ({misfit(option.unit, leaf.unit)})" if leaf.unit else ""
            yield (
                f"{name} is in '{option.unit}', the issue in {leaf.unit or 'no unit'}{reason}",
                "write it in the issue's unit",
            )
        yield from _faults_of_values(name, option, carries)


def _faults_of_values(name: str, option: Option, carries: list[float]) -> Iterator[tuple[str, str]]:
    for number in carries:
        if not isfinite(number):
            yield f"{name} is {number}, which is no number", "write a number, or leave `value` out"
        elif number < 0:
            yield f"{name} is {number:g}, below zero", "write it without the sign"
    if option.to is not None and option.value is None:
        yield f"{name} has an end (`to`) and no beginning", "write value: NUMBER beside it"
    elif option.to is not None and option.value is not None and not option.to > option.value:
        yield (
            f"{name} ends at {option.to:g}, where it begins at {option.value:g}",
            "write the lower number as `value`",
        )
    if option.to is not None and option.direction in {"at_most", "at_least"}:
        yield f"{name} is a range and has a direction", "keep `to` or `direction`"
    if option.direction and not carries and not option.could_be:
        yield f"{name} has a direction and no number", "write value: NUMBER beside it"
    if option.could_be and carries:
        yield f"{name} is vague (`could_be`) and has a number", "keep one of the two"


def fault_of_term(leaf: Leaf, value: TermValue) -> str | None:
    """What is wrong with a bare number in a proposal; None where it can be read."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if leaf.type != "numeric":
        return f"'{leaf.id}' is no number, and the term is {value:g}"
    if not isfinite(value) or value < 0:
        return f"'{leaf.id}' cannot be {value:g}"
    if leaf.options and not any(o.value is not None for o in leaf.options):
        return f"'{leaf.id}' has no option with a number beside which {value:g} could stand"
    return None
