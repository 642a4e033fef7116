"""What coalitions would do: whether a state holds against decision makers who move together, and jumps between equilibria.

Kilgour, Hipel, Fang and Peng (2001), Coalition analysis in group decision support, Group Decision and Negotiation 10(2),
for jumps; Inohara and Hipel (2008), Coalition analysis in the graph model, Systems Engineering 11(4), for coalitional
stabilities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from detente.bargaining.stability.model import Concept, Conflict, Stabilities, Verdict
from detente.bargaining.stability.moves import Truths
from detente.bargaining.stability.preferences import compared
from detente.bargaining.stability.sides import Bits, Pairs, Side, holds, reached, side_of
from detente.kernel.errors import BadInput

MOST_STATES, MOST_MAKERS = 512, 6
JOINT = (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ)


@dataclass(frozen=True, slots=True)
class Jump:
    """A coalition whose members all like one equilibrium better than another, and can reach it together."""

    concept: str
    coalition: tuple[str, ...]
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class CoalitionVerdict:
    """Whether a state holds against a coalition of two or more, under one concept."""

    concept: str
    coalition: tuple[str, ...]
    stable: tuple[str, ...]
    not_known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coalitions:
    """For every coalition and concept the states that hold; `equilibria`: those that hold against all of them, singles too."""

    verdicts: tuple[CoalitionVerdict, ...]
    equilibria: dict[str, tuple[str, ...]]
    jumps: tuple[Jump, ...]


def coalitions(conflict: Conflict, found: Stabilities) -> Coalitions:
    """Every coalition judged. Raises BadInput where the model is too large for that."""
    if len(conflict.states) > MOST_STATES or len(conflict.decision_makers) > MOST_MAKERS:
        raise BadInput(
            f"coalitions of {len(conflict.decision_makers)} decision makers over {len(conflict.states):,} states; at most "
            f"{MOST_MAKERS} and {MOST_STATES} are taken, since every coalition may answer every other. Ask without --coalitions, "
            "or leave out options on which nothing hangs"
        )
    known = [compared(p) for p in conflict.preferences]
    makers = range(len(conflict.moves))
    everyone = [c for size in range(1, len(makers) + 1) for c in combinations(makers, size)]
    pairs = [m.pairs() for m in conflict.moves]
    reach = {c: reached([pairs[k] for k in c], len(conflict.states)) for c in [(), *everyone]}
    sides = {c: side_of(_pairs(reach[c]), [known[k] for k in c]) for c in everyone}
    sure = {c: _joint(sides, reach, c, surely=True) for c in everyone}
    maybe = {c: _joint(sides, reach, c, surely=False) for c in everyone}
    verdicts = tuple(
        CoalitionVerdict(
            concept,
            tuple(conflict.decision_makers[k] for k in c),
            _names(conflict, sure[c][concept]),
            _names(conflict, maybe[c][concept] & ~sure[c][concept]),
        )
        for concept in JOINT
        for c in everyone
        if len(c) > 1
    )
    equilibria = {
        str(concept): _names(conflict, np.logical_and.reduce([sure[c][concept] for c in everyone]))
        for concept in JOINT
    }
    return Coalitions(verdicts, equilibria, _jumps(found, sides))


def _joint(
    sides: dict[tuple[int, ...], Side],
    reach: dict[tuple[int, ...], Bits],
    coalition: tuple[int, ...],
    *,
    surely: bool,
) -> dict[str, Truths]:
    side = sides[coalition]
    others = max((c for c in reach if not set(c) & set(coalition)), key=len)
    partners = [c for c in sides if not set(c) & set(coalition)]
    by_step = reached([_better(sides[c], surely=surely) for c in partners], len(side.surely_no_better))
    return {
        Concept.NASH: holds(side, None, surely=surely),
        Concept.GMR: holds(side, reach[others], surely=surely),
        Concept.SMR: holds(side, reach[others], surely=surely, cornered=True),
        Concept.SEQ: holds(side, by_step, surely=surely),
    }


def _better(side: Side, *, surely: bool) -> Pairs:
    """The moves of a side that are better for every member: surely, or maybe."""
    origins, targets = side.moves
    no_better = side.maybe_no_better if surely else side.surely_no_better
    better = ~no_better[origins, targets]
    return origins[better], targets[better]


def _pairs(rows: Bits) -> Pairs:
    there = np.unpackbits(rows, axis=1, count=len(rows)).astype(np.bool_)
    np.fill_diagonal(there, val=False)
    origins, targets = there.nonzero()
    return origins.astype(np.int64), targets.astype(np.int64)


def _jumps(found: Stabilities, sides: dict[tuple[int, ...], Side]) -> tuple[Jump, ...]:
    conflict = found.conflict
    jumps: list[Jump] = []
    for concept in found.concepts:
        equilibrium = np.logical_and.reduce([*found.sure[concept]])
        for coalition, side in sides.items():
            if len(coalition) < 2:
                continue
            origins, targets = _better(side, surely=True)
            there = equilibrium[origins] & equilibrium[targets]
            members = tuple(conflict.decision_makers[k] for k in coalition)
            jumps += [
                Jump(concept, members, conflict.states[a], conflict.states[b])
                for a, b in zip(origins[there].tolist(), targets[there].tolist(), strict=True)
            ]
    return tuple(jumps)


def _names(conflict: Conflict, there: Truths) -> tuple[str, ...]:
    return tuple(conflict.states[i] for i in np.flatnonzero(there).tolist())


def holds_against(found: Coalitions, concept: str, coalition: Sequence[str], *, state: str) -> Verdict:
    """Whether a state holds against a coalition of two or more."""
    for verdict in found.verdicts:
        if verdict.concept == concept and set(verdict.coalition) == set(coalition):
            if state in verdict.stable:
                return Verdict.STABLE
            return Verdict.NOT_KNOWN if state in verdict.not_known else Verdict.UNSTABLE
    raise BadInput(f"no coalition of {', '.join(coalition)} was judged under {concept}")
