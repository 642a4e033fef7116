"""Second coders, agreement, the decision between coders, and the history, by command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.calling import Call

TEXT = "Veldora demands that the Guard leave Port Ilvane before any truce. The Movement refuses to leave Port Ilvane.\n"
LEAVE = {
    "doc": "one.txt", "evidence": "demands that the Guard leave Port Ilvane", "kind": "position", "holder": "veldora",
    "stance": "demand", "issue": "terr.withdrawal", "option": "begun_before", "instance": "movement_from_port",
    "basis": "own", "stage": "truce", "confidence": 0.4, "origin": "rules",
}  # fmt: skip
REFUSES = LEAVE | {"evidence": "refuses to leave Port Ilvane", "holder": "sarnic_movement", "option": "none"}


@pytest.fixture
def project(tmp_path: Path, folder: Path, call: Call) -> Path:
    (folder / "one.txt").write_text(TEXT)
    unsure = tmp_path / "unsure.jsonl"
    unsure.write_text("".join(json.dumps(r) + "\n" for r in (LEAVE, REFUSES)))
    path = tmp_path / "p.detente"
    assert call("build", folder, "--pack", "veldora", "-o", path, "--statements", unsure).code == 0
    return path


def listed(call: Call, project: Path) -> dict[str, dict[str, Any]]:
    return {x["evidence"]: x for x in call("review", project, "--list", "--json").json["statements"]}


@pytest.fixture
def ids(project: Path, call: Call) -> list[str]:
    return [listed(call, project)[r["evidence"]]["id"] for r in (LEAVE, REFUSES)]


def second(call: Call, project: Path, *words: object, who: str = "Ben", blind: bool = True) -> Any:
    said = call("review", project, "--second", *(["--blind"] if blind else []), "--reviewer", who, *words)
    assert said.code == 0, said.err
    return said


def test_a_second_coders_judgements_change_no_line(project: Path, ids: list[str], call: Call) -> None:
    before = listed(call, project)
    assert (
        second(call, project, "--accept", *ids).out == f"{ids[0]}: accept by Ben\n{ids[1]}: accept by Ben\n"
    )
    second(call, project, "--edit", ids[0], "--set", "stance=propose")
    assert second(call, project, "--reject", ids[1], "--reason", "no line", "--json").json["lines"] == [
        {"id": ids[1], "judged": "reject"}
    ]
    assert listed(call, project) == before
    assert call("verify", project).code == 0
    assert second(call, project, "--undo", ids[1]).out == f"{ids[1]}: withdrawn by Ben\n"
    history = call("review", project, "--history", "--json").json["actions"]
    assert [(a["action"], a["stands"]) for a in history] == [
        ("code", True), ("code", True), ("code", True), ("code", False), ("undo", False),
    ]  # fmt: skip


def test_blind_coders_judge_what_was_read_and_not_what_others_made_of_it(
    project: Path, ids: list[str], call: Call
) -> None:
    call("review", project, "--edit", ids[0], "--set", "stance=reject", "--reviewer", "Ann")
    second(call, project, "--accept", ids[0])
    second(call, project, "--accept", ids[0], who="Eve", blind=False)
    differ = call("review", project, "--adjudicate", "--between", "Ann", "Ben", "--json").json["differences"]
    assert [(d["id"], d["fields"]) for d in differ] == [(ids[0], ["stance"])]
    assert {c: j["statement"]["stance"] for c, j in differ[0]["coders"].items()} == {
        "Ann": "reject",
        "Ben": "demand",
    }
    assert (
        call("review", project, "--adjudicate", "--between", "Ann", "Eve", "--json").json["differences"] == []
    )


def test_a_line_that_a_person_added_is_not_shown_blind(project: Path, ids: list[str], call: Call) -> None:
    parts = ["--part", "evidence=demands that", "--part", "evidence=leave Port Ilvane"]
    call("review", project, "--split", ids[0], *parts, "--reason", "two", "--reviewer", "Ann")
    name = listed(call, project)["demands that"]["id"]
    said = call("review", project, "--second", "--blind", "--accept", name, "--reviewer", "Ben")
    assert said.code == 1
    assert "is not shown blind; code it without --blind" in said.err
    second(call, project, "--accept", name, blind=False)


def test_agreement_is_told_by_field_with_counts(project: Path, ids: list[str], call: Call) -> None:
    said = call("review", project, "--agreement")
    assert said.code == 1
    assert "0 coder; agreement needs two" in said.err
    call("review", project, "--accept", *ids, "--reviewer", "Ann")
    second(call, project, "--accept", ids[0])
    second(call, project, "--edit", ids[1], "--set", "stance=reject", "evidence=refuses to leave")
    found = call("review", project, "--agreement", "--json").json
    assert (found["coders"], found["units"]) == (["Ann", "Ben"], 2)
    f1 = found["pairs"][0]["f1"]
    assert (f1["line"]["partial"], f1["line"]["exact"]) == (1.0, 0.5)
    assert (f1["stance"]["partial"], f1["stance"]["both_partial"]) == (0.5, 1)
    # demand-demand, demand-reject: n = 4, Σo = 2, Σ n_c(n_c − 1) = 6; α = (3·2 − 6)/(12 − 6)
    assert found["alpha"]["stance"]["alpha"] == 0
    assert found["alpha"]["holder"]["alpha"] == 1
    assert found["alpha"]["line"]["alpha"] is None
    table = call("review", project, "--agreement", "--between", "Ben", "Ann").out
    assert "Ben, Ann: 2 lines judged by two or more" in table
    assert "all fields" in table
    unknown = call("review", project, "--agreement", "--between", "Ann", "Bem")
    assert unknown.code == 1
    assert "no coder 'Bem'" in unknown.err
    assert "did you mean 'Ben'" in unknown.err
    assert "1 coder; agreement needs two" in call("review", project, "--agreement", "--between", "Ann").err


@pytest.fixture
def differing(project: Path, ids: list[str], call: Call) -> list[str]:
    """Ann accepts both lines; Ben has another stance for one, and nothing for the other."""
    call("review", project, "--accept", *ids, "--reviewer", "Ann")
    second(call, project, "--edit", ids[0], "--set", "stance=propose")
    second(call, project, "--reject", ids[1], "--reason", "no line")
    return ids


def test_differences_stand_side_by_side(project: Path, differing: list[str], call: Call) -> None:
    out = call("review", project, "--adjudicate").out
    words = " ".join(out.split())
    assert f"{differing[0]} · one.txt field Ann Ben stance demand propose" in words
    assert "line yes no line" in words
    assert "2 of 2 lines on which coders differ" in words


@pytest.mark.parametrize(
    ("number", "words", "action", "stance", "standing"),
    [
        (0, ["--take", "Ann"], "accept", "demand", "accepted"),
        (0, ["--take", "Ben", "--reason", "an offer"], "edit", "propose", "accepted"),
        (0, ["--set", "stance=hedge"], "edit", "hedge", "accepted"),
        (0, ["--take", "Ben", "--set", "certainty=may"], "edit", "propose", "accepted"),
        (0, ["--take", "nobody"], "reject", "demand", "rejected"),
        (1, ["--take", "Ann"], "accept", "demand", "accepted"),
        (1, ["--take", "Ben"], "reject", "demand", "rejected"),
    ],
)
def test_a_decision_is_an_ordinary_review_that_names_both(
    number: int, words: list[str], action: str, stance: str, standing: str,
    project: Path, differing: list[str], call: Call,
) -> None:  # fmt: skip
    said = call("review", project, "--adjudicate", differing[number], *words, "--reviewer", "Eve", "--json")
    (made,) = said.json["actions"]
    assert (made["action"], made["reviewer"], made["changes"]["between"]) == (action, "Eve", ["Ann", "Ben"])
    assert made["reason"].startswith("adjudicated between Ann and Ben: ")
    line = next(x for x in listed(call, project).values() if x["id"] == differing[number])
    assert (line["stance"], line["standing"]) == (stance, standing)
    left = call("review", project, "--adjudicate", "--json").json["differences"]
    assert [d["id"] for d in left] == [differing[1 - number]]
    agreed = call("review", project, "--agreement", "--json").json
    assert agreed["coders"] == ["Ann", "Ben"]
    assert agreed["pairs"][0]["f1"]["all fields"]["both_partial"] == 0
    call("review", project, "--undo", differing[number], "--reviewer", "Eve")
    assert len(call("review", project, "--adjudicate", "--json").json["differences"]) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--adjudicate", "s0", "--take", "Ann"], "coders do not differ on 's0'"),
        (
            ["--adjudicate", "ID", "--take", "Eve"],
            "'Eve' did not judge these words; take one of Ann, Ben, or nobody",
        ),
        (["--adjudicate", "ID"], "no decision; give --take NAME"),
        (
            ["--adjudicate", "ID", "--take", "nobody", "--set", "stance=hedge"],
            "nobody's line has no fields to set",
        ),
        (["--adjudicate", "ID", "--set", "stance=want"], "'want' is no stance"),
        (["--adjudicate", "--take", "Ann"], "a decision needs its line"),
        (["--list", "--take", "Ann"], "--take belongs to --adjudicate"),
        (["--list", "--second"], "--second belongs to"),
        (["--accept", "ID", "--blind"], "--blind belongs to --second"),
        (["--second", "--blind", "nothing", "--accept", "ID"], "--blind nothing shows sentences one by one"),
        (["--second", "--accept", "s0"], "no statement 's0'"),
        (["--second", "--undo", "s0"], "no statement of that id"),
        (["--history", "s0"], "nothing was ever done with it"),
    ],
)
def test_what_cannot_be_done_is_told(
    words: list[str], told: str, project: Path, differing: list[str], call: Call
) -> None:
    before = call("review", project, "--history", "--json").json
    said = call("review", project, *(differing[0] if w == "ID" else w for w in words), "--reviewer", "Eve")
    assert said.code == 1
    assert told in said.err
    assert call("review", project, "--history", "--json").json == before


def test_a_line_that_one_coder_alone_has_comes_in_by_the_decision(
    project: Path, ids: list[str], tmp_path: Path, call: Call
) -> None:
    own = LEAVE | {"evidence": "before any truce", "kind": "assessment", "stance": None, "option": None}
    start = TEXT.index("before any truce")
    doc = listed(call, project)[LEAVE["evidence"]]["doc_hash"]
    record = own | {
        "start": start,
        "end": start + len("before any truce"),
        "doc_hash": doc,
        "confidence": 1.0,
    }
    name = _id_of(record)
    actions = tmp_path / "ben.jsonl"
    actions.write_text(
        json.dumps(
            {
                "statement_id": name,
                "action": "code",
                "reviewer": "Ben",
                "changes": {"judged": "add", "record": record},
            }
        )
    )
    assert call("review", project, "--apply", actions, "--json").json["coded"] == 1
    call("review", project, "--accept", ids[0], "--reviewer", "Ann")
    differ = call("review", project, "--adjudicate", "--json").json["differences"]
    assert [(d["id"], d["fields"]) for d in differ] == [(name, ["line"])]
    saved = project.read_bytes()
    call("review", project, "--adjudicate", name, "--take", "Ann", "--reviewer", "Eve")
    assert listed(call, project)["before any truce"]["standing"] == "rejected"
    project.write_bytes(saved)
    call("review", project, "--adjudicate", name, "--take", "Ben", "--reviewer", "Eve")
    assert listed(call, project)["before any truce"]["standing"] == "accepted"
    assert call("review", project, "--adjudicate", "--json").json["differences"] == []
    assert call("verify", project).code == 0


def _id_of(record: dict[str, Any]) -> str:
    from detente.ledger.reviewing import added

    return added(record).id


def test_the_history_tells_who_did_what_and_what_still_stands(
    project: Path, ids: list[str], call: Call
) -> None:
    call("review", project, "--reject", ids[0], "--reason", "a caption", "--reviewer", "Ann")
    call("review", project, "--undo", ids[0], "--reviewer", "Ben")
    call("review", project, "--accept", ids[1], "--reviewer", "Ann")
    out = call("review", project, "--history", ids[0]).out
    assert "reject by Ann (taken back)" in " ".join(out.split())
    assert "a caption" in out
    assert "undo by Ben" in out
    assert "2 actions" in out
    assert "3 actions" in call("review", project, "--history").out
    none = call("review", project, "--history", ids[0], "--json").json["actions"]
    assert [a["stands"] for a in none] == [False, False]


def coded(
    project: Path, call: Call, monkeypatch: pytest.MonkeyPatch, *keys: str, blind: tuple[str, ...] = ()
) -> str:
    waiting = iter(keys)
    monkeypatch.setattr("builtins.input", lambda prompt: next(waiting))
    monkeypatch.setattr("detente.cli.line_by_line.watched", lambda path: None)
    said = call("review", project, "--second", *blind, "--reviewer", "Ben")
    assert said.code == 0, said.err
    return " ".join(said.out.split())


def test_a_second_coder_goes_line_by_line(
    project: Path, ids: list[str], call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("review", project, "--edit", ids[0], "--set", "stance=reject", "--reviewer", "Ann")
    blind = coded(project, call, monkeypatch, "x", "q", blind=("--blind",))
    assert "Ann" not in blind
    assert "stance demand" in blind
    seen = coded(project, call, monkeypatch, "q")
    assert "edit by Ann" in seen
    assert "stance reject" in seen
    out = coded(project, call, monkeypatch, "a", "u", "r", "", "r", "no line", blind=("--blind",))
    assert "is judged no more" in out
    assert "not done: a rejection without a reason" in out
    assert "1 judged; 1 lines left" in out
    out = coded(project, call, monkeypatch, "e", "stance=propose", "", blind=("--blind",))
    assert "1 judged; 0 lines left" in out
    differ = call("review", project, "--adjudicate", "--json").json["differences"]
    assert [d["fields"] for d in differ] == [["stance"]]


def test_a_coder_who_sees_the_words_alone_writes_own_lines(
    project: Path, ids: list[str], call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("review", project, "--accept", *ids, "--reviewer", "Ann")
    out = coded(
        project, call, monkeypatch,
        "c", "kind=position", "", "", "c", "kind=position", "issue=terr.withdrawal", "holder=veldora", "stance=demand",
        "evidence=demands that the Guard leave Port", "", "", "n",
        blind=("--blind", "nothing"),
    )  # fmt: skip
    assert "begun_before" not in out
    assert "not done: an added record without issue" in out
    assert "0 lines left" in out
    f1 = call("review", project, "--agreement", "--json").json["pairs"][0]["f1"]
    assert (f1["line"]["one"], f1["line"]["other"], f1["line"]["both_partial"], f1["line"]["both_exact"]) == (
        2,
        1,
        1,
        0,
    )
    assert f1["stance"]["both_partial"] == 1
    assert f1["option"]["both_partial"] == 0
    assert call("verify", project).code == 0
