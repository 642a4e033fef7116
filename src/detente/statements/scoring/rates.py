"""Rates: measures of summed tallies, with bootstrap intervals over documents.

Percentile intervals: Efron and Tibshirani 1993, *An Introduction to the Bootstrap*, §13.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from random import Random

from detente.statements.scoring.tallies import FIELDS, SETS, Tally, at


@dataclass(frozen=True, slots=True)
class Rate:
    """A share in [0, 1] of `of` cases, with its 95% interval over documents; None where `of` is 0."""

    value: float | None
    low: float | None
    high: float | None
    of: int


@dataclass(frozen=True, slots=True)
class Measure:
    """A ratio of summed columns: `times` the hits over the others. F1 is 2 hits over coded and read."""

    name: str
    hits: str
    over: tuple[str, ...]
    times: int = 1


def measures(thresholds: Iterable[float]) -> tuple[Measure, ...]:
    """Every measure of the codebook, in the order of a page."""
    found: list[Measure] = []
    for name in SETS:
        hit, gold, read = f"{name}.hit", f"{name}.gold", f"{name}.read"
        found += [
            Measure(f"{name}_f1", hit, (gold, read), 2),
            Measure(f"{name}_precision", hit, (read,)),
            Measure(f"{name}_recall", hit, (gold,)),
        ]
    for field in FIELDS:
        found += [
            Measure(f"{field}_accuracy", f"{field}.right", (f"{field}.all",)),
            Measure(f"{field}_majority", f"{field}.guessed", (f"{field}.all",)),
        ]
    for threshold in thresholds:
        name = at(threshold)
        found += [
            Measure(f"precision_{name}", f"{name}.hit", (f"{name}.read",)),
            Measure(f"recall_{name}", f"{name}.hit", ("positions.gold",)),
            Measure(f"term_precision_{name}", f"{name}.term_hit", (f"{name}.term_read",)),
        ]
    return tuple(found)


def summed(tallies: Iterable[Tally]) -> dict[str, int]:
    """The sum of tallies, column by column."""
    found: dict[str, int] = {}
    for one in tallies:
        for name, count in one.items():
            found[name] = found.get(name, 0) + count
    return found


def value_of(measure: Measure, total: Tally) -> float | None:
    """The measure of a total; None where there was nothing to measure."""
    over = sum(total.get(name, 0) for name in measure.over)
    return measure.times * total.get(measure.hits, 0) / over if over else None


def plain_rates(wanted: Iterable[Measure], tallies: Iterable[Tally]) -> dict[str, float | None]:
    """The values of measures over some documents, micro-averaged, without intervals."""
    total = summed(tallies)
    return {m.name: value_of(m, total) for m in wanted}


def rates(
    wanted: Sequence[Measure], tallies: Sequence[Tally], *, seed: int, resamples: int
) -> dict[str, Rate]:
    """Micro-averaged values with 95% percentile intervals over documents drawn with replacement.

    The same seed and documents in the same order give the same intervals. An interval is widened to hold
    its value, which a percentile interval of a few documents may miss.
    """
    columns = sorted({name for m in wanted for name in (m.hits, *m.over)})
    place = {name: i for i, name in enumerate(columns)}
    table = [[one.get(name, 0) for one in tallies] for name in columns]
    chance = Random(seed)  # noqa: S311  (repeatable resampling, no secret)
    drawn: list[list[float]] = [[] for _ in wanted]
    plan = [(place[m.hits], m.times, [place[name] for name in m.over]) for m in wanted]
    every = range(len(tallies))
    for _ in range(resamples if tallies else 0):
        chosen = chance.choices(every, k=len(tallies))
        sums = [sum(map(column.__getitem__, chosen)) for column in table]
        for values, (hits, times, over) in zip(drawn, plan, strict=True):
            whole = sum(sums[i] for i in over)
            if whole:
                values.append(times * sums[hits] / whole)
    total = summed(tallies)
    return {m.name: _rate(m, total, values) for m, values in zip(wanted, drawn, strict=True)}


def _rate(measure: Measure, total: Mapping[str, int], drawn: list[float]) -> Rate:
    value = value_of(measure, total)
    of = sum(total.get(name, 0) for name in measure.over)
    if value is None or not drawn:
        return Rate(value, value, value, of)
    drawn.sort()
    low, high = drawn[floor(0.025 * (len(drawn) - 1))], drawn[ceil(0.975 * (len(drawn) - 1))]
    return Rate(value, min(low, value), max(high, value), of)
