"""Shifts, contradictions and links as plain data, for `--json`."""

from __future__ import annotations

from collections.abc import Sequence

from detente.desk.project import Answer, Project
from detente.desk.records import Record, headed, ids, key_record, statements
from detente.ledger.contradictions import Contradiction, Side
from detente.ledger.cycles import Cycle, Step
from detente.ledger.linkage import Linkage
from detente.ledger.links import Link
from detente.ledger.shifts import Shift
from detente.packs.model import Pack


def shifts_record(project: Project, answer: Answer, shifts: Sequence[Shift]) -> Record:
    """The answer of `shifts`."""
    return headed(
        "shifts",
        project,
        answer,
        shifts=[_shift(s, project.pack) for s in shifts],
        statements=statements(line for s in shifts for line in s.lines),
    )


def _shift(shift: Shift, pack: Pack) -> Record:
    return {
        "party": shift.party,
        "party_name": pack.party_name(shift.party),
        **key_record(shift.key, pack),
        "stage": shift.stage,
        "stage_unclear": shift.stage_unclear,
        "voice": str(shift.voice),
        "kind": str(shift.kind),
        "direction": str(shift.direction) if shift.direction else None,
        "after": shift.after.isoformat() if shift.after else None,
        "by": shift.by.isoformat(),
        "during": shift.during.isoformat(),
        "size": shift.size,
        "steps": shift.steps,
        "towards": shift.towards,
        "turns": [
            {"value": t.value, "was": t.was.name.lower(), "now": t.now.name.lower()} for t in shift.turns
        ],
        "inferred": shift.inferred,
        "by_another": shift.by_another,
        "assumed_fresh": shift.assumed_fresh,
        "before": ids(shift.before_lines),
        "then": ids(shift.after_lines),
        "statements": ids(shift.lines),
    }


def contradictions_record(project: Project, answer: Answer, found: Sequence[Contradiction]) -> Record:
    """The answer of `contradictions`."""
    return headed(
        "contradictions",
        project,
        answer,
        contradictions=[_contradiction(c, project.pack) for c in found],
        statements=statements(line for c in found for line in c.lines),
    )


def _contradiction(found: Contradiction, pack: Pack) -> Record:
    return {
        "kind": found.kind.name.lower(),
        "kind_in_words": str(found.kind),
        "party": found.party,
        "party_name": pack.party_name(found.party),
        **key_record(found.key, pack),
        "stage": found.stage,
        "stage_unclear": found.stage_unclear,
        "same_time": found.together,
        "inferred": found.inferred,
        "tentative": found.tentative,
        "values": list(found.values),
        "sides": [_side(s) for s in found.sides],
    }


def _side(side: Side) -> Record:
    return {
        "stance": side.stance,
        "option": side.option,
        "conditional": side.conditional,
        "voices": [str(v) for v in side.voices],
        "speakers": [{"person": s.person, "name": s.name, "title": s.title} for s in side.speakers],
        "statements": ids(side.lines),
    }


def linkage_record(project: Project, answer: Answer, found: Linkage) -> Record:
    """The answer of `linkage`."""
    pack = project.pack
    return headed(
        "linkage",
        project,
        answer,
        links=[_link(x, pack) for x in found.links],
        cycles=[_cycle(c, pack) for c in found.cycles],
        statements=statements(line for c in (found.links, found.cycles) for x in c for line in x.lines),
    )


def _link(link: Link, pack: Pack) -> Record:
    return {
        "party": link.party,
        "party_name": pack.party_name(link.party),
        "what": key_record(link.what, pack) if link.what else None,
        "option": link.option,
        "on": {"issue": link.on[0], "option": link.on[1]} if link.on else None,
        "names_a_term": link.named,
        "stance": link.stance,
        "voice": str(link.voice),
        "conditions": list(link.conditions),
        "asked_of": list(link.asked_of),
        "must_come_first": link.first,
        "taken_back": link.taken_back,
        "statements": ids(link.lines),
    }


def _cycle(cycle: Cycle, pack: Pack) -> Record:
    return {
        "parties": list(cycle.parties),
        "voice": str(cycle.voice),
        "same_outcomes": cycle.fits,
        "met_together": cycle.together,
        "steps": [_step(s, pack) for s in cycle.steps],
        "statements": ids(cycle.lines),
    }


def _step(step: Step, pack: Pack) -> Record:
    return {
        "party": step.party,
        "what": str(step.what) if step.what else None,
        "waits_for": step.on_issue,
        "voice": str(step.voice),
        "links": [_link(x, pack) for x in step.links],
    }
