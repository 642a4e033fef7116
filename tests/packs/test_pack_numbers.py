"""Numbers of a pack: units that fit are turned, everything that no number can be is told with its remedy."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from detente.packs.check import check
from detente.packs.load import open_pack
from detente.packs.units import factor, is_unit, misfit
from small_worlds import write_pack


@pytest.mark.parametrize(
    ("unit", "into", "rate"),
    [
        ("weeks", "days", 7), ("hours", "days", Fraction(1, 24)), ("years", "months", 12), ("troops", "personnel", 1),
        ("thousand troops", "personnel", 1000), ("million", "personnel", 1_000_000), ("million USD", "billion USD", Fraction(1, 1000)),
        ("sq mi", "km2", Fraction("2.589988110336")), ("%", "percent", 1), ("miles", "km", Fraction("1.609344")),
        ("talers", "talers", 1), ("days", "years", None), ("days", "personnel", None), ("EUR", "USD", None), ("", "days", 1),
    ],
)  # fmt: skip
def test_a_unit_is_turned_exactly_or_not_at_all(unit: str, into: str, rate: Fraction | int | None) -> None:
    assert factor(unit, into) == rate


def test_what_fits_is_named() -> None:
    assert is_unit("thousand")
    assert not is_unit("useless")
    assert misfit("months", "days") == "'months' has no fixed number of days; write days"
    assert misfit("years", "days") == "'years' has no fixed number of days; write days"
    assert misfit("euros", "talers") == "'euros' is no measure of talers; write talers"


FAULTS = [
    ("value: .nan", "'options"),
    ("value: nan", "is nan, which is no number"),
    ("value: inf", "is inf, which is no number"),
    ("value: -5", "below zero"),
    ("value: 5, unit: days", "is in 'days', the issue in personnel ('days' is no measure of personnel"),
    ("to: 5", "has an end (`to`) and no beginning"),
    ("value: 5, to: 5", "ends at 5, where it begins at 5"),
    ("value: 5, to: 9, direction: at_most", "is a range and has a direction"),
    ("direction: at_most", "has a direction and no number"),
    ("value: 5, could_be: [b]", "is vague (`could_be`) and has a number"),
    ("value: nan, unit: thousand", "is nan"),
]


def faults(tmp_path: Path, **files: str) -> list[str]:
    loaded = open_pack(str(write_pack(tmp_path / "small", **files)))
    return [p.message for p in (*loaded.problems, *check(loaded)) if p.severity == "error"]


@pytest.mark.parametrize(("fields", "says"), FAULTS)
def test_a_number_that_cannot_be_is_told(tmp_path: Path, fields: str, says: str) -> None:
    issues = f"leaves:\n- id: forces.size\n  options:\n  - {{id: a, label: A, {fields}}}\n  - {{id: b, label: B, value: 7}}\n"
    assert any(says in fault for fault in faults(tmp_path, issues=issues)), faults(tmp_path, issues=issues)


def test_a_number_stands_on_a_numeric_issue_only(tmp_path: Path) -> None:
    issues = "leaves:\n- id: econ.trade\n  options:\n  - {id: a, label: A, value: 5}\n"
    assert any("carries a number, and the issue is categorical" in f for f in faults(tmp_path, issues=issues))


@pytest.mark.parametrize(
    ("term", "says"),
    [("forces.size: -5", "cannot be -5"), ("terr.line: 5", "'terr.line' is no number"), ("forces.size: 5", "no option with a number"),
     ("cf.scope: [none, land]", "'none' stands beside others")],
)  # fmt: skip
def test_a_term_of_a_proposal_that_cannot_be_is_told(tmp_path: Path, term: str, says: str) -> None:
    text = f"proposals:\n- {{id: p, name: P, date: 2025-03-01, by: [host], basis: text, terms: {{{term}}}}}\n"
    assert any(says in fault for fault in faults(tmp_path, proposals=text)), faults(tmp_path, proposals=text)


@pytest.mark.parametrize("term", ["terr.deferral: 15", "cf.duration: 45", "cf.duration: 2.5"])
def test_a_bare_number_is_a_term_where_it_can_be_read(tmp_path: Path, term: str) -> None:
    text = f"proposals:\n- {{id: p, name: P, date: 2025-03-01, by: [host], basis: text, terms: {{{term}}}}}\n"
    assert faults(tmp_path, proposals=text) == []
