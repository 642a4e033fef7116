"""Moves as plain data: of each deadlock, of whole stages, rules for both, what is held hardest, phases and circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.bargaining.axis_moves import AxisMoves
from detente.bargaining.holding import Holding
from detente.bargaining.movement import Movement, StageMovement
from detente.bargaining.results import Move, Step
from detente.bargaining.sequencing.model import Act, Circle, Sequencing, Wait
from detente.bargaining.stage_moves.model import StageMoves
from detente.bargaining.two_sided import TwoSidedRule
from detente.bargaining.wording import option_label
from detente.desk.project import Answer, Project
from detente.desk.records import Record, headed, ids, key_record, statements
from detente.desk.result_records import group_record
from detente.ledger.entries import Line
from detente.packs.model import Pack


def moves_record(project: Project, found: Answer, deadlock: str | None) -> Record:
    """The answer of `moves`: of every deadlock and beyond single deadlocks, or of one deadlock."""
    moves = [
        m
        for r in found.stages.values()
        for name, several in r.moves.items()
        if deadlock in {None, name}
        for m in several
    ]
    lines = [line for m in moves for s in m.steps for line in s.group.lines]
    body: Record = {"moves": [move_record(m) for m in moves]}
    if found.movement is not None and deadlock is None:
        pack = project.pack
        body["stages"] = {s: _stage(one, pack) for s, one in found.movement.stages.items()}
        body["sequencing"] = _sequencing(found.movement.sequencing, pack)
        lines += _lines_of(found.movement)
    return headed("moves", project, found, **body, statements=statements(lines))


def _lines_of(movement: Movement) -> Iterator[Line]:
    for one in movement.stages.values():
        for part in one.whole.parts:
            yield from (x for o in part.openings for s in o.steps for x in s.group.lines)
        yield from (x for h in one.holdings for x in h.lines)
        for rule in one.rules:
            yield from (*rule.lines, *(x for _, lines in rule.tabled for x in lines))
    order = movement.sequencing
    yield from (x for w in order.waits for x in w.lines)
    for circle in order.circles:
        yield from (x for s in circle.stand_ins for x in s.lines)
        yield from (x for p in circle.parts for x in p.lines)


def move_record(move: Move) -> Record:
    """A move of one deadlock, by who could make it."""
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


def _stage(one: StageMovement, pack: Pack) -> Record:
    return {
        "whole": _whole(one.whole),
        "rules_for_both": [_rule(r, pack) for r in one.rules],
        "held": [_holding(h) for h in one.holdings],
        "axes": [_axis(a, pack) for a in one.axes],
    }


def _whole(whole: StageMoves) -> Record:
    return {
        "complete": whole.complete,
        "checked": whole.checked,
        "ways": whole.ways,
        "movers": [
            {
                "parties": list(m.parties),
                "opens_all": m.opens_all,
                "opens": list(m.opens),
                "stays_shut": list(m.stays_shut),
                "ways": m.ways,
            }
            for m in whole.movers
        ],
        "parts": [
            {
                "deadlocks": list(p.deadlocks),
                "complete": p.complete,
                "openings": [{"by": list(o.by), "steps": [_step(s) for s in o.steps]} for o in p.openings],
            }
            for p in whole.parts
        ],
    }


def _rule(rule: TwoSidedRule, pack: Pack) -> Record:
    return {
        "regime": rule.regime,
        "terms": [
            {**key_record(k, pack), "option": o, "option_label": option_label(pack, k, o)}
            for k, o in rule.terms
        ],
        "raised": [
            {
                "party": r.party,
                "key": str(r.key),
                "asks": r.asks,
                "of": list(r.of),
                "statements": ids(r.lines),
            }
            for r in rule.raised
        ],
        "binds": list(rule.binds),
        "steps": [_step(s) for s in rule.steps],
        "opens": list(rule.opens),
        "stays_shut": list(rule.stays_shut),
        "beside": None if rule.beside is None else list(rule.beside),
        "tabled": [{"by": name, "statements": ids(lines)} for name, lines in rule.tabled],
        "checked": rule.checked,
    }


def _holding(holding: Holding) -> Record:
    return {
        "party": holding.party,
        "rank": holding.rank,
        "group": group_record(holding.group),
        "occasions": holding.occasions,
        "hedged": holding.hedged,
        "moved": holding.moved,
        "past": [
            {
                "direction": p.shift.direction and str(p.shift.direction),
                "size": p.shift.size,
                "of_steps": p.shift.steps,
                "towards": p.shift.towards,
                "after": p.shift.after and p.shift.after.isoformat(),
                "by": p.shift.by.isoformat(),
                "events": [e.id for e in p.events],
                "statements": ids(p.shift.lines),
            }
            for p in holding.past
        ],
        "priorities": [
            {"lesser": w.lesser, "greater": w.greater, "own": w.own, "statements": ids(w.lines)}
            for w in holding.weighed
        ],
    }


def _axis(axis: AxisMoves, pack: Pack) -> Record:
    return {
        **key_record(axis.key, pack),
        "ends": list(axis.ends),
        "values": [{"value": v, "label": option_label(pack, axis.key, v)} for v in axis.values],
        "stands": [
            {"party": s.party, "group": s.group, "allowed": list(s.allowed), "strength": str(s.strength)}
            for s in axis.stands
        ],
        "steps": [
            {
                "party": s.party,
                "group": s.group,
                "from": list(s.before),
                "to": list(s.after),
                "deadlocks": list(s.deadlocks),
            }
            for s in axis.steps
        ],
    }


def _sequencing(found: Sequencing, pack: Pack) -> Record:
    return {
        "waits": [_wait(w, pack) for w in found.waits],
        "phases": [
            {
                "number": p.number,
                "acts": [{**_act(a, pack), "by": list(found.actors(a))} for a in p.acts],
                "together": [_acts(acts, pack) for acts in p.together],
            }
            for p in found.phases
        ],
        "circles": [_circle(c, found, pack) for c in found.circles],
    }


def _circle(circle: Circle, found: Sequencing, pack: Pack) -> Record:
    at = {w: i for i, w in enumerate(found.waits)}
    return {
        "parties": list(circle.parties),
        "acts": _acts(circle.acts, pack),
        "round": _acts(circle.path, pack),
        "waits": [at[w] for w in circle.waits],
        "first": [at[w] for w in circle.first],
        "lifted": [[at[w] for w in some] for some in circle.lifted],
        "stand_ins": [
            {
                "party": s.party,
                "key": str(s.key),
                "option": s.option,
                "on": _act(s.on, pack) if s.on else None,
                "source": s.source or None,
                "inferred": True,
                "statements": ids(s.lines),
            }
            for s in circle.stand_ins
        ],
        "parts": [
            {
                "act": _act(p.act, pack),
                "key": str(p.key),
                "value": p.value,
                "named_by": list(p.named),
                "inferred": True,
                "statements": ids(p.lines),
            }
            for p in circle.parts
        ],
    }


def _wait(wait: Wait, pack: Pack) -> Record:
    return {
        "party": wait.party,
        "acts": _acts(wait.acts, pack),
        "on": _acts(wait.on, pack),
        "first": wait.first,
        "inferred": wait.inferred,
        "voice": str(wait.voice),
        "statements": ids(wait.lines),
    }


def _acts(acts: Iterable[Act], pack: Pack) -> list[Record]:
    return [_act(a, pack) for a in acts]


def _act(act: Act, pack: Pack) -> Record:
    """An act; no key stands for all that is to be settled besides the ceasefire."""
    label = option_label(pack, act.what, act.option) if act.what and act.option else None
    return {"key": str(act.what) if act.what else None, "option": act.option, "label": label}
