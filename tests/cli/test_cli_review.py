"""Review by command line: accept, edit, reject, undo, files taken twice, a whole coding taken twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.calling import VELDORA, Call


@pytest.fixture
def project(tmp_path: Path, coded: Path, folder: Path, call: Call) -> Path:
    """A project whose lines a reader was not sure of."""
    unsure = folder / "unsure.jsonl"
    records = [
        json.loads(line) | {"confidence": 0.4, "origin": "rules", "rules": ["r1"]}
        for line in coded.read_text().splitlines()
    ]
    unsure.write_text("".join(json.dumps(r) + "\n" for r in records))
    path = tmp_path / "p.detente"
    assert call("build", folder, "--pack", "veldora", "-o", path, "--statements", unsure).code == 0
    return path


def lines(call: Call, project: Path) -> list[dict[str, Any]]:
    return list(call("review", project, "--list", "--json").json["statements"])


def deadlocks(call: Call, project: Path, *options: str) -> list[str]:
    stages = call("deadlocks", project, *options, "--json").json["stages"]
    return [lock["id"] for stage in stages.values() for lock in stage["deadlocks"]]


def test_unreviewed_lines_are_shown_and_enter_no_deadlock(project: Path, call: Call) -> None:
    assert deadlocks(call, project) == []
    assert deadlocks(call, project, "--include-unreviewed") == ["T1"]
    said = call("positions", project)
    assert "2 wait for review and enter no result" in said.out
    assert "unreviewed" in said.out
    assert "[unreviewed]" in said.err
    assert said.code == 0


def test_accepted_lines_count(project: Path, call: Call) -> None:
    ids = [line["id"] for line in lines(call, project)]
    said = call("review", project, "--accept", *ids, "--reviewer", "Ann")
    assert said.out == f"{ids[0]}: accepted\n{ids[1]}: accepted\n"
    assert deadlocks(call, project) == ["T1"]
    traced = call("trace", project, ids[0])
    assert "accepted: accept by Ann" in traced.out


def test_an_edit_keeps_its_id_and_is_undone(project: Path, call: Call) -> None:
    first, second = (line["id"] for line in lines(call, project))
    call("review", project, "--accept", first, second)
    edited = call(
        "review",
        project,
        "--edit",
        first,
        "--set",
        "stance=propose",
        "condition=null",
        'via=["Harbour Wire"]',
        "--json",
    )
    assert edited.json["lines"] == [{"id": first, "action": "edit", "standing": "accepted"}]
    line = lines(call, project)[0]
    assert (line["id"], line["stance"], line["via"]) == (first, "propose", ["Harbour Wire"])
    assert deadlocks(call, project) == []
    call("review", project, "--undo", first)
    assert lines(call, project)[0]["stance"] == "demand"
    assert deadlocks(call, project) == ["T1"]


def test_new_evidence_is_found_in_its_document(project: Path, call: Call) -> None:
    first = lines(call, project)[0]["id"]
    call("review", project, "--edit", first, "--set", "evidence=the Guard leave Port Ilvane")
    line = lines(call, project)[0]
    assert (line["evidence"], line["start"]) == ("the Guard leave Port Ilvane", len("Veldora demands that "))


def test_a_rejected_line_is_gone_and_comes_back(project: Path, call: Call) -> None:
    first = lines(call, project)[0]["id"]
    assert call("review", project, "--reject", first, "--reason", "a caption").code == 0
    assert [line["standing"] for line in lines(call, project)] == ["rejected", "unreviewed"]
    rejected = call("review", project, "--list", "--standing", "rejected", "--json").json["statements"]
    assert [line["id"] for line in rejected] == [first]
    assert "a caption" in call("trace", project, first).out
    call("review", project, "--undo", first)
    assert lines(call, project)[0]["standing"] == "unreviewed"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--reject", "ID"], "a rejection needs its reason"),
        (["--edit", "ID"], "an edit needs its changes"),
        (["--edit", "ID", "--set", "stance"], "'stance' sets nothing; write field=value"),
        (["--edit", "ID", "--set", "stance=want"], "'want' is no stance"),
        (["--edit", "ID", "--set", "stanc=accept"], "did you mean 'stance'?"),
        (["--edit", "ID", "--set", "via=Bloomberg"], "is no value of 'via'; write JSON"),
        (["--edit", "ID", "--set", "evidence=words of ours"], "are not in one.txt; copy them"),
        (["--undo", "ID"], "no action on this line stands"),
        (["--list", "--reason", "x"], "--reason belongs to --reject"),
        ([], "line by line needs a terminal; without one: `detente review"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_changes(
    words: list[str], told: str, project: Path, call: Call
) -> None:
    first = lines(call, project)[0]["id"]
    said = call("review", project, *(first if word == "ID" else word for word in words))
    assert said.code == 1
    assert told in said.err
    assert [line["reviews"] for line in lines(call, project)] == [0, 0]


def test_a_review_file_is_taken_twice_and_adds_nothing(project: Path, tmp_path: Path, call: Call) -> None:
    first, second = (line["id"] for line in lines(call, project))
    call("review", project, "--accept", first)
    call("review", project, "--edit", second, "--set", "stance=reject")
    call("review", project, "--undo", first)
    saved = tmp_path / "saved.jsonl"
    assert "3 actions" in call("review", project, "--export", saved).out
    assert (
        call("review", project, "--apply", saved).out
        == "p.detente: 0 accepted, 0 rejected, 0 edited, 0 added, 0 undone\n"
    )
    other = tmp_path / "other.detente"
    call(
        "build",
        tmp_path / "reports",
        "--pack",
        "veldora",
        "-o",
        other,
        "--statements",
        tmp_path / "reports" / "unsure.jsonl",
    )
    assert call("review", other, "--apply", saved, "--json").json["accepted"] == 1
    assert lines(call, other) == lines(call, project)


def test_an_undated_review_file_is_taken_once(project: Path, tmp_path: Path, call: Call) -> None:
    first = lines(call, project)[0]["id"]
    actions = tmp_path / "actions.jsonl"
    actions.write_text(
        json.dumps({"statement_id": first, "action": "accept"})
        + "\nno json\n"
        + json.dumps({"action": "accept"})
        + "\n"
    )
    said = call("review", project, "--apply", actions)
    assert said.code == 3
    assert "1 accepted" in said.out
    assert "actions.jsonl:2: no review action" in said.err
    assert "actions.jsonl:3: no review action" in said.err
    assert "0 accepted" in call("review", project, "--apply", actions).out


def test_a_whole_coding_is_taken_twice_and_adds_nothing(
    project: Path, folder: Path, coded: Path, tmp_path: Path, call: Call
) -> None:
    one, two = (json.loads(line) for line in coded.read_text().splitlines())
    more = {
        "doc": "two.txt",
        "evidence": "The Movement refuses",
        "kind": "position",
        "holder": "sarnic_movement",
        "stance": "reject",
        "issue": "cf.class",
        "basis": "own",
    }
    coded.write_text(
        "".join(
            json.dumps(r) + "\n" for r in (one, two | {"stance": "reject", "option": "full_before"}, more)
        )
    )
    saved = tmp_path / "saved.jsonl"
    said = call("review", project, "--against", coded, "--save", saved, "--reviewer", "Ben", "--json")
    assert said.code == 0
    assert {k: said.json[k] for k in ("accepted", "edited", "added")} == {
        "accepted": 1,
        "edited": 1,
        "added": 1,
    }
    assert {json.loads(line)["reviewer"] for line in saved.read_text().splitlines()} == {"Ben"}
    again = call("review", project, "--against", coded, "--json").json
    assert {k: again[k] for k in ("accepted", "edited", "added")} == {"accepted": 0, "edited": 0, "added": 0}
    assert {line["standing"] for line in lines(call, project)} == {"accepted"}
    assert call("verify", project).code == 0


def test_the_coding_of_the_example_accepts_all_of_its_own_lines(veldora: Path, call: Call) -> None:
    taken = call("review", veldora, "--against", VELDORA / "statements.jsonl", "--json").json
    assert (taken["accepted"], taken["edited"], taken["added"]) == (142, 0, 0)


def test_a_missing_review_file_is_told(project: Path, call: Call) -> None:
    assert "no review file 'gone.jsonl'" in call("review", project, "--apply", "gone.jsonl").err
    assert "no coding 'gone.jsonl'" in call("review", project, "--against", "gone.jsonl").err


def test_line_by_line_takes_one_key_for_each_line(
    project: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = iter(["x", "a", "u", "u", "r", "", "r", "a caption", "q"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(keys))
    monkeypatch.setattr("detente.cli.line_by_line.watched", lambda path: None)
    said = call("review", project, "--reviewer", "Ann")
    assert said.code == 0
    assert "1 of 2 · one.txt" in said.out
    assert "⟦demands that the Guard leave Port Ilvane before any truce⟧" in " ".join(said.out.split())
    assert "confidence 0.40 · read by rules · rules: r1" in said.out
    assert "waits again" in said.out
