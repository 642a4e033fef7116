"""How likely a party is to take each value of a matter, and which values are taken by one draw (DESIGN §6, *Robustness*).

On an ordered list there is one draw for all values: the party takes those whose P lies above it, so that its yes is a nested
chain with one reservation point. Where the party has a pole, P first becomes monotone towards it, by pooling adjacent violators
(Ayer, Brunk, Ewing, Reid and Silverman 1955) with the masses of the fold as weights. On a list without an order, and for the
elements of a set, there is a draw for each value; values of which the very same words speak share one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.ledger.fold import Figure
from detente.ledger.meanings import pole_of
from detente.ledger.positions import Position
from detente.ledger.values import OPEN
from detente.packs.model import Leaf, Pack

_PRIOR = 1e-9  # the weight of a value that nobody spoke of: it follows its neighbours


@dataclass(frozen=True, slots=True)
class Chances:
    """P that a party takes each value of a matter, and by value the draw that decides it."""

    p: Mapping[str, float]
    part: Mapping[str, str]


def chances_of(position: Position, pack: Pack) -> Chances:
    """The chances of a position that was heard."""
    leaf = pack.leaves[position.key.issue]
    told = {value: figure.p for value, figure in position.figures.items()}
    if leaf.type in {"ordinal", "numeric"}:
        pole = pole_of(position.party, position.key, position.utterances, pack=pack)
        return Chances(told | _towards(pole, position.figures, leaf), dict.fromkeys(told, ""))
    return Chances(told, _parts(position))


def _parts(position: Position) -> dict[str, str]:
    """Values of which the same words say the same are decided together; a value of which nothing is said by itself."""
    alike: dict[tuple[float | None, ...], list[str]] = {}
    for value in position.figures:
        said = tuple(s.towards(value) for s in position.said)
        spoken = said if any(q is not None for q in said) else (None, float(len(alike)))
        alike.setdefault(spoken, []).append(value)
    return {value: "+".join(values) for values in alike.values() for value in values}


def _towards(pole: str | None, figures: Mapping[str, Figure], leaf: Leaf) -> dict[str, float]:
    """P along the axis, nowhere falling towards the pole; nothing where the party has no pole there."""
    if not leaf.monotone or pole not in leaf.axis:
        return {}
    line = [value for value in figures if value != OPEN]
    if leaf.axis.index(pole) != len(leaf.axis) - 1:
        line.reverse()
    weights = [figures[v].mass_for + figures[v].mass_against or _PRIOR for v in line]
    return dict(zip(line, rising([figures[v].p for v in line], weights), strict=True))


def rising(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The nearest values by weighted least squares that nowhere fall; weights are positive."""
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        mean, mass, count = value, weight, 1
        while blocks and blocks[-1][0] >= mean:
            before, heavier, several = blocks.pop()
            mean = (before * heavier + mean * mass) / (heavier + mass)
            mass, count = mass + heavier, count + several
        blocks.append((mean, mass, count))
    return [mean for mean, _, count in blocks for _ in range(count)]
