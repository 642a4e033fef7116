"""The levels of a group as an order: one gives less than another where whatever satisfies it satisfies the other too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.bargaining.constraints.model import Clause, Group, Level, holds, implies


@dataclass(frozen=True, slots=True)
class Ladder:
    """The levels of a group that differ, and below each those that give less, as held (0) among them."""

    group: Group
    below: Mapping[int, frozenset[int]]

    @property
    def rungs(self) -> tuple[int, ...]:
        """The levels that differ, in the order of the group."""
        return tuple(self.below)

    def highest(self, levels: Iterable[int]) -> list[int]:
        """Of some levels those that give the most, in the order of the group."""
        among = set(levels)
        return [i for i in sorted(among) if not any(i in self.below[j] for j in among)]

    def lowest_in(self, package: Mapping[str, str], level: int) -> int:
        """A level that a package meets, at or below one that it meets, than which no other such gives less."""
        met = {
            i
            for i in (level, *self.below[level])
            if all(holds(c, package) for c in self.group.levels[i].clauses)
        }
        return min(i for i in met if not self.below[i] & met)


def ladder_of(group: Group) -> Ladder:
    """The levels of a group as an order; of those that ask for the same the first."""
    kept: list[int] = []
    for i, level in enumerate(group.levels):
        if not any(gives_less(level, group.levels[k]) and gives_less(group.levels[k], level) for k in kept):
            kept.append(i)
    below = {
        i: frozenset(k for k in kept if k != i and gives_less(group.levels[k], group.levels[i])) for i in kept
    }
    return Ladder(group, below)


def gives_less(one: Level, other: Level) -> bool:
    """Whether a level asks for all that the other asks for (levels that ask for the same give less than each other)."""
    return all(any(implies(held, clause) for held in one.clauses) for clause in other.clauses)


def clauses_at(groups: Sequence[Group], levels: Mapping[str, int]) -> list[Clause]:
    """What is asked for with each group at its level (0 where none is named)."""
    return [c for g in groups for c in g.levels[levels.get(g.id, 0)].clauses]
