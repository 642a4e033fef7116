"""Deadlocks, moves, questions and scores as plain data."""

from __future__ import annotations

from collections.abc import Sequence

from detente.bargaining.constraints.model import Group, Hard
from detente.bargaining.deadlocks import how_far
from detente.bargaining.results import (
    Change,
    Deadlock,
    Difference,
    LeastChange,
    Offer,
    ProposalScore,
    Question,
    StageResults,
    TermScore,
)
from detente.bargaining.rules_kept import RuleKept, soft_rules_beside
from detente.bargaining.scenarios.model import is_supposed
from detente.bargaining.shared_demands import by_issue, by_parties, shared_demands
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
            "deadlocks": [deadlock_record(d, pack) for d in r.deadlocks],
            "reach": {
                "ended_by": r.reach.ended_by,
                "listed_up_to": r.reach.up_to,
                "in_words": how_far(r.reach, r.deadlocks) or None,
            },
            "knots": [list(k) for k in r.knots],
            **_shared(r.deadlocks),
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


def _shared(found: Sequence[Deadlock]) -> Record:
    """The graph of deadlocks and demands, what stands in most of them, and the deadlocks by matter and by pair of parties."""
    shared = shared_demands(found)
    return {
        "graph": {
            "deadlocks": list(shared.deadlocks),
            "demands": [
                {"id": g.id, "party": g.party, "keys": [str(k) for k in g.keys], "holds": g.wording}
                for g in shared.demands
            ],
            "edges": [{"deadlock": lock, "demand": demand} for lock, demand in shared.edges],
        },
        "in_most": {
            "demands": [g.id for g in shared.most],
            "count": shared.count,
            "of": shared.counted,
        },
        "by_issue": [{"key": str(key), "deadlocks": list(ids)} for key, ids in by_issue(found).items()],
        "by_parties": [
            {"parties": list(names), "deadlocks": list(ids)} for names, ids in by_parties(found).items()
        ],
    }


def _lines_of(results: StageResults) -> list[Line]:
    found = [line for d in results.deadlocks for line in (*d.lines, *(x for o in d.offers for x in o.lines))]
    found += [line for d in results.differences for line in d.lines]
    return found + [line for s in results.sequence for line in s.lines]


def deadlock_record(deadlock: Deadlock, pack: Pack) -> Record:
    """A deadlock with its members, its rules and what is offered on its matters."""
    return {
        "id": deadlock.id,
        "stage": deadlock.stage,
        "parties": list(deadlock.parties),
        "strength": str(deadlock.strength),
        "not_on_offer": deadlock.not_on_offer,
        "checked": deadlock.checked,
        "members": [group_record(m) for m in deadlock.members],
        "rules": [_rule(r) for r in deadlock.rules],
        "soft_rules": [_kept(r) for r in soft_rules_beside(deadlock.members, pack, stage=deadlock.stage)],
        "offers": [_offer(o, pack) for o in deadlock.offers],
        "unoffered": [{"key": str(k), "value": v} for k, v in deadlock.unoffered],
        "statements": ids(deadlock.lines),
    }


def group_record(group: Group) -> Record:
    """A group: what one party holds on one matter. `supposed`: by a scenario, and not by the party's words."""
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
        "supposed": is_supposed(group),
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


def questions_record(project: Project, found: Answer, party: str | None) -> Record:
    """The answer of `questions`: to every party, or to one."""
    asked = [q for r in found.stages.values() for q in r.questions if party in {None, q.party}]
    lines = [line for q in asked for line in q.lines]
    return headed(
        "questions",
        project,
        found,
        questions=[question_record(q, project.pack) for q in asked],
        statements=statements(lines),
    )


def question_record(question: Question, pack: Pack) -> Record:
    """A question to a party."""
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
    lines += [line for s in scores for g in _groups_of(s) for line in g.lines]
    return headed(
        "scores",
        project,
        found,
        scores=[_score(s, project.pack) for s in scores],
        statements=statements(lines),
    )


def _groups_of(score: ProposalScore) -> list[Group]:
    """The positions that a score names beside its terms."""
    named = [*score.needs_broken, *score.groups_broken]
    for least in score.least_change:
        named += [*least.clash, *(g for way in least.ways for c in way for g in c.because)]
    return named


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
        "least_change": [_least(x) for x in score.least_change],
        "needs_broken": [group_record(g) for g in score.needs_broken],
        "positions_broken": [group_record(g) for g in score.groups_broken],
        "terms": {party: [_term(t, pack) for t in terms] for party, terms in score.terms.items()},
        "rules_broken": [_kept(r) for r in score.rules_broken],
        "rules_unknown": [_kept(r) for r in score.rules if r not in score.rules_broken],
    }


def _kept(kept: RuleKept) -> Record:
    rule = kept.rule
    return {
        "id": rule.id,
        "rule": rule.rule,
        "soft": rule.soft,
        "source": rule.source,
        "truth": str(kept.truth),
        "keys": [str(k) for k in kept.keys],
        "silent_on": [str(k) for k in kept.silent],
    }


def _least(least: LeastChange) -> Record:
    return {
        "accepted_by": list(least.accepted_by),
        "complete": least.complete,
        "not_known": list(least.unheard),
        "clash": [group_record(g) for g in least.clash],
        "ways": [[_change(c) for c in way] for way in least.ways],
    }


def _change(change: Change) -> Record:
    return {
        "key": str(change.key),
        "element": change.element,
        "stated": list(change.stated),
        "to": list(change.to),
        "because": [g.id for g in change.because],
        "statements": ids(dict.fromkeys(line for g in change.because for line in g.lines)),
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
