"""What each side has held hardest: its own demands in order, with the reasons; never one side against another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.bargaining.constraints.model import Strength
from detente.bargaining.holding import Holding, Past, Weighed
from detente.bargaining.results import StageResults
from detente.briefs.deadlocks import held_phrase
from detente.briefs.evidence import Apparatus
from detente.briefs.model import BriefLine, Section
from detente.briefs.wording import counted, day_phrase, listed
from detente.ledger.agenda import Key

_MOST_EVENTS = 2


def holding_section(
    holdings: Sequence[Holding], result: StageResults, apparatus: Apparatus
) -> Section | None:
    """For each party its demands that stand in a deadlock, the one held hardest first."""
    locked = {m.id for d in result.deadlocks for m in d.members}
    where = f"moves-{result.stage}-held"
    shown = [h for h in holdings if h.group.id in locked]
    parts = tuple(
        _of_party(p, [h for h in shown if h.party == p], (where, apparatus))
        for p in sorted({h.party for h in shown}, key=apparatus.wording.party)
    )
    lead = (
        "Each party's own demands in deadlocks, the one it has held hardest first: in its own words, firmly, more than "
        "once, without hedging, never moved on. What it says itself of its priorities goes before; what others say of them "
        "decides only between demands that are held alike. No party is set against another."
    )
    return Section(where, "What each side has held hardest", lead, subsections=parts) if parts else None


def _of_party(party: str, held: Sequence[Holding], setting: tuple[str, Apparatus]) -> Section:
    where, apparatus = setting
    places = list(dict.fromkeys(h.rank for h in held))
    lines = [_line(h, places.index(h.rank) + 1, (where, apparatus)) for h in held]
    return Section(f"{where}-{party}", apparatus.wording.party(party), lines=tuple(lines))


def _line(holding: Holding, place: int, setting: tuple[str, Apparatus]) -> BriefLine:
    where, apparatus = setting
    group = holding.group
    reasons = [
        f"on {counted(holding.occasions, 'occasion')}",
        "hedged or on conditions" if holding.hedged else "never hedged",
        *_moved(holding),
        *(_weighed(w, apparatus) for w in holding.weighed),
    ]
    by_others = "by what others say, " if group.strength is Strength.ATTRIBUTED else ""
    text = f"{place}: {by_others}{held_phrase(group, apparatus)} – {'; '.join(reasons)}."
    return apparatus.line(where, text, holding.lines, voice=group.strength.value, firm=group.firm)


def _moved(holding: Holding) -> Iterator[str]:
    if not holding.past:
        yield "no move on it was read"
    for past in holding.past:
        yield _past(past)


def _past(past: Past) -> str:
    """Which way, how far, when, and what happened in those days."""
    shift = past.shift
    way = str(shift.direction) if shift.direction else "changed"
    far = f" by {shift.size} of {shift.steps} steps" if shift.size else ""
    since = f"after {day_phrase(shift.after)}, " if shift.after else ""
    told = f"{way}{far} {since}by {day_phrase(shift.by)}"
    events = [f"{e.terms.rstrip('.')} ({e.date})" for e in past.events[:_MOST_EVENTS]]
    more = len(past.events) - len(events)
    if events:
        told += f"; in those days: {listed([*events, *([f'{more} more events'] if more else [])])}"
    return told


def _weighed(weighed: Weighed, apparatus: Apparatus) -> str:
    lesser, greater = (apparatus.wording.inside(Key(i)) for i in (weighed.lesser, weighed.greater))
    who = "says itself that" if weighed.own else "others say that"
    return f"{who} {lesser} matters less than {greater}"
