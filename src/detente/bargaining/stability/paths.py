"""Status-quo analysis: which states can be reached from where things stand, and by the fewest moves of whom.

Li, Kilgour and Hipel (2005), Status quo analysis in the graph model for conflict resolution, J. Operational Research Society 56.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.bargaining.stability.model import Conflict
from detente.bargaining.stability.moves import ListedMoves, Places, listed_arrays
from detente.bargaining.stability.preferences import Ranking
from detente.bargaining.stability.sides import Pairs


@dataclass(frozen=True, slots=True)
class Step:
    """One move: who, from which state, to which. `better`: whether the mover likes where it leads; None where not known."""

    by: str
    start: str
    end: str
    better: bool | None


@dataclass(frozen=True, slots=True)
class FromStatusQuo:
    """For every state that can be reached the fewest moves, and one shortest way to each of the states asked for.

    `improving`: only moves that are known to be better for the mover. Nobody moves twice in a row.
    """

    status_quo: str
    improving: bool
    distances: dict[str, int]
    ways: dict[str, tuple[Step, ...]]


def from_status_quo(conflict: Conflict, start: str, ends: Sequence[str], *, improving: bool) -> FromStatusQuo:
    """The shortest legal ways from a state to others. Raises UnknownName."""
    first = conflict.state(start)
    wanted = [conflict.state(e) for e in ends]
    moves = [_steps(conflict, k, improving=improving) for k in range(len(conflict.moves))]
    distance, reached_by, before = _search(moves, first)
    ways = {
        conflict.states[end]: _way(conflict, before, (end, int(reached_by[end])))
        for end in wanted
        if distance[end] >= 0
    }
    distances = {conflict.states[s]: int(distance[s]) for s in np.flatnonzero(distance >= 0)}
    return FromStatusQuo(conflict.states[first], improving, distances, ways)


def _steps(conflict: Conflict, mover: int, *, improving: bool) -> ListedMoves:
    origins, targets = conflict.moves[mover].pairs()
    if improving:
        origins, targets = improvements(conflict, mover, (origins, targets))
    return listed_arrays(origins, targets, states=len(conflict.states))


def improvements(conflict: Conflict, mover: int, moves: Pairs) -> Pairs:
    """Of these moves those that are known to be better for the mover."""
    origins, targets = moves
    preference = conflict.preferences[mover]
    if isinstance(preference, Ranking):
        better = preference.ranks[targets] > preference.ranks[origins]
    else:
        better = preference.at_least[targets, origins] & ~preference.at_least[origins, targets]
    return origins[better], targets[better]


def _search(moves: Sequence[ListedMoves], first: int) -> tuple[Places, Places, Places]:
    """By layers: how far each state is, who made the last move to it, and where (mover, state) was come to from."""
    states = len(moves[0].starts) - 1
    distance = np.full(states, -1)
    reached_by = np.full(states, -1)
    distance[first] = 0
    before = np.full((len(moves), states), -1)
    layer = [(np.array([first]), -1)]
    far = 0
    while layer:
        far += 1
        following: list[tuple[Places, int]] = []
        for mover, own in enumerate(moves):
            for here, last in layer:
                if last == mover:
                    continue
                counts = np.diff(own.starts)[here]
                shift = np.repeat(own.starts[here] - np.cumsum(counts) + counts, counts)
                targets = own.targets[shift + np.arange(len(shift))]
                origins = np.repeat(here, counts)
                fresh = before[mover, targets] < 0
                targets, at = np.unique(targets[fresh], return_index=True)
                before[mover, targets] = origins[fresh][at] * (len(moves) + 1) + last + 1
                unseen = targets[distance[targets] < 0]
                distance[unseen], reached_by[unseen] = far, mover
                if len(targets):
                    following.append((targets, mover))
        layer = following
    return distance, reached_by, before


def _way(conflict: Conflict, before: Places, end: tuple[int, int]) -> tuple[Step, ...]:
    steps: list[Step] = []
    state, mover = end
    while mover >= 0:
        origin, last = divmod(int(before[mover, state]), len(conflict.moves) + 1)
        steps.append(
            Step(
                conflict.decision_makers[mover],
                conflict.states[origin],
                conflict.states[state],
                conflict.preferences[mover].better(state, origin),
            )
        )
        state, mover = origin, last - 1
    return tuple(reversed(steps))
