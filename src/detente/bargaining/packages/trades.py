"""Trades: two matters on which two parties can both gain, each giving where it cares less (log-rolling).

Froman and Cohen 1970, *Compromise and logroll*. Where a package is on the frontier there is none; they are looked for from the
package that meets halfway on each matter, as far as the rules let it, or from a walk-away package.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from detente.bargaining.constraints.model import Assignment
from detente.bargaining.packages.algebras import best
from detente.bargaining.packages.circuit import Circuit
from detente.bargaining.packages.points import Points
from detente.bargaining.packages.space import Space
from detente.bargaining.port import Expired

Change = tuple[str, str, str]
"""A variable, its value before and after."""


@dataclass(frozen=True, slots=True)
class Trade:
    """`gainer` gains on `got` and gives `given`, the other the reverse; both have more, and nobody else has less."""

    gainer: str
    giver: str
    got: Change
    given: Change
    gains: Mapping[str, Fraction]


def halfway(points: Points, space: Space, circuit: Circuit) -> dict[str, str] | None:
    """The package that meets halfway: on each value what the worse off of all has of its swing there, added up, is largest."""
    worth: dict[str, dict[str, int]] = {}
    for name, values in space.variables.items():
        tables = [t[name] for p in points.parties if (t := p.worth).get(name)]
        spans = [(min(t.values()), max(t.values())) for t in tables]
        if not tables:
            continue
        shares = {
            v: min(
                (t[v] - low) / (high - low) if high > low else Fraction(1)
                for t, (low, high) in zip(tables, spans, strict=True)
            )
            for v in values
        }
        weight = sum((high - low for low, high in spans), Fraction(0))
        worth[name] = {v: round(1_000_000 * weight * s) for v, s in shares.items()}
    found = best(circuit, space, worth)
    return space.package(found[0][-1]) if found else None


def trades(
    points: Points, space: Space, base: Assignment, *, expired: Expired
) -> tuple[tuple[Trade, ...], bool]:
    """For each two matters and parties the trade that leaves the worse off of the two best off; whether all were tried."""
    tables = {p.party: p.worth for p in points.parties}
    moves = {
        name: [
            (
                v,
                {
                    who: t.get(name, {}).get(v, Fraction(0)) - t.get(name, {}).get(base[name], Fraction(0))
                    for who, t in tables.items()
                },
            )
            for v in values
            if v != base[name]
        ]
        for name, values in space.variables.items()
        if any(name in t for t in tables.values())
    }
    found: dict[tuple[str, str, str, str], tuple[Fraction, Trade]] = {}
    for a, b in combinations(moves, 2):
        if expired():
            return _ordered(found), False
        for (va, da), (vb, db) in product(moves[a], moves[b]):
            for trade in _of((a, va, da), (b, vb, db), base):
                key = (trade.gainer, trade.giver, trade.got[0], trade.given[0])
                worst = min(trade.gains[trade.gainer], trade.gains[trade.giver])
                better = key not in found or worst > found[key][0]
                if better and space.has({**base, a: va, b: vb}):
                    found[key] = (worst, trade)
    return _ordered(found), True


Moved = tuple[str, str, Mapping[str, Fraction]]


def _of(one: Moved, other: Moved, base: Assignment) -> Iterator[Trade]:
    """Who gains on one and gives on the other, of every two parties, where both gain on the whole and nobody loses."""
    total = {who: one[2][who] + other[2][who] for who in one[2]}
    if any(x < 0 for x in total.values()) or sum(x > 0 for x in total.values()) < 2:
        return
    for got, given in ((one, other), (other, one)):
        for gainer, giver in combinations(sorted(total), 2):  # the other way round is the same trade
            both = total[gainer] > 0 and total[giver] > 0
            if both and got[2][gainer] > 0 > given[2][gainer] and given[2][giver] > 0 > got[2][giver]:
                before = base[got[0]], base[given[0]]
                changes = (got[0], before[0], got[1]), (given[0], before[1], given[1])
                yield Trade(gainer, giver, *changes, total)


def _ordered(found: Mapping[tuple[str, str, str, str], tuple[Fraction, Trade]]) -> tuple[Trade, ...]:
    """Those first that leave the worse off of the two best off; equals by name."""
    return tuple(t for _, (_, t) in sorted(found.items(), key=lambda item: (-item[1][0], item[0])))
