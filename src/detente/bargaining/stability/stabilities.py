"""Which states hold, for whom, where every two states are compared: Nash, GMR, SMR, SEQ and SSEQ in one go.

Definitions: Nash (1950); Howard (1971) for GMR and SMR; Fraser and Hipel (1979) for SEQ; Rêgo and Vieira (2017) for SSEQ;
for any number of decision makers Fang, Hipel and Kilgour (1993), chapter 4. With total orders every test is: the least
value that the others can reach from a better state is no more than what the state itself is worth.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.bargaining.stability.answers import Asked, least_reached
from detente.bargaining.stability.model import CONCEPTS, Concept, Conflict, Stabilities
from detente.bargaining.stability.moves import FAR, Ints, Moves, Truths
from detente.bargaining.stability.preferences import completed, ranked

_SYMMETRIC = {Concept.SMR, Concept.SSEQ}
_BY_IMPROVEMENT = {Concept.SEQ, Concept.SSEQ}


def stabilities(conflict: Conflict, concepts: Sequence[Concept] = CONCEPTS) -> Stabilities:
    """Every state judged for every decision maker under each concept. Comparisons that are not known stay so.

    Raises BadInput where a model with unknown comparisons is too large.
    """
    rankings = ranked([completed(p) for p in conflict.preferences])
    if rankings is None:
        from detente.bargaining.stability.incomplete import judged

        return judged(conflict, concepts)
    ranks = [r.ranks for r in rankings]
    found = _judged(conflict.moves, ranks, concepts)
    kept: dict[str, Truths] = {str(c): found[c] for c in concepts}
    return Stabilities(conflict, kept, kept)


def _judged(
    moves: Sequence[Moves], ranks: Sequence[Ints], concepts: Sequence[Concept]
) -> dict[Concept, Truths]:
    own = np.stack(ranks)
    best = np.stack([_greatest(m, r, None) for m, r in zip(moves, ranks, strict=True)])
    found: dict[Concept, Truths] = {Concept.NASH: best <= own}
    cornered = np.maximum(own, best)
    for improving in (False, True):
        wanted = [c for c in concepts if c is not Concept.NASH and (c in _BY_IMPROVEMENT) is improving]
        if not wanted:
            continue
        values = np.concatenate([cornered if c in _SYMMETRIC else own for c in wanted])
        asked = Asked(values, tuple(range(len(moves))) * len(wanted))
        reached = least_reached(moves, ranks if improving else None, asked)
        for at, concept in enumerate(wanted):
            rows = reached[at * len(moves) : (at + 1) * len(moves)]
            worst = [_greatest(m, rows[k], ranks[k]) for k, m in enumerate(moves)]
            found[concept] = np.stack(worst) <= own
    return found


def _greatest(moves: Moves, values: Ints, ranks: Ints | None) -> Ints:
    """For every state the greatest value one move away (among better states, given ranks); −1 where there is no move."""
    least = moves.least(ranks)(-values[None, :])[0]
    return np.where(least == FAR, np.int32(-1), -least)
