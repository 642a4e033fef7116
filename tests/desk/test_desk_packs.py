"""Packs for people: shipped ones pass, the skeleton passes, contradictions are found with their rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.desk.packs import check_pack, list_packs, pack_record
from detente.desk.skeleton import new_pack
from detente.kernel.errors import BadInput, UnknownName
from detente.packs.load import load_pack


@pytest.mark.parametrize("name", ["veldora", "ukraine", "world"])
def test_shipped_packs_can_be_used(name: str) -> None:
    assert check_pack(name).usable


def test_a_skeleton_passes_its_check_and_can_be_loaded(tmp_path: Path) -> None:
    written = new_pack(tmp_path / "my_conflict")
    assert tmp_path / "my_conflict" / "pack.yaml" in written
    found = check_pack(str(tmp_path / "my_conflict"))
    assert [p for p in found.problems if p.severity != "note"] == []
    pack = load_pack(str(tmp_path / "my_conflict"))
    assert (pack.id, pack.belligerents) == ("my_conflict", ("north", "south"))


def test_its_commented_examples_pass_too(tmp_path: Path) -> None:
    """Every record that the skeleton shows in a comment can be used as it stands."""
    folder = tmp_path / "mine"
    for path in new_pack(folder):
        if path.name == "pack.yaml":
            continue
        lines = path.read_text().splitlines()
        section = None
        told = []
        for line in lines:
            if line.startswith("# - ") or (line.startswith("#   ") and section):
                told[section] = told[section].replace(": []", ":")
                told.append(line.removeprefix("# "))
            else:
                told.append(line)
                section = len(told) - 1 if ": []" in line else None
        path.write_text("\n".join(told) + "\n")
    assert [str(p) for p in check_pack(str(folder)).problems if p.severity == "error"] == []


@pytest.mark.parametrize("name", ["My-Conflict", "1st", "with space"])
def test_a_folder_whose_name_is_no_id_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is no id for a pack"):
        new_pack(tmp_path / name)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "x").write_text("kept")
    with pytest.raises(BadInput, match="is not empty"):
        new_pack(tmp_path / "mine")
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["x"]


def with_rules(folder: Path, *rules: str) -> str:
    new_pack(folder)
    path = folder / "issues.yaml"
    text = "\n".join(f'- {{id: x{n}, rule: "{rule}", source: "s"}}' for n, rule in enumerate(rules, start=1))
    path.write_text(path.read_text().replace("rules: []", "rules:\n" + text + "\n#"))
    return str(folder)


def test_rules_that_clash_only_when_all_hold_are_found_together(tmp_path: Path) -> None:
    name = with_rules(
        tmp_path / "mine",
        "cf.monitor=tech",
        "cf.monitor=tech implies proc.sequence=truce_first",
        "proc.sequence=settlement_first",
    )
    found = [p for p in check_pack(name).problems if p.code == "contradictory-rules"]
    assert {p.severity for p in found} == {"error"}
    assert all(f"x{n} (mine/issues.yaml:" in found[0].message for n in (1, 2, 3))


def test_rules_that_forbid_one_thing_and_demand_another_are_no_contradiction(tmp_path: Path) -> None:
    name = with_rules(
        tmp_path / "mine",
        "terr.line=contact contradicts proc.sequence=truce_first",
        "proc.sequence=truce_first",
    )
    assert check_pack(name).usable


def test_packs_are_listed_and_told(tmp_path: Path) -> None:
    assert {"veldora", "ukraine", "world"} <= {p.name for p in list_packs()}
    record = pack_record(load_pack("veldora"))
    assert record["counts"]["parties"] == 6
    with pytest.raises(UnknownName, match="no pack 'veldra'; did you mean 'veldora'"):
        check_pack("veldra")


def test_the_clashing_rules_are_named_with_file_line_and_source(tmp_path: Path) -> None:
    name = with_rules(
        tmp_path / "mine", "cf.monitor=tech", "cf.monitor=none", "cf.monitor=tech or cf.monitor=bilateral"
    )
    found = [p for p in check_pack(name).problems if p.code == "contradictory-rules"]
    assert "the 2 hard rules contradict one another" in found[0].message
    assert "x1 (mine/issues.yaml:" in found[0].message
    assert "source: s): cf.monitor=tech" in found[0].message


def test_a_rule_that_says_nothing_and_one_that_makes_too_many_clauses_are_told(tmp_path: Path) -> None:
    many = " or ".join(["(cf.monitor=tech and cf.adjudicate=parties)"] * 14)
    name = with_rules(tmp_path / "mine", "cf.monitor=tech or not cf.monitor=tech", many)
    found = {p.code: p for p in check_pack(name).problems if "rule" in p.code}
    assert found["empty-rule"].severity == "warning"
    assert "rule 'x1' says nothing" in found["empty-rule"].message
    assert found["rule-without-clauses"].severity == "error"
    assert "more than 4096 clauses" in found["rule-without-clauses"].message


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("cf.monitor=tech makes cf.adjudicate=parties void", "mark it soft: true, or write contradicts"),
        ("course.progress=agreed implies cf.monitor=tech", "never part of a package"),
    ],
)
def test_a_hard_rule_that_binds_nothing_is_refused(tmp_path: Path, rule: str, says: str) -> None:
    name = with_rules(tmp_path / "mine", rule)
    assert any(says in str(p) and p.severity == "error" for p in check_pack(name).problems)
