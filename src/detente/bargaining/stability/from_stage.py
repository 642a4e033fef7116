"""A conflict from what a project knows of a stage: what each party alone can give, and what firm positions tell of its likes.

A value that several parties give together comes about only where all of them do. A party likes a state at least as well as another
where each of its firm positions is held in the one and broken in the other, or where nothing that bears on it differs; all else is
not known, and so is what a party that was not heard likes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.bargaining.constraints.groups import consents, provided
from detente.bargaining.constraints.model import IN, OUT, Group, Role, StageProblem, Strength
from detente.bargaining.constraints.variables import variable_of
from detente.bargaining.stability.model import Conflict, Option
from detente.bargaining.stability.moves import Truths
from detente.bargaining.stability.option_form import Frame, OptionForm, feasible, frame
from detente.bargaining.stability.preferences import MOST_COMPARED, Comparisons
from detente.bargaining.wording import key_label, option_label
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.values import OPEN, values_of
from detente.packs.model import Pack

_HEARD = (Strength.OWN, Strength.REPORTED)


@dataclass(frozen=True, slots=True)
class Gift:
    """An option of a party: to give a value of a key that it alone, or with others, can give."""

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


def derived(problem: StageProblem, pack: Pack) -> Derived:
    """The option form of a stage where at least two parties can give something on which firm positions stand."""
    firm = tuple(g for g in problem.groups if g.firm and g.role is not Role.NEED and g.strength in _HEARD)
    gifts = _gifts(firm, problem, pack)
    makers = tuple(sorted({g.party for g in gifts}))
    not_movers = tuple(sorted({g.party for g in firm} - set(makers)))
    lines = tuple(dict.fromkeys(x for g in firm if g.party in makers for x in g.lines))
    if len(makers) < 2:
        only = f"only {makers[0]} is" if makers else "nobody is"
        missing = (
            f"{only} known to give something alone on which firm positions stand; two at least are needed"
        )
        return Derived(None, gifts, missing, not_movers, lines)
    form = _form(gifts, makers, pack)
    states = len(feasible(form))
    if states > MOST_COMPARED:
        missing = f"{len(gifts)} options give {states:,} states, more than {MOST_COMPARED:,}; choose those that matter"
        return Derived(None, gifts, missing, not_movers, lines)
    built = frame(form)
    left = _left(gifts, built, problem, pack=pack)
    likes = tuple(_likes([g for g in firm if g.party == m], left, states=states) for m in makers)
    title = f"{pack.name}: {problem.stage}"
    conflict = Conflict(
        title,
        makers,
        built.states,
        built.moves,
        likes,
        form.options,
        built.patterns,
        "firm positions of the project",
    )
    return Derived(conflict, gifts, "", not_movers, lines)


def _gifts(firm: Sequence[Group], problem: StageProblem, pack: Pack) -> tuple[Gift, ...]:
    heard = {g.party for g in firm}
    keys = sorted({k for g in firm for k in g.keys})
    return tuple(
        Gift(party, key, value)
        for party in sorted(heard)
        for key in keys
        for value in values_of(pack.leaves[key.issue])
        if value in _gives(pack, party, key) and _variable(key, value, pack) in problem.variables
    )


def _gives(pack: Pack, party: str, key: Key) -> frozenset[str]:
    if party in consents(pack, key):
        return frozenset(values_of(pack.leaves[key.issue])) - {OPEN}
    return provided(pack, party, key)


def _variable(key: Key, value: str, pack: Pack) -> str:
    return variable_of(key, value if pack.leaves[key.issue].type == "set" else None)


def _form(gifts: Sequence[Gift], makers: Sequence[str], pack: Pack) -> OptionForm:
    """A party gives one value of a matter at most, unless they can stand beside each other."""
    ordered = sorted(gifts, key=lambda g: (g.party, g.key, gifts.index(g)))
    options = tuple(
        Option(f"{key_label(pack, g.key)}: {option_label(pack, g.key, g.value)}", (g.party,)) for g in ordered
    )
    exclusive: dict[tuple[str, Key], list[int]] = {}
    for at, gift in enumerate(ordered):
        if pack.leaves[gift.key.issue].type != "set":
            exclusive.setdefault((gift.party, gift.key), []).append(at)
    return OptionForm(
        tuple(makers), options, at_most_one=tuple(tuple(v) for v in exclusive.values() if len(v) > 1)
    )


def _left(
    gifts: Sequence[Gift], built: Frame, problem: StageProblem, *, pack: Pack
) -> Mapping[str, tuple[tuple[str, ...], Truths]]:
    """For each variable that options bear on its values, and which of them are left open in each state."""
    ordered = sorted(gifts, key=lambda g: (g.party, g.key, gifts.index(g)))
    marks = np.array([list(p.replace(" ", "")) for p in built.patterns]) == "Y"
    found: dict[str, tuple[tuple[str, ...], Truths]] = {}
    for variable in dict.fromkeys(_variable(g.key, g.value, pack) for g in ordered):
        here = [(at, g) for at, g in enumerate(ordered) if _variable(g.key, g.value, pack) == variable]
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
        free = np.array([v not in by_value for v in values])
        rows = np.stack([given.get(v, np.zeros(len(marks), np.bool_)) for v in values], axis=1)
        found[variable] = (values, np.where((count == 1)[:, None], rows, free[None, :]))
    return found


def _likes(
    firm: Sequence[Group], left: Mapping[str, tuple[tuple[str, ...], Truths]], *, states: int
) -> Comparisons:
    """What a party's firm positions tell: for every two states whether one is at least as good as the other."""
    known = np.ones((states, states), np.bool_)
    spoken: set[str] = set()
    for group in firm:
        bearing = {lit.variable for c in group.clauses for lit in c.literals} & left.keys()
        if not bearing:
            continue
        spoken |= bearing
        held, broken = _standing(group, left, states=states)
        known &= (held[:, None] & broken[None, :]) | _alike(bearing, left, states=states)
    known &= _alike(left.keys() - spoken, left, states=states)
    return Comparisons(known)


def _alike(variables: set[str], left: Mapping[str, tuple[tuple[str, ...], Truths]], *, states: int) -> Truths:
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
