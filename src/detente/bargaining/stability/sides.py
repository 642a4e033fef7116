"""Whether a state holds for one side, a decision maker or a coalition, with every comparison counted only as far as it is known.

Sets of states are rows of bits. "Surely" means: whatever the comparisons that are not known turn out to be. What is said to be not
known may be settled by going through them case by case; that is not done.
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
    """Those who would move: their moves, and for every two states (s, x) whether x is surely, or maybe, no better than s for it."""

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
    waiting = set(range(len(movers)))
    while waiting:
        mover = min(waiting)
        waiting.discard(mover)
        origins, targets = movers[mover]
        if not len(origins):
            continue
        onward = own.copy()
        for other, rows in enumerate(by):
            if other != mover:
                onward |= rows
        starts = np.flatnonzero(np.diff(origins, prepend=-1))
        after = by[mover].copy()
        after[origins[starts]] = np.bitwise_or.reduceat(onward[targets], starts, axis=0)
        if (after != by[mover]).any():
            by[mover] = after
            waiting |= {k for k in range(len(movers)) if k != mover}
    for rows in by:
        own |= rows
    return own


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
    origins, targets = side.moves
    starts = np.flatnonzero(np.diff(origins, prepend=-1))
    found = no_better.copy()
    if not len(starts):
        return found
    for first in range(0, len(found), 256):
        rows = no_better[first : first + 256]
        kept = np.logical_and.reduceat(rows[:, targets], starts, axis=1)
        found[first : first + 256, origins[starts]] &= kept
    return found


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
