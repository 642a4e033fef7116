"""Deadlocks: minimal sets of held positions that no package satisfies, smallest first (DESIGN §6, *Deadlocks*)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from detente.bargaining.constraints.evaluate import search
from detente.bargaining.constraints.model import (
    IN,
    STRENGTHS,
    Clause,
    Group,
    Hard,
    Role,
    StageProblem,
    Strength,
    touching,
)
from detente.bargaining.constraints.variables import relevant
from detente.bargaining.port import Expired, Solver, Unfinished
from detente.bargaining.results import Deadlock, Offer, Reach
from detente.kernel.errors import WrongAnswer
from detente.ledger.positions import Position, Word
from detente.ledger.values import OPEN

MOST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """Deadlocks in the order of a page, and how far the search for them went."""

    deadlocks: tuple[Deadlock, ...]
    reach: Reach

    @property
    def complete(self) -> bool:
        """Whether none was left out for time or number."""
        return self.reach.complete


def deadlocks(problem: StageProblem, solver: Solver, *, expired: Expired, most: int = MOST) -> Found:
    """Every deadlock of a stage, or the smallest ones where the budget ends. Each is confirmed by plain evaluation.

    Raises WrongAnswer where evaluation refutes the solver.
    """
    found: list[Deadlock] = []
    reach = Reach(limit=most)
    try:
        for conflict in _conflicts(problem, solver, expired):
            if len(found) == most:
                reach = replace(reach, ended_by="number", up_to=len(conflict) - 1)
                break
            found.append(_deadlock(problem, [g for g in problem.groups if g.id in conflict]))
    except Unfinished as ended:
        reach = replace(reach, ended_by="time", up_to=ended.up_to)
    ordered = sorted(found, key=_order)
    prefix = "T" if problem.stage == "truce" else "S"
    return Found(tuple(replace(d, id=f"{prefix}{i}") for i, d in enumerate(ordered, start=1)), reach)


def _conflicts(problem: StageProblem, solver: Solver, expired: Expired) -> Iterator[frozenset[str]]:
    hard = [c for h in problem.hard for c in h.clauses]
    groups = {g.id: g.clauses for g in problem.groups}
    size = 0
    for conflict in solver.minimal_conflicts(problem.variables, hard, groups, expired=expired):
        size = len(conflict)
        yield conflict
        if expired():
            raise Unfinished(max(0, size - 1))


def how_far(reach: Reach, found: Sequence[Deadlock]) -> str:
    """What is known of a stage's deadlocks where the search did not come to its end, and what ended it; else nothing."""
    if reach.complete:
        return ""
    number = "one is" if reach.limit == 1 else f"{reach.limit} are"
    ended = "the time ended the search" if reach.ended_by == "time" else f"only {number} listed"
    if not found:
        none = f"none has up to {reach.up_to} members" if reach.up_to else "there may be some"
        return f"no deadlock was found before {ended}; {none}"
    smallest = min(len(d.members) for d in found)
    listed = (
        f"all of up to {reach.up_to} are listed"
        if reach.up_to >= smallest
        else "not all of that size are listed"
    )
    number = "one deadlock" if len(found) == 1 else f"{len(found)} deadlocks"
    known = f"at least {number}; the smallest {_have(smallest)}"
    return f"{known}; {listed}; {ended}"


def _have(members: int) -> str:
    return "has one member" if members == 1 else f"has {members} members"


def _order(deadlock: Deadlock) -> tuple[object, ...]:
    """By the weakest member, what the reports leave unclear last, smallest first, then between signatories; never by party."""
    signing = {m.party for m in deadlock.members if m.role in {Role.SIGNATORY, Role.NEED}}
    return (
        deadlock.not_on_offer,
        STRENGTHS.index(deadlock.strength),
        any(m.stage_unclear for m in deadlock.members),
        len(deadlock.members),
        -len(signing),
        sorted(str(k) for m in deadlock.members for k in m.keys),
        deadlock.id,
    )


def with_offers(deadlock: Deadlock, positions: Iterable[Position], problem: StageProblem) -> Deadlock:
    """The deadlock with what anybody offers on its matters (and on those that a rule ties to them), and what nobody named."""
    held = {k for m in deadlock.members if m.role is not Role.NEED for k in m.keys}
    names = {str(k) for k in held}
    tied = {
        lit.variable.partition("#")[0]
        for rule in problem.hard
        for c in rule.clauses
        if any(lit.variable.partition("#")[0] in names for lit in c.literals)
        for lit in c.literals
    }
    spoken = [p for p in positions if str(p.key) in names | tied]
    spoken.sort(
        key=lambda p: p.stage == problem.stage
    )  # what does not tell its stage is offered once, in this one
    offers = tuple(
        {
            (p.party, p.key, s.option, s.lines): Offer(p.party, p.key, s.option, p.stage, s.lines)
            for p in spoken
            for s in p.stands
            if s.option and set(s.stances) & {"propose", "accept"} and s.word is not Word.NO
        }.values()
    )
    said = {(p.key, s.option) for p in spoken for s in p.stands}
    unoffered = tuple(
        (key, value)
        for key in sorted(held)
        for value in problem.variables.get(str(key), ())
        if value != OPEN and ".." not in value and (key, value) not in said
    )
    return replace(deadlock, offers=offers, unoffered=unoffered)


def _deadlock(problem: StageProblem, members: Sequence[Group]) -> Deadlock:
    tied = touching(problem, [c for m in members for c in m.clauses])
    rules = _rules_needed(problem, members, tied)
    clauses = [*(c for m in members for c in m.clauses), *(c for h in rules for c in h.clauses)]
    package, ended = search(relevant(clauses, problem.variables), clauses)
    if package is not None:
        raise WrongAnswer(
            f"the solver called {[m.id for m in members]} a deadlock, but {dict(package)} satisfies them; please report this"
        )
    for spare in members:
        rest = [
            *(c for m in members if m is not spare for c in m.clauses),
            *(c for h in tied for c in h.clauses),
        ]
        package, carried = search(relevant(rest, problem.variables), rest)
        if package is None and carried:
            raise WrongAnswer(
                f"the solver called {[m.id for m in members]} minimal, but it is a deadlock without "
                f"{spare.id}; please report this"
            )
    strength = max((m.strength for m in members), key=STRENGTHS.index, default=Strength.OWN)
    name = "|".join(m.id for m in members)
    return Deadlock(
        name, problem.stage, tuple(members), rules, strength, _not_on_offer(problem, members), ended
    )


def _rules_needed(problem: StageProblem, members: Sequence[Group], tied: Sequence[Hard]) -> tuple[Hard, ...]:
    """A minimal set of hard rules under which the members clash, dropped one by one."""
    held = [c for m in members for c in m.clauses]
    kept = list(tied)
    for rule in tied:
        without = [r for r in kept if r is not rule]
        clauses = [*held, *(c for r in without for c in r.clauses)]
        package, ended = search(relevant(clauses, problem.variables), clauses)
        if package is None and ended:
            kept = without
    return tuple(kept)


def _not_on_offer(problem: StageProblem, members: Sequence[Group]) -> bool:
    """Whether a member asks for what those who alone could give it refuse in their own words."""
    refusals = [g for g in problem.groups if g.role is Role.PROVIDER and g.strength is Strength.OWN]
    return any(
        _refused_everywhere(clause, refusals)
        for m in members
        if m.role is Role.SIGNATORY
        for clause in m.clauses
    )


def _refused_everywhere(clause: Clause, refusals: Sequence[Group]) -> bool:
    """Whether every value that a demand allows is shut by somebody who alone could give it."""
    if len(clause.literals) != 1 or not clause.literals[0].values or OPEN in clause.literals[0].values:
        return False
    wanted = clause.literals[0]
    element = wanted.variable.partition("#")[2]
    shut = {
        value
        for refusal in refusals
        for c in refusal.clauses
        for lit in c.literals
        if lit.variable == wanted.variable and len(c.literals) == 1
        for value in wanted.values - lit.values
        if (element in refusal.gives and value == IN if element else value in refusal.gives)
    }
    return wanted.values <= shut


def knots(found: Sequence[Deadlock]) -> tuple[tuple[str, ...], ...]:
    """Deadlocks that share a cause: the same parties on the same matters, or the same opposed member. Lead first."""
    groups: list[list[Deadlock]] = []
    for deadlock in found:
        home = next((g for g in groups if any(_same_knot(other, deadlock) for other in g)), None)
        if home is None:
            groups.append([deadlock])
        else:
            home.append(deadlock)
    return tuple(tuple(d.id for d in g) for g in groups)


def _same_knot(lead: Deadlock, other: Deadlock) -> bool:
    if set(lead.parties) != set(other.parties) or lead.not_on_offer != other.not_on_offer:
        return False
    small = len(lead.members) <= 2 and len(other.members) <= 2
    issues = {k.issue for m in lead.members for k in m.keys}, {k.issue for m in other.members for k in m.keys}
    shared = {m.id for m in lead.members} & {m.id for m in other.members}
    domains = {i.partition(".")[0] for i in issues[0]}, {i.partition(".")[0] for i in issues[1]}
    if small:
        return bool(shared) or issues[0] == issues[1] or domains[0] == domains[1]
    return (
        len(lead.members) > 2
        and len(other.members) > 2
        and any(m.role is Role.NEED and m.id in shared for m in lead.members)
    )
