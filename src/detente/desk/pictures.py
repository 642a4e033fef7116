"""A picture of a result in a file of its own."""

from __future__ import annotations

from pathlib import Path

from detente.briefs.pictures import Picture
from detente.desk.files import write_whole
from detente.exporters.drawing.draw import draw
from detente.kernel.errors import BadInput


def save_picture(picture: Picture, path: Path) -> None:
    """Write a picture as SVG, whole or not at all; raises BadInput for another ending."""
    if path.suffix.lower() != ".svg":
        raise BadInput(
            f"'{path}' does not end in .svg; pictures are written as SVG, which browsers and editors open"
        )
    write_whole(path, draw(picture, picture.kind))
