"""Variables of a stage: one for each key, one for each element of a set key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from detente.bargaining.constraints.model import IN, OUT, Clause
from detente.ledger.agenda import Key
from detente.ledger.values import values_of
from detente.packs.model import Pack
from detente.packs.terms import split_key


def variable_of(key: Key, element: str | None = None) -> str:
    """The name of the variable of a key, or of an element of a set key."""
    return f"{key}#{element}" if element else str(key)


def key_of(variable: str) -> Key:
    """The key that a variable, or the variable of an element, belongs to."""
    return Key(*split_key(variable.partition("#")[0]))


def variables_for(keys: Iterable[Key], pack: Pack) -> dict[str, tuple[str, ...]]:
    """The variables of the keys, with their values."""
    found: dict[str, tuple[str, ...]] = {}
    for key in sorted(keys):
        leaf = pack.leaves[key.issue]
        if leaf.type == "set":
            found |= {variable_of(key, e): (IN, OUT) for e in values_of(leaf)}
        else:
            found[variable_of(key)] = values_of(leaf)
    return found


def relevant(
    clauses: Iterable[Clause], variables: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """The variables that the clauses mention, with their values."""
    names = dict.fromkeys(lit.variable for clause in clauses for lit in clause.literals)
    return {name: variables[name] for name in names}
