"""A picture is written whole, as SVG, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.briefs.pictures import Axes, Axis, Reach
from detente.desk.pictures import save_picture
from detente.kernel.errors import BadInput

PICTURE = Axes("Moves", "One issue.", (Axis("Line", ("a", "b"), (Reach("Veldora", (0,)),)),))


def test_a_picture_is_a_file_that_a_browser_opens(tmp_path: Path) -> None:
    save_picture(PICTURE, tmp_path / "moves.svg")
    assert (tmp_path / "moves.svg").read_text(encoding="utf-8").startswith("<svg xmlns=")


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="does not end in"):
        save_picture(PICTURE, tmp_path / "moves.png")
    assert list(tmp_path.iterdir()) == []
