"""Results as pictures: deadlocks and the demands that tie them, steps on the axes, what a result hangs on, the frontier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from detente.bargaining.axis_moves import AxisMoves, AxisStep, Stand
from detente.bargaining.constraints.model import Group, Role, Strength
from detente.bargaining.results import StageResults
from detente.bargaining.shared_demands import shared_demands
from detente.bargaining.worlds.results import Robustness, Unknown
from detente.briefs.deadlocks import held_phrase
from detente.briefs.evidence import Apparatus
from detente.briefs.model import Section
from detente.briefs.names import headline
from detente.briefs.pictures import (
    Axes,
    Axis,
    Bar,
    Links,
    Look,
    Node,
    Picture,
    Point,
    Reach,
    Scatter,
    Step,
    Tornado,
)
from detente.briefs.wording import STAGE_NAMES, counted, sentence

_LOOKS: dict[Strength, Look] = {Strength.OWN: "strong", Strength.REPORTED: "plain"}
_BESIDE: dict[Strength, str] = {
    Strength.ATTRIBUTED: ", as others say",
    Strength.ASKED: ", if its question is a condition",
    Strength.SUPPOSED: ", supposed",
}


def with_pictures(section: Section, apparatus: Apparatus) -> Section:
    """A section of deadlocks or of moves with the picture of each stage that it tells of."""
    drawn: dict[str, Picture | None] = {}
    movement = apparatus.inputs.movement
    for stage, result in apparatus.inputs.results.items():
        drawn[f"deadlocks-{stage}"] = deadlocks_picture(result, apparatus)
        if movement and stage in movement.stages:
            drawn[f"moves-{stage}"] = moves_picture(movement.stages[stage].axes, apparatus)
    parts = tuple(
        replace(part, pictures=(picture,)) if (picture := drawn.get(part.id)) else part
        for part in section.subsections
    )
    return replace(section, subsections=parts)


def deadlocks_picture(result: StageResults, apparatus: Apparatus) -> Links | None:
    """Which deadlocks of a stage share a demand; None where there are fewer than two."""
    if len(result.deadlocks) < 2:
        return None
    graph, wording = shared_demands(result.deadlocks), apparatus.wording
    left = tuple(
        Node(
            d.id,
            f"{d.id} {headline(d, wording)}",
            headline(d, wording),
            "dashed" if d.not_on_offer else "plain",
        )
        for d in result.deadlocks
    )
    right = tuple(Node(g.id, _demand(g, apparatus), look=_box(g)) for g in graph.demands)
    words = (
        f"{counted(len(left), 'deadlock')} of the {STAGE_NAMES[result.stage]} and the demands that stand in them; a line for "
        "each demand of a deadlock, a thick one where the demand stands in several. Dashed: a deadlock that only those outside "
        "could open, a demand that others report, a need that the pack names, or conduct."
    )
    heads = ("deadlocks", "what stands in them")
    return Links(
        f"{sentence(STAGE_NAMES[result.stage])}: deadlocks and demands",
        words,
        heads,
        left,
        right,
        graph.edges,
    )


def _demand(group: Group, apparatus: Apparatus) -> str:
    name = apparatus.wording.party(group.party)
    return (
        held_phrase(group, apparatus)
        if group.role is Role.NEED
        else f"{name} {held_phrase(group, apparatus)}"
    )


def _box(group: Group) -> Look:
    held = group.role in {Role.SIGNATORY, Role.PROVIDER} and group.strength in _LOOKS
    return "plain" if held else "dashed"


def moves_picture(axes: Sequence[AxisMoves], apparatus: Apparatus) -> Axes | None:
    """Where each party stands on every ordered matter of a stage on which some move takes a step; None where there is none."""
    if not axes:
        return None
    name = sentence(STAGE_NAMES[axes[0].stage])
    words = (
        "Each matter from one end of its axis to the other; marks are the outcomes that a party does not shut out, arrows the "
        "steps of the smallest moves. That a step is drawn does not mean that it is fair, likely or advised."
    )
    return Axes(
        f"{name}: where the parties stand, and steps", words, tuple(_axis(a, apparatus) for a in axes)
    )


def _axis(axis: AxisMoves, apparatus: Apparatus) -> Axis:
    wording = apparatus.wording
    lanes = {s.group: _lane(s, apparatus) for s in axis.stands}
    reaches = [
        Reach(
            lanes[stand.group],
            tuple(axis.values.index(v) for v in stand.allowed),
            _allowed(stand, axis, apparatus),
            "filled" if stand.strength in _LOOKS else "hollow",
        )
        for stand in axis.stands
        if stand.allowed
    ]
    steps = [
        Step(
            lanes.get(s.group, apparatus.wording.party(s.party)),
            *ends,
            f"opens {', '.join(s.deadlocks)}",
        )
        for s in axis.steps
        for ends in _ends(s, axis)
    ]
    options = tuple(wording.option(axis.key, v) for v in axis.values)
    return Axis(sentence(wording.key(axis.key)), options, tuple(reaches), tuple(dict.fromkeys(steps)))


def _lane(stand: Stand, apparatus: Apparatus) -> str:
    beside = ", as it does now" if stand.role is Role.CONDUCT else _BESIDE.get(stand.strength, "")
    return apparatus.wording.party(stand.party) + beside


def _allowed(stand: Stand, axis: AxisMoves, apparatus: Apparatus) -> str:
    name = apparatus.wording.party(stand.party)
    taken = ", ".join(apparatus.wording.option(axis.key, v) for v in stand.allowed)
    if stand.role is Role.CONDUCT:
        return f"{name} does: {taken} (conduct, not a position)"
    return f"{name} does not shut out: {taken} ({stand.strength.value})"


def _ends(step: AxisStep, axis: AxisMoves) -> list[tuple[int, int]]:
    """From the nearest outcome that is taken now to the farthest that the step adds; none where it drops the whole demand."""
    places = {v: i for i, v in enumerate(axis.values)}
    before = [places[v] for v in step.before]
    added = [places[v] for v in step.after if v not in step.before]
    if not before or not added or len(step.after) == len(axis.values):
        return []
    start, end = min(((b, a) for b in before for a in added), key=lambda e: (abs(e[0] - e[1]), e))
    reach = max(
        (a for a in added if (a - start) * (end - start) > 0), key=lambda a: abs(a - start), default=end
    )
    return [(start, reach)]


def worlds_picture(told: Robustness, apparatus: Apparatus) -> Tornado | None:
    """What the result that hangs most on open positions hangs on; None where none hangs on any."""
    weights: dict[str, int] = {}
    for unknown in told.unknowns:
        for bearing in unknown.bearings:
            if bearing.kind != "matter":
                weights[bearing.result] = max(weights.get(bearing.result, 0), bearing.decides.count)
    if not any(weights.values()):
        return None
    result = min(weights, key=lambda r: (-weights[r], r))
    bars = told.tornado(result)
    names = {p.scored.proposal.id: p.scored.proposal.name for p in told.proposals}
    is_lock = bars[0][1].kind == "deadlock"
    name = names.get(result.partition("/")[0], result)
    shares = {lock.deadlock.id: 1 - lock.shut.value for lock in told.locks}
    shares |= {p.scored.proposal.id: p.heard.value for p in told.proposals}
    middle = shares.get(
        result.partition("/")[0], sum(b.low.value + b.high.value for _, b in bars) / (2 * len(bars))
    )
    unit = f"share of {told.worlds:,} worlds in which {'it is open' if is_lock else 'all who bind agree'}"
    words = (
        f"{name}, {STAGE_NAMES[told.stage]}: the {unit}, where a position gives nothing and where it gives everything, all else "
        "as drawn. Worlds are drawn from what was said and how surely; they are no forecast."
    )
    found = tuple(
        Bar(
            _who(u, apparatus),
            b.low.value,
            b.high.value,
            "where it gives nothing",
            "where it gives everything",
        )
        for u, b in bars
        if b.decides.count
    )
    return Tornado(f"{name}: on which open positions it hangs", words, unit, middle, 0, 1, found)


def _who(unknown: Unknown, apparatus: Apparatus) -> str:
    return f"{apparatus.wording.party(unknown.party)}: {apparatus.wording.keys(unknown.keys)}"


def frontier_picture(
    names: tuple[str, str],
    frontier: Sequence[tuple[Fraction, ...]],
    *,
    solutions: Sequence[tuple[str, tuple[Fraction, ...]]],
    floors: tuple[Fraction | None, Fraction | None],
    label: str,
) -> Scatter:
    """The Pareto frontier of two parties on points that a person entered (`label` says who and when), and named solutions."""
    words = (
        f"Packages that none betters for {names[0]} without loss to {names[1]}, by {label}; dashed lines are the walk-aways. "
        "The points are a person's judgement and no party's words."
    )
    return Scatter(
        "Packages that none betters for both",
        words,
        (f"points of {names[0]}, {label}", f"points of {names[1]}"),
        tuple(_point(p) for p in frontier),
        solutions=tuple(_point(p, name) for name, p in solutions),
        walk_away=(_float(floors[0]), _float(floors[1])),
    )


def _point(worth: tuple[Fraction, ...], name: str = "") -> Point:
    return Point(float(worth[0]), float(worth[1]), name, f"{worth[0]} and {worth[1]}")


def _float(floor: Fraction | None) -> float | None:
    return None if floor is None else float(floor)
