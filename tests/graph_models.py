"""Random small conflicts, and the stabilities straight from their definitions: the second opinion on the fast ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from detente.bargaining.stability.model import Conflict
from detente.bargaining.stability.moves import listed
from detente.bargaining.stability.preferences import from_numbers

Better = Callable[[int, int, int], bool]


@dataclass(frozen=True)
class Small:
    """A conflict in plain sets: `moves[k][s]` the states that k can move to from s, `worth[k][s]` how much it likes s."""

    moves: tuple[tuple[frozenset[int], ...], ...]
    worth: tuple[tuple[int, ...], ...]

    @property
    def states(self) -> int:
        return len(self.worth[0])

    def conflict(self) -> Conflict:
        pairs = [[(s, t) for s, ends in enumerate(own) for t in ends] for own in self.moves]
        return Conflict(
            "small",
            tuple("ABCD"[: len(self.moves)]),
            tuple(str(s + 1) for s in range(self.states)),
            tuple(listed(p, self.states) for p in pairs),
            tuple(from_numbers(np.array(w)) for w in self.worth),
        )


@st.composite
def smalls(draw: st.DrawFn, *, most: int = 12, makers: tuple[int, int] = (2, 4)) -> Small:
    """Conflicts with ties, one-way and common moves, states without moves."""
    count = draw(st.integers(*makers))
    states = draw(st.integers(1, most))
    ends = st.frozensets(st.integers(0, states - 1), max_size=3)
    moves = tuple(tuple(draw(ends) - {s} for s in range(states)) for _ in range(count))
    worths = st.lists(st.integers(0, max(1, states - 1)), min_size=states, max_size=states)
    return Small(moves, tuple(tuple(draw(worths)) for _ in range(count)))


def legal(small: Small, start: int, movers: frozenset[int], better: Better | None = None) -> set[int]:
    """Fang, Hipel and Kilgour 1993, definition 4.2: the states that legal sequences of movers lead to, one move at least."""
    reached: dict[int, set[int]] = {}
    changed = True
    first = {(t, k) for k in movers for t in small.moves[k][start] if better is None or better(k, start, t)}
    for t, k in first:
        reached.setdefault(t, set()).add(k)
    while changed:
        changed = False
        for state, last in [(s, set(by)) for s, by in reached.items()]:
            for k in movers:
                if not last - {k}:
                    continue
                for t in small.moves[k][state]:
                    if (better is None or better(k, state, t)) and k not in reached.get(t, set()):
                        reached.setdefault(t, set()).add(k)
                        changed = True
    return set(reached)


def by_definition(small: Small, concept: str) -> list[list[bool]]:
    """For each decision maker and state whether it is stable, from the words of the definition."""

    def better(k: int, here: int, there: int) -> bool:
        return small.worth[k][there] > small.worth[k][here]

    def stable(k: int, s: int) -> bool:
        others = frozenset(range(len(small.moves))) - {k}
        for tempting in (t for t in small.moves[k][s] if better(k, s, t)):
            if concept == "R":
                return False
            improving = better if concept in {"SEQ", "SSEQ"} else None
            answers = [a for a in legal(small, tempting, others, improving) if not better(k, s, a)]
            if concept in {"SMR", "SSEQ"}:
                answers = [a for a in answers if not any(better(k, s, c) for c in small.moves[k][a])]
            if not answers:
                return False
        return True

    return [[stable(k, s) for s in range(small.states)] for k in range(len(small.moves))]


def looking_ahead(small: Small, horizon: int) -> list[list[bool]]:
    """Limited-move stability by its recursion: everybody counts on the worst of who moves next and of indifferent movers."""
    count = len(small.moves)

    def outcome(mover: int, judge: int, s: int, h: int) -> int:
        """The least worth to `judge` where `mover` moves first at s."""
        if h == 0 or stays(mover, s, h):
            return small.worth[judge][s]
        best = hoped(mover, s, h)
        ends = [t for t in small.moves[mover][s] if expected(mover, mover, t, h) == best]
        return min(expected(mover, judge, t, h) for t in ends)

    def expected(mover: int, judge: int, t: int, h: int) -> int:
        return min(outcome(k, judge, t, h - 1) for k in range(count) if k != mover)

    def hoped(mover: int, s: int, h: int) -> int:
        return max((expected(mover, mover, t, h) for t in small.moves[mover][s]), default=-1)

    def stays(mover: int, s: int, h: int) -> bool:
        return hoped(mover, s, h) <= small.worth[mover][s]

    return [[stays(k, s, horizon) for s in range(small.states)] for k in range(count)]
