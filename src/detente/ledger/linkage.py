"""Linkage: who makes what depend on what, and where each waits for the other (docs/ledger-changes.md)."""

from __future__ import annotations

from dataclasses import dataclass

from detente.kernel.certainty import Scale
from detente.ledger.cycles import Cycle, cycles
from detente.ledger.links import Link, links
from detente.ledger.view import LedgerView
from detente.packs.model import Pack


@dataclass(frozen=True, slots=True)
class Linkage:
    """The graph of conditions in a view: its links, and the cycles among them."""

    links: tuple[Link, ...]
    cycles: tuple[Cycle, ...]


def linkage(view: LedgerView, pack: Pack, *, longest: int = 4, scale: Scale = Scale.ICD203) -> Linkage:
    """Who makes what depend on what. `longest`: the most steps of a cycle that is looked for."""
    found = links(view, pack, scale=scale)
    return Linkage(found, cycles(found, pack, longest=longest))
