"""Whether a state holds for one side, a decision maker or a coalition, with every comparison counted only as far as it is known.

Sets of states are rows of bits. "Surely" means: whatever the comparisons that are not known turn out to be. What is said to
be not known may be settled by going through them case by case; that is not done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.bargaining.stability.moves import Places, Truths

Bits = NDArray[np.uint8]
Pairs = tuple[Places, Places]
_AT_ONCE = 2**14


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """Those who would move: their moves, and for every two states (s, x) whether x is surely, or maybe, no better."""

    moves: Pairs
    surely_no_better: Truths
    maybe_no_better: Truths


def side_of(moves: Pairs, known: Sequence[Truths]) -> Side:
    """The side of these members, by what is known of each: better for the side is better for every member."""
    surely = np.logical_or.reduce([*known])
    better = np.logical_and.reduce([k.T & ~k for k in known])
    return Side(moves, surely, ~better)


def reached(movers: Sequence[Pairs], states: int) -> Bits:
    """For every state the states that legal sequences of these movers lead to, itself among them, as bits."""
    own = np.packbits(np.eye(states, dtype=np.bool_), axis=1)
    by = [np.zeros_like(own) for _ in movers]
    layers = [_layers(m) for m in movers]
    waiting = set(range(len(movers)))
    while waiting:
        mover = min(waiting)
        waiting.discard(mover)
        onward = own.copy()
        for other, rows in enumerate(by):
            if other != mover:
                onward |= rows
        after = by[mover].copy()
        for origins, targets in layers[mover]:
            after[origins] |= onward[targets]
        if (after != by[mover]).any():
            by[mover] = after
            waiting |= {k for k in range(len(movers)) if k != mover}
    for rows in by:
        own |= rows
    return own


def _layers(moves: Pairs) -> list[Pairs]:
    """The moves as every state's first, its second, and so on, so that no state stands twice in one layer."""
    origins, targets = moves
    counts = np.bincount(origins) if len(origins) else np.zeros(1, np.int64)
    nth = np.arange(len(origins)) - (np.cumsum(counts) - counts)[origins]
    order = np.argsort(nth, kind="stable")
    ends = np.cumsum(np.bincount(nth, minlength=1))[:-1]
    return list(zip(np.split(origins[order], ends), np.split(targets[order], ends), strict=True))


def sure_steps(moves: Pairs, known: Truths) -> Pairs:
    """The moves that are known to be better for the mover."""
    origins, targets = moves
    better = known[targets, origins] & ~known[origins, targets]
    return origins[better], targets[better]


def maybe_steps(moves: Pairs, known: Truths) -> Pairs:
    """The moves that may be better for the mover."""
    origins, targets = moves
    better = ~known[origins, targets]
    return origins[better], targets[better]


def answers(side: Side, *, surely: bool, cornered: bool) -> Truths:
    """For every state s the states x that would be an answer: no better than s; `cornered`: nor is what the side makes of x."""
    no_better = side.surely_no_better if surely else side.maybe_no_better
    if not cornered:
        return no_better
    # By columns: for every x the bits of the states s for which it is an answer.
    columns = np.packbits(np.ascontiguousarray(no_better.T), axis=1)
    found = columns.copy()
    for origins, targets in _layers(side.moves):
        found[origins] &= columns[targets]
    return np.ascontiguousarray(np.unpackbits(found, axis=1, count=len(found)).T).astype(np.bool_)


def holds(side: Side, answered: Bits | None, *, surely: bool, cornered: bool = False) -> Truths:
    """Whether each state holds: every better move is answered. Without `answered` nobody answers (Nash)."""
    origins, targets = side.moves
    no_better = side.surely_no_better if surely else side.maybe_no_better
    tempting = ~no_better[origins, targets]
    origins, targets = origins[tempting], targets[tempting]
    found = np.ones(len(no_better), np.bool_)
    if answered is None:
        found[origins] = False
        return found
    bits = np.packbits(answers(side, surely=surely, cornered=cornered), axis=1)
    for first in range(0, len(origins), _AT_ONCE):
        here, there = origins[first : first + _AT_ONCE], targets[first : first + _AT_ONCE]
        open_moves = ~(answered[there] & bits[here]).any(axis=1)
        found[here[open_moves]] = False
    return found
