"""What a decision maker likes better: a ranking of all states, or comparisons of which some are not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from detente.bargaining.stability.moves import Ints, Truths
from detente.kernel.errors import BadInput

MOST_COMPARED = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Every two states compared: `ranks` from 0, the least liked; equal ranks are liked equally."""

    ranks: Ints

    def better(self, one: int, other: int) -> bool | None:
        """Whether one state is liked better than another."""
        return bool(self.ranks[one] > self.ranks[other])


@dataclass(frozen=True, slots=True, eq=False)
class Comparisons:
    """Some comparisons only: `at_least[a, b]` where a is known to be liked at least as well as b. Closed under transitivity."""

    at_least: Truths

    def better(self, one: int, other: int) -> bool | None:
        """Whether one state is liked better than another; None where that is not known."""
        if self.at_least[other, one]:
            return False
        return True if self.at_least[one, other] else None


Preference = Ranking | Comparisons


def from_payoffs(payoffs: Sequence[float], *, place: str) -> Ranking:
    """A ranking by numbers of which only the order counts. Raises BadInput for what is no number."""
    for at, value in enumerate(payoffs):
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise BadInput(
                f"{place}[{at}] is {value!r}, which is no number that can be ordered; give a number for every state, or "
                "the comparisons that are known (preference_known)"
            )
    return from_numbers(np.array(payoffs))


def from_numbers(numbers: np.ndarray) -> Ranking:
    """A ranking by an array of finite numbers."""
    return Ranking(np.unique(numbers, return_inverse=True)[1].astype(np.int32))


def from_classes(best_first: Sequence[Sequence[int]], states: Sequence[str], *, place: str) -> Ranking:
    """A ranking by classes of states that are liked equally, the best first. Raises BadInput unless it names every state once."""
    ranks = np.full(len(states), -1, np.int32)
    for height, several in enumerate(reversed(best_first)):
        for state in several:
            if ranks[state] >= 0:
                raise BadInput(
                    f"{place} names state {states[state]} twice; a state has one place in a ranking"
                )
            ranks[state] = height
    missing = [states[i] for i in np.flatnonzero(ranks < 0)[:5]]
    if missing:
        raise BadInput(
            f"{place} leaves out state {', '.join(missing)}; rank every state, or give what is known as preference_known"
        )
    return from_numbers(ranks)


def from_known(
    better: Iterable[tuple[int, int]],
    equal: Iterable[tuple[int, int]],
    *,
    states: Sequence[str],
    place: str,
) -> Comparisons:
    """Comparisons from pairs (better, worse) and pairs liked equally, and all that follows. Raises BadInput for a circle."""
    refuse_too_many_compared(len(states))
    strict = list(better)
    known = np.eye(len(states), dtype=np.bool_)
    for a, b in strict:
        known[a, b] = True
    for a, b in equal:
        known[a, b] = known[b, a] = True
    closed = closure(known)
    for a, b in strict:
        if closed[b, a]:
            way = _way(known, b, a)
            told = " is at least as good as ".join(states[s] for s in way)
            raise BadInput(
                f"{place} goes in a circle: state {states[a]} is said to be better than {states[b]}, but {told}; "
                "take one of these comparisons out"
            )
    return Comparisons(closed)


def closure(known: Truths) -> Truths:
    """All that follows from comparisons: a at least as good as b, b as c, so a as c (Warshall)."""
    closed = known.copy()
    for middle in range(len(closed)):
        upper = np.flatnonzero(closed[:, middle])
        closed[upper] |= closed[middle]
    return closed


def _way(known: Truths, start: int, end: int) -> list[int]:
    before: dict[int, int] = {start: start}
    waiting = [start]
    for state in waiting:
        for further in np.flatnonzero(known[state]):
            if int(further) not in before:
                before[int(further)] = state
                waiting.append(int(further))
    way = [end]
    while way[-1] != start:
        way.append(before[way[-1]])
    return way[::-1]


def compared(preference: Preference) -> Truths:
    """For every two states whether the first is known to be liked at least as well as the second."""
    if isinstance(preference, Comparisons):
        return preference.at_least
    return preference.ranks[:, None] >= preference.ranks[None, :]


def refuse_too_many_compared(states: int) -> None:
    """Raises BadInput where a model is too large for comparisons of every two states."""
    if states > MOST_COMPARED:
        raise BadInput(
            f"{states:,} states with comparisons that are not all known; at most {MOST_COMPARED:,} are taken so. Rank all "
            "states (by payoffs, classes or statements), or leave out options on which nothing hangs"
        )


def ranked(preferences: Iterable[Preference]) -> tuple[Ranking, ...] | None:
    """The rankings, or None where one decision maker's comparisons are not all known."""
    found = tuple(preferences)
    rankings = tuple(p for p in found if isinstance(p, Ranking))
    return rankings if len(rankings) == len(found) else None


def completed(preference: Preference) -> Preference:
    """The same as a ranking, where every comparison is known after all."""
    if isinstance(preference, Ranking):
        return preference
    known = preference.at_least
    if not bool((known | known.T).all()):
        return preference
    return from_numbers(known.sum(axis=1))


def named(names: Mapping[str, int], wanted: object, *, place: str) -> int:
    """The place of a state by its name. Raises BadInput naming the nearest."""
    from detente.kernel.suggest import did_you_mean

    if str(wanted) not in names:
        raise BadInput(f"{place}: no state '{wanted}'{did_you_mean(str(wanted), [*names][:2000])}")
    return names[str(wanted)]
