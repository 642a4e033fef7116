"""What a picture of a conflict shows: states, moves between them, equilibria, and the ways from the status quo."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from detente.bargaining.stability.model import Conflict, Stabilities
from detente.bargaining.stability.paths import FromStatusQuo

MOST_DRAWN = 256


@dataclass(frozen=True, slots=True)
class DrawnState:
    """A state: its name and words, the concepts under which it is an equilibrium, and its moves from the status quo."""

    name: str
    told: str
    equilibrium: tuple[str, ...]
    distance: int | None


@dataclass(frozen=True, slots=True)
class DrawnMove:
    """A move: by whom, from where to where, whether the mover likes it, and whether a way from the status quo takes it."""

    by: str
    start: str
    end: str
    better: bool | None
    on_way: bool


@dataclass(frozen=True, slots=True)
class ConflictPicture:
    """The integrated graph, or, with `whole` false, only what lies on the ways from the status quo."""

    states: tuple[DrawnState, ...]
    moves: tuple[DrawnMove, ...]
    status_quo: str | None
    whole: bool


def picture(found: Stabilities, ways: FromStatusQuo | None = None) -> ConflictPicture:
    """The integrated graph of a conflict; of a large one only the ways from the status quo."""
    conflict = found.conflict
    taken = {(s.by, s.start, s.end): s for way in (ways.ways.values() if ways else ()) for s in way}
    whole = len(conflict.states) <= MOST_DRAWN
    on_way = {name for _, a, b in taken for name in (a, b)} | ({ways.status_quo} if ways else set())
    drawn = [s for s in range(len(conflict.states)) if whole or conflict.states[s] in on_way]
    equilibria = {c: set(found.equilibria(c)) for c in found.concepts}
    states = tuple(
        DrawnState(
            name := conflict.states[s],
            conflict.told(s),
            tuple(c for c, several in equilibria.items() if name in several),
            ways.distances.get(name) if ways else None,
        )
        for s in drawn
    )
    if whole:
        moves = _all_moves(conflict, taken)
    else:
        moves = tuple(DrawnMove(s.by, s.start, s.end, s.better, on_way=True) for s in taken.values())
    return ConflictPicture(states, moves, ways.status_quo if ways else None, whole)


def _all_moves(conflict: Conflict, on_way: Collection[tuple[str, str, str]]) -> tuple[DrawnMove, ...]:
    return tuple(
        DrawnMove(
            maker,
            conflict.states[a],
            conflict.states[b],
            conflict.preferences[k].better(b, a),
            (maker, conflict.states[a], conflict.states[b]) in on_way,
        )
        for k, maker in enumerate(conflict.decision_makers)
        for a, b in zip(*(side.tolist() for side in conflict.moves[k].pairs()), strict=True)
    )
