"""`shifts`, `contradictions`, `linkage` on the example of the invented conflict."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calling import Call

SARNIC, VELDORA = "sarnic_movement", "veldora"


def test_shifts_are_told_with_their_days_and_the_sentences_before_and_after(
    call: Call, veldora: Path
) -> None:
    said = call("shifts", veldora, "--party", SARNIC, "--issue", "cf.monitor")
    assert said.code == 0
    out = " ".join(said.out.split())
    assert "Monitoring · truce: reversal after 13 February 2024, by 25 April 2024 · in its own words" in out
    assert "before: refuses “Observers of the Inner Sea League”" in out
    assert "as worded by Lakeside Radio: A: We will not have foreign eyes on our trenches." in out
    assert "then: accepts “Observers of the Inner Sea League”, on conditions" in out


def test_a_shift_was_not_there_before_its_day(call: Call, veldora: Path) -> None:
    words = ("shifts", veldora, "--party", SARNIC, "--issue", "cf.monitor", "--json")
    assert [s["kind"] for s in call(*words).json["shifts"]] == ["reversal"]
    assert call(*words, "--as-of", "2024-04-24").json["shifts"] == []
    assert call(*words, "--known-by", "2024-04-24").json["shifts"] == []


def test_new_issues_and_issues_no_longer_mentioned_stand_apart_and_are_inferred(
    call: Call, veldora: Path
) -> None:
    out = " ".join(call("shifts", veldora, "--occasions", 2, "--raised", 1, "--all").out.split())
    moves, silences = out.split("Issues that are new, and issues no longer mentioned")
    assert "new, after" not in moves
    assert (
        "Sarnic Movement: new, after 5 March 2024, by 24 April 2024 in its own words · inferred" in silences
    )
    assert "no longer mentioned, after" in silences
    assert "a condition is no longer stated" in moves


def test_every_result_names_statements_that_stand_in_the_answer(call: Call, veldora: Path) -> None:
    for command, part in (("shifts", "statements"), ("contradictions", "sides"), ("linkage", "statements")):
        answer = call(command, veldora, "--json").json
        assert answer["schema"] == f"detente.{command}"
        results = answer["links" if command == "linkage" else command]
        assert results
        for result in results:
            named = [i for s in result[part] for i in s["statements"]] if part == "sides" else result[part]
            assert named
            assert set(named) <= set(answer["statements"])


def test_a_president_who_overrules_her_spokesman_and_two_readouts_of_one_meeting(
    call: Call, veldora: Path
) -> None:
    found = call("contradictions", veldora, "--party", VELDORA, "--json").json["contradictions"]
    assert [(c["kind"], c["key"], c["same_time"]) for c in found] == [
        ("readouts", "hum.pow", True),
        ("spokesman", "cf.maritime", True),
    ]
    titles = [s["title"] for side in found[1]["sides"] for s in side["speakers"]]
    assert titles == ["Government spokesman", "President"]


def test_cycles_are_told_in_words(call: Call, veldora: Path) -> None:
    out = " ".join(call("linkage", veldora, "--issue", "cf").out.split())
    assert (
        "each waits for the other: Sarnic Movement: proposes everything else only after a ceasefire;" in out
    )
    cycles = call("linkage", veldora, "--json").json["cycles"]
    assert [c["met_together"] for c in cycles] == [False, True]
    assert [set(c["parties"]) for c in cycles] == [{SARNIC, VELDORA}] * 2


@pytest.mark.parametrize("command", ["shifts", "contradictions", "linkage"])
def test_unknown_names_and_numbers_are_refused_with_the_nearest(
    call: Call, veldora: Path, command: str
) -> None:
    said = call(command, veldora, "--party", "veldorra")
    assert (said.code, "veldora" in said.err) == (1, True)
    assert call(command, veldora, "--issue", "terr.lin").code == 1
    assert call(command, veldora, "--as-of", "soon").code == 1
    assert call(command, veldora, "--within" if command == "contradictions" else "--longest", "-1").code == 2


def test_what_is_new_at_one_time_is_one_line_unless_all_is_asked_for(call: Call, veldora: Path) -> None:
    asked = ("shifts", veldora, "--occasions", 2, "--raised", 1)
    short, whole = (" ".join(call(*asked, *more).out.split()) for more in ((), ("--all",)))
    assert "Sarnic Movement, after 5 March 2024, by 24 April 2024: new: " in short
    assert len(short) < len(whole)
    assert call(*asked, "--json").json == call(*asked, "--all", "--json").json


def test_sentences_under_a_line_are_limited_and_their_number_told(call: Call, veldora: Path) -> None:
    short, whole = call("linkage", veldora).out, call("linkage", veldora, "--all").out
    assert "and 4 more: " in short
    assert "and 4 more: " not in whole
    assert "01_presidency_statement.txt:417-504" in whole


def test_the_brief_tells_what_moved_with_the_sentences_before_and_after(
    call: Call, veldora: Path, tmp_path: Path
) -> None:
    page = tmp_path / "brief.md"
    assert call("brief", veldora, "-o", page).code == 0
    moved = page.read_text().partition("### What moved")[2].partition("\n##")[0]
    found = [s for s in call("shifts", veldora, "--json").json["shifts"] if not s["inferred"]]
    assert moved.count("before that: ") == len(found) > 0
    assert "Sarnic Movement, on monitoring (truce): reversal" in moved
