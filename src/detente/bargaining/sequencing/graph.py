"""Waiting as a directed graph: its knots, its phases, and which conditions would have to be lifted to leave no circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from detente.bargaining.sequencing.model import Act, Wait

_MOST_TRIED = 4_096
Edges = Mapping[Act, Mapping[Act, bool]]


def edges_of(waits: Iterable[Wait]) -> Edges:
    """Which act waits for which, and whether the other must come first (in any of the conditions)."""
    found: dict[Act, dict[Act, bool]] = {}
    for wait in waits:
        for act in wait.acts:
            found.setdefault(act, {})
            for on in wait.on:
                found.setdefault(on, {})
                if act != on:
                    found[act][on] = found[act].get(on, False) or wait.first
    return {
        a: dict(sorted(ons.items(), key=lambda e: e[0].order)) for a, ons in sorted(found.items(), key=_first)
    }


def _first(entry: tuple[Act, object]) -> tuple[str, str]:
    return entry[0].order


def knots(edges: Edges) -> tuple[frozenset[Act], ...]:
    """The sets of acts that wait for one another both ways, those that wait for fewest others first."""
    reached = {a: _reached(a, edges) for a in edges}
    found = dict.fromkeys(frozenset({a, *(b for b in reached[a] if a in reached[b])}) for a in edges)
    # What waits for a knot reaches all that the knot reaches, and the knot.
    return tuple(sorted(found, key=lambda k: len(reached[min(k, key=_order)] | k)))


def _order(act: Act) -> tuple[str, str]:
    return act.order


def _reached(act: Act, edges: Edges) -> frozenset[Act]:
    """What an act waits for, directly or through others."""
    seen: set[Act] = set()
    ahead = [act]
    while ahead:
        for following in edges[ahead.pop()]:
            if following not in seen:
                seen.add(following)
                ahead.append(following)
    return frozenset(seen)


def in_order(edges: Edges) -> bool:
    """Whether no act would have to come before itself: no knot holds a condition that asks to be served first."""
    return not any(edges[a].get(b, False) for k in knots(edges) for a in k for b in k if a != b)


def phase_of(edges: Edges) -> dict[Act, int]:
    """The earliest phase of each act, from 1: after what must come first, not before what it comes with; a knot at once."""
    found: dict[Act, int] = {}
    for knot in knots(edges):
        ahead = [(found[b], first) for a in knot for b, first in edges[a].items() if b not in knot]
        number = max((n + first for n, first in ahead), default=1)
        found.update(dict.fromkeys(knot, number))
    return found


def round_in(knot: frozenset[Act], edges: Edges) -> tuple[Act, ...]:
    """A shortest round in a knot, through a condition that asks to be served first where there is one."""
    steps = [(a, b) for a in sorted(knot, key=_order) for b in edges[a] if b in knot]
    strict = [(a, b) for a, b in steps if edges[a][b]]
    rounds = [(a, *_shortest(b, a, (knot, edges))) for a, b in strict or steps]
    return min(rounds, key=lambda r: (len(r), [x.order for x in r]))


def _shortest(start: Act, goal: Act, within: tuple[frozenset[Act], Edges]) -> tuple[Act, ...]:
    """A shortest way from one act to another, the other left out."""
    knot, edges = within
    ways: list[tuple[Act, ...]] = [(start,)]
    seen = {start}
    for way in ways:
        for following in edges[way[-1]]:
            if following == goal:
                return way
            if following in knot and following not in seen:
                seen.add(following)
                ways.append((*way, following))
    return ()


def lifted_sets(waits: Sequence[Wait]) -> tuple[tuple[Wait, ...], ...]:
    """Every set of conditions without which the rest can be kept in order, and of which none could stay; none where too many.

    Feedback arc sets over conditions, minimal by inclusion and by trial of all. The fewest conditions would not do: how many
    sentences a side used for what it waits for says nothing, and the side with the fewest would always pay.
    """
    if 2 ** len(waits) > _MOST_TRIED:
        return ()
    found: list[tuple[Wait, ...]] = []
    for size in range(len(waits) + 1):
        for lifted in combinations(waits, size):
            if any(set(f) <= set(lifted) for f in found):
                continue
            if in_order(edges_of(w for w in waits if w not in lifted)):
                found.append(lifted)
    return tuple(found)
