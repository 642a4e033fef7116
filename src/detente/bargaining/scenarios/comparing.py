"""Two answers to one stage beside one another: what opens, what stays shut, what is new, whose verdict changes, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from detente.bargaining.constraints.evaluate import search
from detente.bargaining.constraints.model import Group
from detente.bargaining.constraints.variables import relevant
from detente.bargaining.results import Deadlock, Move, ProposalScore, Question, StageResults, TermScore
from detente.bargaining.scenarios.model import origin
from detente.packs.model import Stage

Members = frozenset[str]


@dataclass(frozen=True, slots=True)
class Stays:
    """A deadlock that stays shut. `after`: as the later answer numbers it; None where a smaller part of it clashes there."""

    before: Deadlock
    after: Deadlock | None


@dataclass(frozen=True, slots=True)
class TermChange:
    """A term of a proposal that a party meets otherwise; None: it was not asked about that term."""

    party: str
    before: TermScore | None
    after: TermScore | None

    @property
    def term(self) -> TermScore:
        """The term, as the later answer has it where it has."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change of no term")
        return found


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A proposal whose verdict, or the parties on whom it rests, are otherwise; with the terms and needs that tell why."""

    before: ProposalScore
    after: ProposalScore
    terms: tuple[TermChange, ...]
    needs_met: tuple[Group, ...]
    needs_broken: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class WhatChanges:
    """The difference of two answers to one stage.

    `hidden`: deadlocks that could not hold before either, behind a smaller part that clashed by itself (or that the search
    did not come to). `needless`: moves towards deadlocks that open anyway. `complete`: neither search was cut off; else
    deadlocks may be missing on both sides, though each that is called open was tried.
    """

    stage: Stage
    opens: tuple[Deadlock, ...]
    stays: tuple[Stays, ...]
    new: tuple[Deadlock, ...]
    hidden: tuple[Deadlock, ...]
    verdicts: tuple[VerdictChange, ...]
    questions_gone: tuple[Question, ...]
    questions_new: tuple[Question, ...]
    needless: tuple[Move, ...]
    complete: bool

    @property
    def nothing(self) -> bool:
        """Whether the two answers are the same."""
        locks = (*self.opens, *self.new, *self.hidden)
        return not (locks or self.verdicts or self.questions_gone or self.questions_new)


def compared(before: StageResults, after: StageResults) -> WhatChanges:
    """What is otherwise in the later answer. Deadlocks are the same where their members are, whatever their numbers."""
    there, here = _by_members(before.deadlocks), _by_members(after.deadlocks)
    opens: list[Deadlock] = []
    stays: list[Stays] = []
    for members, deadlock in there.items():
        if members in here:
            stays.append(Stays(deadlock, here[members]))
        elif _clash(members, after):
            stays.append(Stays(deadlock, None))
        else:
            opens.append(deadlock)
    others = {members: d for members, d in here.items() if members not in there}
    hidden = [d for members, d in others.items() if _clash(members, before)]
    open_now = {d.id for d in opens}
    return WhatChanges(
        before.stage,
        tuple(opens),
        tuple(stays),
        tuple(d for d in others.values() if d not in hidden),
        tuple(hidden),
        tuple(_verdicts(before.proposals, after.proposals)),
        _missing(before.questions, after.questions),
        _missing(after.questions, before.questions),
        _needless(before, open_now),
        before.complete and after.complete,
    )


def _by_members(found: Iterable[Deadlock]) -> dict[Members, Deadlock]:
    return {frozenset(origin(m) for m in d.members): d for d in found}


def _clash(members: Members, results: StageResults) -> bool:
    """Whether all of these are held in a stage and cannot hold together there, by plain evaluation.

    Where evaluation gives up, a search that was carried to its end has the last word; one that was cut off leaves it shut.
    """
    problem = results.problem
    held = [g for g in problem.groups if origin(g) in members]
    if len(held) < len(members):
        return False
    clauses = [c for g in held for c in g.clauses] + [c for h in problem.hard for c in h.clauses]
    package, ended = search(relevant(clauses, problem.variables), clauses)
    return package is None and (ended or not results.complete)


def _verdicts(before: Iterable[ProposalScore], after: Iterable[ProposalScore]) -> list[VerdictChange]:
    then = {(s.proposal.id, s.alternative): s for s in after}
    found = []
    for was in before:
        now = then.get((was.proposal.id, was.alternative))
        if now is None or _rests_on(was) == _rests_on(now):
            continue
        had, has = {g.id for g in was.needs_broken}, {g.id for g in now.needs_broken}
        found.append(
            VerdictChange(
                was,
                now,
                tuple(_terms(was, now)),
                tuple(g for g in was.needs_broken if g.id not in has),
                tuple(g for g in now.needs_broken if g.id not in had),
            )
        )
    return found


def _rests_on(score: ProposalScore) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return score.verdict, score.missing, score.not_known


def _terms(was: ProposalScore, now: ProposalScore) -> list[TermChange]:
    found = []
    for party in dict.fromkeys((*was.terms, *now.terms)):
        had = {(t.key, t.value): t for t in was.terms.get(party, ())}
        has = {(t.key, t.value): t for t in now.terms.get(party, ())}
        for term in dict.fromkeys((*had, *has)):
            one, other = had.get(term), has.get(term)
            if (one and one.status) != (other and other.status):
                found.append(TermChange(party, one, other))
    return found


def _missing(among: Iterable[Question], others: Iterable[Question]) -> tuple[Question, ...]:
    """The questions that the others do not ask: of the same party, on the same matter, for the same reason."""
    asked = {(q.party, q.key, q.kind) for q in others}
    return tuple(q for q in among if (q.party, q.key, q.kind) not in asked)


def _needless(before: StageResults, opened: set[str]) -> tuple[Move, ...]:
    """Moves that open nothing but what is open anyway, each once."""
    found: dict[tuple[tuple[str, int], ...], Move] = {}
    for moves in before.moves.values():
        for move in moves:
            if {move.deadlock, *move.opens} <= opened:
                found.setdefault(tuple((s.group.id, s.level) for s in move.steps), move)
    return tuple(found.values())
