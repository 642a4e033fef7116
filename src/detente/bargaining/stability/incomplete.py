"""Stabilities where some comparisons are not known: stable for sure, not stable for sure, or not known.

After Li, Hipel, Kilgour and Fang (2004), Preference uncertainty in the graph model, IEEE Trans. SMC-A 34(4): surely stable
is where moves to states that *may* be better are answered by states that are *known* to be no better.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.bargaining.stability.model import Concept, Conflict, Stabilities
from detente.bargaining.stability.moves import Truths
from detente.bargaining.stability.preferences import compared, refuse_too_many_compared
from detente.bargaining.stability.sides import Pairs, holds, maybe_steps, reached, side_of, sure_steps

_CORNERED = {Concept.SMR, Concept.SSEQ}
_BY_IMPROVEMENT = {Concept.SEQ, Concept.SSEQ}


def judged(conflict: Conflict, concepts: Sequence[Concept]) -> Stabilities:
    """Every state judged under each concept, as far as the comparisons allow. Raises BadInput where there are too many states."""
    refuse_too_many_compared(len(conflict.states))
    known = [compared(p) for p in conflict.preferences]
    moves = [m.pairs() for m in conflict.moves]
    return Stabilities(
        conflict,
        _judged(moves, known, concepts, surely=True),
        _judged(moves, known, concepts, surely=False),
    )


def _judged(
    moves: Sequence[Pairs], known: Sequence[Truths], concepts: Sequence[Concept], *, surely: bool
) -> dict[str, Truths]:
    states = len(known[0])
    rows: dict[str, list[Truths]] = {str(c): [] for c in concepts}
    steps = sure_steps if surely else maybe_steps
    for focal in range(len(moves)):
        side = side_of(moves[focal], [known[focal]])
        others = [k for k in range(len(moves)) if k != focal]
        improved = any(c in _BY_IMPROVEMENT for c in concepts)
        by_move = reached([moves[k] for k in others], states)
        by_step = reached([steps(moves[k], known[k]) for k in others], states) if improved else None
        for concept in concepts:
            answered = by_step if concept in _BY_IMPROVEMENT else by_move
            rows[concept].append(
                holds(
                    side,
                    None if concept is Concept.NASH else answered,
                    surely=surely,
                    cornered=concept in _CORNERED,
                )
            )
    return {concept: np.stack(several) for concept, several in rows.items()}
