"""Which deadlocks share a demand, which demand stands in most of them, and on which matters and between whom they are.

A count says how much hangs together. It says nothing of who should move, and ranks nobody: what ties is named together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from detente.bargaining.constraints.model import Group, Role
from detente.bargaining.results import Deadlock
from detente.ledger.agenda import Key

_Heading = TypeVar("_Heading", Key, tuple[str, ...])
_HELD = (Role.SIGNATORY, Role.PROVIDER)


@dataclass(frozen=True, slots=True)
class SharedDemands:
    """The deadlocks of a stage and their members as a graph. An edge: the deadlock's id, the group's id.

    `most`: the demands that stand in most deadlocks, all that tie, with `count`; none where no demand stands in two. Only
    what a party holds in words is counted (no need that a pack gives, no conduct), and only deadlocks that could be opened by
    the signatories (`counted`).
    """

    deadlocks: tuple[str, ...]
    demands: tuple[Group, ...]
    edges: tuple[tuple[str, str], ...]
    counted: int
    count: int
    most: tuple[Group, ...]

    def deadlocks_of(self, demand: str) -> tuple[str, ...]:
        """The ids of the deadlocks that a demand stands in."""
        return tuple(lock for lock, group in self.edges if group == demand)


def shared_demands(found: Sequence[Deadlock]) -> SharedDemands:
    """The graph of deadlocks and their members."""
    demands = {m.id: m for d in found for m in d.members}
    open_to_them = [d for d in found if not d.not_on_offer]
    counts = {
        name: sum(1 for d in open_to_them if name in {m.id for m in d.members})
        for name, group in demands.items()
        if group.role in _HELD
    }
    highest = max(counts.values(), default=0)
    most = [name for name, count in counts.items() if count == highest > 1]
    return SharedDemands(
        tuple(d.id for d in found),
        tuple(demands[name] for name in sorted(demands)),
        tuple((d.id, m.id) for d in found for m in d.members),
        len(open_to_them),
        highest if most else 0,
        tuple(demands[name] for name in sorted(most)),
    )


def by_issue(found: Iterable[Deadlock]) -> Mapping[Key, tuple[str, ...]]:
    """Ids of deadlocks under each matter that a member is about; one on several matters stands under each."""
    return _under((key, d) for d in found for m in d.members for key in m.keys)


def by_parties(found: Iterable[Deadlock]) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Ids of deadlocks under each pair of parties with a member; a party that stands in one alone is by itself."""
    return _under((pair, d) for d in found for pair in pairs(d))


def pairs(deadlock: Deadlock) -> tuple[tuple[str, ...], ...]:
    """Every two parties of a deadlock, in alphabetical order; a single one alone."""
    names = sorted(set(deadlock.parties))
    return tuple(combinations(names, 2)) or (tuple(names),)


def _under(entries: Iterable[tuple[_Heading, Deadlock]]) -> dict[_Heading, tuple[str, ...]]:
    found: dict[_Heading, dict[str, None]] = {}
    for heading, deadlock in entries:
        found.setdefault(heading, {})[deadlock.id] = None
    return {heading: tuple(found[heading]) for heading in sorted(found)}
