"""A tornado: how far a result could go if one thing were known, one bar for each, the widest first."""

from __future__ import annotations

from collections.abc import Sequence

from detente.briefs.pictures import Bar, Tornado
from detente.exporters.drawing.shapes import Drawing, Line, Shape, Text, cut

_LEFT, _PLOT, _RIGHT, _TOP, _ROW = 480, 360, 70, 62, 26
MOST = 20


def tornado(plot: Tornado, name: str) -> Drawing:
    """The bars, widest first; of more than twenty the rest is said."""
    ordered = sorted(plot.bars, key=lambda b: (-abs(b.high - b.low), b.label))[:MOST]
    bottom = _TOP + _ROW * len(ordered)
    middle = _across(plot, plot.middle)
    parts: list[Line | Shape | Text] = [
        Text(8, 22, cut(plot.title, _LEFT + _PLOT), "strong", full=plot.title),
        Text(_LEFT + _PLOT / 2, 44, plot.unit, "faint", "middle"),
        Line(((_LEFT, bottom), (_LEFT + _PLOT, bottom)), "faint"),
        Line(((middle, _TOP - 6), (middle, bottom)), "dashed", full=f"as it stands: {plot.middle:.3g}"),
        Text(_LEFT, bottom + 18, f"{plot.start:.3g}", "faint", "middle"),
        Text(_LEFT + _PLOT, bottom + 18, f"{plot.end:.3g}", "faint", "middle"),
        Text(middle, bottom + 18, f"{plot.middle:.3g}", anchor="middle"),
        *(part for i, bar in enumerate(ordered) for part in _row(plot, bar, _TOP + _ROW * i)),
    ]
    left_out = len(plot.bars) - len(ordered)
    if left_out:
        parts.append(Text(8, bottom + 36, f"{left_out} more with narrower bars", "faint"))
    return Drawing(name, plot.title, plot.words, _LEFT + _PLOT + _RIGHT, bottom + 46, tuple(parts))


def _across(plot: Tornado, value: float) -> float:
    return _LEFT + _PLOT * (value - plot.start) / ((plot.end - plot.start) or 1)


def _row(plot: Tornado, bar: Bar, top: float) -> Sequence[Line | Shape | Text]:
    one, other = sorted((_across(plot, bar.low), _across(plot, bar.high)))
    full = f"{bar.label}: {bar.low:.3g} {bar.low_words} to {bar.high:.3g} {bar.high_words}"
    y = top + _ROW / 2
    return (
        Text(_LEFT - 10, y + 4, cut(bar.label, _LEFT - 20), anchor="end", full=bar.label),
        Shape("box", (one + other) / 2, y, max(2, other - one), _ROW - 10, "filled", full),
        Text(_LEFT + _PLOT + 8, y + 4, f"{abs(bar.high - bar.low):.2g}", "faint"),
    )
