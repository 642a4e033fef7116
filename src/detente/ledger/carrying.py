"""Carry-over: what is known of a party for the other stage alone. It is inferred, and enters no result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from detente.ledger.agenda import Key
from detente.ledger.positions import Position, of_both_stages
from detente.packs.model import STAGES, Stage


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """A party not heard on a matter for one stage, and what it holds there for the other: `known`."""

    stage: Stage
    known: Position

    @property
    def party(self) -> str:
        """Who was not heard for the stage."""
        return self.known.party

    @property
    def key(self) -> Key:
        """On what."""
        return self.known.key


def carried_over(positions: Iterable[Position]) -> tuple[CarriedOver, ...]:
    """Every matter that can belong to both stages, where a party is heard for one of them alone, in the order of positions."""
    every = list(positions)
    heard = {(p.party, p.key, p.stage) for p in every}
    return tuple(
        CarriedOver(stage, p)
        for p in every
        for stage in STAGES
        if of_both_stages(p.key) and (p.party, p.key, stage) not in heard
    )
