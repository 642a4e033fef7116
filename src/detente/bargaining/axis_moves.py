"""Moves on the axis: for each ordered matter where each party stands, and what each step would add. Data of a picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.bargaining.constraints.model import Clause, Group, Role, Strength
from detente.bargaining.constraints.variables import variable_of
from detente.bargaining.results import Move
from detente.ledger.agenda import Key
from detente.ledger.values import values_of
from detente.packs.model import Pack, Stage


@dataclass(frozen=True, slots=True)
class Stand:
    """What one position of a party allows on the axis, as it is held."""

    party: str
    group: str
    allowed: tuple[str, ...]
    strength: Strength
    role: Role = Role.SIGNATORY


@dataclass(frozen=True, slots=True)
class AxisStep:
    """A step of some move: what the position allows before and after it, and the deadlocks that moves with it open."""

    party: str
    group: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    deadlocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AxisMoves:
    """One ordered matter: its values from one end of the axis to the other (`open` last), stands, and steps, by party."""

    stage: Stage
    key: Key
    ends: tuple[str, ...]
    values: tuple[str, ...]
    stands: tuple[Stand, ...]
    steps: tuple[AxisStep, ...]


def axis_moves(
    groups: Sequence[Group], moves: Mapping[str, Sequence[Move]], pack: Pack, *, stage: Stage
) -> tuple[AxisMoves, ...]:
    """Every matter with an order on which some move takes a step, in the order of the matters."""
    taken: dict[tuple[str, int], list[str]] = {}
    for name, several in moves.items():
        for step in (s for m in several for s in m.steps):
            opened = taken.setdefault((step.group.id, step.level), [])
            if name not in opened:
                opened.append(name)
    keys = {k for g in groups for k in g.keys if any(g.id == name for name, _ in taken)}
    ordered = [k for k in sorted(keys) if pack.leaves[k.issue].type in {"ordinal", "numeric"}]
    return tuple(_of_key(k, [g for g in groups if k in g.keys], (taken, pack, stage)) for k in ordered)


def _of_key(
    key: Key, groups: Iterable[Group], setting: tuple[Mapping[tuple[str, int], Sequence[str]], Pack, Stage]
) -> AxisMoves:
    taken, pack, stage = setting
    leaf = pack.leaves[key.issue]
    values = values_of(leaf)
    here = sorted(groups, key=lambda g: (g.party, g.id))
    held = {g.id: _allowed(g.clauses, key, values) for g in here}
    stands = tuple(
        Stand(g.party, g.id, held[g.id], g.strength, g.role) for g in here if set(held[g.id]) != set(values)
    )
    steps = [
        AxisStep(g.party, g.id, held[g.id], after, tuple(taken[g.id, i]))
        for g in here
        for i, level in enumerate(g.levels)
        if (g.id, i) in taken and (after := _allowed(level.clauses, key, values)) != held[g.id]
    ]
    return AxisMoves(stage, key, leaf.axis, values, stands, tuple(steps))


def _allowed(clauses: Iterable[Clause], key: Key, values: Sequence[str]) -> tuple[str, ...]:
    """The values that clauses on this matter alone leave."""
    name = variable_of(key)
    only = [c.literals[0].values for c in clauses if len(c.literals) == 1 and c.literals[0].variable == name]
    return tuple(v for v in values if all(v in some for some in only))
