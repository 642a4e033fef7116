"""Issues as lines with their options in order: where each party stands, and the steps that a move asks of it."""

from __future__ import annotations

from collections.abc import Sequence

from detente.briefs.pictures import Axes, Axis
from detente.exporters.drawing.shapes import Drawing, Line, Shape, Text, cut

_LEFT, _PLOT, _TOP, _LANE = 230, 760, 44, 24
_HEAD = 62
_SHAPES = ("dot", "diamond", "triangle", "box")
MOST = 16


def axes(plot: Axes, name: str) -> Drawing:
    """Each issue as a line with a lane for each party that was heard on it."""
    parties = sorted(
        {r.party for a in plot.rows for r in a.reaches} | {s.party for a in plot.rows for s in a.steps}
    )
    kinds = {p: _SHAPES[i % len(_SHAPES)] for i, p in enumerate(parties)}
    parts: list[Line | Shape | Text] = [Text(8, 22, plot.title, "strong")]
    top: float = _TOP
    for row in plot.rows[:MOST]:
        parts += _row(row, top, kinds)
        top += _tall(row)
    hidden = len(plot.rows) - len(plot.rows[:MOST])
    if hidden:
        parts.append(Text(8, top + 10, f"{hidden} more are not drawn", "faint"))
        top += 24
    return Drawing(name, plot.title, plot.words, _LEFT + _PLOT + 30, top + 8, tuple(parts))


def _lanes(row: Axis) -> list[str]:
    return sorted({r.party for r in row.reaches} | {s.party for s in row.steps})


def _tall(row: Axis) -> float:
    return _HEAD + 24 + _LANE * len(_lanes(row))


def _place(row: Axis, option: int) -> float:
    return _LEFT + _PLOT * (option + 0.5) / max(1, len(row.options))


def _row(row: Axis, top: float, kinds: dict[str, str]) -> Sequence[Line | Shape | Text]:
    room = _PLOT / max(1, len(row.options))
    lanes = {party: top + _HEAD + 8 + _LANE * i for i, party in enumerate(_lanes(row))}
    bottom = top + _HEAD + _LANE * len(lanes)
    parts: list[Line | Shape | Text] = [
        Text(8, top + 14, cut(row.title, _LEFT + _PLOT), "strong", full=row.title)
    ]
    for i, option in enumerate(row.options):
        across = _place(row, i)
        label_y = top + 36 + (14 if i % 2 and room < 170 else 0)
        wide = room * (1.85 if room < 170 else 0.95)
        parts.append(Text(across, label_y, cut(option, wide), "faint", "middle", full=option))
        parts.append(Line(((across, top + _HEAD - 6), (across, bottom)), "faint"))
    for party, y in lanes.items():
        parts.append(Text(_LEFT - 12, y + 4, cut(party, _LEFT - 30), anchor="end"))
    for reach in row.reaches:
        y = lanes[reach.party]
        spots = [_place(row, p) for p in sorted(reach.places)]
        if len(spots) > 1:
            parts.append(Line(((spots[0], y), (spots[-1], y)), "faint"))
        parts += [Shape(kinds[reach.party], x, y, 11, 11, reach.look, reach.full) for x in spots]  # type: ignore[arg-type]
    for step in row.steps:
        y = lanes[step.party] + 8
        ends = (_place(row, step.start), y), (_place(row, step.end), y)
        parts.append(Line(ends, "strong", arrow=True, full=step.full))
        parts.append(Shape(kinds[step.party], ends[1][0], lanes[step.party], 11, 11, "dashed", step.full))  # type: ignore[arg-type]
    return parts
