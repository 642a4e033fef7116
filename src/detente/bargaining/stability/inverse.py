"""Inverse analysis: what decision makers would have to like for a state to hold; what a mediator would have to change.

Kinsara, Petersons, Hipel and Kilgour (2015), Advanced decision support for the graph model, J. Decision Systems 24(2);
Wang, Hipel, Fang and Dang (2018), Matrix representations of the inverse problem in the graph model, EJOR 270(1). There
every ranking that would do is listed; here the least changes are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.bargaining.stability.model import Concept, Conflict
from detente.bargaining.stability.paths import Step
from detente.bargaining.stability.preferences import (
    Preference,
    Ranking,
    from_numbers,
    refuse_too_many_compared,
)
from detente.bargaining.stability.stabilities import stabilities
from detente.bargaining.stability.why import MayMove, Way, no_better, sequences, step_of

MOST_SETS = 64
_CORNERED = {Concept.SMR, Concept.SSEQ}
_BY_IMPROVEMENT = {Concept.SEQ, Concept.SSEQ}


@dataclass(frozen=True, slots=True)
class Change:
    """What one decision maker would have to like for a state to hold for it. Any one of these would do.

    `raised_over`: states which the state would have to be liked at least as well as, if only its own place in the ranking moved
    (None without a ranking). `no_better`: least sets of states that would have to be no better than it; `to_learn`: which of
    these are not known now, so that asking comes before changing. `credible`: for each open temptation moves of others that do
    not pay for those who would have to make them; did they pay, the answer would be credible. `complete`: no set left out.
    """

    decision_maker: str
    raised_over: tuple[str, ...] | None
    no_better: tuple[tuple[str, ...], ...]
    to_learn: tuple[str, ...]
    credible: tuple[tuple[Step, ...], ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Inverse:
    """What would make a state hold for everybody under a concept.

    `checked`: with the first change of each it does, reckoned anew; None where a decision maker has no ranking that could be
    changed.
    """

    state: str
    concept: Concept
    holds_for: tuple[str, ...]
    changes: tuple[Change, ...]
    checked: bool | None


def inverse(conflict: Conflict, state: int, *, concept: Concept) -> Inverse:
    """The least changes under which a state is an equilibrium. Raises BadInput for models that are too large."""
    refuse_too_many_compared(len(conflict.states))
    found = stabilities(conflict, (concept,))
    unstable = [k for k in range(len(conflict.moves)) if not found.sure[concept][k, state]]
    changes = tuple(_change(conflict, state, k, concept=concept) for k in unstable)
    holding = tuple(d for k, d in enumerate(conflict.decision_makers) if k not in unstable)
    checked = _checked(conflict, state, dict(zip(unstable, changes, strict=True)), concept=concept)
    return Inverse(conflict.states[state], concept, holding, changes, checked)


def _change(conflict: Conflict, state: int, mover: int, *, concept: Concept) -> Change:
    alternatives = [
        (end, sets)
        for end in conflict.moves[mover].after(state).tolist()
        if (sets := _alternatives(conflict, (state, end), mover, concept=concept)) is not None
    ]
    least, complete = least_unions([sets for _, sets in alternatives])
    better = conflict.preferences[mover].better
    named = tuple(tuple(conflict.states[s] for s in sorted(one)) for one in least)
    unknown = sorted({s for one in least for s in one if better(s, state) is None})
    credible = [
        steps
        for end, _ in alternatives
        if concept in _BY_IMPROVEMENT and (steps := _credible(conflict, (state, end), mover, concept=concept))
    ]
    return Change(
        conflict.decision_makers[mover],
        _raised(conflict, state, mover, alternatives=[sets for _, sets in alternatives]),
        named,
        tuple(conflict.states[s] for s in unknown),
        tuple(credible),
        complete,
    )


def _alternatives(
    conflict: Conflict, move: tuple[int, int], mover: int, *, concept: Concept
) -> list[frozenset[int]] | None:
    """Sets of states each of which, held no better than where the move starts, would shut it; None where it is shut now."""
    start, end = move
    if no_better(conflict, mover, (end, start), sure=True):
        return None
    sets = {frozenset({end})}
    if concept is not Concept.NASH:
        for state, _ in sequences(conflict, end, mover, may=_paying(conflict, concept)):
            needed = {state}
            if concept in _CORNERED:
                needed |= set(conflict.moves[mover].after(state).tolist())
            open_ones = frozenset(s for s in needed if not no_better(conflict, mover, (s, start), sure=True))
            if not open_ones:
                return None
            sets.add(open_ones)
    return [s for s in sets if not any(other < s for other in sets)]


def _paying(conflict: Conflict, concept: Concept) -> MayMove:
    def may(by: int, here: int, there: int) -> bool:
        return concept not in _BY_IMPROVEMENT or conflict.preferences[by].better(there, here) is True

    return may


def least_unions(choices: Sequence[Sequence[frozenset[int]]]) -> tuple[tuple[frozenset[int], ...], bool]:
    """Every least set that contains one of the sets of each choice, fewest states first; and whether none was left out."""
    found: list[frozenset[int]] = [frozenset()]
    complete = True
    for sets in sorted(choices, key=len):
        fewest = sorted(sets, key=lambda s: (len(s), sorted(s)))
        complete = complete and len(fewest) <= MOST_SETS
        grown = {have | more for have in found for more in fewest[:MOST_SETS]}
        found = _least(grown)
        if len(found) > MOST_SETS:
            found, complete = found[:MOST_SETS], False
    return tuple(found), complete


def _least(sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    kept: list[frozenset[int]] = []
    for one in sorted(sets, key=lambda s: (len(s), sorted(s))):
        if not any(other <= one for other in kept):
            kept.append(one)
    return kept


def _raised(
    conflict: Conflict, state: int, mover: int, *, alternatives: Sequence[Sequence[frozenset[int]]]
) -> tuple[str, ...] | None:
    """The states that the state would have to catch up with, were only its own place in the ranking changed."""
    preference = conflict.preferences[mover]
    if not isinstance(preference, Ranking):
        return None
    ranks = preference.ranks
    needed = max((min(max(int(ranks[s]) for s in one) for one in sets) for sets in alternatives), default=0)
    passed = np.flatnonzero((ranks > ranks[state]) & (ranks <= needed))
    return tuple(conflict.states[s] for s in passed)


def _credible(conflict: Conflict, move: tuple[int, int], mover: int, *, concept: Concept) -> tuple[Step, ...]:
    """Of the answer with the fewest moves that do not pay: those moves. Empty where no answer is there at all."""
    start, end = move
    best: tuple[int, Way] | None = None

    def deters(state: int) -> bool:
        around = conflict.moves[mover].after(state).tolist() if concept in _CORNERED else []
        return all(no_better(conflict, mover, (s, start), sure=True) for s in (state, *around))

    for state, way in sequences(conflict, end, mover, may=lambda *_: True):
        if deters(state):
            cost = sum(conflict.preferences[by].better(b, a) is not True for by, a, b in way)
            if best is None or cost < best[0]:
                best = cost, way
    if best is None:
        return ()
    steps = (step_of(conflict, by, (a, b)) for by, a, b in best[1])
    return tuple(s for s in steps if s.better is not True)


def _checked(conflict: Conflict, state: int, changes: dict[int, Change], *, concept: Concept) -> bool | None:
    """Whether the first change of each, made in its ranking, makes the state hold for everybody."""
    preferences: list[Preference] = list(conflict.preferences)
    for mover, change in changes.items():
        preference = conflict.preferences[mover]
        if not isinstance(preference, Ranking) or not change.no_better:
            return None
        ranks = preference.ranks.copy()
        for name in change.no_better[0]:
            ranks[conflict.state(name)] = ranks[state]
        preferences[mover] = from_numbers(ranks)
    changed = replace(conflict, preferences=tuple(preferences))
    return bool(stabilities(changed, (concept,)).sure[concept][:, state].all())
