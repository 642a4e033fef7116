"""Answers that are also drawn: each file is a picture that says in words what it shows, and draws every stage that is asked."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from cli.calling import ROOT, Call

SVG = "{http://www.w3.org/2000/svg}"
POINTS = ROOT / "examples" / "points" / "veldora.settlement.yaml"


def words_of(path: Path) -> str:
    """All text of a picture: its description, its labels, and what a pointer reads."""
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    return " ".join(root.itertext())


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        (("deadlocks",), "deadlocks and demands"),
        (("moves",), "where the parties stand, and steps"),
        (("robustness", "--worlds", "200"), "share of 200 worlds"),
    ],
)
def test_an_answer_of_one_stage_is_one_picture(
    veldora: Path, call: Call, tmp_path: Path, command: tuple[str, ...], shown: str
) -> None:
    path = tmp_path / "answer.svg"
    said = call(*command[:1], veldora, *command[1:], "--stage", "settlement", "--picture", path)
    assert said.code in {0, 3}
    assert f"drawn: {path}" in said.err
    assert shown in words_of(path)
    assert "Veldora" in words_of(path)


def test_each_stage_has_its_own_file(veldora: Path, call: Call, tmp_path: Path) -> None:
    said = call("moves", veldora, "--picture", tmp_path / "moves.svg")
    assert said.code in {0, 3}
    drawn = sorted(p.name for p in tmp_path.glob("*.svg"))
    assert drawn in (["moves-settlement.svg", "moves-truce.svg"], ["moves.svg"])
    assert all(f"drawn: {tmp_path / name}" in said.err for name in drawn)


def test_the_frontier_says_who_entered_the_points(veldora: Path, call: Call, tmp_path: Path) -> None:
    path = tmp_path / "frontier.svg"
    call("packages", veldora, "--points", POINTS, "--beyond-positions", "--picture", path)
    told = words_of(path)
    assert "points entered by the authors of the example" in told
    assert "no party's words" in told
    assert "nash" in told


def test_nothing_to_draw_is_said_and_no_file_is_left(veldora: Path, call: Call, tmp_path: Path) -> None:
    said = call("packages", veldora, "--stage", "settlement", "--picture", tmp_path / "frontier.svg")
    assert said.code == 1
    assert "nothing to draw" in said.err
    assert list(tmp_path.glob("*.svg")) == []


def test_the_brief_draws_deadlocks_and_steps(veldora: Path, call: Call, tmp_path: Path) -> None:
    page = tmp_path / "brief.html"
    call("brief", veldora, "-o", page)
    text = page.read_text(encoding="utf-8")
    assert 'class="drawing"' in text
    assert "where the parties stand, and steps" in text
    assert "style=" not in text.partition("<body")[2]
