"""Two columns and what ties them: deadlocks on the left, the demands that stand in them on the right."""

from __future__ import annotations

from detente.briefs.pictures import Links, Node
from detente.exporters.drawing.shapes import Drawing, Line, Shape, Text, cut

_LEFT, _GAP, _RIGHT, _TOP, _ROW = 400, 110, 540, 66, 30
MOST = 40


def links(plot: Links, name: str) -> Drawing:
    """The two columns; the right one in the order in which the left one reaches it, so that few lines cross."""
    left = plot.left[:MOST]
    reached = {pair[1]: i for i, pair in reversed(list(enumerate(plot.pairs)))}
    right = sorted((n for n in plot.right if n.id in reached), key=lambda n: (reached[n.id], n.id))[:MOST]
    tall = max(len(left), len(right), 1)
    rows = {n.id: _height(i, len(left), tall) for i, n in enumerate(left)}
    ends = {n.id: _height(i, len(right), tall) for i, n in enumerate(right)}
    parts: list[Line | Shape | Text] = [
        Text(8, 22, cut(plot.title, _LEFT + _GAP + _RIGHT), "strong", full=plot.title),
        Text(8, 46, plot.heads[0], "faint"),
        Text(_LEFT + _GAP, 46, plot.heads[1], "faint"),
    ]
    counts = {n.id: sum(p[1] == n.id for p in plot.pairs) for n in right}
    parts += [
        Line(((_LEFT, rows[a]), (_LEFT + _GAP, ends[b])), "strong" if counts[b] > 1 else "faint")
        for a, b in plot.pairs
        if a in rows and b in ends
    ]
    parts += [p for n in left for p in _box(n, (8, rows[n.id]), _LEFT - 8)]
    parts += [
        p
        for n in right
        for p in _box(
            n, (_LEFT + _GAP, ends[n.id]), _RIGHT - 12, after=f" ×{counts[n.id]}" if counts[n.id] > 1 else ""
        )
    ]
    height = _TOP + _ROW * tall + 12
    hidden = len(plot.left) - len(left) + sum(n.id in reached for n in plot.right) - len(right)
    if hidden:
        parts.append(Text(8, height + 8, f"{hidden} more are not drawn", "faint"))
        height += 24
    return Drawing(name, plot.title, plot.words, _LEFT + _GAP + _RIGHT, height, tuple(parts))


def _height(number: int, count: int, tall: int) -> float:
    """The middle of a box: each column is spread over the height of the taller one."""
    return _TOP + _ROW * tall * (number + 0.5) / count


def _box(node: Node, place: tuple[float, float], width: float, *, after: str = "") -> list[Shape | Text]:
    x, y = place
    label = cut(node.label, width - 16 - 8 * len(after)) + after
    return [
        Shape(
            "box",
            x + width / 2,
            y,
            width,
            _ROW - 8,
            node.look if node.look != "filled" else "hollow",
            node.full or node.label,
        ),
        Text(x + 8, y + 4, label, "strong" if after else "plain", full=node.full or node.label),
    ]
