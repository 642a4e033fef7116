"""`agenda`: the matters of each deal in words and as JSON, chosen by stage and issue."""

from __future__ import annotations

from pathlib import Path

from cli.calling import Call
from cli.test_cli_answers import ids_in


def test_the_agenda_is_json_with_every_statement_it_names(veldora: Path, call: Call) -> None:
    said = call("agenda", veldora, "--json")
    assert said.code == 0
    answer = said.json
    assert (answer["schema"], answer["schema_version"]) == ("detente.agenda", 1)
    assert ids_in(answer) == set(answer["statements"])
    matters = {m["key"]: m for m in answer["stages"]["settlement"]["matters"]}
    line = matters["terr.line"]
    assert [v["value"] for v in line["values"]][:2] == ["prewar", "port_back"]
    assert {h["party"] for h in line["holdings"]} >= {"veldora", "sarnic_movement"}
    assert {r["id"] for r in line["rules"]} == {"v1", "v2"}
    assert "north_protection" in {n["id"] for n in matters["guar.presence"]["needs"]}
    assert all(m["on_it_because"] for m in matters.values())
    assert {x["issue"].partition(".")[0] for x in answer["left_off"]} >= {"course"}


def test_the_agenda_in_words_is_of_the_stage_and_issue_asked_for(veldora: Path, call: Call) -> None:
    said = call("agenda", veldora, "--stage", "truce", "--issue", "cf")
    assert said.code == 0
    assert "Truce: " in said.out
    assert "\nSettlement: " not in said.out
    assert "[cf.monitor]" in said.out
    assert "[terr.line]" not in said.out
    assert "Inner Sea League (alone can give it)" in said.out


def test_an_issue_that_nobody_knows_is_told(veldora: Path, call: Call) -> None:
    said = call("agenda", veldora, "--issue", "ter.line")
    assert said.code == 1
    assert "terr.line" in said.err


def test_before_anything_was_said_the_agenda_holds_what_was_not_heard(veldora: Path, call: Call) -> None:
    said = call("agenda", veldora, "--known-by", "1990-01-01", "--stage", "settlement", "--issue", "just")
    assert said.code == 0
    assert "nothing is on the agenda" in said.out


def test_a_fault_of_a_rule_is_drawn_under_its_place(tmp_path: Path, call: Call) -> None:
    folder = tmp_path / "mine"
    assert call("pack", "new", folder).code == 0
    path = folder / "issues.yaml"
    path.write_text(
        path.read_text().replace("rules: []", 'rules:\n- {id: a, rule: "terr.line=contakt", source: x}\n#')
    )
    said = call("pack", "check", folder)
    assert said.code == 3
    lines = said.err.splitlines()
    at = next(i for i, line in enumerate(lines) if "did you mean 'contact'?" in line)
    assert "mine/issues.yaml:" in lines[at]
    assert [line.strip() for line in lines[at + 1 : at + 3]] == ["terr.line=contakt", "^" * 7]
    assert lines[at + 2].index("^") == lines[at + 1].index("contakt")
