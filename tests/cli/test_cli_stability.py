"""`stability` as it is called: cases and projects, words and JSON, files that are written, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.calling import ROOT, Call

STRAIT = ROOT / "examples" / "stability" / "strait.json"
FERRY = ROOT / "examples" / "stability" / "ferry.json"


def test_a_case_is_told_in_words(call: Call) -> None:
    said = call(
        "stability",
        STRAIT,
        "--status-quo",
        "1",
        "--why",
        "1",
        "--inverse",
        "1",
        "--coalitions",
        "--horizon",
        "2",
    )
    assert said.code == 0
    for words in (
        "Analyst's tool; no page shows it as a forecast",
        "12 states; decision makers: Veldora, Kestria, League",
        "R: 6, 9, 12",
        "SEQ: 2, 4, 6, 8, 9, 12",
        "From state 1 by any moves",
        "9: 1 → 7 (League) → 9 (Kestria)",
        "League can answer with state 9 (Kestria.Blockade, League.Send pilots)",
        "Kestria would have to like state 1 at least as well as state 3.",
        "Veldora and Kestria together could go from 9 to 12",
    ):
        assert words in " ".join(said.out.split()), words


def test_what_is_not_known_is_marked(call: Call) -> None:
    said = call("stability", FERRY, "--concept", "GMR", "--why", "1")
    assert "Harbour?" in said.out
    assert "GMR: 3, 4; not known: 1" in said.out
    assert "it is not known whether that is better for it" in " ".join(said.out.split())


def test_the_json_holds_all_of_it(call: Call) -> None:
    found = call(
        "stability", STRAIT, "--status-quo", "1", "--why", "1", "--inverse", "1", "--coalitions", "--json"
    ).json
    assert (found["schema"], found["schema_version"]) == ("detente.stability", 1)
    assert found["label"] == "analyst's tool; no page shows it as a forecast"
    assert found["stability"]["R"]["equilibria"] == ["6", "9", "12"]
    assert set(found["stability"]) == {"R", "GMR", "SMR", "SEQ", "SSEQ"}
    assert found["status_quo"]["by_improvements"]["ways"]["9"][0]["by"] == "League"
    assert len(found["why"]) == 15
    assert {i["concept"] for i in found["inverse"]} == set(found["stability"])
    assert found["coalitions"]["equilibria"]["R"] == ["6", "12"]
    assert len(found["picture"]["states"]) == 12
    assert call("stability", STRAIT, "--concept", "SEQ", "--json").json["stability"].keys() == {"SEQ"}


def test_a_case_is_written_and_reads_the_same(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "written.json"
    assert call("stability", STRAIT, "--to", path).code == 0
    again = call("stability", path, "--json").json
    assert again["stability"] == call("stability", STRAIT, "--json").json["stability"]
    assert json.loads(path.read_text())["computed"]["R"]["equilibria"] == [6, 9, 12]


def test_a_large_case_is_told_in_short(call: Call, tmp_path: Path) -> None:
    options = {"A": [f"a{i}" for i in range(7)], "B": [f"b{i}" for i in range(6)]}
    case = {
        "decision_makers": ["A", "B"],
        "options": options,
        "preference_statements": {"A": ["a0"], "B": ["b0"]},
    }
    path = tmp_path / "large.json"
    path.write_text(json.dumps(case))
    assert "the first 40 states that hold" in call("stability", path, "--concept", "R").out
    found = call("stability", path, "--json").json
    assert (found["states"], found["states_in_all"]) == ({}, 8192)
    assert "stable" not in found["stability"]["R"]
    assert found["stability"]["R"]["stable_states"] == {"A": 4096, "B": 4096}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--why", "13"], "no state '13'"),
        (["--status-quo", "x"], "no state 'x'"),
        (["--inverse", "99"], "no state '99'"),
        (["--horizon", "0"], "a horizon of 0 moves"),
        (["--stage", "truce"], "--stage is for a project"),
        (["--issue", "terr"], "--issue is for a project"),
        (["--include-unreviewed"], "--include-unreviewed is for a project"),
    ],
)
def test_what_cannot_be_asked_is_said(call: Call, words: list[str], said: str) -> None:
    found = call("stability", STRAIT, *words)
    assert found.code == 1
    assert said in found.err
    assert found.out == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no JSON"),
        ("[" * 100_000, "nested too deep"),
        ("[]", "a case is a JSON object"),
        ('{"decision_makers": ["A"], "states": ["1", "2"], "unilateral_moves": {}, "preference_payoff_ordinal": {"A": [1, NaN]}}', "A[1] is nan"),
        (b"\xff\xfe{}", "is not UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_case_is_told_with_the_reason(
    call: Call, tmp_path: Path, text: str | bytes, said: str
) -> None:
    path = tmp_path / "case.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = call("stability", path)
    assert (found.code, "[bad-input]" in found.err) == (1, True)
    assert said in found.err


def test_a_case_under_another_name_is_known_by_its_first_letter(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "strait.txt"
    path.write_text(STRAIT.read_text())
    assert call("stability", path, "--concept", "R").code == 0
    assert "cannot be read" in call("stability", tmp_path / "none.json").err
    assert "no project" in call("stability", tmp_path / "none.detente", "--stage", "truce").err


def test_a_project_gives_what_is_asked_for_or_a_template(call: Call, veldora: Path, tmp_path: Path) -> None:
    assert "which deal?" in call("stability", veldora).err
    said = call("stability", veldora, "--stage", "truce", "--concept", "GMR")
    assert said.code == 0
    assert "decision makers: Sarnic Movement, Republic of Veldora" in said.out
    record = call("stability", veldora, "--stage", "truce", "--json").json
    assert record["options"][0]["by"] == ["Sarnic Movement"]
    assert {s["holder"] for s in record["statements"].values()} == {"sarnic_movement", "veldora"}
    template = tmp_path / "template.json"
    found = call("stability", veldora, "--stage", "settlement", "--issue", "just.amnesty", "--to", template)
    assert found.code == 1
    assert f"a template was written to {template}" in found.err
    assert json.loads(template.read_text())["decision_makers"] == ["Sarnic Movement", "Republic of Veldora"]
    assert (
        "--to FILE writes a template"
        in call("stability", veldora, "--stage", "settlement", "--issue", "just.amnesty").err
    )
    assert (
        "no issue 'just.amnestie'"
        in call("stability", veldora, "--stage", "truce", "--issue", "just.amnestie").err
    )
