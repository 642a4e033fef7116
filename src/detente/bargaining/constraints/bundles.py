"""Bundles: one demand that is coded on several issues is one group and one move (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from detente.bargaining.constraints.model import (
    Group,
    Level,
)
from detente.bargaining.wording import listed
from detente.ledger.entries import Line


def bundled(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Groups of one party that are always said together, in one breath, are one group and one move (DESIGN §6, *Bundles*)."""
    bundles: list[list[Group]] = []
    near: dict[
        object, list[list[Group]]
    ] = {}  # bundles by who says what in which report: only these can be one breath
    for group in groups:
        here = near.setdefault(_where(group), [])
        home = next((b for b in here if _one_breath(b[0], group)), None)
        if home is None:
            bundles.append([group])
            here.append(bundles[-1])
        else:
            home.append(group)
    return tuple(b[0] if len(b) == 1 else _together(b) for b in bundles)


def _together(bundle: Sequence[Group]) -> Group:
    """One group of several; on one issue its instances are loosened together, on several issues one at a time."""
    first = bundle[0]
    texts = listed(g.wording for g in bundle)
    held_level = Level(tuple(c for g in bundle for c in g.clauses), texts)
    issues = {k.issue for g in bundle for k in g.keys}
    ladders = [[(lv.wording, lv.steps) for lv in g.levels[1:-1]] for g in bundle]
    if len(issues) == 1 and all(ladder == ladders[0] for ladder in ladders):
        loosened = [
            replace(rungs[0], clauses=tuple(c for lv in rungs for c in lv.clauses))
            for rungs in zip(*(g.levels[1:-1] for g in bundle), strict=True)
        ]
    else:
        loosened = [
            replace(lv, clauses=(*lv.clauses, *(c for o in bundle if o is not g for c in o.clauses)))
            for g in bundle
            for lv in g.levels[1:-1]
        ]
    dropped = Level((), "would drop all of it", max(g.levels[-1].steps for g in bundle))
    return replace(
        first,
        id="+".join(g.id for g in bundle),
        keys=tuple(dict.fromkeys(k for g in bundle for k in g.keys)),
        levels=(held_level, *loosened, dropped),
        lines=tuple(dict.fromkeys(line for g in bundle for line in g.lines)),
    )


def _where(group: Group) -> object:
    said = frozenset((line.statement.doc, line.statement.stance) for line in group.lines)
    return group.party, group.strength, group.role, said


def _one_breath(one: Group, other: Group) -> bool:
    same = (one.party, one.strength, one.role) == (other.party, other.strength, other.role)
    return same and bool(one.lines) and _covered(one.lines, other.lines) and _covered(other.lines, one.lines)


def _covered(lines: Iterable[Line], by: Sequence[Line]) -> bool:
    return all(
        any(
            x.statement.doc == y.statement.doc
            and x.statement.stance == y.statement.stance
            and x.statement.span.overlaps(y.statement.span)
            for y in by
        )
        for x in lines
    )
