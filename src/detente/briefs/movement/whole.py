"""All of a stage at once: who could open it alone, and the smallest sets of steps for each of its independent parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import prod

from detente.bargaining.constraints.model import Role
from detente.bargaining.results import StageResults, Step
from detente.bargaining.stage_moves.model import Mover, Opening, Part, StageMoves
from detente.briefs.evidence import Apparatus
from detente.briefs.model import BriefLine, Section
from detente.briefs.names import pointed
from detente.briefs.wording import STAGE_NAMES, counted, listed

_MOST_SETS = 3
_MOST_WAYS = 3
_TAKE = "would also take: "
_Ways = list[Opening]
_Sets = dict[frozenset[str], _Ways]


def whole_section(found: StageMoves, result: StageResults, apparatus: Apparatus) -> Section | None:
    """What each side could do for the whole stage, then each part with its ways."""
    if not found.parts:
        return None
    where = f"moves-{found.stage}-whole"
    name = STAGE_NAMES[found.stage]
    parts = counted(len(found.parts), "part")
    lead = (
        f"A deal of the {name} is possible once each of its {parts} is open, each by one of its ways; parts share no "
        "matter, so a way for one changes nothing in another. No step can be left out or made smaller."
        if len(found.parts) > 1
        else f"A deal of the {name} is possible after any one of these ways. No step can be left out or made smaller."
    )
    names = apparatus.wording.party
    movers = sorted(found.movers, key=lambda m: (len(m.parties), [names(p) for p in m.parties]))
    lines = tuple(_mover(m, found, (where, result, apparatus)) for m in movers)
    notes = () if found.complete else ("The time allowed ran out: there may be ways that are not listed.",)
    return Section(
        where,
        f"All of the {name} at once",
        lead,
        lines,
        notes=notes,
        subsections=tuple(_part(p, n, (where, apparatus)) for n, p in enumerate(found.parts, start=1)),
    )


def _mover(mover: Mover, whole: StageMoves, setting: tuple[str, StageResults, Apparatus]) -> BriefLine:
    """Whether somebody could open it all, and if not, what stays shut and why."""
    where, result, apparatus = setting
    names = apparatus.wording.parties(mover.parties)
    who = f"{names} alone" if len(mover.parties) == 1 else f"{names}, nobody else moving"
    shut = [d for d in result.deadlocks if d.id in mover.stays_shut]
    opened = [d for d in result.deadlocks if d.id in mover.opens]
    if mover.opens_all:
        ways = (
            f", in {'' if whole.complete else 'at least '}{counted(mover.ways, 'way')}" if mover.ways else ""
        )
        text = f"{who}: could open all of it{ways}."
        lines = [x for d in opened for m in d.members if m.party in mover.parties for x in m.lines]
    else:
        some = f"could open {pointed(mover.opens, {})}; " if mover.opens else "could open nothing; "
        holds = "holds" if len(mover.parties) == 1 else "hold"
        stay = "stays" if len(shut) == 1 else "stay"
        text = (
            f"{who}: {some}{pointed(mover.stays_shut, {})} {stay} shut, since {names} {holds} nothing there."
        )
        lines = [x for d in shut for x in d.lines]
    return apparatus.line(where, text, lines) if lines else apparatus.absence(where, text)


def _part(part: Part, number: int, setting: tuple[str, Apparatus]) -> Section:
    where, apparatus = setting
    name = f"{where}-{number}"
    by_mover: dict[tuple[str, ...], _Sets] = {}
    for opening in part.openings:
        alike = by_mover.setdefault(opening.by, {})
        alike.setdefault(frozenset(s.group.id for s in opening.steps), []).append(opening)
    lines = [
        line
        for parties, sets in _by_name(by_mover, apparatus)
        for line in _of_movers(parties, sets, (name, apparatus))
    ]
    about = apparatus.wording.keys(
        dict.fromkeys(k for o in part.openings for s in o.steps for k in s.group.keys[:1])
    )
    title = ": ".join([x for x in (pointed(part.deadlocks, {}), about) if x]) or f"part {number}"
    ways = f"{counted(len(part.openings), 'way')}{'' if part.complete else ' found; there may be more'}."
    return Section(name, title, ways, tuple(lines))


def _by_name(
    by_mover: Mapping[tuple[str, ...], _Sets], apparatus: Apparatus
) -> list[tuple[tuple[str, ...], _Sets]]:
    """Movers as a page names them: fewest together first, then in alphabetical order."""
    return sorted(by_mover.items(), key=lambda e: (len(e[0]), [apparatus.wording.party(p) for p in e[0]]))


def _of_movers(parties: tuple[str, ...], sets: _Sets, setting: tuple[str, Apparatus]) -> Iterator[BriefLine]:
    """The ways of some movers, those on the same positions in one line; beyond a few, how many more."""
    where, apparatus = setting
    names = apparatus.wording.parties(parties)
    who = f"{names} alone" if len(parties) == 1 else f"{names} together"
    shown = list(sets.values())[:_MOST_SETS]
    for ways in shown:
        text = f"{who}: {_in_words(ways, apparatus)}."
        lines = [x for o in ways for s in o.steps for x in s.group.lines]
        yield apparatus.line(where, text, lines) if lines else apparatus.absence(where, text)
    more = sum(len(ways) for ways in list(sets.values())[_MOST_SETS:])
    if more:
        text = f"{who}: {counted(more, 'more way')}, by steps on other positions."
        lines = [
            x
            for ways in list(sets.values())[_MOST_SETS:]
            for o in ways
            for s in o.steps
            for x in s.group.lines
        ]
        yield apparatus.line(where, text, lines) if lines else apparatus.absence(where, text)


def _in_words(ways: _Ways, apparatus: Apparatus) -> str:
    """Ways by steps on the same positions: what each position would give, as alternatives where any goes with any."""
    choices: dict[str, list[Step]] = {}
    for step in (s for o in ways for s in o.steps):
        taken = choices.setdefault(step.group.id, [])
        if step.level not in {s.level for s in taken}:
            taken.append(step)
    named = len({c[0].party for c in choices.values()}) > 1
    if prod(len(c) for c in choices.values()) == len(ways):
        return _joined(choices.values(), apparatus, named=named)
    told = [_joined(([s] for s in o.steps), apparatus, named=named) for o in ways[:_MOST_WAYS]]
    more = [counted(len(ways) - _MOST_WAYS, "more way")] if len(ways) > _MOST_WAYS else []
    return " — or ".join([*told, *more])


def _joined(choices: Iterable[list[Step]], apparatus: Apparatus, *, named: bool) -> str:
    """Steps that are taken together; each with its party, where several move."""
    ordered = sorted(choices, key=lambda c: (apparatus.wording.party(c[0].party), c[0].group.id))
    return "; and ".join(_step(c, apparatus, named=named) for c in ordered)


def _step(choices: Sequence[Step], apparatus: Apparatus, *, named: bool) -> str:
    """`on deliveries, would also take: continue or limited`."""
    first = choices[0].group
    who = [apparatus.wording.party(first.party)] if named else []
    on = [] if first.role is Role.NEED else [f"on {apparatus.wording.keys(first.keys)}"]
    to = [apparatus.wording.plain(s.to) for s in choices]
    taken = [t.removeprefix(_TAKE) for t in to if t.startswith(_TAKE)]
    rest = [t for t in to if not t.startswith(_TAKE)]
    ways = [*([_TAKE + listed(taken, last="or")] if taken else []), *rest]
    return ", ".join([" ".join([*who, *on]), ", or ".join(ways)]).removeprefix(", ")
