"""The forecasts of an issue by name, and all of them side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from detente.forecasts.issue.actors import Issue
from detente.forecasts.issue.challenge import Round, rounds
from detente.forecasts.issue.votes import condorcet, contest_shares, weighted_mean, weighted_median
from detente.kernel.errors import UnknownName
from detente.kernel.suggest import did_you_mean

DEFAULT = "mean"


@dataclass(frozen=True, slots=True)
class IssueForecast:
    """What a method says the outcome will be. `value` None: it names none, `note` says why.

    `shares`: positions with how often each stands (contests); `rounds`: the rounds of a challenge model.
    """

    method: str
    value: float | None
    note: str = ""
    shares: tuple[tuple[float, float], ...] = ()
    rounds: tuple[Round, ...] = ()


def _mean(issue: Issue, most: int) -> IssueForecast:
    del most
    return IssueForecast("mean", weighted_mean(issue.actors))


def _median(issue: Issue, most: int) -> IssueForecast:
    del most
    return IssueForecast("median", weighted_median(issue.actors))


def _condorcet(issue: Issue, most: int) -> IssueForecast:
    del most
    value = condorcet(issue.actors)
    return IssueForecast(
        "condorcet", value, "" if value is not None else "every position is beaten by another"
    )


def _contests(issue: Issue, most: int) -> IssueForecast:
    del most
    shares = contest_shares(issue.actors)
    value = sum(place * share for place, share in shares)
    return IssueForecast("contests", value, "the mean of where the contests leave it", shares=shares)


def _challenge_paper(issue: Issue, most: int) -> IssueForecast:
    played = tuple(rounds(issue, "paper", most=most))
    return IssueForecast("challenge-paper", played[-1].median, _end(played, most), rounds=played)


def _challenge_scholz(issue: Issue, most: int) -> IssueForecast:
    played = tuple(rounds(issue, "scholz", most=most))
    return IssueForecast("challenge-scholz", played[-1].median, _end(played, most), rounds=played)


def _end(played: tuple[Round, ...], most: int) -> str:
    if not played[-1].moves:
        return f"nobody moves any more after round {len(played)}"
    return f"still moving after {most} rounds: the median of the last"


METHODS: Mapping[str, Callable[[Issue, int], IssueForecast]] = {
    "mean": _mean,
    "median": _median,
    "condorcet": _condorcet,
    "contests": _contests,
    "challenge-paper": _challenge_paper,
    "challenge-scholz": _challenge_scholz,
}


def forecast(issue: Issue, method: str, *, most_rounds: int = 10) -> IssueForecast:
    """The forecast of a method; raises UnknownName."""
    if method not in METHODS:
        raise UnknownName(
            f"no method '{method}'{did_you_mean(method, METHODS)}; there are {', '.join(METHODS)}"
        )
    return METHODS[method](issue, most_rounds)
