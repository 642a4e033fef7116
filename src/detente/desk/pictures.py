"""Pictures of results, each in a file of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from detente.bargaining.worlds.results import Robustness
from detente.briefs.depicting import deadlocks_picture, frontier_picture, moves_picture, worlds_picture
from detente.briefs.pictures import Picture
from detente.desk.briefing import tools_of
from detente.desk.files import write_whole
from detente.desk.packages.asking import Solved, StagePackages
from detente.desk.project import Answer, Project
from detente.exporters.drawing.draw import draw
from detente.kernel.errors import BadInput
from detente.packs.model import Stage

Drawn = Mapping[Stage, Picture]


def deadlock_pictures(project: Project, found: Answer) -> Drawn:
    """By stage which deadlocks share a demand."""
    tools = tools_of(project, found)
    return _some({stage: deadlocks_picture(result, tools) for stage, result in found.stages.items()})


def move_pictures(project: Project, found: Answer) -> Drawn:
    """By stage where the parties stand on each axis, and the steps of moves."""
    tools, stages = tools_of(project, found), found.movement.stages if found.movement else {}
    return _some({stage: moves_picture(movement.axes, tools) for stage, movement in stages.items()})


def world_pictures(project: Project, found: Answer, worlds: Mapping[Stage, Robustness]) -> Drawn:
    """By stage what the result that hangs most on open positions hangs on."""
    tools = tools_of(project, found)
    return _some({stage: worlds_picture(told, tools) for stage, told in worlds.items()})


def package_pictures(project: Project, answers: Mapping[Stage, StagePackages]) -> Drawn:
    """By stage the Pareto frontier of two parties on entered points, with the named solutions."""
    return _some(
        {stage: _frontier(project, answer.solved) for stage, answer in answers.items() if answer.solved}
    )


def _frontier(project: Project, solved: Solved) -> Picture | None:
    found = solved.frontier
    if len(found.points.parties) != 2:
        return None
    one, other = found.points.parties
    return frontier_picture(
        (project.pack.party_name(one.party), project.pack.party_name(other.party)),
        [found.utilities(d) for d in found.deals],
        solutions=[(s.name, found.utilities(d)) for s in solved.solutions for d in s.deals],
        floors=(one.floor, other.floor),
        label=found.points.label,
    )


def _some(drawn: Mapping[Stage, Picture | None]) -> Drawn:
    return {stage: picture for stage, picture in drawn.items() if picture}


def save_pictures(drawn: Drawn, path: Path) -> tuple[Path, ...]:
    """Write the picture of each stage; where there are two, each stage's name is put before the ending. Raises BadInput."""
    if not drawn:
        raise BadInput(f"there is nothing to draw for '{path}'; see the answer without --picture")
    names = {s: path if len(drawn) == 1 else path.with_stem(f"{path.stem}-{s}") for s in drawn}
    for stage, picture in drawn.items():
        save_picture(picture, names[stage])
    return tuple(names.values())


def save_picture(picture: Picture, path: Path) -> None:
    """Write a picture as SVG, whole or not at all; raises BadInput for another ending."""
    if path.suffix.lower() != ".svg":
        raise BadInput(
            f"'{path}' does not end in .svg; pictures are written as SVG, which browsers and editors open"
        )
    write_whole(path, draw(picture, picture.kind))
