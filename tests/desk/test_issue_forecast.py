"""Tables of actors and outcomes from files, and the table to fill in from a project."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.desk.issue_forecast import backtest, backtest_record, forecast_record, forecasts, issue_from
from detente.forecasts.issue.methods import METHODS
from detente.kernel.errors import BadInput


def written(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.shared
def test_the_published_errors_of_351_decisions(shared: Path) -> None:
    """Challenge 26.829 and compromise 22.992 (reference/README.md); the compromise model is better beyond chance."""
    found = backtest(
        shared / "reference" / "spatial" / "deu3_351issues_actual_and_two_models.csv", most_rounds=1
    )
    by_name = {a.method: a for a in found.accuracies}
    assert by_name["challenge"].issues == by_name["compromise"].issues == 351
    assert by_name["challenge"].mean == pytest.approx(26.829, abs=5e-4)
    assert by_name["compromise"].mean == pytest.approx(22.992, abs=5e-4)
    assert by_name["compromise"].against_interval[1] < 0
    assert backtest_record(found)["methods"][0]["less_reference"] == 0  # type: ignore[index]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "dimension", "actors"),
    [
        ("Policy", None, 26),
        ("Competitive", None, 34),
        ("Pol-Comp", "Policy", 13),
        ("Pol-Comp", "competitive", 13),
    ],
)
def test_inputs_of_the_kapsarc_study_are_read(
    shared: Path, name: str, dimension: str | None, actors: int
) -> None:
    path = shared / "reference" / "spatial" / f"ktab_SOE-{name}.csv"
    issue = issue_from(path, dimension=dimension, scale=(0, 100))
    assert len(issue.actors) == actors
    record = forecast_record(issue, forecasts(issue, METHODS, most_rounds=5))
    assert [f["method"] for f in record["forecasts"]] == list(METHODS)  # type: ignore[attr-defined]


def test_methods_are_tested_on_a_table_of_actors(tmp_path: Path) -> None:
    """Two issues; the weighted means are 25 and 60, the outcomes 30 and 60: mean error 2.5."""
    path = written(
        tmp_path,
        "issue,Actor,Capability,Position,Salience,outcome\none,a,3,0,1,30\none,b,1,100,1,30\ntwo,a,2,40,1,60\ntwo,b,2,80,1,60\n",
    )
    found = backtest(path, most_rounds=5)
    assert found.reference == found.accuracies[0].method == "mean"
    assert found.accuracies[0].mean == pytest.approx(2.5)
    assert {a.method for a in found.accuracies} == set(METHODS)


def test_missing_forecasts_are_left_out_of_both_sides(tmp_path: Path) -> None:
    path = written(tmp_path, "issue,outcome,a_forecast,b_forecast\n1,10,10,\n2,10,20,10\n")
    found = {a.method: a for a in backtest(path, most_rounds=1).accuracies}
    assert (found["b"].issues, found["b"].mean, found["b"].against) == (1, 0, -10)
    empty = written(tmp_path, "issue,outcome,a_forecast,b_forecast\n1,10,10,\n")
    assert backtest(empty, most_rounds=1).accuracies[1].issues == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Actor,Capability\n", "holds no rows"),
        ("issue,Actor\n1,a\n", "no column 'outcome'"),
        ("x,outcome\n1,2\n", "nor a column 'issue'"),
        ("issue,outcome,a_forecast\n1,soon,2\n", "outcome 'soon' is no number"),
    ],
)
def test_a_backtest_that_cannot_be_done_says_what_is_missing(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        backtest(written(tmp_path, text), most_rounds=1)


def test_a_table_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"Actor\xff\xfe\x00")
    with pytest.raises(BadInput, match="not UTF-8"):
        issue_from(path, dimension=None, scale=None)
    with pytest.raises(BadInput, match="no columns of 'Trade'"):
        issue_from(
            written(tmp_path, "Actor,Capability,Position,Salience\na,1,2,3\n"), dimension="Trade", scale=None
        )
