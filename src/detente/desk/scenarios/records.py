"""What a scenario changes as plain data, for `--json`: nothing that is supposed is shown as said."""

from __future__ import annotations

from detente.bargaining.results import ProposalScore, TermScore
from detente.bargaining.scenarios.comparing import TermChange, VerdictChange, WhatChanges
from detente.bargaining.scenarios.naming import Named
from detente.desk.movement_records import move_record
from detente.desk.project import Project
from detente.desk.records import Record, headed, key_record, problem_record, statements
from detente.desk.result_records import deadlock_record, group_record, question_record
from detente.desk.scenarios.asking import Situation, WhatIf, rules_and_needs
from detente.desk.scenarios.keeping import Kept, scenario_record
from detente.ledger.entries import Line
from detente.packs.model import Pack


def what_if_record(project: Project, situation: Situation, found: WhatIf) -> Record:
    """The answer of `whatif` with a supposition."""
    pack = project.pack
    lines = [line for c in found.changes.values() for line in _lines_of(c)]
    record = headed(
        "whatif",
        project,
        situation.answer,
        scenario=scenario_record(found.scenario),
        stages={
            stage: _changes(c, pack)
            | {
                "deadlocks_before": len(situation.answer.stages[stage].deadlocks),
                "deadlocks_after": len(found.after[stage].deadlocks),
            }
            for stage, c in found.changes.items()
        },
        seconds=round(found.seconds, 4),
        statements=statements(lines),
    )
    return record | {"problems": record["problems"] + [problem_record(p) for p in found.problems]}


def _changes(changes: WhatChanges, pack: Pack) -> Record:
    return {
        "complete": changes.complete,
        "opens": [deadlock_record(d, pack) for d in changes.opens],
        "stays": [{"before": s.before.id, "after": s.after.id if s.after else None} for s in changes.stays],
        "new": [deadlock_record(d, pack) for d in changes.new],
        "hidden": [deadlock_record(d, pack) for d in changes.hidden],
        "verdicts": [_verdict(v, pack) for v in changes.verdicts],
        "questions_gone": [question_record(q, pack) for q in changes.questions_gone],
        "questions_new": [question_record(q, pack) for q in changes.questions_new],
        "needless_moves": [move_record(m) for m in changes.needless],
    }


def _verdict(change: VerdictChange, pack: Pack) -> Record:
    return {
        "proposal": change.after.proposal.id,
        "name": change.after.proposal.name,
        "alternative": change.after.alternative,
        "before": _rests(change.before),
        "after": _rests(change.after),
        "terms": [_term(t, pack) for t in change.terms],
        "needs_met": [group_record(g) for g in change.needs_met],
        "needs_broken": [group_record(g) for g in change.needs_broken],
    }


def _rests(score: ProposalScore) -> Record:
    return {
        "verdict": score.verdict,
        "agreement_missing": list(score.missing),
        "not_known": list(score.not_known),
    }


def _term(change: TermChange, pack: Pack) -> Record:
    return {
        "party": change.party,
        **key_record(change.term.key, pack),
        "value": change.term.value,
        "before": _status(change.before),
        "after": _status(change.after),
        "supposed": bool(change.after and change.after.supposed),
    }


def _status(term: TermScore | None) -> str | None:
    return term.status if term else None


def _lines_of(changes: WhatChanges) -> list[Line]:
    found = [line for d in (*changes.opens, *changes.new, *changes.hidden) for line in d.lines]
    found += [x for d in changes.opens for o in d.offers for x in o.lines]
    found += [line for q in (*changes.questions_gone, *changes.questions_new) for line in q.lines]
    return found + [line for m in changes.needless for s in m.steps for line in s.group.lines]


def groups_record(project: Project, situation: Situation, kept: tuple[Kept, ...]) -> Record:
    """What can be switched off in an answer, and the scenarios that are kept."""
    rules, needs = rules_and_needs(situation)
    return headed(
        "whatif-groups",
        project,
        situation.answer,
        groups=[_named(n) for n in situation.named],
        rules=rules,
        needs=needs,
        scenarios=scenarios_record(kept),
        statements=statements(line for n in situation.named for line in n.group.lines),
    )


def _named(named: Named) -> Record:
    return {"name": named.name, "stages": list(named.stages), **group_record(named.group)}


def scenarios_record(kept: tuple[Kept, ...]) -> list[Record]:
    """The scenarios that a project keeps."""
    return [dict(k.record) | {"name": k.name} for k in kept]
