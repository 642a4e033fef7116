"""`compare` and `score --accepted-by`: texts and readouts side by side, in words and as JSON."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from cli.calling import ROOT, Call


def flat(text: str) -> str:
    return " ".join(text.split())


def test_two_memoranda_of_one_day_are_set_side_by_side_with_their_sources(call: Call) -> None:
    said = flat(call("compare", "p07", "p08", "--pack", "ukraine").out)
    assert "Both state a term on 10 matters; none of these are equal." in said
    assert "p07 total ban; p08 no restriction" in said
    assert "Only in p08, as far as seen: p07 was seen in part" in said
    assert "https://www.pravda.com.ua/eng/news/2025/06/2/7515266/" in said
    assert "ceasefire option 2 and Ukrainian memorandum" in said
    assert "Dropped" not in said


def test_a_later_draft_of_the_same_sponsor_is_told_as_changes(call: Call) -> None:
    said = flat(call("compare", "p10", "p12", "--pack", "ukraine").out)
    assert "Left to later now (2)" in said
    assert "600,000 → 800,000 (higher)" in said
    assert "2 steps towards “territory to state defending”, to which Ukraine pulls" in said
    assert "dropped: recognition lapses" in said
    assert "→" not in flat(call("compare", "p12", "p10", "--pack", "ukraine").out)


def test_the_record_of_a_comparison_has_every_pair_of_alternatives(call: Call) -> None:
    found = call("compare", "p03", "p07", "--pack", "ukraine", "--json").json
    assert found["schema"] == "detente.proposals-compared"
    (pair,) = found["comparisons"]
    assert [p["nearest"] for p in pair["pairs"]] == [True, False]
    assert pair["pairs"][0]["counts"]["same"] == 11
    assert found["over_time"] is None


def test_texts_over_time_are_told_in_counts_and_give_the_data_of_a_picture(call: Call) -> None:
    said = flat(call("compare", "--over-time", "--pack", "ukraine").out)
    assert (
        "Of 4 ordered matters shared with Ukraine’s last texts: on 2 nearer, on 1 farther, on 1 as near as before"
        in said
    )
    found = call("compare", "p03", "p07", "p09", "--over-time", "--pack", "ukraine", "--json").json[
        "over_time"
    ]
    line = next(t for t in found["tracks"] if t["key"] == "terr.line")
    assert [p["proposal"] for p in line["places"]] == ["p03", "p07", "p09"]
    assert [p["reach"] for p in line["places"]] == [[5, 5], [5, 5], [4, 4]]
    assert found["steps"] == []


def test_a_project_adds_what_it_holds_of_the_sponsors(call: Call, veldora: Path) -> None:
    said = call("compare", "v_p02", "v_p03", "--project", veldora, "--evidence")
    assert said.code == 0
    assert "Lunessan paper on a thirty-day truce, port" in flat(said.out)
    assert "as worded by" in said.out
    found = call("compare", "v_p02", "v_p03", "--project", veldora, "--json").json
    named = {i for p in found["comparisons"][0]["pairs"] for r in p["rows"] for i in r["statements"]}
    assert named
    assert named == set(found["statements"])


@pytest.mark.parametrize("occasion", ["v_e13", "2024-04-24"])
def test_the_readouts_of_one_meeting_are_set_side_by_side(call: Call, veldora: Path, occasion: str) -> None:
    said = flat(call("compare", "--readouts", occasion, "--project", veldora).out)
    assert "Republic of Veldora (its own readout" in said
    assert "Told differently of the same party" in said
    assert "it accepts: wounded, young" in said
    assert "Only Sarnic Movement mentions" in said
    found = call("compare", "--readouts", occasion, "--project", veldora, "--json").json
    assert {i for r in found["readouts"]["rows"] for c in r["cells"] for i in c} <= set(found["statements"])


def test_a_day_of_which_nobody_tells_says_so(call: Call, veldora: Path) -> None:
    assert "no readout of a meeting then, is in view" in flat(
        call("compare", "--readouts", "2020-01-01", "--project", veldora).out
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["p7", "p08", "--pack", "ukraine"], "did you mean 'p07'?"),
        (["p07", "--pack", "ukraine"], "name two proposals or more"),
        (["p07", "p08"], "name the pack that has the proposals"),
        (["--readouts", "e038", "--pack", "ukraine"], "name a project"),
        (["p07", "p08", "--pack", "ukraine", "--evidence"], "--evidence is for a project"),
        (["p07", "p08", "--pack", "ukraine", "--as-of", "2025"], "--as-of is for a project"),
        (["p07", "p08", "--pack", "ukrain"], "did you mean 'ukraine'?"),
    ],
)
def test_what_is_asked_wrongly_is_told_with_what_to_do(call: Call, words: list[str], told: str) -> None:
    said = call("compare", *words)
    assert said.code == 1
    assert told in flat(said.err)


def test_an_unknown_event_is_told_with_the_nearest(call: Call, veldora: Path) -> None:
    said = call("compare", "--readouts", "v_e31", "--project", veldora)
    assert said.code == 1
    assert "a day is written YYYY-MM-DD" in flat(said.err)


def test_the_least_change_for_given_parties(call: Call, veldora: Path) -> None:
    said = flat(call("score", veldora, "v_p02", "--accepted-by", "veldora").out)
    assert (
        "Least change for Republic of Veldora" in said
        or "it breaks no firm position of Republic of Veldora" in said
    )
    found = call("score", veldora, "v_p02", "--accepted-by", "veldora,sarnic_movement", "--json").json
    asked = [x for s in found["scores"] for x in s["least_change"]]
    assert asked
    assert {tuple(x["accepted_by"]) for x in asked} == {("sarnic_movement", "veldora")}
    assert "did you mean 'veldora'?" in flat(call("score", veldora, "v_p02", "--accepted-by", "veldra").err)


def test_a_score_counts_how_each_party_stands_to_the_terms(call: Call, veldora: Path) -> None:
    assert "Republic of Veldora: of 5 terms" in flat(call("score", veldora, "v_p02").out)


def test_every_example_of_the_page_on_proposals_runs(call: Call, veldora: Path) -> None:
    examples = re.findall(
        r"^detente (compare .*)$", (ROOT / "docs" / "proposals.md").read_text(), re.MULTILINE
    )
    assert len(examples) > 5
    for example in examples:
        words = [str(veldora) if word == "veldora.detente" else word for word in shlex.split(example)]
        assert call(*words).code == 0, example


def test_the_terms_of_a_text_stand_together_by_domain(call: Call, veldora: Path) -> None:
    lines = call("score", veldora, "v_p03", "--stage", "truce").out.splitlines()
    table = [line.strip() for line in lines[next(i for i, x in enumerate(lines) if "Terms of" in x) :]]
    heads = [line for line in table if line in {"Ceasefire", "Territory and borders", "Force limits"}]
    assert sorted(set(heads)) == sorted(heads)
    assert "Ceasefire" in heads
