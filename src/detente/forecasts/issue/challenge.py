"""The challenge model: actors challenge one another and move by what each expects to gain, round by round.

Bueno de Mesquita 1994, as replicated by Scholz, Calbert and Smith 2011 (J. Theoretical Politics 23: 510-531). Two variants:
`paper` is the text of the replication; `scholz` gives its printed table and differs in two places, which its authors' program
has and its text has not: the odds of a contest are taken over the votes of all pairs, and of several compromises an actor
takes the one that lies lowest on the scale instead of the one that moves it least.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from detente.forecasts.issue.actors import Actor, Issue
from detente.forecasts.issue.votes import Numbers, weighted_mean, weighted_median

Variant = Literal["paper", "scholz"]
VARIANTS: tuple[Variant, ...] = ("paper", "scholz")
STATUS_QUO = 1.0


@dataclass(frozen=True, slots=True)
class Yielding:
    """That an actor moves in a round: to whom, why, from where to where."""

    actor: str
    towards: str
    why: Literal["loses a confrontation", "compromises", "gives way"]
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Round:
    """The state after a round: positions by actor, weighted median and mean, and who moved."""

    number: int
    positions: tuple[tuple[str, float], ...]
    median: float
    mean: float
    moves: tuple[Yielding, ...]


def rounds(issue: Issue, variant: Variant, *, most: int = 10) -> Iterator[Round]:
    """Round after round from the positions as entered, until nobody moves or `most` rounds have been played."""
    actors = issue.actors
    for number in range(1, most + 1):
        moves = _moves(actors, issue.width, variant) if issue.width else ()
        ends = {m.actor: m.end for m in moves}
        actors = tuple(Actor(a.name, a.capability, ends.get(a.name, a.position), a.salience) for a in actors)
        positions = tuple((a.name, a.position) for a in actors)
        yield Round(number, positions, weighted_median(actors), weighted_mean(actors), moves)
        if not moves:
            return


def _moves(actors: Sequence[Actor], width: float, variant: Variant) -> tuple[Yielding, ...]:
    """Who moves where in a round: confrontations that are lost come before compromises, these before giving way."""
    expected = _expected(actors, width, risks=(_risks(actors, width, variant), variant))
    found = []
    for i in range(len(actors)):
        own, others = expected[i][i], expected[i][:, i]
        offers = [o for j in range(len(actors)) if (o := _offer((actors, i, j), own[j], others[j]))]
        for why in ("loses a confrontation", "compromises", "gives way"):
            among = [(o, weight) for o, weight in offers if o.why == why]
            if among:
                lowest = variant == "scholz" and why == "compromises"
                best = min(
                    among,
                    key=lambda e: (e[1] if lowest else abs(e[0].end - e[0].start), e[0].end, e[0].towards),
                )
                found.append(best[0])
                break
    return tuple(m for m in found if m.end != m.start)


def _offer(pair: tuple[Sequence[Actor], int, int], own: float, other: float) -> tuple[Yielding, float] | None:
    """What j's challenge means to i, as i sees it: E of i against j is `own`, of j against i is `other` (figure 6).

    The second value is the mean of both positions, each weighted by what its holder expects: where `scholz` looks for the
    lowest compromise.
    """
    actors, i, j = pair
    mine, theirs = actors[i].position, actors[j].position
    if mine == theirs or other <= 0:
        return None
    if 0 < own < other:
        return Yielding(actors[i].name, actors[j].name, "loses a confrontation", mine, theirs), theirs
    if own >= 0:
        return None
    if other > -own:
        end = mine + (theirs - mine) * (-own / other)
        middle = (-own * mine + other * theirs) / (other - own)
        return Yielding(actors[i].name, actors[j].name, "compromises", mine, end), middle
    return Yielding(actors[i].name, actors[j].name, "gives way", mine, theirs), theirs


def _risks(actors: Sequence[Actor], width: float, variant: Variant) -> Numbers:
    """The exponent of each actor's utilities: from how much the others gain by challenging it, against the others' (eq. 24)."""
    danger = _expected(actors, width, risks=(np.ones(len(actors)), variant))[0]
    np.fill_diagonal(danger, 0)
    sums = danger.sum(axis=0)
    spread = sums.max() - sums.min()
    if spread <= 1e-12:
        return np.ones(len(actors))
    taken = (2 * sums - sums.max() - sums.min()) / spread
    return np.asarray((1 - taken / 3) / (1 + taken / 3))


def _expected(actors: Sequence[Actor], width: float, *, risks: tuple[Numbers, Variant]) -> Numbers:
    """What i expects from challenging j as k sees it, at [k, i, j] (eq. 6 with Q = 1): k's exponent is used throughout."""
    exponents, variant = risks
    places = np.array([a.position for a in actors], dtype=float)
    salience = np.array([a.salience for a in actors])
    apart = np.abs(places[:, None] - places[None, :]) / width
    bases = np.clip(0.5 - 0.5 * apart, 0, 1), np.clip(0.5 + 0.5 * apart, 0, 1)
    wins, loses = (2 - 4 * base[None] ** exponents[:, None, None] for base in bases)
    odds = _odds(actors, width, risks=(exponents, variant))[None]
    resisted = salience[None, None, :]
    status_quo = STATUS_QUO * (2 - 4 * 0.5**exponents)[:, None, None]
    return np.asarray(resisted * (odds * wins + (1 - odds) * loses) + (1 - resisted) * wins - status_quo)


def _odds(actors: Sequence[Actor], width: float, *, risks: tuple[Numbers, Variant]) -> Numbers:
    """How likely i's position is to prevail over j's: votes for it over all votes (eq. 31); 0 where they stand together."""
    exponents, variant = risks
    weights = np.array([a.weight for a in actors])
    places = np.array([a.position for a in actors], dtype=float)
    felt = (np.abs(places[:, None] - places[None, :]) / width) ** exponents[:, None]
    gain = weights[:, None, None] * (felt[:, None, :] - felt[:, :, None])
    votes = np.maximum(gain, 0).sum(axis=0)
    every = np.abs(gain).sum() if variant == "scholz" else np.abs(gain).sum(axis=0)
    odds: Numbers = np.divide(votes, every, out=np.zeros_like(votes), where=np.asarray(every) > 0)
    return odds
