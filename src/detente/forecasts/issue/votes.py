"""Forecasts without moves: the weighted mean, the weighted median, and contests of positions by weighted votes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.forecasts.issue.actors import Actor

Numbers = NDArray[np.float64]


def weighted_mean(actors: Sequence[Actor]) -> float:
    """The mean position, each actor weighted by capability times salience (van den Bos 1991, the compromise model)."""
    weights, positions = columns(actors)
    return float(weights @ positions / weights.sum())


def weighted_median(actors: Sequence[Actor]) -> float:
    """The position at which half of the weight is reached (Black 1948): with votes by distance it loses to no other.

    Where exactly half is reached at a position, that position, the lower one.
    """
    weights, positions = columns(actors)
    order = np.argsort(positions, kind="stable")
    reached = np.cumsum(weights[order])
    return float(positions[order][np.searchsorted(reached, reached[-1] / 2 - 1e-12)])


def contests(actors: Sequence[Actor], places: Numbers) -> Numbers:
    """Net votes for each place against each other: weight times how much nearer it is (Scholz et al. 2011, eq. 28)."""
    weights, positions = columns(actors)
    distance = np.abs(positions[:, None] - places[None, :])
    net: Numbers = np.einsum("a,ajk->jk", weights, distance[:, None, :] - distance[:, :, None])
    return net


def condorcet(actors: Sequence[Actor]) -> float | None:
    """The position of an actor that no other beats; None where each is beaten by some. Of several, the lowest."""
    places = np.unique([a.position for a in actors])
    beaten = (contests(actors, places) < -1e-12).any(axis=1)
    return None if beaten.all() else float(places[~beaten][0])


def contest_shares(actors: Sequence[Actor]) -> tuple[tuple[float, float], ...]:
    """How often each position is the one that stands, when positions challenge one another by lot and win by their votes.

    The limit of the Markov chain in which a standing position meets a random other and keeps its place with probability
    votes for it / all votes (Wise, Lester and Efird 2015, *probabilistic Condorcet election*). Pairs (position, share).
    """
    weights, positions = columns(actors)
    places = np.unique(positions)
    if len(places) == 1:
        return ((float(places[0]), 1.0),)
    distance = np.abs(positions[:, None] - places[None, :])
    gain = distance[:, None, :] - distance[:, :, None]
    votes = np.einsum("a,ajk->jk", weights, np.maximum(gain, 0))
    both = votes + votes.T
    wins = np.divide(votes, both, out=np.full_like(votes, 0.5), where=both > 0)
    leave = wins.T / (len(places) - 1)
    np.fill_diagonal(leave, 0)
    np.fill_diagonal(leave, 1 - leave.sum(axis=1))
    system = np.vstack([leave.T - np.eye(len(places)), np.ones(len(places))])
    share, *_ = np.linalg.lstsq(system, np.append(np.zeros(len(places)), 1.0), rcond=None)
    return tuple(zip(places.tolist(), np.clip(share, 0, 1).tolist(), strict=True))


def columns(actors: Sequence[Actor]) -> tuple[Numbers, Numbers]:
    """Weights and positions of the actors."""
    return np.array([a.weight for a in actors], dtype=float), np.array(
        [a.position for a in actors], dtype=float
    )
