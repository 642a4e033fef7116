"""Limited-move stability: decision makers who look a number of moves ahead and count on each other to do the same.

Zagare (1984) and Kilgour (1985) for two; for more the literature differs (Soares and Rêgo compare the definitions). Here
whoever reckons counts on the least favourable for itself of who moves next and, where a mover is indifferent, of what it
does; each one next may also stay. With two decision makers and strict rankings this is the classic definition; a horizon of
1 is Nash.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.bargaining.stability.model import Conflict, Stabilities
from detente.bargaining.stability.moves import FAR, Ints, Truths, listed_arrays
from detente.bargaining.stability.preferences import completed, ranked
from detente.bargaining.stability.sides import Pairs
from detente.kernel.errors import BadInput

MOST_HORIZON = 1000


def limited_move(conflict: Conflict, horizon: int) -> Stabilities:
    """States at which nobody who looks `horizon` moves ahead would move. Raises BadInput for unknown comparisons."""
    if not 1 <= horizon <= MOST_HORIZON:
        raise BadInput(f"a horizon of {horizon} moves; give 1 (Nash) to {MOST_HORIZON}")
    rankings = ranked([completed(p) for p in conflict.preferences])
    if rankings is None:
        raise BadInput(
            "limited-move stability needs every comparison of every decision maker, since it looks for the best outcome; rank "
            "all states, or ask for R, GMR, SMR, SEQ and SSEQ, which take what is known"
        )
    ranks = np.stack([r.ranks for r in rankings])
    pairs = [m.pairs() for m in conflict.moves]
    ended = [ranks] * len(rankings)
    stays = np.ones(ranks.shape, np.bool_)
    for _ in range(horizon):
        moved = [_moved(pairs[k], ranks, ended, mover=k) for k in range(len(rankings))]
        ended = [outcome for outcome, _ in moved]
        stays = np.stack([stay for _, stay in moved])
    kept = {f"L{horizon}": stays}
    return Stabilities(conflict, kept, kept)


def _moved(moves: Pairs, ranks: Ints, ended: Sequence[Ints], *, mover: int) -> tuple[Ints, Truths]:
    """For a mover: the least that each decision maker counts on from every state, and where the mover stays."""
    others = [e for k, e in enumerate(ended) if k != mover]
    after = np.stack(others).min(axis=0) if others else ranks
    origins, targets = moves
    states = ranks.shape[1]
    lowest = listed_arrays(origins, targets, states=states).least(None)(-after[mover][None, :])[0]
    hoped = np.where(lowest == FAR, np.int32(-1), -lowest)
    stays = hoped <= ranks[mover]
    chosen = ~stays[origins] & (after[mover][targets] == hoped[origins])
    outcome = listed_arrays(origins[chosen], targets[chosen], states=states).least(None)(after)
    return np.where(stays, ranks, outcome), stays
