"""A scenario: what is supposed, set aside or loosened, by whom and why. Nothing in it was heard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from detente.bargaining.constraints.model import Group
from detente.ledger.agenda import Key
from detente.ledger.positions import of_both_stages
from detente.packs.model import STAGES, Stage

SupposedStance = Literal["accept", "demand", "propose", "reject"]
VERB_OF: dict[SupposedStance, str] = {
    "accept": "accepts",
    "demand": "demands",
    "propose": "offers",
    "reject": "refuses",
}
MARK = "what-if:"  # before the id of every group that no party's words carry as it stands


@dataclass(frozen=True, slots=True)
class Supposed:
    """A position that somebody supposes a party to hold. `stage` None: both, or the truce where the matter is the truce's.

    `condition`: what it is taken only with, as a key and its option; with accepting and offering alone.
    """

    party: str
    stance: SupposedStance
    key: Key
    option: str
    stage: Stage | None = None
    condition: tuple[Key, str] | None = None
    by: str = ""

    def __str__(self) -> str:
        """As a person writes it and a file keeps it."""
        tied = f" only with {self.condition[0]}={self.condition[1]}" if self.condition else ""
        where = f" in {self.stage}" if self.stage else ""
        return f"{self.party} {VERB_OF[self.stance]} {self.key}={self.option}{tied}{where}"

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages in which it counts."""
        if self.stage:
            return (self.stage,)
        return STAGES if of_both_stages(self.key) else ("truce",)


@dataclass(frozen=True, slots=True)
class Loosened:
    """A group that is taken to be held less tightly: so far that this option could be taken too."""

    group: str
    option: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is supposed together, under a name or on the spot. Groups, rules and needs are named by their ids."""

    name: str = ""
    author: str = ""
    made_at: datetime | None = None
    note: str = ""
    supposed: tuple[Supposed, ...] = ()
    without: tuple[str, ...] = ()
    loosened: tuple[Loosened, ...] = ()
    without_rules: tuple[str, ...] = ()
    without_needs: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it supposes nothing."""
        return not (
            self.supposed or self.without or self.loosened or self.without_rules or self.without_needs
        )

    def suppositions(self, stage: Stage) -> tuple[Supposed, ...]:
        """What is supposed in a stage, each once, in an order that does not depend on who wrote it first."""
        unique = {str(s): s for s in sorted(self.supposed, key=lambda s: (str(s), s.by)) if stage in s.stages}
        return tuple(unique.values())


def together(scenarios: Iterable[Scenario]) -> Scenario:
    """Several scenarios as one; each supposition keeps who made it."""
    every = list(scenarios)
    if len(every) == 1:
        return every[0]
    return Scenario(
        " + ".join(s.name for s in every if s.name),
        supposed=tuple(x for s in every for x in s.supposed),
        without=_once(x for s in every for x in s.without),
        loosened=tuple(x for s in every for x in s.loosened),
        without_rules=_once(x for s in every for x in s.without_rules),
        without_needs=_once(x for s in every for x in s.without_needs),
    )


def signed(scenario: Scenario, author: str) -> Scenario:
    """The scenario with its author on every supposition in it."""
    return replace(
        scenario,
        author=author,
        supposed=tuple(replace(s, by=author) for s in scenario.supposed),
        loosened=tuple(replace(x, by=author) for x in scenario.loosened),
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def by_whom(author: str) -> str:
    """Who supposes it, in words."""
    return f"supposed by {author}" if author else "supposed"


def is_supposed(group: Group) -> bool:
    """Whether a group holds otherwise than a party was heard to: supposed whole, or loosened by a supposition."""
    return group.id.startswith(MARK)


def origin(group: Group) -> str:
    """The id that a group goes by before any supposition: a loosened demand is still that demand."""
    return group.id.removeprefix(MARK)


def parts(group_id: str) -> frozenset[str]:
    """The demands that are said together in one group."""
    return frozenset(group_id.removeprefix(MARK).split("+"))
