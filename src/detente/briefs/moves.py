"""Section 4: what each side could move. Never ranked across parties (DESIGN §6, *Moves*)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.bargaining.constraints.model import Role
from detente.bargaining.results import Move, StageResults
from detente.briefs.evidence import Apparatus
from detente.briefs.model import BriefLine, Section
from detente.briefs.movement.holding import holding_section
from detente.briefs.movement.phases import phases_section
from detente.briefs.movement.rules import rules_section
from detente.briefs.movement.whole import whole_section
from detente.briefs.names import Knot, headline, knots_of, leads_of, pointed
from detente.briefs.wording import STAGE_NAMES, counted, listed, sentence
from detente.packs.model import STAGES

_MOST_SHOWN = 4
_SHARED = ("would also take: ", "each would also take: ")


def moves_section(apparatus: Apparatus) -> Section:
    """For each knot the smallest moves, by who could make them; then what goes beyond single deadlocks."""
    parts = [_stage(result, apparatus) for stage in STAGES if (result := apparatus.inputs.results.get(stage))]
    movement = apparatus.inputs.movement
    order = phases_section(movement.sequencing, apparatus) if movement else None
    return Section(
        "moves",
        "What each side could move",
        "Smallest steps that open each deadlock, shown by who could make them. Parties stand in "
        "alphabetical order and are not ranked: "
        "how much was read of each is uneven, so a ranking would charge the side that was quoted least. "
        "That a step exists does not mean "
        "that it is fair, likely or advised. A step opens its own deadlock and those named with it; all "
        "others stay shut.",
        subsections=tuple(p for p in (*parts, order) if p and (p.subsections or p.lines)),
    )


def _stage(result: StageResults, apparatus: Apparatus) -> Section:
    leads = leads_of(apparatus.inputs.results)
    parts = tuple(_knot(k, result, (apparatus, leads)) for k in knots_of(result) if k.lead.id in result.moves)
    more = tuple(_beyond(result, apparatus))
    return Section(f"moves-{result.stage}", sentence(STAGE_NAMES[result.stage]), subsections=(*parts, *more))


def _beyond(result: StageResults, apparatus: Apparatus) -> Iterator[Section]:
    """What goes beyond single deadlocks: all of the stage at once, rules for both sides, what is held hardest."""
    movement = apparatus.inputs.movement
    if movement is None or result.stage not in movement.stages:
        return
    found = movement.stages[result.stage]
    several = len(result.deadlocks) > 1  # else the moves above say it all
    for part in (
        whole_section(found.whole, result, apparatus) if several else None,
        rules_section(found.rules, result, apparatus),
        holding_section(found.holdings, result, apparatus),
    ):
        if part:
            yield part


def _knot(knot: Knot, result: StageResults, setting: tuple[Apparatus, dict[str, str]]) -> Section:
    apparatus, leads = setting
    moves = result.moves[knot.lead.id]
    signatories = set(apparatus.inputs.pack.signatories[result.stage])
    where = f"moves-{knot.name}"
    lines: list[BriefLine] = []
    for party in sorted(set(knot.lead.parties) & signatories, key=apparatus.wording.party):
        lines += _alone(party, [m for m in moves if m.by == (party,)], (knot, where, apparatus, leads))
    together = [m for m in moves if len(m.by) > 1]
    third = [m for m in moves if len(m.by) == 1 and m.by[0] not in signatories]
    for parties in sorted({m.by for m in together}):
        who = f"{apparatus.wording.parties(parties)} together"
        lines += _listed_moves(who, [m for m in together if m.by == parties], (knot, where, apparatus, leads))
    for party in sorted({m.by[0] for m in third}, key=apparatus.wording.party):
        who = f"A third party, {apparatus.wording.party(party)}"
        lines += _listed_moves(who, [m for m in third if m.by == (party,)], (knot, where, apparatus, leads))
    return Section(where, f"{knot.name} · {headline(knot.lead, apparatus.wording)}", "", tuple(lines))


_Setting = tuple[Knot, str, Apparatus, dict[str, str]]


def _alone(party: str, moves: Sequence[Move], setting: _Setting) -> Iterator[BriefLine]:
    knot, where, apparatus, _ = setting
    name = apparatus.wording.party(party)
    if moves:
        yield from _listed_moves(f"{name} alone", moves, setting)
    else:
        yield apparatus.line(where, f"{name} alone: no step of its own opens this.", knot.lead.lines)


def _listed_moves(who: str, moves: Sequence[Move], setting: _Setting) -> Iterator[BriefLine]:
    """The moves of one mover; those on the same positions with the same effect stand in one line."""
    knot, where, apparatus, leads = setting
    alike: dict[tuple[str, str], list[Move]] = {}
    for move in moves:
        alike.setdefault((_subject(move, (knot, apparatus)), _effect(move, (knot, leads))), []).append(move)
    for (subject, effect), found in alike.items():
        text = f"{who}{subject}: {_ways([_way(m, apparatus) for m in found])}.{effect}"
        lines = [x for m in found for s in m.steps for x in s.group.lines]
        marks = [] if all(m.checked for m in found) else ["not confirmed"]
        if lines:
            yield apparatus.line(where, text, lines, marks=marks)
        else:
            yield apparatus.absence(
                where, f"{text} No sentence carries what would be given up; it is the pack’s."
            )


def _ways(found: list[str]) -> str:
    """Ways to the same effect as alternatives; what they share is said once."""
    ways = list(dict.fromkeys(found))
    more = [counted(len(ways) - _MOST_SHOWN, "more way")] if len(ways) > _MOST_SHOWN else []
    lead = next((p for p in _SHARED if ways[0].startswith(p)), None)
    rest = [w.removeprefix(lead) if lead else w for w in ways[1:_MOST_SHOWN]]
    return "; or ".join((ways[0], *rest, *more))


def _subject(move: Move, setting: tuple[Knot, Apparatus]) -> str:
    """On what the steps are taken, where the knot is about more than one matter."""
    knot, apparatus = setting
    mine = [k for s in move.steps for k in s.group.keys]
    every = {k.issue for m in knot.lead.members for k in m.keys}
    if len(every) < 2 or any(s.group.role is Role.NEED for s in move.steps):
        return ""
    return f", on {apparatus.wording.keys(mine)}"


def _way(move: Move, apparatus: Apparatus) -> str:
    """The steps of a move; where all would come to the same, it is said once."""
    to = {apparatus.wording.plain(s.to) for s in move.steps}
    if len(move.steps) == 1:
        return to.pop()
    if len(to) == 1:
        return f"each {to.pop()}"
    ordered = sorted(move.steps, key=lambda s: (apparatus.wording.party(s.party), s.group.id))
    return listed(f"{apparatus.wording.party(s.party)} {apparatus.wording.plain(s.to)}" for s in ordered)


def _effect(move: Move, setting: tuple[Knot, dict[str, str]]) -> str:
    """What else the move opens, and which variants of its own knot stay shut."""
    knot, leads = setting
    others = [d for d in move.opens if d != move.deadlock and leads.get(d) == d]
    shut = [d.id for d in knot.variants if d.id in move.stays_shut]
    opens = f" Also opens {pointed(others, {})}." if others else ""
    stay = "stays" if len(shut) == 1 else "stay"
    return opens + (f" {pointed(shut, {})} of the same knot {stay} shut." if shut else "")
