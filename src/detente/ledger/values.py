"""What a stance towards an option means for the values an issue can take (DESIGN §6, *Stances to options*)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from detente.ledger.numbers import reach_of_option, scale, within
from detente.packs.model import Leaf, Option
from detente.statements.record import Stance

OPEN = "open"
_NAMED_PSEUDO = {"deferred": OPEN}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a stance says of an issue's values: which it takes, which it excludes, on which it does not commit.

    `demanded` are the elements of a set leaf that must be in it. `inferred` marks exclusions that follow from the axis and
    stand nowhere in the words. `unnamed`: the words name no option (a null option).
    """

    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    uncommitted: frozenset[str] = frozenset()
    demanded: frozenset[str] = frozenset()
    inferred: frozenset[str] = frozenset()
    unnamed: bool = False


def values_of(leaf: Leaf) -> tuple[str, ...]:
    """The values an issue can take in a package, in the order of its axis, `open` last; a set leaf's are its elements.

    Vague options are no values. A numeric leaf has intervals between its named values, written `600000..800000`.
    """
    plain = [o for o in leaf.options if not o.could_be]
    if leaf.type == "set":
        return tuple(o.id for o in plain if o.id != "none")
    if leaf.type == "numeric":
        named = [o.id for o in plain if o.value is None and o.id != OPEN]
        return (*scale(plain), *named, OPEN)
    return (*(o.id for o in plain if o.id != OPEN), OPEN)


def stands_for(leaf: Leaf, option_id: str) -> tuple[str, ...]:
    """The values an option names: itself, or all that a vague one could be; with a direction, all that it includes."""
    option = leaf.option(option_id)
    if option is None:
        return ()
    values = values_of(leaf)
    if leaf.type != "numeric" or (option.value is None and option.direction is None):
        return tuple(v for v in values if v in (option.could_be or (option_id,)))
    return _reached(leaf, option, values)


def _reached(leaf: Leaf, option: Option, values: tuple[str, ...]) -> tuple[str, ...]:
    """The values that a number reaches: by its range or its direction; a vague one reaches as far as any that it could be."""
    if option.value is not None and option.to is None and option.direction in {None, "exactly"}:
        return (option.id,)
    named = [o for name in option.could_be if (o := leaf.option(name)) is not None] or [option]
    reaches = [reach_of_option(replace(o, direction=option.direction or o.direction)) for o in named]
    reached = {v for reach in reaches if reach for v in within(leaf, reach, values)} | set(option.could_be)
    return tuple(v for v in values if v in reached)


def meaning(
    leaf: Leaf, stance: Stance, option_id: str | None, *, pole: str | None, belligerent: bool
) -> Meaning:
    """What a stance towards an option means on a leaf, for a party that pulls to `pole` (an end of the axis, or None)."""
    option_id = _NAMED_PSEUDO.get(option_id or "", option_id)
    if option_id is None or option_id in {"silent", "reject_any"}:
        return Meaning(unnamed=option_id != "silent")
    if option_id == "open_to_discuss":
        return Meaning(uncommitted=frozenset(v for v in values_of(leaf) if v != OPEN))
    if leaf.type == "set":
        return _set_meaning(leaf, stance, option_id, belligerent=belligerent)
    named = (OPEN,) if option_id == OPEN and leaf.option(OPEN) is None else stands_for(leaf, option_id)
    if not named:
        return Meaning(unnamed=True)
    exact = frozenset({option_id}) & frozenset(named)
    if stance in {"accept", "propose"}:
        return Meaning(yes=exact)
    if stance == "hedge":
        return Meaning(uncommitted=frozenset(named))
    if stance == "demand":
        allowed = frozenset(named) | _beyond(leaf, named, pole)
        every = frozenset(values_of(leaf))
        return Meaning(yes=exact, no=every - allowed)
    farther = _farther(leaf, named, pole)
    return Meaning(no=frozenset(named) | farther, inferred=farther - frozenset(named))


def _set_meaning(leaf: Leaf, stance: Stance, option_id: str, *, belligerent: bool) -> Meaning:
    elements = frozenset(values_of(leaf))
    if option_id == "none":
        if stance in {"demand", "propose", "accept"} and belligerent:
            return Meaning(no=elements - {o.id for o in leaf.options if o.binds == "both"})
        return Meaning(uncommitted=elements) if stance == "hedge" else Meaning()
    named = frozenset(stands_for(leaf, option_id)) & elements
    if stance == "reject":
        return Meaning(no=named)
    if stance == "hedge":
        return Meaning(uncommitted=named)
    return Meaning(yes=named, demanded=named if stance == "demand" and len(named) == 1 else frozenset())


def _ordered(leaf: Leaf, pole: str | None) -> tuple[str, ...]:
    """The values in order towards the pole, `open` left out; empty where the party has no pole there."""
    if not leaf.monotone or pole not in leaf.axis:
        return ()
    values = tuple(v for v in values_of(leaf) if v != OPEN)
    return values if leaf.axis.index(pole) == len(leaf.axis) - 1 else values[::-1]


def _beyond(leaf: Leaf, named: Iterable[str], pole: str | None) -> frozenset[str]:
    """Values at least as near to the pole as the least of the named ones."""
    ordered = _ordered(leaf, pole)
    places = [ordered.index(v) for v in named if v in ordered]
    return frozenset(ordered[min(places) :]) if places else frozenset()


def _farther(leaf: Leaf, named: Iterable[str], pole: str | None) -> frozenset[str]:
    """Values farther from the pole than the nearest of the named ones."""
    ordered = _ordered(leaf, pole)
    places = [ordered.index(v) for v in named if v in ordered]
    return frozenset(ordered[: max(places)]) if places else frozenset()


def on_own_side(leaf: Leaf, option_id: str | None, pole: str | None) -> bool:
    """Whether an option lies on a party's side of a monotone axis: not at the far end from its pole."""
    ordered = _ordered(leaf, pole)
    named = [v for v in stands_for(leaf, option_id or "") if v in ordered]
    return bool(named) and ordered.index(named[0]) > 0
