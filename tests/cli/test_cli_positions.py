"""`positions` as a mediator reads it, explained so that it can be reckoned again; the half-life that a project keeps."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cli.calling import Call

MONITOR = ("--party", "sarnic_movement", "--issue", "cf.monitor")
NUMBER = r"(\d+(?:\.\d+)?(?:e-?\d+)?)"


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_list_says_word_voice_since_when_and_on_how_much_without_internal_ids(
    veldora: Path, call: Call
) -> None:
    said = flat(call("positions", veldora, "--issue", "terr.withdrawal").out)
    assert (
        "Republic of Veldora: yes: begun before any ceasefire, completed after (demanded) in its own words · firm · "
        "since 6 February 2024, last confirmed 24 April 2024 · 5 utterances in 5 stories from 4 rooms"
    ) in said
    assert not re.search(r"\bs[0-9a-f]{16}\b", said)
    assert re.search(
        r"\bs[0-9a-f]{16}\b", call("positions", veldora, "--issue", "terr.withdrawal", "--evidence").out
    )


def test_what_is_known_for_the_other_stage_alone_is_shown_as_inferred(veldora: Path, call: Call) -> None:
    said = flat(call("positions", veldora, "--issue", "terr.line", "--stage", "truce").out)
    assert (
        "Sarnic Movement: not heard on the truce; inferred from the settlement: yes: present contact line"
        in said
    )
    record = call("positions", veldora, "--issue", "terr.line", "--json").json
    carried = [(c["party"], c["stage"], c["from_stage"], c["inferred"]) for c in record["carried_over"]]
    assert ("sarnic_movement", "truce", "settlement", True) in carried
    assert ("sarnic_movement", "truce") not in {(p["party"], p["stage"]) for p in record["positions"]}


def test_the_printed_figures_of_a_cell_come_out_by_hand(veldora: Path, call: Call) -> None:
    """The rows of a table give its sums, and the sums give P: read from the text as a person would."""
    said = call("positions", veldora, *MONITOR, "--explain").out
    tables = re.split(r"\n +no\. +mass", said)[1:]
    assert len(tables) > 2
    for text in tables:
        rows = re.findall(rf"^ +(\d+) +{NUMBER} +{NUMBER} +{NUMBER} +{NUMBER} +{NUMBER} ", text, re.MULTILINE)
        sums = re.search(
            rf"Σw = {NUMBER}, Σwq = {NUMBER}; P = .*? = {NUMBER}; Beta\({NUMBER}, {NUMBER}\)", flat(text)
        )
        assert rows and sums
        total, up, p, a, b = map(float, sums.groups())
        for _, mass, recency, w, q, wq in rows:
            assert float(mass) * float(recency) == pytest.approx(float(w), rel=1e-5)
            assert float(w) * float(q) == pytest.approx(float(wq), rel=1e-5)
        assert sum(float(row[3]) for row in rows) == pytest.approx(total, rel=1e-5)
        assert sum(float(row[5]) for row in rows) == pytest.approx(up, rel=1e-5)
        assert (0.5 + up) / (1 + total) == pytest.approx(p, abs=2e-6)
        assert (a, b) == (pytest.approx(0.5 + up, rel=1e-5), pytest.approx(0.5 + total - up, rel=1e-5))


def test_an_explained_position_tells_what_was_said_what_follows_and_the_strict_reading(
    veldora: Path, call: Call
) -> None:
    said = flat(call("positions", veldora, *MONITOR, "--explain").out)
    for words in (
        "1. refuses: observers of the Inner Sea League said 13 February 2024 · in its own words (mass 4)",
        "We will not have foreign eyes on our trenches.",
        "story: 02_tolvane_interview.txt · room: Lakeside Radio",
        "by a counterpart's account (mass 1)",
        "Half-life 180 days: words of a party fade only before its own later words to the contrary",
        "56 days old on 25 April 2024",
        "allowed [2], in its own words: each side reports",
        "words stand for and against it, and P lies between 0.4 and 0.6",
        "[5] accepts: observers of the Inner Sea League, on a condition (25 April 2024)",
        "[1, 2, 3] left out: replaced by later words of its own",
        "[4] left out: not in its own voice",
        "The two readings differ: excluded by the fold, allowed here: observers of the Inner Sea League",
    ):
        assert words in said, words


def test_the_strict_reading_is_the_latest_in_its_own_voice(veldora: Path, call: Call) -> None:
    answer = call("positions", veldora, "--strict", "--json").json
    assert answer["positions"]
    for position in answer["positions"]:
        assert position["strict"]["voice"] == "in its own words"
        assert {u["voice"] for u in position["strict"]["latest"]} == {"in its own words"}
    said = call("positions", veldora, "--strict").out
    assert "the latest in each party's own voice" in said
    assert "Sarnic Movement: asks for: no withdrawal (25 April 2024)" in said
    assert "left out: 1 replaced by later words of its own; 2 not in its own voice" in said


def test_where_the_two_readings_differ_is_shown_beside_the_fold_and_alone(veldora: Path, call: Call) -> None:
    mark = "otherwise by its latest own words alone: accepts: in force (20 March 2024)"
    assert mark in flat(call("positions", veldora, "--issue", "cf.maritime").out)
    said = flat(call("positions", veldora, "--compare").out)
    assert (
        "Republic of Veldora · Maritime truce · truce: contested its latest own words: accepts: in force"
        in said
    )
    assert "by the fold unknown, by the strict reading allowed: in force" in said
    apart = [p for p in call("positions", veldora, "--json").json["positions"] if p["policies_apart"]]
    assert {"value": "yes", "label": "In force", "folded": "unknown", "strict": "allowed"} in [
        a for p in apart for a in p["policies_apart"]
    ]
    same = call("positions", veldora, "--party", "lunessa", "--compare").out
    assert "The two readings exclude the same." in same


def test_a_half_life_fades_old_words_and_is_told_wherever_it_is_not_the_usual_one(
    veldora: Path, call: Call
) -> None:
    usual = call("positions", veldora)
    assert "half-life" not in usual.out
    said = call("positions", veldora, "--half-life", "90", "--as-of", "2026-05")
    assert "half-life of words 90 days: all words fade, counted to 31 May 2026" in said.out
    assert "carried over from 25 April 2024, so only inferred now" in flat(said.out)
    record = call("positions", veldora, "--half-life", "90", "--as-of", "2026-05", "--json").json
    assert record["ageing"] == {"half_life_days": 90.0, "until": "2026-05-31"}
    assert not any(o["firm"] for p in record["positions"] for o in p["options"])
    assert any(o["faded"] for p in record["positions"] for o in p["options"])
    none = call("positions", veldora, "--half-life", "none").out
    assert "half-life of words none: words do not fade with age" in none


@pytest.mark.parametrize(
    "command", [("deadlocks",), ("moves",), ("questions",), ("score", "all"), ("shifts",), ("log", "offers")]
)
def test_every_answer_of_the_view_takes_and_tells_a_half_life(
    command: tuple[str, ...], veldora: Path, call: Call
) -> None:
    name, *rest = command
    place = [*rest, veldora] if name == "log" else [veldora, *rest]
    said = call(name, *place, "--half-life", "30", "--as-of", "2024-06-01")
    assert said.code == 0, said.err
    assert "half-life of words 30 days: all words fade, counted to 1 June 2024" in said.out


def test_the_half_life_that_a_project_keeps_holds_for_every_answer_and_for_the_brief(
    veldora: Path, tmp_path: Path, call: Call
) -> None:
    said = call("settings", veldora)
    assert "half-life: 180 days, as the pack says" in said.out
    said = call("settings", veldora, "--half-life", "45")
    assert "half-life: 45 days, all words fade" in said.out
    record = call("positions", veldora, "--as-of", "2024-06-01", "--json").json
    assert record["ageing"] == {"half_life_days": 45.0, "until": "2024-06-01"}
    assert call("positions", veldora, "--half-life", "pack", "--json").json["ageing"] == {
        "half_life_days": 180.0,
        "until": None,
    }
    call("brief", veldora, "-o", tmp_path / "b.md", "--as-of", "2024-06-01")
    assert (
        "half-life of words: 45 days: all words fade, counted to 1 June 2024"
        in (tmp_path / "b.md").read_text()
    )
    assert call("settings", veldora, "--half-life", "none", "--json").json["half_life"] == {
        "kept": True,
        "days": None,
        "of_pack_days": 180.0,
    }
    assert "half-life: none, words do not fade" in call("settings", veldora).out
    assert call("settings", veldora, "--half-life", "pack", "--json").json["half_life"]["kept"] is False
    call("brief", veldora, "-o", tmp_path / "c.json")
    assert "half-life of words" not in json.loads((tmp_path / "c.json").read_text())["brief"]["moment"]
    assert call("verify", veldora).code == 0


def test_keeping_what_is_kept_already_leaves_the_file_as_it_is(veldora: Path, call: Call) -> None:
    call("settings", veldora, "--half-life", "45")
    before = call("verify", veldora, "--json").json["entries"]
    call("settings", veldora, "--half-life", "45.0")
    assert call("verify", veldora, "--json").json["entries"] == before


@pytest.mark.parametrize("wrong", ["0", "-3", "soon", "inf", "nan", ""])
def test_what_is_no_half_life_is_told_and_nothing_is_kept(wrong: str, veldora: Path, call: Call) -> None:
    for words in (("settings", veldora), ("positions", veldora)):
        said = call(*words, f"--half-life={wrong}")
        assert said.code == 1
        assert f"'{wrong}' is no half-life; write a number of days above 0" in said.err
    assert call("settings", veldora, "--json").json["half_life"]["kept"] is False
