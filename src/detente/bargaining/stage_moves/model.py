"""What is answered on a whole stage: its independent parts, the minimal sets of steps of each, and who could take them."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from detente.bargaining.constraints.model import Group
from detente.bargaining.results import Step
from detente.packs.model import Stage


@dataclass(frozen=True, slots=True)
class Opening:
    """A minimal set of steps that opens a whole part: with any of them taken back or made smaller it is shut again."""

    steps: tuple[Step, ...]

    @property
    def by(self) -> tuple[str, ...]:
        """Parties that would have to move, sorted: never ranked."""
        return tuple(sorted({s.party for s in self.steps}))


@dataclass(frozen=True, slots=True)
class Part:
    """Deadlocks that hang together. Parts share no matter on which anything depends: what opens one bears on no other.

    `complete`: every minimal set of steps is among `openings`; `groups` are all positions that bear on the part.
    """

    deadlocks: tuple[str, ...]
    groups: tuple[Group, ...]
    openings: tuple[Opening, ...]
    complete: bool

    def within(self, parties: tuple[str, ...]) -> tuple[Opening, ...]:
        """The openings for which nobody else has to move."""
        return tuple(o for o in self.openings if set(o.by) <= set(parties))


@dataclass(frozen=True, slots=True)
class Mover:
    """What some parties could do by themselves for the whole stage.

    `opens`: deadlocks in which they hold something; `stays_shut`: those in which they hold nothing, which no step of theirs
    touches. They can open the stage where nothing stays shut; `ways`: how many minimal sets of steps there are (of those
    that were found).
    """

    parties: tuple[str, ...]
    opens: tuple[str, ...]
    stays_shut: tuple[str, ...]
    ways: int

    @property
    def opens_all(self) -> bool:
        """Whether a package of the stage is within their power."""
        return not self.stays_shut


@dataclass(frozen=True, slots=True)
class StageMoves:
    """The moves of a stage, factored: one opening of each part makes a package, and every minimal set of steps is one such.

    `movers`: each signatory alone, in alphabetical order, then all signatories, then all who hold anything.
    `checked`: plain evaluation confirmed every opening, that none of its steps can be smaller, and one whole package.
    """

    stage: Stage
    parts: tuple[Part, ...]
    movers: tuple[Mover, ...]
    checked: bool

    @property
    def complete(self) -> bool:
        """Whether no minimal set of steps was left out."""
        return all(p.complete for p in self.parts)

    @property
    def ways(self) -> int:
        """How many minimal sets of steps were found."""
        return prod(len(p.openings) for p in self.parts)
