"""The constraints of a stage: what may be in a package, and who holds what (DESIGN §6, *Constraints*).

A variable is a key (or an element of a set key) with its values. A clause is a disjunction of literals "the variable has one
of these values". A group is what one party holds on one matter: its clauses stand or fall together, and its levels are the
ways to loosen it, from as held (0) to dropped (the last).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.utterances import Voice
from detente.packs.model import Stage

IN, OUT = "in", "out"
Assignment = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Literal:
    """That a variable has one of these values."""

    variable: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Clause:
    """That at least one of the literals holds."""

    literals: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Hard:
    """What every package of the stage must satisfy: a pack's rule, with its source."""

    id: str
    text: str
    source: str
    clauses: tuple[Clause, ...]


class Strength(StrEnum):
    """On what a group rests, strongest first; a deadlock is sorted by its weakest member.

    SUPPOSED comes of a scenario: no party said it, and a deadlock with such a member is never called anybody's.
    """

    OWN = "in the parties' own words"
    REPORTED = "reported"
    ATTRIBUTED = "attributed"
    ASKED = "asked, not answered"
    SUPPOSED = "supposed"


STRENGTHS: tuple[Strength, ...] = tuple(Strength)
STRENGTH_OF: Mapping[Voice, Strength] = {
    Voice.OWN: Strength.OWN,
    Voice.REPORTED: Strength.REPORTED,
    Voice.ATTRIBUTED: Strength.ATTRIBUTED,
    Voice.SUPPOSED: Strength.SUPPOSED,
}


class Role(StrEnum):
    """In what capacity a group binds."""

    SIGNATORY = "signatory"
    PROVIDER = "provider"
    NEED = "need"
    CONDUCT = "conduct"


@dataclass(frozen=True, slots=True)
class Level:
    """One way to hold a group: its clauses, and in words what it then asks for. `steps`: how much is given, 0 as held.

    `later`: the matter is left to later, beside the axis; such a level is offered whatever else opens.
    """

    clauses: tuple[Clause, ...]
    wording: str
    steps: int = 0
    later: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What one party holds on one matter, with the lines it rests on. `levels`: as held first, dropped last.

    `inferred`: follows from the axis, a condition or a rule and stands nowhere in the words; `stage_unclear`: the reports do
    not tell which deal it is about; `source` is a pack's source; `gives`: values of its key that only this party can give.
    """

    id: str
    party: str
    keys: tuple[Key, ...]
    levels: tuple[Level, ...]
    strength: Strength
    role: Role
    lines: tuple[Line, ...]
    firm: bool = True
    inferred: bool = False
    stage_unclear: bool = False
    source: str = ""
    gives: frozenset[str] = frozenset()

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses as held."""
        return self.levels[0].clauses

    @property
    def wording(self) -> str:
        """What is held, in plain words."""
        return self.levels[0].wording


@dataclass(frozen=True, slots=True)
class StageProblem:
    """Everything that bears on one stage: variables with their values, hard rules, soft rules and groups."""

    stage: Stage
    variables: Mapping[str, tuple[str, ...]]
    hard: tuple[Hard, ...]
    soft: tuple[Hard, ...]
    groups: tuple[Group, ...]

    def group(self, group_id: str) -> Group:
        """The group of that id."""
        return next(g for g in self.groups if g.id == group_id)


def holds(clause: Clause, assignment: Assignment) -> bool:
    """Whether a clause holds in an assignment of all its variables."""
    return any(assignment.get(literal.variable) in literal.values for literal in clause.literals)


def implies(clause: Clause, other: Clause) -> bool:
    """Whether a clause says at least what another says: each of its literals is part of one of the other's."""
    return all(
        any(lit.variable == wide.variable and lit.values <= wide.values for wide in other.literals)
        for lit in clause.literals
    )


def variables_in(clauses: Iterable[Clause]) -> frozenset[str]:
    """The variables that clauses speak of."""
    return frozenset(lit.variable for c in clauses for lit in c.literals)


def touching(problem: StageProblem, held: Iterable[Clause]) -> tuple[Hard, ...]:
    """Rules connected with the clauses through shared variables; the others hold whatever is held."""
    reached = variables_in(held)
    left = [(rule, variables_in(rule.clauses)) for rule in problem.hard]
    chosen: set[str] = set()
    while near := [(rule, names) for rule, names in left if names & reached]:
        chosen |= {rule.id for rule, _ in near}
        reached = reached.union(*(names for _, names in near))
        left = [(rule, names) for rule, names in left if rule.id not in chosen]
    return tuple(h for h in problem.hard if h.id in chosen)
