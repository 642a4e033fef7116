"""Which packages are in reach: nobody's firm position is broken, and everybody who binds was heard (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal as OneOf

from detente.bargaining.constraints.groups import consents, provided, role_of
from detente.bargaining.constraints.model import (
    IN,
    OUT,
    Assignment,
    Clause,
    Group,
    Literal,
    Role,
    StageProblem,
)
from detente.bargaining.constraints.variables import key_of, variable_of
from detente.bargaining.packages.space import broken, soft_broken
from detente.bargaining.port import Expired, Solver, Unfinished
from detente.bargaining.proposals import binds, term_score
from detente.bargaining.results import TermScore
from detente.ledger.agenda import Key
from detente.ledger.positions import Position
from detente.ledger.values import values_of
from detente.packs.model import Pack

Word = tuple[str, Key]
"""A party's word on a matter."""
Verdict = OneOf["in reach", "not known", "excluded"]
_MOST_SETS = 5


@dataclass(frozen=True, slots=True)
class Package:
    """A package matter by matter, who takes each term, and what can be said of it.

    in reach: no firm position is broken and everybody who binds was heard; not known: somebody was not heard (`unheard`),
    which is never consent; excluded: it breaks firm positions or needs (`broken`), or a term is refused in so many words.
    `starts_from`: it keeps this party's firm positions first, as many as can hold, then what it can of the others'.
    """

    number: int
    values: Assignment
    terms: Mapping[Key, tuple[str, ...]]
    scores: Mapping[str, tuple[TermScore, ...]]
    unheard: tuple[Word, ...]
    broken: tuple[Group, ...]
    soft_broken: tuple[str, ...]
    starts_from: str | None = None

    @property
    def refused(self) -> bool:
        """Whether somebody firmly refuses a term in so many words."""
        return any(t.status == "excluded" for terms in self.scores.values() for t in terms)

    @property
    def verdict(self) -> Verdict:
        """What can be said of it."""
        if self.broken or self.refused:
            return "excluded"
        return "not known" if self.unheard else "in reach"


@dataclass(frozen=True, slots=True)
class Unheard:
    """Who binds and was not heard: on which matters whatever the package says, and on which only where it asks them to give.

    `avoided`: for each such word the clauses under which a package does without it.
    """

    always: tuple[Word, ...]
    avoided: Mapping[Word, tuple[Clause, ...]]


@dataclass(frozen=True, slots=True)
class Setting:
    """A stage with its positions and its pack."""

    problem: StageProblem
    positions: tuple[Position, ...]
    pack: Pack

    @property
    def keys(self) -> tuple[Key, ...]:
        """The matters of the stage, in the order of its variables."""
        return tuple(dict.fromkeys(key_of(name) for name in self.problem.variables))

    @property
    def held(self) -> dict[Word, Position]:
        """What each party holds in the stage."""
        return {(p.party, p.key): p for p in self.positions if p.stage == self.problem.stage}


def terms_of(package: Assignment) -> dict[Key, tuple[str, ...]]:
    """A package matter by matter: its value, or the elements of a set that are in it, or none."""
    found: dict[Key, list[str]] = {}
    for name, value in package.items():
        element = name.partition("#")[2]
        said = found.setdefault(key_of(name), [])
        if not element or value == IN:
            said.append(element or value)
    return {key: tuple(values) or ("none",) for key, values in found.items()}


def described(setting: Setting, package: Assignment, number: int) -> Package:
    """A package against everybody who binds."""
    problem, pack, held = setting.problem, setting.pack, setting.held
    terms = terms_of(package)
    scores = {
        party: tuple(
            term_score((key, value), held.get((party, key)), pack)
            for key, values in terms.items()
            for value in values
            if binds(party, (key, value), (pack, problem.stage))
        )
        for party in sorted(pack.parties)
    }
    return Package(
        number,
        package,
        terms,
        {party: found for party, found in scores.items() if found},
        tuple(dict.fromkeys((p, t.key) for p, ts in scores.items() for t in ts if t.status == "not heard")),
        broken(problem, package),
        soft_broken(problem, package),
    )


def refusals(setting: Setting) -> tuple[Clause, ...]:
    """The clauses that no term is in a package which somebody who binds firmly refuses in so many words."""
    problem, pack, held = setting.problem, setting.pack, setting.held
    found: list[Clause] = []
    keys = set(setting.keys)
    for (party, key), position in held.items():
        if key not in keys:
            continue
        is_set = pack.leaves[key.issue].type == "set"
        values = values_of(pack.leaves[key.issue])
        refused = [
            v
            for v in (*values, *(("none",) if is_set else ()))
            if binds(party, (key, v), (pack, problem.stage))
            and term_score((key, v), position, pack).status == "excluded"
        ]
        if not is_set and refused:
            found.append(Clause((Literal(variable_of(key), frozenset(values) - frozenset(refused)),)))
        for value in refused if is_set else ():
            inside = frozenset({IN if value == "none" else OUT})
            elements = values if value == "none" else (value,)
            found.append(Clause(tuple(Literal(variable_of(key, e), inside) for e in elements)))
    return tuple(found)


def unheard(setting: Setting) -> Unheard:
    """Everybody who binds on a matter of the stage and was not heard on it."""
    problem, pack, held = setting.problem, setting.pack, setting.held
    always: list[Word] = []
    avoided: dict[Word, tuple[Clause, ...]] = {}
    for party in sorted(pack.parties):
        for key in setting.keys:
            role = role_of(pack, party, key, stage=problem.stage)
            if role is None or (party, key) in held:
                continue
            if role is Role.SIGNATORY or consents(pack, key):
                always.append((party, key))
            elif clauses := _without(problem, key, provided(pack, party, key)):
                avoided[party, key] = clauses
    return Unheard(tuple(always), avoided)


def _without(problem: StageProblem, key: Key, given: frozenset[str]) -> tuple[Clause, ...]:
    """The clauses that a package asks for none of these values of a matter."""
    name = variable_of(key)
    if name in problem.variables:
        return (Clause((Literal(name, frozenset(problem.variables[name]) - given),)),)
    elements = (variable_of(key, value) for value in sorted(given))
    return tuple(Clause((Literal(e, frozenset({OUT})),)) for e in elements if e in problem.variables)


def smallest_sets(
    setting: Setting, silent: Unheard, clauses: Sequence[Clause], *, solver: Solver, expired: Expired
) -> tuple[tuple[tuple[Word, ...], ...], bool]:
    """The smallest sets of unheard words on which some package hangs, beside those on which all do; whether all were looked at.

    Empty first where a package needs none of them; nothing where there is no package.
    """
    names = {f"{party}:{key}": (party, key) for party, key in silent.avoided}
    variables = setting.problem.variables
    if solver.satisfy(variables, clauses) is None:
        return (), True
    every = [c for avoided in silent.avoided.values() for c in avoided]
    if solver.satisfy(variables, [*clauses, *every]) is not None:
        return ((),), True
    groups = {name: silent.avoided[word] for name, word in names.items()}
    sets: list[tuple[Word, ...]] = []
    ended = False
    try:
        found = solver.minimal_corrections(variables, clauses, groups, expired=expired)
        sets.extend(tuple(sorted(names[n] for n in some)) for some in islice(found, _MOST_SETS + 1))
    except Unfinished:
        ended = True
    ordered = sorted(sets, key=lambda s: (len(s), s))
    return tuple(ordered[:_MOST_SETS]), not ended and len(sets) <= _MOST_SETS


def preferred(
    setting: Setting, clauses: Sequence[Clause], wanted: Iterable[Sequence[Clause]], *, solver: Solver
) -> tuple[Clause, ...]:
    """The clauses, and of the wished-for ones, in turn, all that a package can still meet.

    Wishes that can all be met are taken at once, else each half in turn: the same as one by one, with fewer questions.
    """
    kept = list(clauses)

    def take(some: Sequence[Sequence[Clause]]) -> None:
        together = [c for clauses in some for c in clauses]
        if not together:
            return
        if solver.satisfy(setting.problem.variables, [*kept, *together]) is not None:
            kept.extend(together)
        elif len(some) > 1:
            take(some[: len(some) // 2])
            take(some[len(some) // 2 :])

    take(tuple(wanted))
    return tuple(kept)
