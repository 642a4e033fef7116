"""The agenda of a project: which matters each stage has, chosen by issue, and as plain data."""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente.bargaining.agenda import Holding, LeftOff, Matter, StageAgenda, agenda_of, left_off
from detente.bargaining.answer import on_table
from detente.bargaining.wording import option_label
from detente.desk.names import matters
from detente.desk.project import Answer, Project
from detente.desk.records import Record, headed, ids, key_record, statements
from detente.packs.model import STAGES, Pack, Stage


@dataclass(frozen=True, slots=True)
class Agenda:
    """The agenda of each stage asked for, and what was left off."""

    stages: tuple[StageAgenda, ...]
    left_off: tuple[LeftOff, ...]


def agenda(
    project: Project, found: Answer, *, stage: Stage | None = None, issue: str | None = None
) -> Agenda:
    """What is on the agenda at the moment of an answer; of one stage or one issue where asked. Raises UnknownName."""
    pack = project.pack
    tabled = [p for p in pack.proposals.values() if on_table(p, found.moment)]
    lines = found.view.counted
    stages = [
        agenda_of(found.positions, lines, pack, stage=s, proposals=tabled)
        for s in STAGES
        if stage in {None, s}
    ]
    off = left_off(lines, pack)
    if issue:
        keys = matters(pack, issue, (m.key for s in stages for m in s.matters))
        stages = [replace(s, matters=tuple(m for m in s.matters if m.key in keys)) for s in stages]
        off = tuple(x for x in off if x.issue == issue or x.issue.startswith(f"{issue}."))
    return Agenda(tuple(stages), off)


def agenda_record(project: Project, found: Answer, shown: Agenda) -> Record:
    """The answer of `agenda`."""
    pack = project.pack
    every = [m for s in shown.stages for m in s.matters]
    lines = [x for m in every for h in m.holdings if h.position for x in h.position.lines]
    lines += [x for off in shown.left_off for x in off.lines]
    stages = {s.stage: {"matters": [_matter(m, pack) for m in s.matters]} for s in shown.stages}
    return headed(
        "agenda",
        project,
        found,
        stages=stages,
        left_off=[{"issue": x.issue, "reason": x.reason, "statements": ids(x.lines)} for x in shown.left_off],
        statements=statements(lines),
    )


def _matter(matter: Matter, pack: Pack) -> Record:
    leaf = pack.leaves[matter.key.issue]
    return {
        **key_record(matter.key, pack),
        "type": leaf.type,
        "axis": list(leaf.axis),
        "unit": leaf.unit,
        "values": [
            {"value": v, "label": option_label(pack, matter.key, v), "named_by": list(parties)}
            for v, parties in matter.named.items()
        ],
        "holdings": [_holding(h, pack) for h in matter.holdings],
        "not_heard": list(matter.not_heard),
        "rules": [
            {"id": t.rule.id, "rule": t.rule.rule, "soft": t.rule.soft, "with": [str(k) for k in t.others]}
            for t in matter.rules
        ],
        "needs": [{"id": n.id, "party": n.party, "name": n.name} for n in matter.needs],
        "proposals": list(matter.proposals),
        "on_it_because": [str(o) for o in matter.origins],
        "declared": not matter.free_text,
    }


def _holding(holding: Holding, pack: Pack) -> Record:
    position = holding.position
    return {
        "party": holding.party,
        "party_name": pack.party_name(holding.party),
        "capacity": str(holding.capacity),
        "word": str(position.word) if position else "not heard",
        "voice": str(position.voice) if position else None,
        "holds": holding.words or None,
        "statements": ids(position.lines) if position else [],
    }


def summary(shown: StageAgenda) -> str:
    """A stage's agenda in one line."""
    spoken = sum(1 for m in shown.matters if any(h.position for h in m.holdings))
    unheard = sum(1 for m in shown.matters if m.not_heard)
    if not shown.matters:
        return "nothing is on the agenda: no line that counts speaks of it, and no proposal has a term on it"
    return f"{len(shown.matters)} matters, {spoken} of them spoken of; on {unheard} somebody who binds was not heard"
