"""A conflict as a graph: decision makers, states, who can move where, and what each likes better.

Sources: Kilgour, Hipel and Fang (1987), The graph model for conflicts, Automatica 23(1); Fang, Hipel and Kilgour (1993),
Interactive Decision Making: The Graph Model for Conflict Resolution, Wiley.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np

from detente.bargaining.stability.moves import Moves, Truths
from detente.bargaining.stability.preferences import Preference
from detente.kernel.errors import UnknownName
from detente.kernel.suggest import did_you_mean

Way = Literal["both", "on", "off"]


@dataclass(frozen=True, slots=True)
class Option:
    """Something that a decision maker can do or leave. `way`: taken and taken back, only taken (on) or only given up (off).

    More than one decision maker in `by`: each of them alone can change it (a common option).
    """

    name: str
    by: tuple[str, ...]
    way: Way = "both"

    @property
    def full_name(self) -> str:
        """The name with whose it is."""
        return f"{'/'.join(self.by)}.{self.name}"


class Concept(StrEnum):
    """What a decision maker reckons with before it moves."""

    NASH = "R"
    GMR = "GMR"
    SMR = "SMR"
    SEQ = "SEQ"
    SSEQ = "SSEQ"


CONCEPTS: tuple[Concept, ...] = tuple(Concept)
MEANINGS = {
    Concept.NASH: "Nash: no move of its own is better for it",
    Concept.GMR: "general metarational: every better move can be answered so that it is no better off",
    Concept.SMR: "symmetric metarational: and it could not get out of that answer by a move of its own",
    Concept.SEQ: "sequential: answered by moves that are better for those who make them",
    Concept.SSEQ: "symmetric sequential: answered so, and it could not get out of it",
}


class Verdict(StrEnum):
    """Whether a state would hold for a decision maker."""

    STABLE = "stable"
    UNSTABLE = "not stable"
    NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True, eq=False)
class Conflict:
    """A conflict as a graph. `moves` and `preferences` stand in the order of the decision makers.

    `patterns`: for each state which options are taken (Y), not taken (N) or either (-), in the order of the options, with
    blanks between decision makers; empty where there are no options, `labels` then tell the states.
    """

    title: str
    decision_makers: tuple[str, ...]
    states: tuple[str, ...]
    moves: tuple[Moves, ...]
    preferences: tuple[Preference, ...]
    options: tuple[Option, ...] = ()
    patterns: tuple[str, ...] = ()
    source: str = ""
    labels: tuple[str, ...] = ()

    def state(self, name: str) -> int:
        """The place of a state by its name or its pattern. Raises UnknownName naming the nearest."""
        if name in self.states:
            return self.states.index(name)
        plain = [p.replace(" ", "") for p in self.patterns]
        if name.replace(" ", "") in plain:
            return plain.index(name.replace(" ", ""))
        known = [*self.states[:2000], *self.patterns[:2000]]
        last = f"; states go from {self.states[0]} to {self.states[-1]}"
        raise UnknownName(f"no state '{name}' in {self.title}{did_you_mean(name, known) or last}")

    def decision_maker(self, name: str) -> int:
        """The place of a decision maker. Raises UnknownName naming the nearest."""
        if name not in self.decision_makers:
            raise UnknownName(
                f"no decision maker '{name}' in {self.title}{did_you_mean(name, self.decision_makers)}"
            )
        return self.decision_makers.index(name)

    def told(self, state: int) -> str:
        """A state in words: the options that are taken."""
        if not self.patterns:
            label = f" ({self.labels[state]})" if self.labels and self.labels[state] else ""
            return f"state {self.states[state]}{label}"
        marks = self.patterns[state].replace(" ", "")
        taken = [o.full_name for o, mark in zip(self.options, marks, strict=True) if mark == "Y"]
        return f"state {self.states[state]} ({', '.join(taken) or 'nothing done'})"


@dataclass(frozen=True, slots=True, eq=False)
class Stabilities:
    """For each concept, decision maker and state: whether it holds surely (`sure`) and whether it may (`possible`).

    Rows are decision makers, columns states. The two differ only where comparisons are not known.
    """

    conflict: Conflict
    sure: dict[str, Truths]
    possible: dict[str, Truths]

    @property
    def concepts(self) -> tuple[str, ...]:
        """The concepts that were asked for, in their order."""
        return tuple(self.sure)

    def verdict(self, concept: str, decision_maker: int, state: int) -> Verdict:
        """Whether a state holds for a decision maker."""
        if self.sure[concept][decision_maker, state]:
            return Verdict.STABLE
        return Verdict.NOT_KNOWN if self.possible[concept][decision_maker, state] else Verdict.UNSTABLE

    def stable(self, concept: str, decision_maker: int) -> tuple[str, ...]:
        """The states that surely hold for a decision maker."""
        return self._names(self.sure[concept][decision_maker])

    def equilibria(self, concept: str) -> tuple[str, ...]:
        """The states that surely hold for everybody."""
        return self._names(np.all(self.sure[concept], axis=0))

    def not_known(self, concept: str) -> tuple[str, ...]:
        """The states that may hold for everybody, but not surely."""
        return self._names(np.all(self.possible[concept], axis=0) & ~np.all(self.sure[concept], axis=0))

    def _names(self, there: Truths) -> tuple[str, ...]:
        return tuple(self.conflict.states[i] for i in np.flatnonzero(there).tolist())
