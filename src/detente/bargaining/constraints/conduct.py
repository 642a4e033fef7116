"""Conduct: what a provider says it is doing with what it alone can give (decision 004)."""

from __future__ import annotations

from collections.abc import Iterable

from detente.bargaining.constraints.model import (
    Clause,
    Group,
    Level,
    Literal,
    Role,
    Strength,
)
from detente.bargaining.constraints.variables import variable_of
from detente.bargaining.wording import option_label
from detente.ledger.agenda import keys_of
from detente.ledger.entries import Line
from detente.ledger.values import stands_for, values_of
from detente.packs.model import Pack, Stage


def conduct_groups(lines: Iterable[Line], pack: Pack, stage: Stage) -> tuple[Group, ...]:
    """What a provider says it is doing with what it alone can give: conduct, not a position.

    Conduct bears on the pause; a report that does not tell the stage speaks of the present.
    """
    found: dict[str, Group] = {}
    for line in lines:
        s = line.statement
        present = s.stage == stage or (s.stage is None and stage == "truce")
        if s.kind != "event" or s.basis != "own" or s.holder is None or s.option is None or not present:
            continue
        for key in keys_of(line, pack)[0]:
            leaf = pack.leaves[key.issue]
            values = frozenset(stands_for(leaf, s.option))
            issue_provider = any(p.issue == key.issue and s.holder in p.parties for p in pack.providers)
            if leaf.type == "set" or not values or not issue_provider:
                continue
            level = Level(
                (Clause((Literal(variable_of(key), values),)),),
                f"does: “{option_label(pack, key, s.option)}”",
            )
            name = f"{s.holder}:{key}:{s.option}:conduct"
            lines_so_far = found[name].lines if name in found else ()
            others = frozenset(values_of(leaf)) - values
            dropped = Level(
                (), f"would end its present course: “{option_label(pack, key, s.option)}”", len(others)
            )
            found[name] = Group(
                name,
                s.holder,
                (key,),
                (level, dropped),
                Strength.ASKED,
                Role.CONDUCT,
                (*lines_so_far, line),
                firm=False,
            )
    return tuple(found.values())
