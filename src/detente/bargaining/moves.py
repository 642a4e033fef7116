"""Moves: minimal sets of steps that open a deadlock, by who could make them; never ranked across parties (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from detente.bargaining.checked import package_under
from detente.bargaining.constraints.model import Clause, Group, Role, StageProblem, touching
from detente.bargaining.constraints.variables import relevant
from detente.bargaining.port import Solver
from detente.bargaining.results import Deadlock, Move, Step

_SHARED_LEVELS = 6


def moves(
    deadlock: Deadlock, all_deadlocks: Sequence[Deadlock], problem: StageProblem, *, solver: Solver
) -> tuple[Move, ...]:
    """Every minimal move that opens a deadlock: each party's alone, then those that two parties share.

    A move is minimal in steps: with any of its steps taken back or made smaller the deadlock is shut again.
    """
    alone = [m for member in deadlock.members for m in _alone(deadlock, member, (problem, solver))]
    shared = [] if len(deadlock.parties) < 2 else list(_shared(deadlock, alone, (problem, solver)))
    found = [_move(deadlock, steps, all_deadlocks, setting=(problem, solver)) for steps in (*alone, *shared)]
    return tuple(
        sorted(found, key=lambda m: (len(m.by), m.by, sum(s.steps for s in m.steps), [s.to for s in m.steps]))
    )


Setting = tuple[StageProblem, Solver]


def _opens(deadlock: Deadlock, steps: Sequence[Step], setting: Setting) -> bool:
    """Whether the steps let the other members of a deadlock hold, under the rules that touch it: the others always can."""
    problem, solver = setting
    taken = {s.group.id: s.group.levels[s.level].clauses for s in steps}
    clauses: list[Clause] = [c for m in deadlock.members for c in taken.get(m.id, m.clauses)]
    clauses += [c for h in touching(problem, clauses) for c in h.clauses]
    what = (relevant(clauses, problem.variables), clauses)
    return package_under(what, solver, of=deadlock.id) is not None


def _alone(deadlock: Deadlock, member: Group, setting: Setting) -> Iterator[tuple[Step, ...]]:
    """The smallest step along the axis of one member that opens it, and leaving the matter to later where that opens it."""
    smallest: int | None = None
    for level in range(1, len(member.levels)):
        step = Step(member.party, member, level)
        later = member.levels[level].later
        if smallest is not None and not later and step.steps > smallest:
            continue
        if smallest is not None and level == len(member.levels) - 1:
            continue
        if _opens(deadlock, [step], setting):
            if not later:
                smallest = step.steps if smallest is None else min(smallest, step.steps)
            yield (step,)


def _shared(
    deadlock: Deadlock, alone: Sequence[tuple[Step, ...]], setting: Setting
) -> Iterator[tuple[Step, ...]]:
    """Pairs of smaller steps by two parties, each of which does not open it by itself."""
    opening = {(s.group.id, s.level) for steps in alone for s in steps}
    for one, other in combinations([m for m in deadlock.members if m.role is not Role.NEED], 2):
        if one.party == other.party:
            continue
        found: list[tuple[int, int]] = []
        for a, b in product(
            range(1, min(len(one.levels), _SHARED_LEVELS)), range(1, min(len(other.levels), _SHARED_LEVELS))
        ):
            if (one.id, a) in opening or (other.id, b) in opening or any(x <= a and y <= b for x, y in found):
                continue
            steps = (Step(one.party, one, a), Step(other.party, other, b))
            if any(_opens(deadlock, [s], setting) for s in steps):
                continue
            if _opens(deadlock, steps, setting):
                found.append((a, b))
                yield steps


def _move(
    deadlock: Deadlock, steps: tuple[Step, ...], among: Sequence[Deadlock], *, setting: Setting
) -> Move:
    """The move with what else it opens: other deadlocks that hold a loosened member."""
    touched = {s.group.id for s in steps}
    also = [
        d
        for d in among
        if d.id != deadlock.id and touched & {m.id for m in d.members} and _opens(d, steps, setting)
    ]
    opened = {deadlock.id, *(d.id for d in also)}
    shut = tuple(d.id for d in among if d.id not in opened)
    return Move(deadlock.id, steps, tuple(d.id for d in also), shut, checked=True)
