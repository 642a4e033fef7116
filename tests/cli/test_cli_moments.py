"""The three times on the command line: what was held, what could be known, what our file said."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from cli.calling import Call


def views(call: Call, project: Path, *options: str) -> int:
    return int(call("positions", project, *options, "--json").json["lines_in_view"])


def test_as_of_counts_what_was_said_by_then(veldora: Path, call: Call) -> None:
    days = [
        views(call, veldora, "--as-of", day)
        for day in ("2024-01", "2024-02-06", "2024-02-14", "2024-03", "2024")
    ]
    assert days == sorted(days)
    assert days[0] < days[1] < days[-1] == 142


def test_a_month_means_its_last_day(veldora: Path, call: Call) -> None:
    assert views(call, veldora, "--as-of", "2024-02") == views(call, veldora, "--as-of", "2024-02-29")


def test_known_by_counts_what_was_published_by_then(veldora: Path, call: Call) -> None:
    said = call("positions", veldora, "--known-by", "2024-02-10", "--json").json
    assert said["moment"]["known_by"] == "2024-02-10"
    assert 0 < said["lines_in_view"] < 142
    assert all(s["published"] <= "2024-02-10" for s in said["statements"].values())
    assert "known by 2024-02-10" in call("positions", veldora, "--known-by", "2024-02-10").out


def test_recorded_by_is_what_the_file_said(veldora: Path, call: Call) -> None:
    before = datetime.now(UTC)
    line = call("review", veldora, "--list", "--json").json["statements"][0]
    call("review", veldora, "--reject", line["id"], "--reason", "not said")
    assert views(call, veldora) == 141
    assert views(call, veldora, "--recorded-by", before.isoformat()) == 142
    assert views(call, veldora, "--recorded-by", "2001-01-01") == 0


def test_an_instant_without_a_zone_is_utc_and_a_day_means_its_end(veldora: Path, call: Call) -> None:
    moment = call("positions", veldora, "--recorded-by", "2024-03-11", "--json").json["moment"]
    assert moment["recorded_by"] == "2024-03-11T23:59:59.999999+00:00"
    moment = call("positions", veldora, "--recorded-by", "2024-03-11T09:30", "--json").json["moment"]
    assert moment["recorded_by"] == "2024-03-11T09:30:00+00:00"


def test_a_report_added_later_does_not_change_what_the_file_said(
    coded: Path, folder: Path, tmp_path: Path, call: Call
) -> None:
    project = tmp_path / "p"
    words = ("build", folder, "--pack", "veldora", "-o", project, "--statements", coded)
    (folder / "metadata.csv").write_text("file,published\none.txt,2024-02-01\n")
    call(*words)
    before = datetime.now(UTC).isoformat()
    asked = ("positions", project, "--recorded-by", before, "--json")
    said = call(*asked).json
    (folder / "metadata.csv").write_text("file,published\none.txt,2024-02-05\n")
    (folder / "three.txt").write_text("The Movement refuses to leave Port Ilvane.\nAnd more of it.")
    call(*words)
    assert call(*asked).json == said
    assert {s["published"] for s in call("positions", project, "--json").json["statements"].values()} == {
        "2024-02-05",
        None,
    }


def test_the_scale_of_estimative_words_is_a_setting(veldora: Path, call: Call) -> None:
    for scale in ("icd203", "phia", "nato"):
        assert call("positions", veldora, "--scale", scale).code == 0
