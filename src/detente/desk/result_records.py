"""Deadlocks, moves, questions and scores as plain data."""

from __future__ import annotations

from detente.bargaining.constraints.model import Group, Hard
from detente.bargaining.results import (
    Deadlock,
    Difference,
    Move,
    Offer,
    ProposalScore,
    Question,
    StageResults,
    Step,
    TermScore,
)
from detente.bargaining.wording import option_label
from detente.desk.project import Answer, Project
from detente.desk.records import Record, headed, ids, key_record, statements
from detente.ledger.entries import Line
from detente.packs.model import Pack


def deadlocks_record(project: Project, found: Answer) -> Record:
    """The answer of `deadlocks`."""
    pack = project.pack
    stages = {
        stage: {
            "complete": r.complete,
            "deadlocks": [_deadlock(d, pack) for d in r.deadlocks],
            "knots": [list(k) for k in r.knots],
            "look_alikes": [_difference(d, pack) for d in r.differences],
            "first": [
                {"party": s.party, "option": s.option, "inferred": True, "statements": ids(s.lines)}
                for s in r.sequence
            ],
        }
        for stage, r in found.stages.items()
    }
    lines = [line for r in found.stages.values() for line in _lines_of(r)]
    return headed("deadlocks", project, found, stages=stages, statements=statements(lines))


def _lines_of(results: StageResults) -> list[Line]:
    found = [line for d in results.deadlocks for line in (*d.lines, *(x for o in d.offers for x in o.lines))]
    found += [line for d in results.differences for line in d.lines]
    return found + [line for s in results.sequence for line in s.lines]


def _deadlock(deadlock: Deadlock, pack: Pack) -> Record:
    return {
        "id": deadlock.id,
        "stage": deadlock.stage,
        "parties": list(deadlock.parties),
        "strength": str(deadlock.strength),
        "not_on_offer": deadlock.not_on_offer,
        "checked": deadlock.checked,
        "members": [_group(m) for m in deadlock.members],
        "rules": [_rule(r) for r in deadlock.rules],
        "offers": [_offer(o, pack) for o in deadlock.offers],
        "unoffered": [{"key": str(k), "value": v} for k, v in deadlock.unoffered],
        "statements": ids(deadlock.lines),
    }


def _group(group: Group) -> Record:
    return {
        "id": group.id,
        "party": group.party,
        "keys": [str(k) for k in group.keys],
        "holds": group.wording,
        "role": str(group.role),
        "strength": str(group.strength),
        "firm": group.firm,
        "inferred": group.inferred,
        "stage_unclear": group.stage_unclear,
        "source": group.source or None,
        "statements": ids(group.lines),
    }


def _rule(rule: Hard) -> Record:
    return {"id": rule.id, "rule": rule.text, "source": rule.source}


def _offer(offer: Offer, pack: Pack) -> Record:
    label = option_label(pack, offer.key, offer.option)
    return {
        "party": offer.party,
        "key": str(offer.key),
        "option": offer.option,
        "label": label,
        "stage": offer.stage,
        "statements": ids(offer.lines),
    }


def _difference(difference: Difference, pack: Pack) -> Record:
    return {
        **key_record(difference.key, pack),
        "parties": list(difference.parties),
        "reason": difference.reason,
        "statements": ids(difference.lines),
    }


def moves_record(project: Project, found: Answer, deadlock: str | None) -> Record:
    """The answer of `moves`: of every deadlock, or of one."""
    moves = [
        m
        for r in found.stages.values()
        for name, several in r.moves.items()
        if deadlock in {None, name}
        for m in several
    ]
    lines = [line for m in moves for s in m.steps for line in s.group.lines]
    return headed("moves", project, found, moves=[_move(m) for m in moves], statements=statements(lines))


def _move(move: Move) -> Record:
    return {
        "deadlock": move.deadlock,
        "by": list(move.by),
        "steps": [_step(s) for s in move.steps],
        "opens": list(move.opens),
        "stays_shut": list(move.stays_shut),
        "checked": move.checked,
    }


def _step(step: Step) -> Record:
    return {
        "party": step.party,
        "group": step.group.id,
        "from": step.group.wording,
        "to": step.to,
        "steps": step.steps,
        "statements": ids(step.group.lines),
    }


def questions_record(project: Project, found: Answer, party: str | None) -> Record:
    """The answer of `questions`: to every party, or to one."""
    asked = [q for r in found.stages.values() for q in r.questions if party in {None, q.party}]
    lines = [line for q in asked for line in q.lines]
    return headed(
        "questions",
        project,
        found,
        questions=[_question(q, project.pack) for q in asked],
        statements=statements(lines),
    )


def _question(question: Question, pack: Pack) -> Record:
    return {
        "party": question.party,
        **key_record(question.key, pack),
        "stage": question.stage,
        "kind": str(question.kind),
        "text": question.text,
        "hangs": list(question.hangs),
        "about": [str(k) for k in question.about],
        "value": question.value,
        "decides": dict(question.decides),
        "statements": ids(question.lines),
    }


def scores_record(project: Project, found: Answer, proposal: str | None) -> Record:
    """The answer of `score`: of every proposal, or of one."""
    scores = [s for r in found.stages.values() for s in r.proposals if proposal in {None, s.proposal.id}]
    lines = [line for s in scores for terms in s.terms.values() for t in terms for line in t.lines]
    return headed(
        "scores",
        project,
        found,
        scores=[_score(s, project.pack) for s in scores],
        statements=statements(lines),
    )


def _score(score: ProposalScore, pack: Pack) -> Record:
    return {
        "proposal": score.proposal.id,
        "name": score.proposal.name,
        "date": score.proposal.date,
        "by": list(score.proposal.by),
        "basis": score.proposal.basis,
        "alternative": score.alternative,
        "stage": score.stage,
        "verdict": score.verdict,
        "agreement_missing": list(score.missing),
        "not_known": list(score.not_known),
        "sponsors_differ": list(score.sponsors_differ),
        "silent_on": [str(k) for k in score.silent_on],
        "least_change": [
            {"key": str(k), "value": v, "free": list(free)} for k, v, free in score.least_change
        ],
        "needs_broken": [_group(g) for g in score.needs_broken],
        "terms": {party: [_term(t, pack) for t in terms] for party, terms in score.terms.items()},
    }


def _term(term: TermScore, pack: Pack) -> Record:
    label = option_label(pack, term.key, term.value)
    return {
        **key_record(term.key, pack),
        "value": term.value,
        "value_label": label,
        "status": term.status,
        "statements": ids(term.lines),
    }
