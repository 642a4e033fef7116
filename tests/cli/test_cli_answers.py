"""The answers of a project: in words with ids, as JSON that parses, with suggestions for unknown names."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from cli.calling import VELDORA, Call

ASKING = ("positions", "deadlocks", "moves", "questions", ("score", "all"))


def ids_in(value: Any) -> set[str]:
    """Every statement id that an answer names outside its table of statements."""
    if isinstance(value, dict):
        named = set(value["statements"]) if isinstance(value.get("statements"), list) else set()
        return named.union(
            *(ids_in(v) for k, v in value.items() if not (k == "statements" and isinstance(v, dict)))
        )
    return set().union(*(ids_in(v) for v in value)) if isinstance(value, list) else set()


def words_of(command: str | tuple[str, str], project: Path) -> list[str]:
    name, *rest = (command,) if isinstance(command, str) else command
    return [name, str(project), *rest]


@pytest.mark.parametrize("command", ASKING)
def test_each_answer_is_json_with_a_schema_and_every_statement_it_rests_on(
    command: str, veldora: Path, call: Call
) -> None:
    said = call(*words_of(command, veldora), "--json")
    assert said.code == 0
    answer = said.json
    assert answer["schema"].startswith("detente.")
    assert answer["schema_version"] == 1
    assert answer["pack"] == "veldora"
    assert answer["moment"]["as_of"] is None
    named = ids_in(answer)
    assert named
    assert named == set(answer["statements"])
    texts = {path.name: path.read_text() for path in VELDORA.glob("*.txt")}
    for one in answer["statements"].values():
        assert one["evidence"]
        assert one["doc"] not in texts or texts[one["doc"]][one["start"] : one["end"]] == one["evidence"]


@pytest.mark.parametrize("command", ASKING)
def test_each_answer_in_words_names_the_same_statements(command: str, veldora: Path, call: Call) -> None:
    more = ("--evidence",) if command == "positions" else ()
    said = call(*words_of(command, veldora), *more)
    assert said.code == 0
    assert "now; 142 statements in view" in said.out
    known = {line["id"] for line in call("review", veldora, "--list", "--json").json["statements"]}
    told = {word for word in said.out.split() if word in known}
    assert len(told) > 3


def test_the_veldoran_deadlocks_are_told_with_strength_and_look_alikes(veldora: Path, call: Call) -> None:
    said = call("deadlocks", veldora)
    assert "T1 · Withdrawal of a party's forces" in said.out
    assert "In the parties’ own words" in said.out
    assert "Look like deadlocks, are not" in said.out
    record = call("deadlocks", veldora, "--json").json
    locks = record["stages"]["truce"]["deadlocks"]
    assert [lock["id"] for lock in locks] == ["T1"]
    assert locks[0]["checked"]
    assert record["stages"]["truce"]["look_alikes"]


def test_evidence_prints_the_sentences_as_worded_by_their_publisher(veldora: Path, call: Call) -> None:
    said = call("deadlocks", veldora, "--stage", "truce", "--evidence")
    flat = " ".join(said.out.split())
    assert "“The first convoy of the Sarnic Guard must leave Port Ilvane before the guns fall silent" in flat
    assert "as worded by" in flat
    assert "Settlement" not in said.out


def test_a_stage_is_asked_alone(veldora: Path, call: Call) -> None:
    assert set(call("deadlocks", veldora, "--stage", "settlement", "--json").json["stages"]) == {"settlement"}
    assert {
        p["stage"] for p in call("positions", veldora, "--stage", "truce", "--json").json["positions"]
    } == {"truce"}


def test_positions_of_one_party_on_one_issue(veldora: Path, call: Call) -> None:
    answer = call(
        "positions",
        veldora,
        "--party",
        "sarnic_movement",
        "--issue",
        "terr.withdrawal[movement_from_port]",
        "--json",
    ).json
    assert {(p["party"], p["key"]) for p in answer["positions"]} == {
        ("sarnic_movement", "terr.withdrawal[movement_from_port]")
    }
    said = call("positions", veldora, "--party", "sarnic_movement", "--issue", "terr")
    assert "Republic of Veldora:" not in said.out
    assert "Sarnic Movement: yes: no withdrawal" in said.out


def test_silence_is_shown_as_silence(veldora: Path, call: Call) -> None:
    assert "not heard: Aldermere, Inner Sea League" in call("positions", veldora).out
    said = call("positions", veldora, "--issue", "hum.refugees")
    assert "Nothing was heard on this. That is neither yes nor no." in said.out


@pytest.mark.parametrize(
    ("only", "title"),
    [
        ("deadlocks", "T1 ·"),
        ("stage", "All of the settlement at once"),
        ("rules", "One rule for both"),
        ("held", "What each side has held hardest"),
        ("order", "In what order: steps in phases"),
    ],
)
def test_moves_show_one_part_by_itself(only: str, title: str, veldora: Path, call: Call) -> None:
    titles = ("T1 ·", "at once\n", "One rule for both sides", "held hardest", "In what order")
    said = call("moves", veldora, "--only", only)
    assert said.code == 0
    assert title in said.out
    assert sum(t in said.out for t in titles) == 1
    assert title in call("moves", veldora).out


def test_moves_as_json_hold_whole_stages_rules_orders_and_phases(veldora: Path, call: Call) -> None:
    answer = call("moves", veldora, "--json").json
    truce, settlement = answer["stages"]["truce"], answer["stages"]["settlement"]
    assert settlement["whole"]["complete"]
    assert settlement["whole"]["ways"] == len(settlement["whole"]["parts"][0]["openings"]) * len(
        settlement["whole"]["parts"][1]["openings"]
    )
    assert truce["rules_for_both"][0]["opens"] == ["T1"]
    assert {h["party"] for h in truce["held"]} == {"sarnic_movement", "veldora"}
    axis = truce["axes"][0]
    assert axis["values"][0]["value"] == "none"
    assert {s["party"] for s in axis["steps"]} == {"sarnic_movement", "veldora"}
    order = answer["sequencing"]
    assert [p["number"] for p in order["phases"]] == [1, 2]
    assert {tuple(c["parties"]) for c in order["circles"]} == {("sarnic_movement", "veldora")}
    assert all(s["statements"] or s["source"] for c in order["circles"] for s in c["stand_ins"])
    assert "sequencing" not in call("moves", veldora, "T1", "--json").json


def test_moves_that_the_budget_cut_off_say_so(veldora: Path, call: Call) -> None:
    said = call("moves", veldora, "--budget", "0.000001")
    assert said.code == 0
    assert "truncated" in said.err


def test_one_deadlock_and_one_part_are_not_asked_for_at_once(veldora: Path, call: Call) -> None:
    assert call("moves", veldora, "T1", "--only", "order").code == 2


def test_lines_of_the_brief_beyond_single_deadlocks_are_traced(
    veldora: Path, call: Call, tmp_path: Path
) -> None:
    page = tmp_path / "brief.json"
    assert call("brief", veldora, "-o", page).code == 0
    told = json.loads(page.read_text())
    found = [line for line in lines_in(told) if line["text"].startswith("Phase 1:")]
    assert found
    assert "line of the brief" in call("trace", veldora, found[0]["id"]).out


def lines_in(value: Any) -> list[dict[str, Any]]:
    """Every line of an exported brief."""
    if isinstance(value, dict):
        here = [value] if {"id", "text"} <= value.keys() else []
        return here + [line for v in value.values() for line in lines_in(v)]
    return [line for v in value for line in lines_in(v)] if isinstance(value, list) else []


def test_moves_of_one_deadlock(veldora: Path, call: Call) -> None:
    answer = call("moves", veldora, "S2", "--json").json
    assert {move["deadlock"] for move in answer["moves"]} == {"S2"}
    said = call("moves", veldora, "S2")
    assert "S2 · Amnesty" in said.out
    assert "S1 ·" not in said.out
    assert "Parties stand in alphabetical order and are not ranked" in " ".join(said.out.split())


def test_questions_to_one_party_are_all_told(veldora: Path, call: Call) -> None:
    said = call("questions", veldora, "--party", "veldora")
    assert "Sarnic Movement\n" not in said.out
    asked = call("questions", veldora, "--party", "veldora", "--json").json["questions"]
    assert {q["party"] for q in asked} == {"veldora"}
    assert len({q["text"] for q in asked}) > 8
    numbered = re.findall(r"^  \d+\. ", said.out, re.MULTILINE)
    assert len(numbered) == 10
    assert f"{len({q['text'] for q in asked}) - 10} further questions" in said.out
    whole = call("questions", veldora, "--party", "veldora", "--all").out
    assert len(re.findall(r"^  \d+\. ", whole, re.MULTILINE)) == len({q["text"] for q in asked})


def test_a_proposal_tells_whose_agreement_is_missing(veldora: Path, call: Call) -> None:
    said = call("score", veldora, "v_p01")
    assert "Agreement missing: Republic of Veldora" in said.out
    assert "blocks" not in said.out
    scores = call("score", veldora, "v_p01", "--json").json["scores"]
    assert {s["proposal"] for s in scores} == {"v_p01"}
    assert scores[0]["verdict"] == "agreement missing"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["positions", "P", "--party", "veldorra"],
            "no party 'veldorra' in pack veldora; did you mean 'veldora'?",
        ),
        (
            ["positions", "P", "--issue", "ter.line"],
            "no issue 'ter.line' in pack veldora; did you mean 'terr.line'?",
        ),
        (
            ["positions", "P", "--issue", "infra.dam[kelmer]"],
            "no instance of infra.dam 'kelmer' in pack veldora; did you mean 'kelmar'?",
        ),
        (["questions", "P", "--party", "alderme"], "did you mean 'aldermere'?"),
        (["moves", "P", "T9"], "no deadlock 'T9' in this answer; known: S1, S2, T1"),
        (["moves", "P", "T9", "--json"], "no deadlock 'T9' in this answer; known: S1, S2, T1"),
        (["score", "P", "v_p1"], "no proposal 'v_p1' in pack veldora; did you mean 'v_p01'?"),
        (
            ["trace", "P", "veldora:terr.lin"],
            "nothing in this answer is called 'veldora:terr.lin'; did you mean",
        ),
        (["review", "P", "--accept", "s0"], "no statement 's0' in veldora.detente"),
        (
            ["brief", "P", "-o", "x.pdf"],
            "no format goes with the ending of 'x.pdf'; end it in .html, .md or .json",
        ),
        (
            ["brief", "P", "-o", "x", "--format", "htm"],
            "no format 'htm' in this installation; did you mean 'html'?",
        ),
        (["read", str(VELDORA), "--reader", "rule"], "no reader 'rule'; did you mean 'rules'?"),
    ],
)
def test_unknown_names_get_the_nearest_known_one(
    words: list[str], told: str, veldora: Path, call: Call
) -> None:
    said = call(*(veldora if word == "P" else word for word in words))
    assert said.code == 1
    assert told in said.err
    assert said.out == ""


def test_a_proposal_that_was_not_yet_tabled_is_told(veldora: Path, call: Call) -> None:
    said = call("score", veldora, "v_p03", "--as-of", "2024-02")
    assert said.code == 1
    assert "2024-05-03" in said.err


@pytest.mark.parametrize(("ending", "start"), [("md", "#"), ("html", "<!"), ("json", "{")])
def test_a_brief_is_written_whole_in_the_format_of_its_ending(
    ending: str, start: str, veldora: Path, tmp_path: Path, call: Call
) -> None:
    target = tmp_path / f"brief.{ending}"
    said = call("brief", veldora, "-o", target)
    assert said.code == 0
    assert f"brief.{ending}: " in said.out
    text = target.read_text()
    assert text.lstrip().lower().startswith(start)
    assert "Port Ilvane" in text
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_brief_goes_to_standard_output_where_asked(veldora: Path, call: Call) -> None:
    brief = json.loads(
        call("brief", veldora, "-o", "-", "--format", "json", "--title", "A title of ours").out
    )
    assert brief["brief"]["title"] == "A title of ours"


def test_every_line_of_a_brief_can_be_traced(veldora: Path, call: Call) -> None:
    brief = json.loads(call("brief", veldora, "-o", "-", "--format", "json").out)
    section = next(s for s in brief["brief"]["sections"] if s["id"] == "ten-lines")
    line = next(one for one in section["lines"] if one["evidence"])
    traced = call("trace", veldora, line["id"], "--json").json
    assert traced["text"] == line["text"]
    assert [s["id"] for s in traced["statements"]] == [
        brief["evidence"][n]["statement"] for n in line["evidence"]
    ]


@pytest.mark.parametrize("name", ["T1", "v_p02", "sarnic_movement:terr.withdrawal[movement_from_port]"])
def test_named_things_are_traced_to_their_sentences(name: str, veldora: Path, call: Call) -> None:
    traced = call("trace", veldora, name, "--json").json
    assert traced["statements"]
    for one in traced["statements"]:
        words = one["evidence"]
        at = one["start"] - one["sentence_start"]
        assert one["sentence"][at : at + len(words)] == words
    assert call("trace", veldora, name).out.count("unreviewed") == len(traced["statements"])


def test_verify_finds_a_project_whole_and_tells_what_is_not(veldora: Path, call: Call) -> None:
    said = call("verify", veldora)
    assert (said.code, said.err) == (0, "")
    assert "whole" in said.out
    import sqlcipher3.dbapi2 as sqlite

    connection = sqlite.connect(str(veldora))
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE statements SET issue = 'terr.line' WHERE sequence = 3")
    connection.commit()
    connection.close()
    said = call("verify", veldora, "--json")
    assert said.code == 3
    assert not said.json["whole"]
    assert "row-altered" in {p["code"] for p in said.json["problems"]}


def test_a_reader_is_evaluated_on_a_coding_and_held_to_floors(tmp_path: Path, call: Call) -> None:
    coding = VELDORA / "statements.jsonl"
    words = ("evaluate", "--gold", coding, "--texts", VELDORA, "--pack", "veldora", "--predictions", coding)
    floors = tmp_path / "floors.json"
    assert call(*words, "--floors", floors, "--write-floors").code == 0
    assert list(json.loads(floors.read_text())) == ["statements"]
    said = call(*words, "--floors", floors, "--json")
    assert said.code == 0
    assert said.json["schema"] == "detente.evaluation"
    assert said.json["rates"]["tuple_f1"]["value"] == 1.0
    said = call(*words, "--floors", floors, "--corpus", "statement")
    assert said.code == 3
    assert "did you mean 'statements'?" in said.err
