"""Steps in phases, so that no side gives before its guarantee stands; circles named, with what could break each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.bargaining.results import Sequence as WhichFirst
from detente.bargaining.sequencing.breaking import parts_of, stand_ins
from detente.bargaining.sequencing.graph import (
    Edges,
    edges_of,
    knots,
    lifted_sets,
    phase_of,
    round_in,
)
from detente.bargaining.sequencing.model import Act, Circle, Phase, Sequencing, Wait
from detente.bargaining.sequencing.waiting import waits_of, who_acts
from detente.ledger.links import Link
from detente.ledger.positions import Position
from detente.packs.model import Pack


def sequencing(
    links: Sequence[Link], which_first: Sequence[WhichFirst], positions: Sequence[Position], *, pack: Pack
) -> Sequencing:
    """The order of steps that the conditions ask for. Acts of a circle stand in one phase: together or not at all.

    `which_first`: what comes first for each side by its conditions for a truce, where it says so nowhere.
    """
    waits = waits_of(links, which_first, pack)
    edges = edges_of(waits)
    phases = phase_of(edges)
    at_once = [k for k in knots(edges) if len(k) > 1]
    found = []
    for number in sorted(set(phases.values())):
        acts = tuple(a for a in edges if phases[a] == number)
        together = tuple(_in_order(k) for k in at_once if k <= set(acts))
        found.append(Phase(number, acts, tuple(sorted(together, key=lambda t: t[0].order))))
    circles = tuple(_circle(k, edges, (waits, positions, pack)) for k in at_once)
    return Sequencing(waits, tuple(found), circles, who_acts(waits, links, pack))


def _in_order(acts: frozenset[Act]) -> tuple[Act, ...]:
    return tuple(sorted(acts, key=lambda a: a.order))


def _circle(
    knot: frozenset[Act], edges: Edges, setting: tuple[Sequence[Wait], Sequence[Position], Pack]
) -> Circle:
    waits, positions, pack = setting
    within = tuple(w for w in waits if any(a in knot and b in knot and a != b for a in w.acts for b in w.on))
    named = {_only(w, knot): w for w in within}  # circles elsewhere are no concern of this one
    strict = any(w.first for w in named)
    acts = _in_order(knot)
    return Circle(
        acts,
        round_in(knot, edges),
        within,
        tuple(w for w in within if w.first),
        tuple(tuple(named[x] for x in some) for some in lifted_sets(tuple(named))) if strict else (),
        stand_ins(within, positions, pack) if strict else (),
        parts_of(acts, positions, pack) if strict else (),
    )


def _only(wait: Wait, knot: frozenset[Act]) -> Wait:
    """A condition as far as it runs within a knot."""
    acts, on = (tuple(a for a in side if a in knot) for side in (wait.acts, wait.on))
    return replace(wait, acts=acts, on=on)
