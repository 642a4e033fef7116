"""Positions as a scenario has them, for scores and questions: what is supposed stands there in nobody's voice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from detente.bargaining.constraints.model import Group
from detente.bargaining.constraints.variables import variable_of
from detente.bargaining.scenarios.groups import allowed, freed_by, meaning_of
from detente.bargaining.scenarios.model import Supposed
from detente.bargaining.scenarios.reading import values_named
from detente.kernel.dates import UNKNOWN
from detente.ledger.ageing import Ageing
from detente.ledger.agenda import Key
from detente.ledger.exclusions import Exclusion
from detente.ledger.fold import Figure
from detente.ledger.positions import OptionStand, Position, Word
from detente.ledger.utterances import Voice
from detente.ledger.values import values_of
from detente.packs.model import Pack, Stage

Holding = tuple[str, Key]  # a party on a matter
_WORDS = {"accept": Word.YES, "demand": Word.YES, "propose": Word.OFFERS, "reject": Word.NO}
_NO_FIGURE = Figure(0.5, 0.0, 1.0, 0.0, 0.0)  # nothing was heard that could be weighed


def positions_under(
    positions: Sequence[Position],
    supposed: Sequence[Supposed],
    changed: tuple[Sequence[Group], Sequence[Group]],
    *,
    pack: Pack,
    stage: Stage,
) -> tuple[Position, ...]:
    """The positions of a stage, where nothing shuts out what no group shuts out any more, with what is supposed.

    `changed`: the heard groups that a scenario changes or sets aside, and every heard group that is left with it.
    """
    before, left = changed
    touched = {(g.party, k) for g in before for k in g.keys}
    by_holding: dict[Holding, list[Supposed]] = {}
    for one in supposed:
        by_holding.setdefault((one.party, one.key), []).append(one)
    found: list[Position] = []
    for position in positions:
        holding = (position.party, position.key)
        if position.stage != stage or holding not in touched | by_holding.keys():
            found.append(position)
            continue
        here = by_holding.pop(holding, [])
        freed = _freed(position, (before, left), pack)
        for one in here:
            for variable, values in freed_by(one, pack).items():
                freed[variable] = freed.get(variable, frozenset()) | values
        found.append(_with(_without(position, freed, pack), here, (positions, pack)))
    new = (_unheard(holding, stage) for holding in by_holding)
    return (*found, *(_with(p, by_holding[p.party, p.key], (positions, pack)) for p in new))


def _freed(
    position: Position, changed: tuple[Sequence[Group], Sequence[Group]], pack: Pack
) -> dict[str, frozenset[str]]:
    """What a party's changed groups shut out on a matter and none of those that are left does, by variable."""
    leaf = pack.leaves[position.key.issue]
    domains: dict[str, tuple[str, ...]] = {variable_of(position.key): values_of(leaf)}
    if leaf.type == "set":
        domains = {variable_of(position.key, e): ("in", "out") for e in values_of(leaf)}
    before, left = ([c for g in groups if g.party == position.party for c in g.clauses] for groups in changed)
    found = {v: allowed(left, v, domain) - allowed(before, v, domain) for v, domain in domains.items()}
    return {v: values for v, values in found.items() if values}


def _without(position: Position, freed: Mapping[str, frozenset[str]], pack: Pack) -> Position:
    """The position without what it no longer excludes or asks for."""
    if not freed:
        return position
    leaf = pack.leaves[position.key.issue]
    if leaf.type == "set":
        values = frozenset(e for e in values_of(leaf) if "in" in freed.get(variable_of(position.key, e), ()))
        asked = frozenset(e for e in values_of(leaf) if "out" in freed.get(variable_of(position.key, e), ()))
    else:
        values, asked = freed.get(variable_of(position.key), frozenset()), frozenset()
    exclusions = (
        replace(e, values=e.values - values, demanded=e.demanded - asked) for e in position.exclusions
    )
    stands = (
        s
        for s in position.stands
        if not (s.word is Word.NO and s.option and frozenset(values_named(leaf, s.option)) <= values)
    )
    return replace(
        position,
        stands=tuple(stands),
        exclusions=tuple(e for e in exclusions if e.values or e.demanded),
    )


def _with(
    position: Position, supposed: Sequence[Supposed], setting: tuple[Sequence[Position], Pack]
) -> Position:
    """The position with what is supposed of it, in place of what the party was heard to say of the same options."""
    if not supposed:
        return position
    stands = tuple(_stand(s) for s in supposed)
    named = {s.option for s in stands}
    exclusions = (_exclusion(s, setting) for s in supposed)
    return replace(
        position,
        word=stands[0].word,
        voice=Voice.SUPPOSED,
        stands=(*stands, *(s for s in position.stands if s.option not in named)),
        exclusions=(*(e for e in exclusions if e.values or e.demanded), *position.exclusions),
    )


def _stand(supposed: Supposed) -> OptionStand:
    """A stand that rests on nothing that was heard: no lines, no figure."""
    return OptionStand(
        supposed.option,
        Word.CONDITIONS if supposed.condition else _WORDS[supposed.stance],
        Voice.SUPPOSED,
        firm=True,
        faded=False,
        stances=(supposed.stance,),
        figure=_NO_FIGURE,
        sources=0,
        first=None,
        latest=None,
        since=UNKNOWN,
        confirmed=None,
        conditions=(),
        utterances=(),
        weighed=(),
    )


def _exclusion(supposed: Supposed, setting: tuple[Iterable[Position], Pack]) -> Exclusion:
    found = meaning_of(supposed, *setting)
    shut_out = supposed.stance in {"demand", "reject"}
    return Exclusion(
        Voice.SUPPOSED,
        found.no if shut_out else frozenset(),
        found.demanded if shut_out else frozenset(),
        frozenset(),
        firm=True,
        lines=(),
        stage_unclear=False,
    )


def _unheard(holding: Holding, stage: Stage) -> Position:
    """A party that was not heard on a matter, to be filled with what is supposed of it."""
    party, key = holding
    return Position(
        party, key, stage, Word.NOT_HEARD, Voice.SUPPOSED, (), {}, (), (), Ageing(None), None, stage_unclear=False
    )  # fmt: skip
