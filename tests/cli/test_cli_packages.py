"""`detente packages`: what is in reach, and what points make of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calling import ROOT, Call
from detente.desk.packages import asking as desk_packages

POINTS = ROOT / "examples" / "points" / "veldora.settlement.yaml"


def test_without_points_packages_are_listed_and_what_to_enter_is_told(call: Call, veldora: Path) -> None:
    said = call("packages", veldora, "--stage", "settlement", "--beyond-positions")
    assert said.code == 0
    assert "keeps the most of what Sarnic Movement firmly holds" in said.out
    assert "is excluded: it breaks" in said.out
    assert "Every package hangs on words that were not heard" in said.out
    assert "No points were given, so no package is called better" in " ".join(said.out.split())


def test_where_firm_positions_cannot_all_hold_it_is_said(call: Call, veldora: Path) -> None:
    said = " ".join(call("packages", veldora, "--stage", "truce").out.split())
    assert "none keeps every firm position and every need" in said
    assert "--beyond-positions lists those that come nearest" in said


def test_everything_that_rests_on_points_says_whose_they_are(call: Call, veldora: Path) -> None:
    said = call("packages", veldora, "--points", POINTS, "--beyond-positions")
    assert said.code == 0
    told = " ".join(said.out.split())
    label = "(points entered by the authors of the example on 2024-03-20)"
    for title in (
        "What was entered",
        "Solutions",
        "Adjusted winner",
        "Trades",
        "How far the walk-aways carry",
    ):
        assert f"{title}" in told
    assert told.count(label) == 7
    assert "proven complete, by circuit" in told


def test_the_record_has_the_frontier_the_solutions_and_what_hangs_on_them(call: Call, veldora: Path) -> None:
    record = call("packages", veldora, "--points", POINTS, "--beyond-positions", "--json").json
    assert (record["schema"], record["schema_version"]) == ("detente.packages", 1)
    points = record["stages"]["settlement"]["points"]
    assert points["label"] == "points entered by the authors of the example on 2024-03-20"
    assert points["frontier"]["complete"]
    named = {s["name"]: s for s in points["solutions"]}
    assert set(named) == {"nash", "kalai-smorodinsky", "egalitarian", "leximin", "utilitarian"}
    assert named["nash"]["value"] == ["238583/192"]
    assert points["adjusted_winner"]["each_of_100"] == {"sarnic_movement": "765/13", "veldora": "765/13"}
    assert len(points["tornado"]["bars"]) == 10
    packages = record["stages"]["settlement"]["packages"]
    assert {t["status"] for p in packages for ts in p["terms"].values() for t in ts} >= {"met", "not heard"}
    used = {i for p in packages for ts in p["terms"].values() for t in ts for i in t["statements"]}
    assert used <= set(record["statements"])


def test_plain_and_cp_sat_find_the_same(call: Call, veldora: Path) -> None:
    pytest.importorskip("ortools", reason="needs the extra 'packages'")
    found = [
        call("packages", veldora, "--points", POINTS, "--beyond-positions", "--solver", solver, "--json").json
        for solver in ("plain", "cp-sat")
    ]
    points = [f["stages"]["settlement"]["points"]["frontier"] for f in found]
    assert [p["how"] for p in points] == ["circuit", "cp-sat"]
    utilities = [sorted(map(str, (p["utilities"] for p in one["points"]))) for one in points]
    assert utilities[0] == utilities[1]


def test_one_solution_and_another_walk_away(call: Call, veldora: Path) -> None:
    words = ("packages", veldora, "--points", POINTS, "--beyond-positions", "--json")
    only = call(*words, "--solution", "ks", "--walk-away", "veldora=60").json["stages"]["settlement"][
        "points"
    ]
    assert [s["name"] for s in only["solutions"]] == ["kalai-smorodinsky"]
    assert only["walk_away"] == {"sarnic_movement": "25", "veldora": "60"}
    none = call(*words, "--solution", "nash", "--walk-away", "veldora=99").json["stages"]["settlement"][
        "points"
    ]
    assert "no package is at or above every walk-away" in none["solutions"][0]["why_none"]


def test_the_template_can_be_filled_in(call: Call, veldora: Path, tmp_path: Path) -> None:
    made = call("packages", veldora, "--stage", "truce", "--template")
    assert made.code == 0
    filled = made.out.replace("entered_by:", "entered_by: me").replace(
        "entered_on:", "entered_on: 2024-04-01"
    )
    path = tmp_path / "points.yaml"
    path.write_text(filled.replace("weight:\n", "weight: 0\n"))
    said = call("packages", veldora, "--points", path, "--beyond-positions")
    assert said.code == 0
    assert "points entered by me on 2024-04-01" in " ".join(said.out.split())
    assert "no walk-away is entered for sarnic_movement, veldora" in " ".join(said.out.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--template",), "add --stage truce or --stage settlement"),
        (("--walk-away", "veldora=3"), "give them with --points FILE"),
        (("--solution", "nash"), "--solution needs points that somebody entered"),
        (("--solver", "plain"), "--solver needs points that somebody entered"),
        (("--vary", "20"), "--vary needs points that somebody entered"),
        (("--points", POINTS, "--stage", "truce"), "has points for the settlement"),
        (("--points", "missing.yaml"), "cannot be read"),
    ],
)
def test_what_cannot_be_asked_is_told(
    call: Call, veldora: Path, words: tuple[object, ...], said: str
) -> None:
    refused = call("packages", veldora, *words)
    assert refused.code == 1
    assert said in refused.err


@pytest.mark.parametrize(
    "words", [("--k", "0"), ("--k", "101"), ("--vary", "0"), ("--vary", "x"), ("--solution", "best")]
)
def test_options_that_mean_nothing_are_refused(call: Call, veldora: Path, words: tuple[str, ...]) -> None:
    assert call("packages", veldora, *words).code == 2


def test_without_or_tools_the_command_to_install_it_is_told(
    call: Call, veldora: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.solvers.cpsat.has_cp_sat", lambda: False)
    monkeypatch.setattr(desk_packages, "has_cp_sat", lambda: False)
    refused = call("packages", veldora, "--points", POINTS, "--solver", "cp-sat")
    assert refused.code == 1
    assert "pip install 'detente[packages]'" in refused.err
    assert call("packages", veldora, "--points", POINTS, "--beyond-positions").code == 0


def test_a_budget_of_ten_milliseconds_tells_what_is_known(call: Call, veldora: Path) -> None:
    said = call(
        "packages", veldora, "--points", POINTS, "--beyond-positions", "--budget", "0.01", "--solver", "plain"
    )
    assert said.code == 0
    assert "truncated" in said.err
    assert "The time budget ended the search" in said.out


def test_evidence_prints_the_words(call: Call, veldora: Path) -> None:
    said = call("packages", veldora, "--stage", "settlement", "--beyond-positions", "--evidence", "--k", "1")
    assert "as worded by" in said.out


def test_of_what_a_broken_position_rests_on_three_sources_are_shown_and_the_rest_counted(
    call: Call, veldora: Path
) -> None:
    said = call("packages", veldora, "--stage", "truce", "--beyond-positions").out
    assert "and 9 more\n" in said
    assert all(part.split("  · ")[0].count(", its own words\n") <= 3 for part in said.split("Breaks:")[1:])
