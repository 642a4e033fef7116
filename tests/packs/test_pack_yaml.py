"""A pack's YAML is plain data with a line for each value; what is none is refused with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.kernel.errors import PackFault
from detente.packs.yaml_lines import parse_yaml, read_yaml

HARD_WORDS = """
words: [yes, no, on, "true", 'null', Nan, Infinity, 007, 1_000, 2025-03-11, 2025-03, True]
values: [true, false, null, ~, 3, -4, 0, 2.5, 0.25, ]
note: |
  two
  lines
"""


def test_words_of_a_conflict_stay_words() -> None:
    data = parse_yaml(HARD_WORDS, name="a.yaml").data
    assert data["words"] == [
        "yes", "no", "on", "true", "null", "Nan", "Infinity", "007", "1_000", "2025-03-11", "2025-03", "True",
    ]  # fmt: skip
    assert data["values"] == [True, False, None, None, 3, -4, 0, 2.5, 0.25]
    assert data["note"] == "two\nlines\n"


def test_every_value_has_its_line() -> None:
    file = parse_yaml("a:\n- x: 1\n  y:\n  - 2\n", name="a.yaml")
    assert file.place("a", 0, "y") == "a.yaml:3"
    assert file.place("a", 0, "y", 0) == "a.yaml:4"
    assert file.place("a", 7, "z") == "a.yaml:1"
    assert file.place("nowhere") == "a.yaml:1"


def test_an_empty_file_holds_nothing() -> None:
    assert parse_yaml("# only a remark\n", name="a.yaml").data == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [1, 2\nb: 3\n", r"a\.yaml:2: no valid YAML"),
        ("a: 1\nb: 2\na: 3\n", r"a\.yaml:3: 'a' stands twice"),
        ("a: &x [1]\nb: *x\n", r"a\.yaml:2: a YAML alias; write the value out"),
        ("a: &x [*x]\n", r"a\.yaml:1: a YAML alias"),
        ("a: " + "[" * 60 + "]" * 60, r"a\.yaml:1: nested more than 50 deep"),
        ("a: \x00", r"a\.yaml:1: no valid YAML"),
        ("--- 1\n--- 2\n", r"no valid YAML"),
    ],
)
def test_what_is_no_plain_yaml_is_refused_at_its_line(text: str, says: str) -> None:
    with pytest.raises(PackFault, match=says):
        parse_yaml(text, name="a.yaml")


def test_aliases_within_aliases_cannot_fill_the_memory() -> None:
    laughs = "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
    with pytest.raises(PackFault, match="alias"):
        parse_yaml("a0: &a0 ha\n" + laughs, name="a.yaml")


def test_brackets_without_end_are_refused_before_any_parser_gives_up() -> None:
    with pytest.raises(PackFault, match="nested more than"):
        parse_yaml("a: " + "[" * 100_000, name="a.yaml")


def test_a_file_that_is_not_utf8_names_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "parties.yaml"
    path.write_bytes("name: Россия".encode("cp1251"))
    with pytest.raises(PackFault, match=r"parties\.yaml: not UTF-8 \(byte 6\); save the file as UTF-8"):
        read_yaml(path)


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(PackFault, match="cannot be read"):
        read_yaml(tmp_path / "nowhere.yaml", shown_as="small/nowhere.yaml")
    with pytest.raises(PackFault, match="cannot be read"):
        read_yaml(tmp_path)


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "places.yaml"
    with path.open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(PackFault, match="larger than 20 MB"):
        read_yaml(path)
