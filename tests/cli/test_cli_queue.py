"""Review by command line: the queue, splits and merges, and taking back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.calling import Call
from detente.cli.review_options import STANDINGS
from detente.cli.searching import _STANDINGS as SEARCHED
from detente.ledger.entries import Standing

TEXT = "Veldora demands that the Guard leave Port Ilvane before any truce. The Movement refuses to leave Port Ilvane.\n"
LEAVE = {
    "doc": "one.txt", "evidence": "demands that the Guard leave Port Ilvane", "kind": "position", "holder": "veldora",
    "stance": "demand", "issue": "terr.withdrawal", "option": "begun_before", "instance": "movement_from_port",
    "basis": "own", "stage": "truce", "confidence": 0.9, "origin": "rules",
}  # fmt: skip
REFUSES = LEAVE | {
    "evidence": "refuses to leave Port Ilvane", "holder": "sarnic_movement", "option": "none", "confidence": 0.5,
}  # fmt: skip
EVENT = LEAVE | {
    "evidence": "before any truce",
    "kind": "event",
    "stance": None,
    "option": None,
    "confidence": 0.5,
}


@pytest.fixture
def project(tmp_path: Path, folder: Path, call: Call) -> Path:
    (folder / "one.txt").write_text(TEXT)
    unsure = tmp_path / "unsure.jsonl"
    unsure.write_text("".join(json.dumps(r) + "\n" for r in (LEAVE, REFUSES, EVENT)))
    path = tmp_path / "p.detente"
    assert call("build", folder, "--pack", "veldora", "-o", path, "--statements", unsure).code == 0
    return path


def lines(call: Call, project: Path) -> dict[str, dict[str, Any]]:
    found = call("review", project, "--list", "--json").json["statements"]
    return {line["evidence"]: line for line in found}


def test_the_standings_of_the_options_are_all_there_are() -> None:
    assert set(STANDINGS) == set(SEARCHED) == {str(s) for s in Standing}


def test_what_matters_most_and_is_least_sure_comes_first(project: Path, call: Call) -> None:
    found = call("review", project, "--queue", "--json").json
    assert found["schema"] == "detente.review-queue"
    assert found["waiting"] == 3
    assert [x["evidence"] for x in found["queue"]] == [
        REFUSES["evidence"],
        LEAVE["evidence"],
        EVENT["evidence"],
    ]
    first, second, last = found["queue"]
    assert (first["influence"], first["uncertainty"], first["priority"]) == (2.0, 1.0, 2.0)
    assert second["priority"] == pytest.approx(2 * 0.468996, abs=1e-5)
    assert (last["influence"], last["uncertainty"], last["reasons"]) == (0, 1.0, ["it changes no position"])
    (change,) = first["changes"]
    assert (change["party"], change["now"], change["then"], change["in_deadlock"]) == (
        "sarnic_movement", "not heard", "yes", True,
    )  # fmt: skip
    said = call("review", project, "--queue", "--top", "1")
    words = " ".join(said.out.split())
    assert "2.00 = 2.00 × 1.00 “sarnic_movement: demand terr.withdrawal[movement_from_port] = none”" in words
    assert "accepting it would change: Sarnic Movement on" in words
    assert "truce, from “not heard” to “yes” (in a deadlock)" in words
    assert "1 of 3 lines that wait" in said.out


def test_what_was_reviewed_waits_no_more(project: Path, call: Call) -> None:
    ids = [line["id"] for line in lines(call, project).values()]
    call("review", project, "--accept", *ids)
    assert call("review", project, "--queue", "--json").json["queue"] == []
    assert "0 of 0 lines that wait" in call("review", project, "--queue").out


def test_a_line_is_split_by_its_words_and_given_back(project: Path, call: Call) -> None:
    name = lines(call, project)[LEAVE["evidence"]]["id"]
    parts = [
        "--part",
        "evidence=demands that the Guard",
        "--part",
        "evidence=leave Port Ilvane",
        "issue=cf.maritime",
        "option=null",
    ]
    said = call("review", project, "--split", name, *parts, "--reason", "two demands", "--reviewer", "Ann")
    assert said.code == 0
    assert said.out.splitlines()[0] == f"{name}: superseded"
    now = lines(call, project)
    assert now[LEAVE["evidence"]]["standing"] == "superseded"
    assert now["leave Port Ilvane"]["standing"] == "accepted"
    assert now["leave Port Ilvane"]["start"] == TEXT.index("leave Port Ilvane")
    assert now["leave Port Ilvane"]["issue"] == "cf.maritime"
    listed = call("review", project, "--list", "--standing", "superseded", "--json").json["statements"]
    assert [x["id"] for x in listed] == [name]
    assert "superseded: split by Ann on" in " ".join(call("trace", project, name).out.split())
    back = call("review", project, "--undo", now["leave Port Ilvane"]["id"], "--json").json["lines"]
    assert {line["standing"] for line in back} == {"unreviewed", "gone"}
    assert set(lines(call, project)) == {r["evidence"] for r in (LEAVE, REFUSES, EVENT)}
    assert call("verify", project).code == 0


def test_lines_are_merged_and_given_back_by_the_last_action(project: Path, call: Call) -> None:
    one, other = (lines(call, project)[r["evidence"]]["id"] for r in (LEAVE, EVENT))
    said = call(
        "review", project, "--merge", one, other, "--reason", "one demand", "--reviewer", "Ann", "--json"
    )
    assert [x["standing"] for x in said.json["lines"]] == ["superseded", "superseded", "accepted"]
    merged = lines(call, project)["demands that the Guard leave Port Ilvane before any truce"]
    assert (merged["stance"], merged["origin"], merged["standing"]) == ("demand", "person", "accepted")
    assert "Ben has 0 actions that stand" in call("review", project, "--undo-last", "--reviewer", "Ben").err
    assert call("review", project, "--undo-last", "--reviewer", "Ann").code == 0
    assert {x["standing"] for x in lines(call, project).values()} == {"unreviewed"}


def test_duplicates_are_merged_into_one_of_them(project: Path, call: Call) -> None:
    one, other = (lines(call, project)[r["evidence"]]["id"] for r in (LEAVE, EVENT))
    kept = ["--set", f"evidence={LEAVE['evidence']}"]
    assert call("review", project, "--merge", one, other, *kept, "--reason", "the same").code == 0
    now = lines(call, project)
    assert now[LEAVE["evidence"]]["id"] == one
    assert (now[LEAVE["evidence"]]["standing"], now[EVENT["evidence"]]["standing"]) == (
        "accepted",
        "superseded",
    )


def test_splits_go_out_and_in_again_by_review_file(
    project: Path, tmp_path: Path, folder: Path, call: Call
) -> None:
    name = lines(call, project)[LEAVE["evidence"]]["id"]
    parts = [
        "--part",
        "evidence=demands that the Guard",
        "--part",
        "evidence=leave Port Ilvane",
        "issue=cf.maritime",
        "option=null",
    ]
    call("review", project, "--split", name, *parts, "--reason", "two", "--reviewer", "Ann")
    call("review", project, "--undo", name, "--reviewer", "Ann")
    call("review", project, "--split", name, *parts, "--reason", "two after all", "--reviewer", "Ann")
    saved = tmp_path / "saved.jsonl"
    call("review", project, "--export", saved)
    other = tmp_path / "other.detente"
    call("build", folder, "--pack", "veldora", "-o", other, "--statements", tmp_path / "unsure.jsonl")
    taken = call("review", other, "--apply", saved, "--json").json
    assert (taken["split"], taken["added"], taken["undone"], taken["problems"]) == (2, 4, 3, [])
    assert lines(call, other) == lines(call, project)
    assert call("verify", other).code == 0
    again = call("review", other, "--apply", saved)
    assert again.out == "other.detente: 0 accepted, 0 rejected, 0 edited, 0 added, 0 undone\n"


def test_a_review_file_with_half_a_split_takes_nothing_of_it(
    project: Path, tmp_path: Path, call: Call
) -> None:
    name = lines(call, project)[LEAVE["evidence"]]["id"]
    half = tmp_path / "half.jsonl"
    marks = {"lines": [name], "into": ["s0123456789abcdef", "s0123456789abcde0"]}
    action = {"statement_id": name, "action": "split", "reason": "two", "changes": marks}
    half.write_text(json.dumps(action) + "\n" + json.dumps(action | {"changes": {"into": 3}}) + "\n")
    said = call("review", project, "--apply", half)
    assert said.code == 3
    assert "half.jsonl:1" in said.err
    assert "half.jsonl:2" in said.err
    assert "needs 'lines' and 'into'" in said.err or "is no value of 'into'" in said.err
    assert {x["standing"] for x in lines(call, project).values()} == {"unreviewed"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--split", "ID", "--reason", "x"], "a split needs two parts or more"),
        (
            ["--split", "ID", "--part", "evidence=leave", "--part", "evidence=Port"],
            "a split needs its reason",
        ),
        (
            ["--split", "ID", "--part", "evidence=leave", "--part", "issue=cf.class", "--reason", "x"],
            "a part without its words (issue=cf.class)",
        ),
        (
            [
                "--split",
                "ID",
                "--part",
                "evidence=leave Port",
                "--part",
                "evidence=Port Ilvane",
                "--reason",
                "x",
            ],
            "share words; give each its own",
        ),
        (
            ["--split", "ID", "--part", "evidence=leave", "--part", "evidence=The Movement", "--reason", "x"],
            "shares no word with the line's",
        ),
        (
            ["--split", "ID", "--part", "evidence=leave", "--part", "evidence=The Fleet", "--reason", "x"],
            "“The Fleet” are not in one.txt",
        ),
        (
            [
                "--split",
                "ID",
                "--part",
                "evidence=leave",
                "via=[",
                "--part",
                "evidence=Port",
                "--reason",
                "x",
            ],
            "is no value of 'via'; write JSON",
        ),
        (
            ["--split", "s0", "--part", "evidence=a", "--part", "evidence=b", "--reason", "x"],
            "no statement 's0'",
        ),
        (["--merge", "ID", "--reason", "x"], "a merge needs two or more"),
        (["--merge", "ID", "s0", "--reason", "x"], "no statement 's0'"),
        (["--merge", "ID", "ID"], "a merge needs its reason"),
        (["--merge", "ID", "ID", "--reason", "x"], "named twice"),
        (["--undo-last", "0"], "0 actions cannot be undone"),
        (["--undo-last", "3"], "has 0 actions that stand, not 3"),
        (["--list", "--top", "3"], "--top belongs to --queue"),
        (["--queue", "--top", "0"], "--top is 0"),
        (["--list", "--order", "queue"], "--order belongs to line by line"),
        (["--accept", "ID", "--part", "evidence=x"], "--part belongs to --split"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_changes(
    words: list[str], told: str, project: Path, call: Call
) -> None:
    first = lines(call, project)[LEAVE["evidence"]]["id"]
    said = call("review", project, *(first if word == "ID" else word for word in words))
    assert said.code == 1
    assert told in said.err
    assert [x["reviews"] for x in lines(call, project).values()] == [0, 0, 0]


def walked(
    project: Path, call: Call, monkeypatch: pytest.MonkeyPatch, keys: Iterator[str], *words: str
) -> str:
    monkeypatch.setattr("builtins.input", lambda prompt: next(keys))
    monkeypatch.setattr("detente.cli.line_by_line.watched", lambda path: None)
    said = call("review", project, "--reviewer", "Ann", *words)
    assert said.code == 0
    return " ".join(said.out.split())


def test_line_by_line_goes_by_the_queue_and_says_why(
    project: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = walked(project, call, monkeypatch, iter(["s", "s", "q"]))
    places = [out.index(f"⟦{r['evidence']}⟧") for r in (REFUSES, LEAVE, EVENT)]
    assert places == sorted(places)
    assert "accepting it would change: Sarnic Movement" in out
    plain = walked(project, call, monkeypatch, iter(["s", "s", "q"]), "--order", "document")
    places = [plain.index(f"⟦{r['evidence']}⟧") for r in (LEAVE, EVENT, REFUSES)]
    assert places == sorted(places)


def test_line_by_line_splits_and_takes_back(
    project: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = iter(
        ["s", "p", "evidence=leave", "", "", "why", "p", "evidence=demands that", "", "evidence=leave Port Ilvane",
         "issue=cf.maritime", "option=null", "", "", "two", "u", "q"]
    )  # fmt: skip
    out = walked(project, call, monkeypatch, keys)
    assert "not done: 1 parts; a split needs two or more" in out
    assert "waits again" in out
    assert {x["standing"] for x in lines(call, project).values()} == {"unreviewed"}
