"""`whatif` as a user meets it: what is listed, supposed, kept, handed on and refused; the file stays as it is."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from cli.calling import ROOT, Call
from detente.stores.sqlite import ProjectFile

PORT = "terr.withdrawal[movement_from_port]"
TAKES = f"sarnic_movement accepts {PORT}=begun_before"


def head(path: Path) -> tuple[int, str]:
    with ProjectFile.open(path) as file:
        return file.head()


def test_without_a_supposition_it_lists_what_can_be_switched_off(veldora: Path, call: Call) -> None:
    said = call("whatif", veldora)
    assert said.code == 0
    assert f"sarnic_movement:{PORT}  Sarnic Movement asks for “No withdrawal”" in said.out
    assert "--without-need" in said.out
    assert "north_protection" in said.out
    told = call("whatif", veldora, "--json").json
    assert told["schema"] == "detente.whatif-groups"
    names = [g["name"] for g in told["groups"]]
    assert len(names) == len(set(names))
    assert not any(g["supposed"] for g in told["groups"])
    for group in told["groups"]:
        assert call("whatif", veldora, "--without", group["name"]).code == 0


def test_every_member_of_every_deadlock_opens_it_when_it_is_switched_off(veldora: Path, call: Call) -> None:
    found = call("deadlocks", veldora, "--json").json["stages"]
    locks = [lock for stage in found.values() for lock in stage["deadlocks"]]
    assert locks
    for lock in locks:
        for number in range(1, len(lock["members"]) + 1):
            told = call("whatif", veldora, "--without", f"{lock['id']}/{number}", "--json").json
            assert lock["id"] in [d["id"] for d in told["stages"][lock["stage"]]["opens"]]


def test_what_is_supposed_is_told_as_supposed_and_the_file_keeps_its_bytes(veldora: Path, call: Call) -> None:
    before, entries = hashlib.sha256(veldora.read_bytes()).hexdigest(), head(veldora)
    said = call("whatif", veldora, "--suppose", TAKES, "--by", "Ana")
    assert said.code == 0
    assert "Nobody said it, and the ledger stays as it is." in said.out
    assert "supposed by Ana" in said.out
    assert "Truce: opens" in said.out
    assert "Truce: moves that are no longer needed" in said.out
    assert hashlib.sha256(veldora.read_bytes()).hexdigest() == before
    assert head(veldora) == entries
    refused = call(
        "whatif", veldora, "--suppose", "veldora demands cf.monitor=league_mission", "--by", "Ana", "--json"
    ).json
    new = refused["stages"]["truce"]["new"]
    supposed = [m for d in new for m in d["members"] if m["supposed"]]
    assert supposed
    assert all(m["statements"] == [] and m["id"].startswith("what-if:") for m in supposed)
    assert all(m["source"] == "supposed by Ana" for m in supposed)


def test_the_words_under_each_line_are_shown_where_asked(veldora: Path, call: Call) -> None:
    opened = call("whatif", veldora, "--suppose", TAKES, "--json").json
    words = {name: " ".join(s["evidence"].split()) for name, s in opened["statements"].items()}
    rests = {i for stage in opened["stages"].values() for d in stage["opens"] for i in d["statements"]}
    assert rests
    for options in (["--suppose", TAKES], []):
        plain = call("whatif", veldora, *options).out
        told = " ".join(call("whatif", veldora, *options, "--evidence").out.split())
        assert "as worded by" not in plain
        assert all(f": {words[i]}" in told for i in rests)


def test_a_proposal_whose_verdict_changes_says_why(veldora: Path, call: Call) -> None:
    (change,) = call("whatif", veldora, "--suppose", TAKES, "--json").json["stages"]["truce"]["verdicts"]
    assert change["proposal"] == "v_p02"
    assert change["before"]["verdict"] == "agreement missing"
    assert change["after"]["verdict"] == "not known"
    (term,) = change["terms"]
    assert (term["party"], term["before"], term["after"], term["supposed"]) == (
        "sarnic_movement",
        "excluded",
        "met",
        True,
    )
    assert "excluded → met (supposed)" in call("whatif", veldora, "--suppose", TAKES).out
    needless = call("whatif", veldora, "--without-need", "north_protection", "--json").json
    assert needless["scenario"]["without_needs"] == ["north_protection"]


def test_a_scenario_is_kept_listed_asked_again_and_withdrawn(veldora: Path, call: Call) -> None:
    entries, _ = head(veldora)
    kept = call(
        "whatif", veldora, "--suppose", TAKES, "--without", "T1/1", "--by", "Ana", "--save", "port first", "--note", "for the envoy"
    )  # fmt: skip
    assert kept.code == 0
    assert "kept: scenario 'port first', by Ana" in kept.out
    assert head(veldora)[0] == entries + 1
    listed = call("whatif", veldora, "--list").out
    assert "port first: " in listed
    assert "for the envoy" in listed
    (told,) = call("whatif", veldora, "--list", "--json").json["scenarios"]
    assert (told["author"], told["suppose"]) == ("Ana", [TAKES])
    again = call("whatif", veldora, "--scenario", "port first", "--json").json
    assert again["scenario"]["note"] == "for the envoy"
    assert [d["id"] for d in again["stages"]["truce"]["opens"]] == ["T1"]
    assert call("verify", veldora).code == 0
    gone = call("whatif", veldora, "--forget", "port first", "--by", "Bo")
    assert "withdrawn: scenario 'port first'" in gone.out
    assert head(veldora)[0] == entries + 2  # appended: nothing is overwritten
    assert "no scenario is kept" in call("whatif", veldora, "--list").out
    unknown = call("whatif", veldora, "--scenario", "port first")
    assert unknown.code == 1
    assert "no scenario 'port first'" in unknown.err
    assert call("verify", veldora).code == 0


def test_kept_scenarios_survive_copies_exports_and_redactions(
    veldora: Path, call: Call, tmp_path: Path
) -> None:
    call("whatif", veldora, "--suppose", TAKES, "--by", "Ana", "--save", "port first")
    copy = tmp_path / "copy.detente"
    assert call("backup", veldora, "-o", copy).code == 0
    assert "port first" in call("whatif", copy, "--list").out
    exported, anew = tmp_path / "all.jsonl", tmp_path / "anew.detente"
    assert call("export", veldora, "-o", exported, "--for", "project").code == 0
    assert call("import", exported, "-o", anew).code == 0
    assert head(anew) == head(veldora)
    assert "port first" in call("whatif", anew, "--list").out
    report = "02_tolvane_interview.txt"
    assert call("redact", veldora, "--document", report, "--reason", "order of a court", "--yes").code == 0
    assert "port first" in call("whatif", veldora, "--list").out
    assert call("verify", veldora).code == 0


def test_colleagues_exchange_a_scenario_as_a_file(veldora: Path, call: Call, tmp_path: Path) -> None:
    path = tmp_path / "port.yaml"
    here = call(
        "whatif", veldora, "--suppose", TAKES, "--loosen", f"veldora:{PORT}=mutual_partial", "--to", path, "--by", "Ana", "--json"
    )  # fmt: skip
    assert here.code == 0
    there = call("whatif", veldora, "--scenario", path, "--json").json
    assert there["scenario"] == here.json["scenario"]
    assert there["stages"]["truce"]["opens"] == here.json["stages"]["truce"]["opens"]
    both = call("whatif", veldora, "--scenario", path, "--without-rule", "v1", "--json").json
    assert both["scenario"]["without_rules"] == ["v1"]
    refused = call("whatif", veldora, "--scenario", path, "--to", tmp_path / "port.txt")
    assert refused.code == 1
    assert "end its name in .yaml" in refused.err


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("schema: detente.scenario/1\nsuppose:\n- veldora accepts terr.line=contact\n- veldora acepts x.y=z", 4, "did you mean 'accepts'"),
        ("schema: detente.scenario/1\nsupose: []", 2, "did you mean 'suppose'"),
        ("schema: detente.scenario/1\nsuppose: veldora", 2, "is a list"),
        ("schema: detente.scenario/1\nwithout:\n- 7", 3, "is a text"),
        ("schema: detente.scenario/1\nloosen:\n- {group: x}", 3, "write {group: ID, option: OPTION}"),
        ("schema: detente.scenario/1\nloosen:\n- {group: x, option: 7}", 3, "both as texts"),
        ("schema: detente.scenario/1\nname: [a]", 2, "'name' is a text"),
        ("schema: detente.scenario/1\nmade_at: yesterday", 2, "is no time"),
        ("schema: detente.scenario/9\nsuppose: []", 1, "its schema is detente.scenario/1"),
        ("- a\n- b", 1, "no scenario"),
        ("schema: detente.scenario/1\nsuppose: [", 3, "no valid YAML"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_scenario_is_refused_with_its_line(
    veldora: Path, call: Call, tmp_path: Path, text: str, line: int, told: str
) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(text)
    said = call("whatif", veldora, "--scenario", path)
    assert said.code == 1
    assert f"wrong.yaml:{line}:" in said.err
    assert told in said.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--suppose", "veldoar accepts terr.line=contact"), "did you mean 'veldora'"),
        (("--without", "veldora:terr.lien"), "did you mean 'veldora:terr.line'"),
        (("--without", "T1"), "T1/1: "),
        (("--loosen", f"sarnic_movement:{PORT}"), "write GROUP=option"),
        (("--loosen", f"sarnic_movement:{PORT}=nowhere"), "it can be loosened to "),
        (("--loosen", "veldora:terr.line=contact"), "can only be switched off"),
        (("--without-rule", "v9"), "no rule 'v9' in pack veldora; known: "),
        (("--without-need", "protection"), "north_protection"),
        (("--scenario", "nowhere.yaml"), "no file 'nowhere.yaml'"),
        (("--forget", "port"), "no scenario 'port'"),
        (("--suppose", TAKES, "--save", "a.yaml"), "is the name of a file"),
        (("--suppose", TAKES, "--save", " "), "is no name for a scenario"),
        (("--save", "empty"), "supposes nothing"),
        (("--to", "x.yaml"), "supposes nothing"),
        (("--suppose", "veldora demands support.arms[to_veldora]=nan"), "no option of support.arms"),
    ],
)
def test_a_wrong_word_is_refused_with_the_nearest_right_one(
    veldora: Path, call: Call, words: tuple[str, ...], told: str
) -> None:
    before = head(veldora)
    said = call("whatif", veldora, *words)
    assert said.code == 1
    assert told in said.err
    assert head(veldora) == before


def test_what_is_not_held_in_this_view_is_told_and_the_rest_is_answered(
    veldora: Path, call: Call, tmp_path: Path
) -> None:
    path = tmp_path / "old.yaml"
    path.write_text(
        "schema: detente.scenario/1\nwithout: ['veldora:econ.gas:own', 'sarnic_movement:terr.line']\n"
        "loosen: [{group: 'kestria:terr.line:own', option: contact}]\nwithout_rules: [v99]\nwithout_needs: [none_such]\n"
    )
    said = call("whatif", veldora, "--scenario", path, "--problems")
    assert said.code == 0
    assert said.err.count("[what-if-gone]") == 4
    assert "Set aside: Sarnic Movement asks for “Present contact line" in said.out


def test_a_contradiction_and_a_word_that_does_not_bind_are_told(veldora: Path, call: Call) -> None:
    told = call(
        "whatif", veldora, "--suppose", "veldora accepts terr.line=contact", "--suppose", "veldora refuses terr.line=contact",
        "--suppose", "lunessa demands terr.line=contact", "--json",
    ).json  # fmt: skip
    codes = {p["code"] for p in told["problems"]}
    assert {"what-if-contradiction", "what-if-binds-nothing"} <= codes
    itself = call(
        "whatif", veldora, "--suppose", "veldora demands cf.monitor=tech", "--suppose", "veldora demands cf.monitor=bilateral"
    )  # fmt: skip
    assert "Republic of Veldora with itself" in itself.out


def test_a_budget_of_ten_milliseconds_ends_with_what_is_known(veldora: Path, call: Call) -> None:
    said = call("whatif", veldora, "--suppose", TAKES, "--budget", "0.01", "--json")
    assert said.code in {0, 3}
    assert json.loads(said.out)["schema"] == "detente.whatif"


def test_one_stage_can_be_asked_alone_under_the_same_short_names(veldora: Path, call: Call) -> None:
    every = [g["name"] for g in call("whatif", veldora, "--json").json["groups"]]
    assert [g["name"] for g in call("whatif", veldora, "--stage", "truce", "--json").json["groups"]] == every
    assert list(call("whatif", veldora, "--stage", "truce", "--suppose", TAKES, "--json").json["stages"]) == [
        "truce"
    ]


def test_the_page_about_scenarios_runs_as_it_stands(
    built: Path,
    call: Call,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copy(built, tmp_path / "veldora.detente")
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "whatif.md").read_text()
    (python,), (printed,), (scenario,) = (
        re.findall(rf"^```{kind}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
        for kind in ("python", "text", "yaml")
    )
    commands = [line for line in page.splitlines() if line.startswith("detente ")]
    assert len(commands) > 9
    for command in commands:
        said = call(*shlex.split(command)[1:])
        assert said.code == 0, (command, said.err)
    Path("own.yaml").write_text(scenario)
    told = call("whatif", "veldora.detente", "--scenario", "own.yaml", "--json")
    assert told.code == 0
    assert not [p for p in told.json["problems"] if p["code"].startswith("what-if")]
    exec(compile(python, "whatif.md", "exec"), {})
    assert capsys.readouterr().out == printed
