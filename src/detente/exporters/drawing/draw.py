"""Any picture drawn: the one place that knows which layout belongs to which kind."""

from __future__ import annotations

from detente.briefs.pictures import Axes, Links, Picture, Scatter
from detente.exporters.drawing.axes import axes
from detente.exporters.drawing.bars import tornado
from detente.exporters.drawing.links import links
from detente.exporters.drawing.scatter import scatter
from detente.exporters.drawing.shapes import svg


def draw(picture: Picture, name: str, *, alone: bool = True) -> str:
    """The picture as SVG under a name that is its id; `alone`: as a file of its own."""
    if isinstance(picture, Scatter):
        drawing = scatter(picture, name)
    elif isinstance(picture, Links):
        drawing = links(picture, name)
    elif isinstance(picture, Axes):
        drawing = axes(picture, name)
    else:
        drawing = tornado(picture, name)
    return svg(drawing, alone=alone)
