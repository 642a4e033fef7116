"""Every bad input of issue 2: told in one clear message, with an exit code that a script can trust."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from cli.calling import Call
from detente.packs.find import find_pack, pack_roots


def test_an_empty_report_is_told_and_the_others_are_read(
    folder: Path, coded: Path, tmp_path: Path, call: Call
) -> None:
    (folder / "empty.txt").write_bytes(b"")
    said = call("build", folder, "--pack", "veldora", "-o", tmp_path / "p", "--statements", coded)
    assert said.code == 0
    assert "2 reports, 2 of them new; 2 new statements" in said.out
    assert "empty.txt: the file is empty (remove it, or paste the report again) [empty-report]" in said.err


def test_only_an_empty_report_still_makes_a_project_that_says_so(
    folder: Path, tmp_path: Path, call: Call
) -> None:
    (folder / "empty.txt").write_bytes(b"")
    said = call("build", folder, "--pack", "veldora", "-o", tmp_path / "p", "--json")
    assert said.code == 0
    assert said.json["reports"] == 0
    assert [p["code"] for p in said.json["problems"]] == ["empty-report"]


def test_a_binary_named_txt_is_an_error_in_the_data(
    folder: Path, coded: Path, tmp_path: Path, call: Call
) -> None:
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    said = call("build", folder, "--pack", "veldora", "-o", tmp_path / "p", "--statements", coded)
    assert said.code == 3
    assert "picture.txt" in said.err
    assert "this is a PNG picture, not text" in said.err
    assert "2 new statements" in said.out


def test_a_report_that_was_not_read_is_told_in_the_brief(
    folder: Path, coded: Path, tmp_path: Path, call: Call
) -> None:
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    call("build", folder, "--pack", "veldora", "-o", tmp_path / "p", "--statements", coded)
    assert "picture.txt" in call("brief", tmp_path / "p", "-o", "-", "--format", "json").out
    (folder / "picture.txt").write_text("Now this is a text of its own, and nobody demands anything.")
    call("build", folder, "--pack", "veldora", "-o", tmp_path / "p", "--statements", coded)
    assert "PNG picture" not in call("brief", tmp_path / "p", "-o", "-", "--format", "json").out


def test_a_wrong_encoding_is_read_and_told(folder: Path, tmp_path: Path, coded: Path, call: Call) -> None:
    (folder / "latin.txt").write_bytes(
        "Les négociateurs exigent un cessez-le-feu immédiat à Genève, dit le communiqué.".encode("latin-1")
    )
    said = call("build", folder, "--pack", "veldora", "-o", tmp_path / "p", "--statements", coded)
    assert said.code == 0
    assert "latin.txt" in said.err
    assert "[other-encoding]" in said.err


def test_a_text_of_50_mb_is_refused_and_the_others_are_read(
    folder: Path, coded: Path, tmp_path: Path, call: Call
) -> None:
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)
    said = call("build", folder, "--pack", "veldora", "-o", tmp_path / "p", "--statements", coded)
    assert said.code == 3
    assert "50,000,000 bytes; the limit is 20,000,000 (split the file" in said.err
    assert "2 new statements" in said.out


def test_a_folder_without_reports_is_a_fault_of_use(folder: Path, tmp_path: Path, call: Call) -> None:
    said = call("build", folder, "--pack", "veldora", "-o", tmp_path / "p")
    assert said.code == 1
    assert said.err.startswith("detente: no report in")
    assert "[nothing-to-read]" in said.err
    assert not (tmp_path / "p").exists()


def test_an_unknown_pack_suggests_the_nearest(folder: Path, coded: Path, tmp_path: Path, call: Call) -> None:
    said = call("build", folder, "--pack", "veldra", "-o", tmp_path / "p", "--statements", coded)
    assert said.code == 1
    assert "no pack 'veldra'; did you mean 'veldora'?" in said.err
    assert not (tmp_path / "p").exists()


@pytest.fixture
def own_pack(tmp_path: Path) -> Path:
    """A copy of the invented conflict's pack, to spoil."""
    return Path(shutil.copytree(find_pack("veldora", pack_roots()), tmp_path / "veldora_copy"))


def spoil(pack: Path, old: str, new: str) -> None:
    path = pack / "issues.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_pack_with_a_misspelt_issue_is_told_with_its_line(
    own_pack: Path, folder: Path, coded: Path, tmp_path: Path, call: Call
) -> None:
    spoil(own_pack, "{party: veldora, issue: terr.line,", "{party: veldora, issue: terr.lien,")
    said = call("build", folder, "--pack", own_pack, "-o", tmp_path / "p", "--statements", coded)
    assert said.code == 1
    assert "issues.yaml:" in said.err
    assert "no issue 'terr.lien' in pack veldora; did you mean 'terr.line'?" in said.err
    checked = call("pack", "check", own_pack, "--json")
    assert checked.code == 3
    assert not checked.json["usable"]
    assert any("terr.lien" in p["message"] and ":" in p["place"] for p in checked.json["problems"])


def test_hard_rules_that_contradict_one_another_are_named_with_their_lines(
    own_pack: Path, call: Call
) -> None:
    rules = (
        '- {id: x1, rule: "terr.line=contact", stage: settlement, source: "s"}\n'
        '- {id: x2, rule: "terr.line=contact implies infra.dam[kelmar]=joint_board", stage: settlement, '
        'source: "s"}\n'
        '- {id: x3, rule: "infra.dam[kelmar]=republic_run", stage: settlement, source: "s"}\n'
    )
    spoil(own_pack, "rules:\n", "rules:\n" + rules)
    said = call("pack", "check", own_pack, "--json")
    assert said.code == 3
    found = [p for p in said.json["problems"] if p["code"] == "contradictory-rules"]
    assert len(found) == 1
    assert all(f"{name} (veldora_copy/issues.yaml:" in found[0]["message"] for name in ("x1", "x2", "x3"))
    assert "soft: true" in found[0]["remedy"]


def test_rules_that_leave_no_ceasefire_are_refused_by_every_answer_too(
    own_pack: Path, veldora: Path, call: Call
) -> None:
    spoil(own_pack, "rules:\n", 'rules:\n- {id: x1, rule: "cf.class=ZZ", stage: truce, source: "s"}\n')
    wanted = call("pack", "check", own_pack).err.partition("it has ")[2].partition(" (see")[0].split(", ")
    spoil(
        own_pack,
        'x1, rule: "cf.class=ZZ"',
        f'x1, rule: "cf.class in {{{", ".join(wanted)}}} implies cf.monitor=tech"',
    )
    spoil(
        own_pack,
        "rules:\n",
        'rules:\n- {id: x2, rule: "cf.monitor=self_report", stage: truce, source: "s"}\n',
    )
    checked = call("pack", "check", own_pack)
    assert checked.code == 3
    assert "x1" in checked.err
    assert "x2" in checked.err


def test_evidence_that_is_not_in_its_text_is_told_with_its_line(
    folder: Path, coded: Path, tmp_path: Path, call: Call
) -> None:
    record = json.loads(coded.read_text().splitlines()[0]) | {"evidence": "words that nobody wrote"}
    coded.write_text(coded.read_text() + json.dumps(record) + "\n")
    said = call("build", folder, "--pack", "veldora", "-o", tmp_path / "p", "--statements", coded)
    assert said.code == 3
    assert "statements.jsonl:3: evidence “words that nobody wrote…” is not in one.txt" in said.err
    assert "2 new statements" in said.out


def test_a_statements_file_without_one_good_record_is_a_fault_of_use(
    folder: Path, coded: Path, tmp_path: Path, call: Call
) -> None:
    coded.write_text("not json\n")
    said = call("build", folder, "--pack", "veldora", "-o", tmp_path / "p", "--statements", coded)
    assert said.code == 1
    assert "no record of" in said.err
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize("command", ["positions", "deadlocks", "verify", "review"])
def test_a_project_of_a_newer_version_is_not_touched(command: str, veldora: Path, call: Call) -> None:
    connection = sqlite.connect(str(veldora))
    connection.execute("UPDATE meta SET value = '99' WHERE name = 'schema'")
    connection.commit()
    connection.close()
    before = veldora.read_bytes()
    said = call(command, veldora, *(["--list"] if command == "review" else []))
    assert said.code == 1
    assert "written by a newer version (tables 99" in said.err
    assert "[project-too-new]" in said.err
    assert veldora.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"some text that is no project", b"SQLite format 3\0" + bytes(200)])
def test_a_file_that_is_no_project_is_told(content: bytes, tmp_path: Path, call: Call) -> None:
    path = tmp_path / "x.detente"
    path.write_bytes(content)
    said = call("positions", path)
    assert said.code == 1
    assert "x.detente is" in said.err
    assert "[project-fault]" in said.err


def test_a_missing_project_says_how_to_make_one(tmp_path: Path, call: Call) -> None:
    said = call("deadlocks", tmp_path / "none.detente")
    assert said.code == 1
    assert "make one with `detente build" in said.err


def test_a_read_only_target_is_told_before_anything_is_written(
    coded: Path, folder: Path, built: Path, public_folder: Path, call: Call, request: pytest.FixtureRequest
) -> None:
    locked = public_folder / "locked"
    locked.mkdir(mode=0o755)
    reports = Path(shutil.copytree(folder, public_folder / "reports"))
    project = Path(shutil.copy(built, locked / "p.detente"))
    page = locked / "brief.md"
    page.write_text("an older brief")
    for path in (project, page):
        path.chmod(0o444)
    locked.chmod(0o555)
    request.getfixturevalue("unprivileged")
    for target in (locked / "new.detente", project):
        said = call(
            "build", reports, "--pack", "veldora", "-o", target, "--statements", reports / "statements.jsonl"
        )
        assert (said.code, "detente: " in said.err) == (1, True)
        assert "[project-fault]" in said.err
    for target in (locked / "new.md", page):
        said = call("brief", project, "-o", target)
        assert said.code == 1
        assert "cannot be written" in said.err
    assert page.read_text() == "an older brief"
    assert sorted(p.name for p in locked.iterdir()) == ["brief.md", "p.detente"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--as-of", "2024-02-30"], "--as-of: '2024-02-30' does not exist in the calendar"),
        (["--known-by", "yesterday"], "--known-by: 'yesterday' is no day"),
        (["--as-of", "2024-02-01/.."], "has no last day"),
        (["--recorded-by", "noon"], "--recorded-by: 'noon' is no instant"),
        (["--pack", "nowhere"], "no pack 'nowhere'"),
    ],
)
def test_dates_and_packs_that_do_not_exist(words: list[str], told: str, veldora: Path, call: Call) -> None:
    said = call("positions", veldora, *words)
    assert said.code == 1
    assert told in said.err


def test_a_pack_folder_that_is_none_is_told(tmp_path: Path, call: Call) -> None:
    said = call("pack", "check", tmp_path)
    assert said.code == 1
    assert "it has no pack.yaml; `detente pack new" in said.err


def test_a_pack_file_that_is_no_yaml_is_told_with_its_line(own_pack: Path, call: Call) -> None:
    (own_pack / "places.yaml").write_text("places: [\n")
    said = call("pack", "check", own_pack)
    assert said.code == 3
    assert "places.yaml" in said.err
