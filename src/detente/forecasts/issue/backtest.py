"""How good a method was: its errors on issues whose outcome is known, and whether it beats another beyond chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Errors of one method: `mean` and `median` of the absolute error on the outcomes' scale, with a 95% interval of the mean.

    `against` is the mean of its errors less those of the reference method on the same issues, with its 95% interval:
    above 0 it was worse. `issues` counts those on which both gave a forecast.
    """

    method: str
    issues: int
    mean: float
    median: float
    interval: tuple[float, float]
    against: float
    against_interval: tuple[float, float]


def accuracies(
    outcomes: Sequence[float],
    forecasts: Mapping[str, Sequence[float | None]],
    *,
    reference: str,
    seed: int = 0,
) -> tuple[Accuracy, ...]:
    """Every method's accuracy, the reference first, then by name. Intervals by bootstrap over issues (percentiles)."""
    truth = np.asarray(outcomes, dtype=float)
    errors = {
        name: np.abs(np.array([np.nan if v is None else v for v in values], dtype=float) - truth)
        for name, values in forecasts.items()
    }
    order = [reference, *sorted(set(errors) - {reference})]
    return tuple(_accuracy(name, (errors[name], errors[reference]), seed) for name in order)


def _accuracy(name: str, errors: tuple[np.ndarray, np.ndarray], seed: int) -> Accuracy:
    both = ~np.isnan(errors[0]) & ~np.isnan(errors[1])
    own, other = errors[0][both], errors[1][both]
    if not own.size:
        nothing = (float("nan"), float("nan"))
        return Accuracy(name, 0, *nothing, nothing, float("nan"), nothing)
    drawn = np.random.default_rng(seed).integers(0, own.size, size=(DRAWS, own.size))
    return Accuracy(
        name,
        int(own.size),
        float(own.mean()),
        float(np.median(own)),
        _middle(own[drawn].mean(axis=1)),
        float((own - other).mean()),
        _middle((own - other)[drawn].mean(axis=1)),
    )


def _middle(values: np.ndarray) -> tuple[float, float]:
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
