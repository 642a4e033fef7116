"""Krippendorff's alpha for nominal values: agreement of several coders beyond chance, with values that may be missing.

Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability*, sections A to C (the coincidences o_cc, the totals n_c and n):
α = ((n − 1) Σ o_cc − Σ n_c (n_c − 1)) / (n (n − 1) − Σ n_c (n_c − 1)).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

DRAWS, SEED = 1_000, 20250311
_LEVELS = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Alpha:
    """Alpha with the 95% interval of resampled units; None where values do not vary, so that chance cannot be told.

    `units`: how many were judged by two coders or more; `values`: how many values they gave to these.
    """

    value: float | None
    low: float | None
    high: float | None
    units: int
    values: int


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Alpha of units, each as the values that coders gave it, missing ones left out; None where values do not vary."""
    agreeing, totals, n = 0.0, Counter[Hashable](), 0
    for values in units:
        m = len(values)
        if m < 2:
            continue
        counts = Counter(values)
        agreeing += sum(c * (c - 1) for c in counts.values()) / (m - 1)
        totals.update(counts)
        n += m
    by_chance = sum(c * (c - 1) for c in totals.values())
    if n * (n - 1) == by_chance:
        return None
    return ((n - 1) * agreeing - by_chance) / (n * (n - 1) - by_chance)


def with_interval(units: Iterable[Sequence[Hashable]], *, draws: int = DRAWS, seed: int = SEED) -> Alpha:
    """Alpha with its interval: units drawn with replacement, the middle 95% of the draws (Efron 1979, percentiles).

    Draws in which values do not vary tell nothing and are left out. The same units and seed give the same interval.
    """
    paired = [values for values in units if len(values) > 1]
    value = alpha(paired)
    low, high = _interval(paired, draws, seed) if value is not None else (None, None)
    return Alpha(value, low, high, len(paired), sum(map(len, paired)))


def _interval(units: Sequence[Sequence[Hashable]], draws: int, seed: int) -> tuple[float, float]:
    """The percentiles of alpha over resampled units; units with the same counts of values are drawn together."""
    import numpy as np

    patterns = Counter(frozenset(Counter(values).items()) for values in units)
    order = sorted(patterns, key=lambda p: sorted((str(v), c) for v, c in p))
    names = sorted({v for pattern in order for v, _ in pattern}, key=str)
    counts = np.zeros((len(order), len(names)))
    for row, pattern in enumerate(order):
        for value, count in pattern:
            counts[row, names.index(value)] = count
    sizes = counts.sum(axis=1)
    agreeing = (counts * (counts - 1)).sum(axis=1) / (sizes - 1)
    shares = np.array([patterns[pattern] for pattern in order]) / len(units)
    drawn = np.random.default_rng(seed).multinomial(len(units), shares, size=draws)
    totals, n = drawn @ counts, drawn @ sizes
    by_chance = (totals * (totals - 1)).sum(axis=1)
    varied = n * (n - 1) > by_chance
    found = ((n - 1) * (drawn @ agreeing) - by_chance)[varied] / (n * (n - 1) - by_chance)[varied]
    low, high = np.percentile(found, _LEVELS)
    return float(low), float(high)
