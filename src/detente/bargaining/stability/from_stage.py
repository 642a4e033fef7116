"""A conflict from what a project knows of a stage: what each party can give, and what firm positions tell of its likes.

A party can give what the pack says that it alone, or with others, can; and what it firmly refuses and another firmly asks
for. A value that several can give comes about only where all of them do, and is no part of the deal where one does not. A
party likes a state at least as well as another where each of its firm positions is held in the one and broken in the other,
or where nothing that bears on it differs; all else is not known, and so is what a party that was not heard likes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from detente.bargaining.constraints.groups import consents, provided
from detente.bargaining.constraints.model import IN, OUT, Group, Role, StageProblem, Strength, variables_in
from detente.bargaining.constraints.variables import variable_of
from detente.bargaining.stability.model import Conflict, Option
from detente.bargaining.stability.moves import Truths
from detente.bargaining.stability.option_form import Frame, OptionForm, feasible, frame
from detente.bargaining.stability.preferences import MOST_COMPARED, Comparisons
from detente.bargaining.wording import key_label, option_label
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.values import OPEN, stands_for, values_of
from detente.packs.model import Pack

_MOST_GIFTS = 20
_HEARD = (Strength.OWN, Strength.REPORTED)


@dataclass(frozen=True, slots=True)
class Gift:
    """An option of a party: to give a value of a key that hangs on it, alone or with others."""

    party: str
    key: Key
    value: str


@dataclass(frozen=True, slots=True)
class Derived:
    """A conflict out of a stage, or None with what is missing; the gifts, and the lines that its preferences rest on."""

    conflict: Conflict | None
    gifts: tuple[Gift, ...]
    missing: str
    not_movers: tuple[str, ...]
    lines: tuple[Line, ...]


def derived(problem: StageProblem, pack: Pack, matters: Collection[Key] | None = None) -> Derived:
    """The option form of a stage, on some matters or all, where at least two parties can give something asked for."""
    firm = tuple(g for g in problem.groups if g.firm and g.role is not Role.NEED and g.strength in _HEARD)
    gifts = tuple(g for g in _gifts(firm, problem, pack) if matters is None or g.key in matters)
    makers = tuple(sorted({g.party for g in gifts}))
    not_movers = tuple(sorted({g.party for g in firm} - set(makers)))
    lines = tuple(dict.fromkeys(x for g in firm if g.party in makers for x in g.lines))
    missing = _missing(gifts, [pack.party_name(m) for m in makers])
    form = _form(gifts, makers, pack)
    if not missing and len(feasible(form)) > MOST_COMPARED:
        missing = f"{len(gifts)} options give more than {MOST_COMPARED:,} states; choose those that matter"
    if missing:
        return Derived(None, gifts, missing, not_movers, lines)
    built = frame(form)
    refused = _refused([g for g in firm if g.party in makers], problem)
    left = _left(gifts, built, (problem, refused), pack=pack)
    likes = tuple(_likes([g for g in firm if g.party == m], left, states=len(built.states)) for m in makers)
    conflict = Conflict(
        f"{pack.title}: {problem.stage}",
        form.decision_makers,
        built.states,
        built.moves,
        likes,
        form.options,
        built.patterns,
        "firm positions of the project",
    )
    return Derived(conflict, gifts, "", not_movers, lines)


def _missing(gifts: Sequence[Gift], makers: Sequence[str]) -> str:
    if len(makers) < 2:
        only = f"only {makers[0]} can" if makers else "nobody can"
        return f"{only} give, as far as is known, what another firmly asks for; two at least are needed"
    if len(gifts) > _MOST_GIFTS:
        return f"{len(gifts)} options give more than {MOST_COMPARED:,} states; choose those that matter"
    return ""


def _gifts(firm: Sequence[Group], problem: StageProblem, pack: Pack) -> tuple[Gift, ...]:
    heard = {g.party for g in firm}
    keys = sorted({k for g in firm for k in g.keys})
    asked = _asked(firm, pack)
    return tuple(
        Gift(party, key, value)
        for party in sorted(heard)
        for key in keys
        for value in values_of(pack.leaves[key.issue])
        if _variable(key, value, pack) in problem.variables
        and (value in _gives(pack, party, key) or (party, _variable(key, value, pack), value) in asked)
    )


def _asked(firm: Sequence[Group], pack: Pack) -> frozenset[tuple[str, str, str]]:
    """What a party firmly refuses and another firmly asks for: (party, variable, value). A refusal asks for nothing."""
    refused = [(g.party, c.literals[0]) for g in firm for c in g.clauses if len(c.literals) == 1]
    asked = [(g.party, variable, value) for g in firm for variable, value in _demanded(g, pack)]
    return frozenset(
        (one, variable, value)
        for (one, literal), (other, variable, value) in product(refused, asked)
        if one != other
        and literal.variable == variable
        and (IN if "#" in variable else value) not in literal.values
    )


def _demanded(group: Group, pack: Pack) -> Iterator[tuple[str, str]]:
    """The values that the words of a group ask for, by variable."""
    for line in group.lines:
        said = line.statement
        if said.stance != "demand" or said.option is None:
            continue
        for key in group.keys:
            leaf = pack.leaves[key.issue]
            if key.issue == said.issue:
                for value in stands_for(leaf, said.option):
                    yield _variable(key, value, pack), value


def _gives(pack: Pack, party: str, key: Key) -> frozenset[str]:
    if party in consents(pack, key):
        return frozenset(values_of(pack.leaves[key.issue])) - {OPEN}
    return provided(pack, party, key)


def _variable(key: Key, value: str, pack: Pack) -> str:
    return variable_of(key, value if pack.leaves[key.issue].type == "set" else None)


def _form(gifts: Sequence[Gift], makers: Sequence[str], pack: Pack) -> OptionForm:
    """No two values of a matter are both given, unless they can stand beside each other."""
    options = tuple(Option(gift_label(g, pack), (pack.party_name(g.party),)) for g in gifts)
    by_value: dict[Key, dict[str, set[int]]] = {}
    for at, gift in enumerate(gifts):
        if pack.leaves[gift.key.issue].type != "set":
            by_value.setdefault(gift.key, {}).setdefault(gift.value, set()).add(at)
    clashing = {
        "".join("Y" if at in one | other else "-" for at in range(len(gifts)))
        for values in by_value.values()
        for one, other in combinations(values.values(), 2)
    }
    own = [
        tuple(at for at, g in enumerate(gifts) if (g.party, g.key) == (party, key))
        for party in makers
        for key in by_value
    ]
    return OptionForm(
        tuple(pack.party_name(m) for m in makers),
        options,
        tuple(sorted(clashing)),
        tuple(o for o in own if len(o) > 1),
    )


def gift_label(gift: Gift, pack: Pack) -> str:
    """What is given, in words."""
    return f"{key_label(pack, gift.key)}: {option_label(pack, gift.key, gift.value)}"


def _left(
    gifts: Sequence[Gift],
    built: Frame,
    stage: tuple[StageProblem, Mapping[str, frozenset[str]]],
    *,
    pack: Pack,
) -> Mapping[str, tuple[tuple[str, ...], Truths]]:
    """For each variable that options bear on its values, and which of them are left open in each state."""
    problem, refused = stage
    marks = np.array([list(p.replace(" ", "")) for p in built.patterns]) == "Y"
    found: dict[str, tuple[tuple[str, ...], Truths]] = {}
    for variable in dict.fromkeys(_variable(g.key, g.value, pack) for g in gifts):
        here = [(at, g) for at, g in enumerate(gifts) if _variable(g.key, g.value, pack) == variable]
        values = problem.variables[variable]
        by_value = {
            v: [at for at, g in here if g.value == v] for v in dict.fromkeys(g.value for _, g in here)
        }
        given = {
            v: np.logical_and.reduce([marks[:, at] for at in several]) for v, several in by_value.items()
        }
        if values == (IN, OUT):
            inside = next(iter(given.values()))
            found[variable] = (values, np.stack([inside, ~inside], axis=1))
            continue
        count = np.add.reduce([t.astype(int) for t in given.values()])
        free = _free(values, {*by_value}, refused.get(variable, frozenset()))
        rows = np.stack([given.get(v, np.zeros(len(marks), np.bool_)) for v in values], axis=1)
        found[variable] = (values, np.where((count == 1)[:, None], rows, free[None, :]))
    return found


def _free(values: tuple[str, ...], on_offer: Collection[str], refused: frozenset[str]) -> Truths:
    """The values a matter may still have where nobody gives what is asked: those nobody refuses, else that it stays open."""
    free = np.array([v not in on_offer and v not in refused for v in values])
    return free if free.any() else np.array([v == OPEN for v in values])


def _refused(firm: Sequence[Group], problem: StageProblem) -> Mapping[str, frozenset[str]]:
    """For each variable the values that somebody firmly refuses outright."""
    found: dict[str, frozenset[str]] = {}
    for literal in (c.literals[0] for g in firm for c in g.clauses if len(c.literals) == 1):
        shut = frozenset(problem.variables[literal.variable]) - literal.values
        found[literal.variable] = found.get(literal.variable, frozenset()) | shut
    return found


def _likes(
    firm: Sequence[Group], left: Mapping[str, tuple[tuple[str, ...], Truths]], *, states: int
) -> Comparisons:
    """What a party's firm positions tell: for every two states whether one is at least as good as the other."""
    known = np.ones((states, states), np.bool_)
    spoken: set[str] = set()
    for group in firm:
        bearing = variables_in(group.clauses) & left.keys()
        if not bearing:
            continue
        spoken |= bearing
        held, broken = _standing(group, left, states=states)
        known &= (held[:, None] & broken[None, :]) | _alike(bearing, left, states=states)
    known &= _alike(left.keys() - spoken, left, states=states)
    return Comparisons(known)


def _alike(variables: Set[str], left: Mapping[str, tuple[tuple[str, ...], Truths]], *, states: int) -> Truths:
    alike = np.ones((states, states), np.bool_)
    for variable in variables:
        rows = left[variable][1]
        alike &= (rows[:, None, :] == rows[None, :, :]).all(axis=2)
    return alike


def _standing(
    group: Group, left: Mapping[str, tuple[tuple[str, ...], Truths]], *, states: int
) -> tuple[Truths, Truths]:
    """In which states a group is surely held, and in which surely broken, whatever the matters beside these options."""
    held = np.ones(states, np.bool_)
    broken = np.zeros(states, np.bool_)
    for clause in group.clauses:
        met = np.zeros(states, np.bool_)
        failed = np.ones(states, np.bool_)
        for literal in clause.literals:
            if literal.variable not in left:
                failed[:] = False
                continue
            values, rows = left[literal.variable]
            wanted = np.array([v in literal.values for v in values])
            met |= ~(rows & ~wanted).any(axis=1)
            failed &= ~(rows & wanted).any(axis=1)
        held &= met
        broken |= failed
    return held, broken
