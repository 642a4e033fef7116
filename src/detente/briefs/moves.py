"""Section 4: what each side could move. Never ranked across parties: the least-quoted side would always pay (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.bargaining.results import Move, StageResults
from detente.briefs.evidence import Apparatus
from detente.briefs.model import BriefLine, Section
from detente.briefs.leads import Knot, headline, knots_of, leads_of, pointed
from detente.briefs.wording import STAGE_NAMES, counted, listed, sentence
from detente.packs.model import STAGES

_MOST_SHOWN = 4


def moves_section(apparatus: Apparatus) -> Section:
    """For each knot the smallest moves, by who could make them."""
    parts = [_stage(result, apparatus) for stage in STAGES if (result := apparatus.inputs.results.get(stage))]
    return Section(
        "moves", "What each side could move",
        "Smallest steps that open each deadlock, shown by who could make them. Parties stand in alphabetical order and are not ranked: "
        "how much was read of each is uneven, so a ranking would charge the side that was quoted least. That a step exists does not mean "
        "that it is fair, likely or advised.", subsections=tuple(p for p in parts if p.subsections),
    )  # fmt: skip


def _stage(result: StageResults, apparatus: Apparatus) -> Section:
    leads = leads_of(apparatus.inputs.results)
    parts = tuple(_knot(k, result, (apparatus, leads)) for k in knots_of(result) if k.lead.id in result.moves)
    return Section(f"moves-{result.stage}", sentence(STAGE_NAMES[result.stage]), subsections=parts)


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
    lines += _listed_moves("Together", together, (knot, where, apparatus, leads))
    lines += _listed_moves("A third party", third, (knot, where, apparatus, leads))
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
    """The moves of one mover, smallest first as given; equal texts once."""
    _, where, apparatus, leads = setting
    told: dict[str, Move] = {}
    for move in moves:
        told.setdefault(_text(who, move, (apparatus, leads)), move)
    for text, move in list(told.items())[:_MOST_SHOWN]:
        lines = [x for s in move.steps for x in s.group.lines]
        marks = [] if move.checked else ["not confirmed"]
        if not lines:
            yield apparatus.absence(where, f"{text} No sentence carries what would be given up.")
        else:
            yield apparatus.line(where, text, lines, marks=marks)
    if len(told) > _MOST_SHOWN:
        rest = [x for move in list(told.values())[_MOST_SHOWN:] for s in move.steps for x in s.group.lines]
        yield apparatus.line(where, f"{who}: {counted(len(told) - _MOST_SHOWN, 'more step')} of this kind.", rest)


def _text(who: str, move: Move, setting: tuple[Apparatus, dict[str, str]]) -> str:
    apparatus, leads = setting
    wording = apparatus.wording
    steps = []
    for step in sorted(move.steps, key=lambda s: (wording.party(s.party), s.group.id)):
        name = "" if who == f"{wording.party(step.party)} alone" else f"{wording.party(step.party)} "
        where = listed(dict.fromkeys(wording.inside(k) for k in step.group.keys[:2]))
        steps.append(f"{name}{wording.plain(step.to)}, where it now {wording.plain(step.group.wording)} ({where})")
    others = [d for d in move.opens if d != move.deadlock and leads.get(d) == d]
    opens = f" Also opens {pointed(others, {})}." if others else ""
    locked = {leads.get(d, d) for d in move.stays_shut}
    shut = f" Stays shut: {pointed(locked, {})}." if locked else ""
    return f"{who}: {listed(steps, last='and')}.{opens}{shut}"
