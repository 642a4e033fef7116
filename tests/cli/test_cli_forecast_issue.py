"""`forecast-issue` as a user meets it: a table in, outcomes out; a table to fill in from a project."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calling import Call

TABLE = "Actor,Capability,Position,Salience\nKestria,3,40,90\nSarnic Movement,1,85,100\nHost,2,60,30\n"


@pytest.fixture
def actors(tmp_path: Path) -> Path:
    path = tmp_path / "actors.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_the_weighted_mean_is_the_default_and_says_what_it_rests_on(actors: Path, call: Call) -> None:
    """(3·0.9·40 + 1·1·85 + 2·0.3·60) / 4.3 = 53.26."""
    said = call("forecast-issue", actors)
    assert said.code == 0
    assert "53.26" in said.out
    assert "it rests on the numbers in the table" in said.out
    told = call("forecast-issue", actors, "--json").json
    assert [f["method"] for f in told["forecasts"]] == ["mean"]


def test_all_methods_with_their_rounds(actors: Path, call: Call) -> None:
    said = call("forecast-issue", actors, "--method", "all", "--range", "0..100")
    assert said.code == 0
    assert "challenge-scholz, round by round" in said.out
    assert "how often each position stands" in said.out


def test_a_backtest_names_each_method(tmp_path: Path, call: Call) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_text("issue,outcome,a_forecast,b_forecast\n1,10,20,30\n2,0,10,0\n", encoding="utf-8")
    said = call("forecast-issue", path, "--backtest")
    assert "10.000" in said.out
    assert call("forecast-issue", path, "--backtest", "--json").json["reference"] == "a"


def test_a_template_has_what_was_heard_and_no_capability(veldora: Path, call: Call) -> None:
    said = call("forecast-issue", veldora, "--template", "cf.duration")
    assert said.code in {0, 3}
    head, *rows = said.out.splitlines()
    assert head == "Actor,Capability,Position,Salience,Heard"
    assert rows
    assert all(row.split(",")[1] == row.split(",")[3] == "" for row in rows)
    assert "Actor" in call("forecast-issue", veldora, "--template", "cf.duration", "--json").json["csv"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--template", "terr.line"), "no outcome that a page should show"),
        (("--template", "cf.orders"), "has no order"),
        (("--template", "no.such"), "no issue 'no.such'"),
    ],
)
def test_no_table_is_made_where_a_mean_means_nothing(
    veldora: Path, call: Call, options: tuple[str, ...], message: str
) -> None:
    said = call("forecast-issue", veldora, *options)
    assert said.code == 1
    assert message in said.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--range", "9..1"), "is no scale"),
        (("--range", "low..high"), "is no scale"),
        (("--rounds", "0"), "give 1 to 1000"),
        (("--backtest", "--range", "0..1"), "are for the forecast of one issue"),
        (("--as-of", "2025"), "--as-of is for a project; a table holds one view"),
        (("--method", "guess"), "no method 'guess'"),
    ],
)
def test_wrong_options_are_refused_with_the_remedy(
    actors: Path, call: Call, options: tuple[str, ...], message: str
) -> None:
    said = call("forecast-issue", actors, *options)
    assert said.code == 1
    assert message in said.err
