"""Plain words for options and stances."""

from __future__ import annotations

from collections.abc import Iterable

from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.numbers import in_words
from detente.ledger.values import OPEN
from detente.packs.model import Pack

VERBS = {
    "demand": "asks for",
    "propose": "offers",
    "accept": "accepts",
    "reject": "refuses",
    "hedge": "asks, without committing, about",
}


def option_label(pack: Pack, key: Key, value: str | None) -> str:
    """The label of an option or value of a key, for a page."""
    if value is None:
        return "no option named"
    option = pack.leaves[key.issue].option(value)
    if option:
        return option.label
    if value == OPEN:
        return "left to later"
    return in_words(value, pack.leaves[key.issue].unit) or value.replace("_", " ")


def key_label(pack: Pack, key: Key) -> str:
    """The label of a key: the issue's, with the instance's name."""
    leaf = pack.leaves[key.issue]
    if key.instance is None:
        return leaf.label
    instance = next((i for i in pack.instances_of(key.issue) if i.id == key.instance), None)
    name = instance.name if instance else key.instance.removeprefix("other:").replace("_", " ")
    return f"{leaf.label}: {name}"


def listed(words: Iterable[str], *, last: str = "and") -> str:
    """A list in words."""
    items = list(dict.fromkeys(words))
    return (
        items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else "nothing"
    )


def held(pack: Pack, key: Key, lines: Iterable[Line]) -> str:
    """What the lines say on a key: "asks for A and refuses B"."""
    said: dict[str, list[str | None]] = {}
    for line in lines:
        stance = line.statement.stance
        if stance:
            said.setdefault(VERBS[stance], []).append(line.statement.option)
    return listed(f"{verb} {_named(pack, key, options)}" for verb, options in said.items())


def _named(pack: Pack, key: Key, options: Iterable[str | None]) -> str:
    """The labels of the options that were named; what others put on the table where none was."""
    named = [f"“{option_label(pack, key, o)}”" for o in options if o is not None]
    return listed(named) if named else "what is on the table"
