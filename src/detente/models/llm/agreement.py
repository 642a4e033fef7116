"""Agreement: a model's statement that the rules read too, from the same words. Only such a one may be more than proposed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from detente.statements.record import Statement


def agreed(statements: Iterable[Statement], by_rules: Sequence[Statement]) -> tuple[Statement, ...]:
    """Each statement with the confidence of the rules where these read the same: kind, holder, issue, stance, overlapping words.

    The option must be the same one, and the instance where both name one. Nobody measured what the agreement adds,
    so it adds nothing: the line stands as sure as the rules alone would have made it. `rules` names what agreed.
    """
    return tuple(_confirmed(statement, by_rules) for statement in statements)


def _confirmed(statement: Statement, by_rules: Sequence[Statement]) -> Statement:
    same = [other for other in by_rules if _same(statement, other)]
    if not same:
        return statement
    best = max(same, key=lambda s: (s.confidence, -s.span.start))
    told = tuple(f"agrees:rules:{rule}" for rule in best.rules) or ("agrees:rules",)
    return replace(
        statement,
        confidence=max(statement.confidence, best.confidence),
        rules=(*statement.rules, *told),
    )


def _same(one: Statement, other: Statement) -> bool:
    return (
        (one.kind, one.holder, one.issue, one.stance, one.doc)
        == (other.kind, other.holder, other.issue, other.stance, other.doc)
        and one.span.overlaps(other.span)
        and one.option == other.option
        and (one.instance == other.instance or None in {one.instance, other.instance})
    )
