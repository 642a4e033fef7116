"""Points on two scales: packages by what they are worth to each of two parties, the frontier, named solutions."""

from __future__ import annotations

from detente.briefs.pictures import Look, Point, Scatter
from detente.exporters.drawing.shapes import Drawing, Line, Shape, Text, cut

_LEFT, _TOP, _PLOT, _RIGHT, _BOTTOM = 70, 40, 420, 400, 56
_TICKS = 5
_KINDS = ("diamond", "triangle", "box")


def scatter(plot: Scatter, name: str) -> Drawing:
    """The plot, both scales from the least to the greatest value in it."""
    points = (*plot.frontier, *plot.others, *plot.solutions)
    xs = [p.x for p in points] + [v for v in plot.walk_away[:1] if v is not None]
    ys = [p.y for p in points] + [v for v in plot.walk_away[1:] if v is not None]
    spans = tuple((min(v, default=0.0), max(v, default=1.0)) for v in (xs, ys))
    place = _Place(*spans)
    parts: list[Line | Shape | Text] = [*_frame(plot, place)]
    parts += [Shape("dot", *place(p), 5, 5, "faint", p.full) for p in plot.others]
    steps = [place(p) for p in sorted(plot.frontier, key=lambda p: (p.x, -p.y))]
    if len(steps) > 1:
        parts.append(Line(tuple(steps), "faint"))
    parts += [Shape("dot", *place(p), 8, 8, "hollow", p.full) for p in plot.frontier]
    same: dict[tuple[float, float], list[Point]] = {}
    for solution in plot.solutions:
        same.setdefault((solution.x, solution.y), []).append(solution)
    for i, (_, group) in enumerate(sorted(same.items())):
        x, y = place(group[0])
        label = ", ".join(p.name for p in group)
        parts.append(Shape(_KINDS[i % 3], x, y, 13, 13, "filled", group[0].full))  # type: ignore[arg-type]
        row = _TOP + 16 + 20 * i
        parts.append(Shape(_KINDS[i % 3], _LEFT + _PLOT + 18, row - 4, 11, 11, "filled"))  # type: ignore[arg-type]
        words = f"{cut(label, _RIGHT - 130)} ({group[0].x:.4g}, {group[0].y:.4g})"
        parts.append(Text(_LEFT + _PLOT + 30, row, words, full=label))
    height = max(_TOP + _PLOT + _BOTTOM, _TOP + 20 * len(same) + 30)
    return Drawing(name, plot.title, plot.words, _LEFT + _PLOT + _RIGHT, height, tuple(parts))


class _Place:
    """Where a point stands on the page."""

    def __init__(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        self.spans = tuple((low - (low == high), high + (low == high)) for low, high in (x, y))

    def __call__(self, point: Point) -> tuple[float, float]:
        (x0, x1), (y0, y1) = self.spans
        return (
            _LEFT + 10 + (_PLOT - 20) * (point.x - x0) / (x1 - x0),
            _TOP + _PLOT - 10 - (_PLOT - 20) * (point.y - y0) / (y1 - y0),
        )


def _frame(plot: Scatter, place: _Place) -> list[Line | Shape | Text]:
    right, bottom = _LEFT + _PLOT, _TOP + _PLOT
    parts: list[Line | Shape | Text] = [
        Text(_LEFT, 22, cut(plot.title, _PLOT + _RIGHT), "strong", full=plot.title),
        Line(((_LEFT, _TOP), (_LEFT, bottom), (right, bottom))),
        Text(_LEFT, bottom + 42, cut(plot.axes[0], _PLOT + _RIGHT), full=plot.axes[0]),
        Text(8, _TOP - 4, cut(plot.axes[1], _PLOT)),
    ]
    (x0, x1), (y0, y1) = place.spans
    for i in range(_TICKS):
        x, y = x0 + (x1 - x0) * i / (_TICKS - 1), y0 + (y1 - y0) * i / (_TICKS - 1)
        across, up = place(Point(x, y))
        parts += [
            Text(across, bottom + 20, f"{x:.3g}", "faint", "middle"),
            Text(_LEFT - 8, up + 4, f"{y:.3g}", "faint", "end"),
        ]
    look: Look = "dashed"
    if plot.walk_away[0] is not None:
        across = place(Point(plot.walk_away[0], y0))[0]
        parts.append(Line(((across, _TOP), (across, bottom)), look, full=f"{plot.axes[0]}: walk-away"))
    if plot.walk_away[1] is not None:
        up = place(Point(x0, plot.walk_away[1]))[1]
        parts.append(Line(((_LEFT, up), (right, up)), look, full=f"{plot.axes[1]}: walk-away"))
    return parts
