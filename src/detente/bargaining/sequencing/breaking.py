"""What could break a circle: a third party's step in a guarantee's place, or an act done in small parts. From the data only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from detente.bargaining.sequencing.model import Act, Part, StandIn, Wait
from detente.bargaining.sequencing.waiting import CEASEFIRE, in_settlement, providers_of
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.positions import OptionStand, Position, Word
from detente.ledger.values import OPEN, stands_for, values_of
from detente.packs.model import Leaf, Pack

_OFFERED = frozenset({"propose", "accept"})
_ORDER_OF_STEPS = Key("proc.sequence")
_NOTHING = frozenset({"none", "keep"})  # the end of an axis at which all stays as it is (docs/packs.md)
_NO_STEP = _NOTHING | {"none_allowed"}  # outcomes of an assuring matter that assure nobody of anything


def stand_ins(waits: Sequence[Wait], positions: Iterable[Position], pack: Pack) -> tuple[StandIn, ...]:
    """Third parties' steps on an awaited matter that is theirs to give, or that watch, judge or guarantee.

    What a third party proposes that others should do is no step of its own.
    """
    signing = {p for parties in pack.signatories.values() for p in parties}
    waiting = {w.party for w in waits}
    awaited = {a for w in waits for a in w.on if a.what is not None and a != CEASEFIRE}
    found: dict[tuple[str, Key, str], StandIn] = {}
    for position in positions:
        if position.party in signing | waiting:
            continue
        for stand in position.stands:
            gives = position.party in providers_of(position.key, stand.option, pack)
            on = _same_matter(position.key, awaited) if gives else None
            leaf = pack.leaves[position.key.issue]
            assures = leaf.assures and stand.option not in _NO_STEP
            if _offers(stand, leaf) and (on or assures):
                name = (position.party, position.key, stand.option or "")
                lines = (*found[name].lines, *stand.lines) if name in found else stand.lines
                found[name] = StandIn(*name, on, tuple(dict.fromkeys(lines)))
    for key, option, on in _assured(awaited, pack):
        for party, source in providers_of(key, option, pack).items():
            name = (party, key, option)
            if party not in signing | waiting and name not in found:
                found[name] = StandIn(*name, on, (), source)
    return tuple(sorted(found.values(), key=lambda s: (s.party, s.key, s.option)))


def _assured(awaited: Iterable[Act], pack: Pack) -> Iterator[tuple[Key, str, Act | None]]:
    """Options whose givers the pack names: of the awaited matters, and of those that can stand in for a guarantee."""
    for act in awaited:
        if act.what is not None and act.option is not None:
            yield act.what, act.option, act
    for leaf in pack.leaves.values():
        if leaf.assures:
            yield from ((Key(leaf.id), o.id, None) for o in leaf.options if not o.could_be)


def _same_matter(key: Key, awaited: Iterable[Act]) -> Act | None:
    return next(
        (
            a
            for a in sorted(awaited, key=lambda x: x.order)
            if a.what and a.what.issue == key.issue and a.what.instance in {None, key.instance}
        ),
        None,
    )


def _offers(stand: OptionStand, leaf: Leaf) -> bool:
    """Whether it puts forward an option of the matter, or takes one."""
    named = leaf.option(stand.option or "") is not None
    return named and bool(set(stand.stances) & _OFFERED) and stand.word is not Word.NO


def parts_of(acts: Sequence[Act], positions: Sequence[Position], pack: Pack) -> tuple[Part, ...]:
    """Smaller pieces of the acts of a circle: less along their axis; shorter or narrower truces that somebody named."""
    found: list[Part] = []
    for act in acts:
        if act == CEASEFIRE:
            found += _smaller_truces(act, positions, pack)
        elif act.what is not None and act.option is not None:
            found += _less(act, positions, pack)
    if CEASEFIRE in acts and any(a.what is None or in_settlement(a) for a in acts):
        found += _between(positions, pack)
    return tuple(found)


def _less(act: Act, positions: Sequence[Position], pack: Pack) -> Iterator[Part]:
    """Outcomes strictly between an act's and the end of its axis at which nothing is done."""
    leaf = pack.leaves[act.what.issue] if act.what else None
    if leaf is None or leaf.type not in {"ordinal", "numeric"} or act.what is None:
        return
    line = [v for v in values_of(leaf) if v != OPEN and ".." not in v]
    if line[-1:] and line[-1] in _NOTHING and line[0] not in _NOTHING:
        line = line[::-1]
    places = [line.index(v) for v in stands_for(leaf, act.option or "") if v in line]
    for value in line[1 : min(places)] if places and line[0] in _NOTHING else ():
        yield _part(act, act.what, (value, positions))


def _smaller_truces(act: Act, positions: Sequence[Position], pack: Pack) -> Iterator[Part]:
    """What was offered, taken or asked for that is a truce of a few days, or of one kind of fire only."""
    named: dict[tuple[Key, str], None] = {}
    for position in positions:
        leaf = pack.leaves[position.key.issue]
        for stand in position.stands:
            if position.key.domain == "cf" and _is_part(leaf, stand) and stand.word is not Word.NO:
                named[position.key, stand.option or ""] = None
    order = [(leaf, o.id) for leaf in pack.leaves for o in pack.leaves[leaf].options]
    for key, option in sorted(named, key=lambda n: (order.index((n[0].issue, n[1])), n[0])):
        yield _part(act, key, (option, positions))


def _is_part(leaf: Leaf, stand: OptionStand) -> bool:
    """Whether it is a truce of a length, or a yes to one of a kind; to ask without committing names it too."""
    option = leaf.option(stand.option or "")
    if option is None or "reject" in stand.stances:
        return False
    return (leaf.type == "numeric" and option.value is not None) or (
        leaf.type == "boolean" and option.id == "yes"
    )


def _between(positions: Sequence[Position], pack: Pack) -> Iterator[Part]:
    """Ways of order that are neither the truce first nor the settlement first."""
    leaf = pack.leaf(_ORDER_OF_STEPS.issue)
    values = [v for v in values_of(leaf) if v != OPEN] if leaf else []
    for value in values[1:-1]:
        yield _part(CEASEFIRE, _ORDER_OF_STEPS, (value, positions))


def _part(act: Act, key: Key, what: tuple[str, Sequence[Position]]) -> Part:
    """A part, with who named it: offered it, took it or asked for it."""
    value, positions = what
    lines: list[Line] = []
    named: set[str] = set()
    for position in positions:
        for stand in position.stands:
            same = position.key.issue == key.issue and key.instance in {None, position.key.instance}
            if (
                same
                and stand.option == value
                and set(stand.stances) - {"reject"}
                and stand.word is not Word.NO
            ):
                named.add(position.party)
                lines += stand.lines
    return Part(act, key, value, tuple(sorted(named)), tuple(dict.fromkeys(lines)))
