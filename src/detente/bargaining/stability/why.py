"""Why a state holds for a decision maker or does not: each move it would like, and how the others can answer it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from detente.bargaining.stability.model import Concept, Conflict, Verdict
from detente.bargaining.stability.paths import Step

MOST_LOOKED_AT = 20_000
_CORNERED = {Concept.SMR, Concept.SSEQ}
_BY_IMPROVEMENT = {Concept.SEQ, Concept.SSEQ}
MayMove = Callable[[int, int, int], bool]


@dataclass(frozen=True, slots=True)
class Temptation:
    """A move that a decision maker would like, or might (`move.better` is None), and the answer that would keep it from it.

    `answer`: the shortest sequence of others' moves to a state that is no better for it than where it began; empty: none.
    `sure`: the answer counts whatever the comparisons that are not known. `ended`: the search was carried to its end.
    """

    move: Step
    answer: tuple[Step, ...]
    sure: bool
    ended: bool = True


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a state is stable, or not, for one decision maker under one concept."""

    decision_maker: str
    concept: Concept
    state: str
    verdict: Verdict
    temptations: tuple[Temptation, ...]


def reasons(conflict: Conflict, state: int, mover: int, *, concept: Concept) -> Reasons:
    """Every move that a decision maker would like or might, with the answer to it; and what follows of them."""
    found = [
        _tempted(conflict, (state, end), mover, concept=concept)
        for end in conflict.moves[mover].after(state).tolist()
        if conflict.preferences[mover].better(end, state) is not False
    ]
    loose = [t for t in found if not (t.answer and t.sure)]
    if not loose:
        verdict = Verdict.STABLE
    elif any(t.move.better and t.ended and not t.answer for t in loose):
        verdict = Verdict.UNSTABLE
    else:
        verdict = Verdict.NOT_KNOWN
    name = conflict.decision_makers[mover]
    return Reasons(name, concept, conflict.states[state], verdict, tuple(found))


def _tempted(conflict: Conflict, move: tuple[int, int], mover: int, *, concept: Concept) -> Temptation:
    step = step_of(conflict, mover, move)
    if concept is Concept.NASH:
        return Temptation(step, (), sure=True)
    for sure in (True, False):
        answer, ended = _answer(conflict, move, mover, concept=concept, sure=sure)
        if answer or not ended:
            return Temptation(step, answer, sure, ended)
    return Temptation(step, (), sure=True)


def _answer(
    conflict: Conflict, move: tuple[int, int], mover: int, *, concept: Concept, sure: bool
) -> tuple[tuple[Step, ...], bool]:
    start, end = move

    def may(by: int, here: int, there: int) -> bool:
        if concept not in _BY_IMPROVEMENT:
            return True
        better = conflict.preferences[by].better(there, here)
        return better is True or (better is None and not sure)

    def deters(state: int) -> bool:
        if not no_better(conflict, mover, (state, start), sure=sure):
            return False
        if concept not in _CORNERED:
            return True
        further = conflict.moves[mover].after(state).tolist()
        return all(no_better(conflict, mover, (s, start), sure=sure) for s in further)

    for looked, (state, way) in enumerate(sequences(conflict, end, mover, may=may), start=1):
        if deters(state):
            return tuple(step_of(conflict, by, (a, b)) for by, a, b in way), True
        if looked > MOST_LOOKED_AT:
            return (), False
    return (), True


def no_better(conflict: Conflict, mover: int, pair: tuple[int, int], *, sure: bool) -> bool:
    """Whether the first state is no better than the second for a decision maker: surely, or maybe."""
    better = conflict.preferences[mover].better(*pair)
    return better is False or (better is None and not sure)


Way = tuple[tuple[int, int, int], ...]


def sequences(conflict: Conflict, start: int, apart: int, *, may: MayMove) -> Iterator[tuple[int, Way]]:
    """Every state that legal sequences of the others lead to, with a shortest one, nearest first."""
    seen: set[tuple[int, int]] = set()
    told: set[int] = set()
    waiting: list[tuple[int, int, Way]] = [(start, -1, ())]
    for state, last, way in waiting:
        for by in range(len(conflict.moves)):
            if by in {last, apart}:
                continue
            for there in conflict.moves[by].after(state).tolist():
                if (there, by) in seen or not may(by, state, there):
                    continue
                seen.add((there, by))
                longer = (*way, (by, state, there))
                waiting.append((there, by, longer))
                if there not in told:
                    told.add(there)
                    yield there, longer


def step_of(conflict: Conflict, by: int, move: tuple[int, int]) -> Step:
    """A move as a step with names."""
    start, end = move
    return Step(
        conflict.decision_makers[by],
        conflict.states[start],
        conflict.states[end],
        conflict.preferences[by].better(end, start),
    )


def in_words(found: Reasons, conflict: Conflict) -> tuple[str, ...]:
    """The reasons as sentences."""
    name, state = found.decision_maker, conflict.state(found.state)
    if not found.temptations:
        some = len(conflict.moves[conflict.decision_maker(name)].after(state)) > 0
        return (f"{name} has no move that it likes better." if some else f"{name} cannot move from here.",)
    return tuple(_sentence(t, found, conflict) for t in found.temptations)


def _sentence(tempted: Temptation, found: Reasons, conflict: Conflict) -> str:
    name, here = found.decision_maker, found.state
    liked = "better for it" if tempted.move.better else "it is not known whether that is better for it"
    moved = f"{name} could move to {conflict.told(conflict.state(tempted.move.end))}, {liked}"
    if not tempted.ended:
        return f"{moved}; whether the others can answer was not found among the nearest {MOST_LOOKED_AT:,} states."
    if not tempted.answer:
        nobody = "nobody is asked whether it can be answered (Nash)"
        return f"{moved}; {nobody if found.concept is Concept.NASH else 'no answer leaves it no better off'}."
    steps = [
        f"{s.by} {'can answer with' if i == 0 else 'then with'} {conflict.told(conflict.state(s.end))}"
        for i, s in enumerate(tempted.answer)
    ]
    gained = ", each step better for who makes it," if found.concept in _BY_IMPROVEMENT else ""
    kept = "is no better" if tempted.sure else "may be no better"
    out = ", and from there it cannot do better by itself" if found.concept in _CORNERED else ""
    return f"{moved}; then {' and '.join(steps)}{gained} which {kept} for {name} than {here}{out}."
