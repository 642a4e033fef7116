"""What others could bring about in answer to a move: the least of a decision maker's values over every legal sequence.

A sequence is legal where nobody moves twice in a row (Fang, Hipel and Kilgour 1993, definition 4.2); so "who moved last" is
part of where one stands. Each of several *columns* is one search: its values, and who does not take part in it (whose
answer it is to). The starting state itself counts as reached, which no stability notices: it is liked better than where the
move came from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.bargaining.stability.moves import FAR, Ints, Least, Moves

_ROUNDS = 400


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Searches done at once: `values[c]` over the states, and `apart[c]`, the decision maker that answers nothing in it."""

    values: Ints
    apart: tuple[int, ...]


def least_reached(moves: Sequence[Moves], ranks: Sequence[Ints] | None, asked: Asked) -> Ints:
    """For every search and state the least value that the others can reach from there by a legal sequence of moves.

    With `ranks` every mover must like each of its steps (a sequence of unilateral improvements).
    """
    steps = [m.least(ranks[k] if ranks else None) for k, m in enumerate(moves)]
    if all(m.transitive for m in moves):
        return _merged(steps, asked)
    found = _by_last_mover(steps, asked)
    if found is None:
        found = reverse_search(moves, ranks, asked)
    return found


def _merged(steps: Sequence[Least], asked: Asked) -> Ints:
    """Where two moves in a row are one move, every sequence is legal or can be made so: plain rounds until nothing falls."""
    found = asked.values.copy()
    waiting = {k: [c for c, a in enumerate(asked.apart) if a != k] for k in range(len(steps))}
    while any(waiting.values()):
        for mover, step in enumerate(steps):
            columns, waiting[mover] = waiting[mover], []
            if not columns:
                continue
            before = found[columns]
            after = np.minimum(before, step(before))
            fallen = np.any(after < before, axis=1).tolist()
            found[columns] = after
            for column, fell in zip(columns, fallen, strict=True):
                if fell:
                    for other in range(len(steps)):
                        if other not in {mover, asked.apart[column]} and column not in waiting[other]:
                            waiting[other].append(column)
    return found


def _by_last_mover(steps: Sequence[Least], asked: Asked) -> Ints | None:
    """Rounds over (state, who moves next) until nothing falls; None where a sequence is so long that a search is quicker."""
    searches, states = asked.values.shape
    by = np.full((len(steps), searches, states), FAR)
    waiting = {k: [c for c, a in enumerate(asked.apart) if a != k] for k in range(len(steps))}
    rounds = 0
    while any(waiting.values()):
        rounds += 1
        if rounds > _ROUNDS:
            return None
        for mover, step in enumerate(steps):
            columns, waiting[mover] = waiting[mover], []
            if not columns:
                continue
            onward = asked.values[columns]
            for other in range(len(steps)):
                if other != mover:
                    np.minimum(onward, by[other][columns], out=onward)
            after = step(onward)
            fallen = np.any(after < by[mover][columns], axis=1).tolist()
            by[mover][columns] = after
            for column, fell in zip(columns, fallen, strict=True):
                if fell:
                    for other in range(len(steps)):
                        if other not in {mover, asked.apart[column]} and column not in waiting[other]:
                            waiting[other].append(column)
    found: Ints = np.minimum(asked.values, by.min(axis=0))
    return found


def reverse_search(moves: Sequence[Moves], ranks: Sequence[Ints] | None, asked: Asked) -> Ints:
    """The same, exactly in the number of moves: from the least value backwards, each (state, next mover) is settled once."""
    states = asked.values.shape[1]
    before = [_reversed(m, ranks[k] if ranks else None, states) for k, m in enumerate(moves)]
    found = asked.values.copy()
    for column, apart in enumerate(asked.apart):
        movers = [k for k in range(len(moves)) if k != apart]
        done = [bytearray(states) for _ in moves]
        values = asked.values[column]
        for source in np.argsort(values, kind="stable"):
            value = values[source]
            waiting = [(int(source), -1)]
            for state, next_mover in waiting:
                for mover in movers:
                    if mover == next_mover:
                        continue
                    for origin in before[mover][state]:
                        if not done[mover][origin]:
                            done[mover][origin] = 1
                            found[column, origin] = min(found[column, origin], value)
                            waiting.append((origin, mover))
    return found


def _reversed(moves: Moves, ranks: Ints | None, states: int) -> list[list[int]]:
    origins, targets = moves.pairs()
    if ranks is not None:
        better = ranks[targets] > ranks[origins]
        origins, targets = origins[better], targets[better]
    found: list[list[int]] = [[] for _ in range(states)]
    for origin, target in zip(origins.tolist(), targets.tolist(), strict=True):
        found[target].append(origin)
    return found
