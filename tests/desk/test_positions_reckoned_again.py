"""Every number of `positions --explain` comes out again from what it prints, without the fold (docs/positions.md)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.desk.build import BuildOptions, build
from detente.desk.position_records import position_record
from detente.desk.positions import chosen_positions, positions_record
from detente.desk.project import held, open_project
from detente.ledger.view import HalfLife, Moment
from ledger.talkative import talkative_worlds
from random_worlds import World, worlds
from recomputing import below, reckon_again

EXAMPLES = Path(__file__).parents[2] / "examples"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
HALF_LIVES = st.sampled_from([None, HalfLife(None), HalfLife(45.0), HalfLife(400.0)])


def coded(folder: Path) -> BuildOptions:
    """Built from a person's coding."""
    return BuildOptions(lambda: NOW, lambda *_: None, statements=folder / "statements.jsonl")


@given(st.one_of(worlds(), talkative_worlds(), talkative_worlds(conditions=True)), HALF_LIVES)
def test_every_figure_and_decision_comes_out_again_from_what_is_printed(
    world: World, half_life: HalfLife | None
) -> None:
    moment = Moment(half_life=half_life, today=date(2025, 9, 1))
    for position in world.papers.positions(world.pack, moment):
        printed = json.dumps(position_record(position, world.pack, explain=True))
        reckon_again(json.loads(printed))


@pytest.mark.parametrize("name", ["veldora", "ukraine"])
@pytest.mark.parametrize("half_life", [None, HalfLife(90.0)])
def test_every_figure_of_the_examples_comes_out_again(
    name: str, half_life: HalfLife | None, tmp_path: Path
) -> None:
    folder, project_file = EXAMPLES / name, tmp_path / "example.detente"
    build([str(folder)], pack_name=name, output=project_file, options=coded(folder))
    moment = Moment(half_life=half_life, today=date(2026, 11, 22))
    with open_project(project_file) as project:
        found = held(project, moment)
        every = chosen_positions(project, found, party=None, issue=None)
        printed = json.loads(json.dumps(positions_record(project, found, every, explain=True)))
    assert len(printed["positions"]) > 40
    assert printed["ageing"] == (
        {"half_life_days": 180.0, "until": None}
        if half_life is None
        else {"half_life_days": 90.0, "until": "2026-11-22"}
    )
    for position in printed["positions"]:
        reckon_again(position)
        for utterance in position["utterances"]:
            assert all(printed["statements"][s]["evidence"] for s in utterance["statements"])


def test_a_wrong_figure_is_found(tmp_path: Path) -> None:
    """The check itself: one mass, one P, one verdict altered, and it does not come out."""
    folder, project_file = EXAMPLES / "veldora", tmp_path / "example.detente"
    build([str(folder)], pack_name="veldora", output=project_file, options=coded(folder))
    with open_project(project_file) as project:
        found = held(project, Moment())
        contested = next(p for p in found.shown if str(p.key) == "cf.monitor" and len(p.utterances) > 4)
        printed = json.dumps(position_record(contested, project.pack, explain=True))
    reckon_again(json.loads(printed))
    for alter in (_another_mass, _another_p, _another_verdict, _another_word):
        record = json.loads(printed)
        alter(record)
        with pytest.raises(AssertionError):
            reckon_again(record)


def _another_mass(record: dict) -> None:  # type: ignore[type-arg]
    next(f for v in record["values"] for f in v["folds"])["weighed"][0]["w"] += 1e-3


def _another_p(record: dict) -> None:  # type: ignore[type-arg]
    next(f for v in record["values"] for f in v["folds"])["p"] += 1e-5


def _another_verdict(record: dict) -> None:  # type: ignore[type-arg]
    next(v for v in record["values"] if v["reading"] == "excluded")["reading"] = "allowed"


def _another_word(record: dict) -> None:  # type: ignore[type-arg]
    record["words"][0]["word"] = "not heard"


def test_the_second_way_to_the_beta_distribution_knows_its_ends_and_middle() -> None:
    assert below(0.0, 2, 3) == 0 and below(1.0, 2, 3) == 1
    assert below(0.5, 4.5, 4.5) == pytest.approx(0.5, abs=1e-12)
    assert below(0.637513, 4.5, 0.5) == pytest.approx(0.05, abs=1e-6)
