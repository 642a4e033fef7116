"""Spatial forecasts: published rounds, small issues worked by hand, and laws."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.forecasts.issue.actors import Actor, Issue, issue_of
from detente.forecasts.issue.challenge import VARIANTS, rounds
from detente.forecasts.issue.methods import METHODS, forecast
from detente.forecasts.issue.votes import condorcet, contest_shares, weighted_mean, weighted_median
from detente.kernel.errors import BadInput, UnknownName

THREE = (Actor("a", 1, 0, 1), Actor("b", 1, 40, 0.5), Actor("c", 2, 100, 1))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@st.composite
def issues(draw: st.DrawFn) -> Issue:
    """An issue from 0 to 100 with two to seven actors, each with some weight."""
    some = st.integers(1, 20)
    actors = tuple(
        Actor(f"actor {i}", draw(some), draw(st.integers(0, 20)) * 5, draw(some) / 20)
        for i in range(draw(st.integers(2, 7)))
    )
    return Issue("random", actors, 0, 100)


@pytest.mark.shared
def test_the_scholz_variant_gives_the_printed_rounds(shared: Path) -> None:
    """Scholz, Calbert and Smith 2011, table 2; the table cuts decimals, and its second median (9.9) is 9.61 here."""
    folder = shared / "reference" / "spatial"
    issue = issue_of(
        rows(folder / "emission_standards_bdm1994_scholz2011_table1.csv"), title="emission", scale=None
    )
    printed = rows(folder / "emission_standards_scholz2011_table2_rounds.csv")
    played = list(rounds(issue, "scholz", most=8))
    medians = [abs(r.median - float(p["median"])) <= 0.1 for r, p in zip(played, printed, strict=True)]
    assert medians == [True, False, True, True, True, True, True, True]
    assert all(abs(r.mean - float(p["mean"])) <= 0.1 for r, p in zip(played, printed, strict=True))


@pytest.mark.shared
def test_the_paper_variant_is_kept_as_it_is(shared: Path) -> None:
    path = shared / "reference" / "spatial" / "emission_standards_bdm1994_scholz2011_table1.csv"
    played = list(rounds(issue_of(rows(path), title="emission", scale=None), "paper"))
    assert [round(r.median, 2) for r in played] == [7, 7, 7, 7]
    assert [round(r.mean, 2) for r in played] == [7.32, 6.98, 7, 7]
    assert played[-1].moves == ()


def test_mean_median_and_contests_of_three_actors() -> None:
    """Weights 1, ½ and 2: the third holds more than half."""
    assert weighted_mean(THREE) == pytest.approx((0 + 20 + 200) / 3.5)
    assert weighted_median(THREE) == 100
    assert condorcet(THREE) == 100
    assert dict(contest_shares(THREE))[100] == max(share for _, share in contest_shares(THREE))


def test_contests_of_two_positions_are_won_by_share_of_weight() -> None:
    two = (Actor("a", 1, 0, 1), Actor("b", 3, 10, 1))
    assert dict(contest_shares(two)) == pytest.approx({0: 0.25, 10: 0.75})
    assert contest_shares((Actor("a", 1, 5, 1),)) == ((5, 1.0),)


@given(issues())
def test_the_weighted_median_beats_or_equals_every_position(issue: Issue) -> None:
    found = weighted_median(issue.actors)
    for other in {a.position for a in issue.actors}:
        votes = sum(a.weight * (abs(a.position - other) - abs(a.position - found)) for a in issue.actors)
        nearer = sum(a.weight for a in issue.actors if abs(a.position - found) <= abs(a.position - other))
        assert nearer >= sum(a.weight for a in issue.actors) / 2 - 1e-9 or votes >= -1e-9


@given(issues())
def test_every_outcome_lies_between_the_outermost_positions(issue: Issue) -> None:
    low, high = min(a.position for a in issue.actors), max(a.position for a in issue.actors)
    for name in METHODS:
        value = forecast(issue, name).value
        assert value is None or low - 1e-6 <= value <= high + 1e-6


@given(issues(), st.sampled_from(VARIANTS))
def test_names_and_their_order_change_nothing(issue: Issue, variant: str) -> None:
    again = Issue(issue.title, issue.actors[::-1], issue.low, issue.high)
    one, other = list(rounds(issue, variant, most=3)), list(rounds(again, variant, most=3))  # type: ignore[arg-type]
    assert [dict(r.positions) for r in one] == [pytest.approx(dict(r.positions)) for r in other]


@given(issues())
def test_capability_is_a_share_and_its_unit_does_not_matter(issue: Issue) -> None:
    tenfold = tuple(Actor(a.name, a.capability * 10, a.position, a.salience) for a in issue.actors)
    for name in METHODS:
        one, other = forecast(issue, name).value, forecast(Issue("x", tenfold, 0, 100), name).value
        assert one == other == None or one == pytest.approx(other)  # noqa: E711


def test_actors_who_stand_together_stay() -> None:
    together = Issue("one place", (Actor("a", 1, 5, 1), Actor("b", 2, 5, 1)), 5, 5)
    assert [len(list(rounds(together, v))) for v in VARIANTS] == [1, 1]
    assert all(forecast(together, name).value == 5 for name in METHODS)


def test_percentages_are_read_as_shares() -> None:
    read = issue_of(
        [{"Actor": "a", "Influence": "3", "Position": "1", "Salience": "80"}], title="t", scale=(0, 2)
    )
    assert read.actors == (Actor("a", 3, 1, 0.8),)
    assert read.width == 2


ROW = {"Actor": "a", "Capability": "1", "Position": "1", "Salience": "1"}


@pytest.mark.parametrize(
    ("given_rows", "message"),
    [
        ([], "no actors"),
        ([ROW | {"Actor": f"a{i}"} for i in range(501)], "at most 500"),
        ([{"Capability": "1", "Position": "1", "Salience": "1"}], "no column 'Actor'"),
        ([{"Actor": "a", "Capability": "1", "Salience": "1"}], "no column 'position'"),
        ([ROW | {"B Capability": "2", "A Capability": "3"}], "row|could each|"),
        ([ROW | {"Position": "near"}], "row 1: Position 'near' is no number"),
        ([ROW | {"Position": "nan"}], "finite"),
        ([ROW | {"Capability": "inf"}], "finite"),
        ([ROW, ROW], "stands twice"),
        ([ROW | {"Capability": "-1"}], "not below 0"),
        ([ROW | {"Salience": "-1"}], "between 0 and 1"),
        ([ROW | {"Salience": "0"}], "nobody has both"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(given_rows: list[dict[str, str]], message: str) -> None:
    if message == "row|could each|":
        del given_rows[0]["Capability"]
        message = "could each be the capability"
    with pytest.raises(BadInput, match=message):
        issue_of(given_rows, title="t", scale=None)


def test_a_position_outside_the_scale_is_refused() -> None:
    with pytest.raises(BadInput, match="outside the scale 2 to 3"):
        issue_of([ROW], title="t", scale=(2, 3))


def test_an_unknown_method_is_named() -> None:
    with pytest.raises(UnknownName, match="did you mean 'mean'"):
        forecast(Issue("t", THREE, 0, 100), "meen")


def test_a_lone_actor_is_its_own_outcome() -> None:
    one = Issue("t", (Actor("a", 1, 3, 1),), 0, 10)
    assert all(math.isclose(forecast(one, name).value or 0, 3) for name in METHODS)
