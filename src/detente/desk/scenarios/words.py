"""What a scenario changes in plain words. A supposed position is always told as supposed, never as what a party said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.bargaining.constraints.model import Group
from detente.bargaining.results import Deadlock, Move, ProposalScore, Question
from detente.bargaining.scenarios.comparing import TermChange, VerdictChange, WhatChanges
from detente.bargaining.scenarios.model import Scenario, Supposed, by_whom, is_supposed, parts
from detente.bargaining.wording import VERBS, key_label, listed, option_label
from detente.briefs.proposals import title_of
from detente.briefs.wording import wording_of
from detente.desk.offer_words import LogLine
from detente.desk.records import ids
from detente.desk.scenarios.asking import Situation, WhatIf
from detente.packs.model import Pack

_MOST_MOVES = 6


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its lines."""

    title: str
    lines: tuple[LogLine, ...]


def what_if_in_words(situation: Situation, found: WhatIf) -> tuple[Part, ...]:
    """What is supposed, and for each stage what opens, what stays shut, what is new, and what follows from it."""
    return (
        Part("What is supposed", scenario_in_words(found.scenario, situation)),
        *(part for changes in found.changes.values() for part in _stage(changes, (situation, found))),
    )


def scenario_in_words(scenario: Scenario, situation: Situation) -> tuple[LogLine, ...]:
    """Everything that a scenario supposes, sets aside or loosens."""
    pack = situation.pack
    groups = [n.group for n in situation.named]
    lines = [LogLine(_supposed(s, pack), (str(s),)) for s in scenario.supposed]
    for name in scenario.without:
        lines += [
            LogLine(f"Set aside: {_group(g, pack)}.", (g.id,), g.lines)
            for g in groups
            if parts(name) & parts(g.id)
        ]
    for step in scenario.loosened:
        for g in (g for g in groups if parts(step.group) & parts(g.id)):
            to = listed(f"“{option_label(pack, k, step.option)}”" for k in g.keys[:1])
            text = f"Loosened to {to} ({by_whom(step.by)}): {_group(g, pack)}."
            lines.append(LogLine(text, (g.id,), g.lines))
    rules = {r.id: r for r in pack.rules}
    lines += [
        LogLine(f"Rule set aside: {rules[r].rule}.", (r,)) for r in scenario.without_rules if r in rules
    ]
    needs = {n.id: n for n in pack.needs}
    lines += [
        LogLine(f"Need set aside: {pack.party_name(needs[n].party)} needs {needs[n].name}.", (n,))
        for n in scenario.without_needs
        if n in needs
    ]
    return tuple(lines)


def _supposed(one: Supposed, pack: Pack) -> str:
    label, matter = option_label(pack, one.key, one.option), key_label(pack, one.key)
    tied = ""
    if one.condition:
        key, option = one.condition
        tied = f", only with “{option_label(pack, key, option)}” on “{key_label(pack, key)}”"
    stages = listed(f"the {s}" for s in one.stages)
    name = pack.party_name(one.party)
    return f"{name} {VERBS[one.stance]} “{label}” on “{matter}”{tied}, in {stages} ({by_whom(one.by)})."


def _group(group: Group, pack: Pack) -> str:
    matters = listed(f"“{key_label(pack, k)}”" for k in group.keys)
    return f"{pack.party_name(group.party)} {group.wording}, on {matters}"


def _stage(changes: WhatChanges, setting: tuple[Situation, WhatIf]) -> tuple[Part, ...]:
    situation, found = setting
    pack = situation.pack
    before, after = situation.answer.stages[changes.stage], found.after[changes.stage]
    counts = f"deadlocks: {len(before.deadlocks)} before, {len(after.deadlocks)} with what is supposed"
    head = [LogLine(counts)]
    if not changes.complete:
        head.append(LogLine("The time allowed ran out: there may be deadlocks that are not listed."))
    if changes.nothing:
        head.append(LogLine("Nothing else is otherwise: no deadlock opens, none is new, no verdict changes."))
    told = (
        ("opens", [_lock(d, pack, d.id) for d in changes.opens]),
        ("stays shut", [_stays(changes)] if changes.stays else []),
        ("is new", [_lock(d, pack, f"new {d.id}") for d in changes.new]),
        ("comes to light behind what opens", [_lock(d, pack, f"now {d.id}") for d in changes.hidden]),
        ("proposals that stand otherwise", [_verdict(v, pack) for v in changes.verdicts]),
        ("questions that fall away", _questions(changes.questions_gone, pack)),
        ("questions that would then be open", _questions(changes.questions_new, pack)),
        ("moves that are no longer needed", _moves(changes.needless, pack)),
    )
    name = changes.stage.capitalize()
    parts_of_it = (Part(f"{name}: {title}", tuple(lines)) for title, lines in told if lines)
    return (Part(name, tuple(head)), *parts_of_it)


def _lock(deadlock: Deadlock, pack: Pack, name: str) -> LogLine:
    members = "; ".join(
        _group(m, pack) + ("" if m.lines or not is_supposed(m) else " [no party's words]")
        for m in deadlock.members
    )
    alone = len(deadlock.parties) == 1
    lead = f"{name} · {pack.party_name(deadlock.parties[0])} with itself: " if alone else f"{name} · "
    rules = [f"by the rule: {wording_of(pack).rule(r.text)}" for r in deadlock.rules]
    rests = [str(deadlock.strength), *rules, *ids(deadlock.lines)]
    return LogLine(f"{lead}{members}.", (" · ".join(rests),), deadlock.lines)


def _stays(changes: WhatChanges) -> LogLine:
    names = []
    for one in changes.stays:
        if one.after is None:
            names.append(f"{one.before.id} (a smaller part of it clashes too)")
        elif one.after.id == one.before.id:
            names.append(one.before.id)
        else:
            names.append(f"{one.before.id} (there {one.after.id})")
    return LogLine(", ".join(names))


def _verdict(change: VerdictChange, pack: Pack) -> LogLine:
    name = f"{change.after.proposal.id}, {title_of(change.after)}"
    was, now = _rests(change.before, pack), _rests(change.after, pack)
    why = [_term(t, pack) for t in change.terms]
    why += [f"{_group(g, pack)}: met now" for g in change.needs_met]
    why += [f"{_group(g, pack)}: not met now" for g in change.needs_broken]
    rests = ("; ".join(why),) if why else ()
    return LogLine(f"{name}: {was}; with what is supposed: {now}.", rests)


def _rests(score: ProposalScore, pack: Pack) -> str:
    named = score.missing if score.missing else score.not_known
    who = listed(pack.party_name(p) for p in named)
    return f"{score.verdict} ({who})" if named else score.verdict


def _term(change: TermChange, pack: Pack) -> str:
    term = change.term
    what = f"{pack.party_name(change.party)} on “{key_label(pack, term.key)}”, “{option_label(pack, term.key, term.value)}”"
    was = change.before.status if change.before else "not asked"
    now = change.after.status if change.after else "not asked"
    return f"{what}: {was} → {now}" + (" (supposed)" if change.after and change.after.supposed else "")


def _questions(asked: Iterable[Question], pack: Pack) -> list[LogLine]:
    return [
        LogLine(f"{pack.party_name(q.party)}: {q.text}", (f"{q.key} · {q.kind}",), q.lines) for q in asked
    ]


def _moves(needless: Sequence[Move], pack: Pack) -> list[LogLine]:
    """The first of them, and how many more there are."""
    told = [_move(m, pack) for m in needless[:_MOST_MOVES]]
    more = len(needless) - len(told)
    return [*told, LogLine(f"and {more} more (--json lists them)")] if more else told


def _move(move: Move, pack: Pack) -> LogLine:
    steps: Sequence[str] = [
        f"{pack.party_name(s.party)} {s.to} (instead of: {s.group.wording})" for s in move.steps
    ]
    lines = tuple(dict.fromkeys(x for s in move.steps for x in s.group.lines))
    return LogLine(f"{'; '.join(steps)}.", (f"towards {', '.join((move.deadlock, *move.opens))}",), lines)
