"""Building: again adds nothing, what is new is added, a kill loses nothing, faults are kept."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from detente.desk.build import Built
from detente.desk.keeping import verify
from detente.desk.project import open_project, recorded_problems
from detente.desk.reviewing import Reviewer, apply_file
from detente.kernel.errors import BadInput, ProjectFault
from detente.stores.sqlite import ProjectFile

MANY = 400
SOME_REPORTS = 500_000  # bytes of the log: a report writes some tens of thousands


def contents(path: Path) -> tuple[list[str], list[str]]:
    """Names of the reports and ids of the statements in a project, in the order of entry."""
    with ProjectFile.open(path) as file:
        return [d.name for d in file.documents()], [e.statement.id for e in file.entries()]


def test_building_twice_adds_nothing_and_leaves_the_file_as_it_was(make: Callable[..., Built]) -> None:
    first = make()
    assert (first.documents, first.new_documents, first.new_statements) == (2, 2, 2)
    before = first.project.read_bytes()
    again = make()
    assert (again.documents, again.new_documents, again.new_statements) == (2, 0, 0)
    assert again.project.read_bytes() == before


def test_a_new_report_is_added_to_the_others(make: Callable[..., Built], reports: Path) -> None:
    make()
    (reports / "three.txt").write_text("A third report, in which nobody asks for anything.\n")
    built = make()
    assert (built.documents, built.new_documents, built.new_statements) == (3, 1, 0)
    assert contents(built.project)[0] == ["one.txt", "two.txt", "three.txt"]


def test_what_is_learned_later_of_a_report_is_kept_beside_what_was_known(
    make: Callable[..., Built], reports: Path
) -> None:
    path = make().project
    (reports / "metadata.csv").write_text("file,published,publisher\none.txt,2024-02-06,Lakeside Radio\n")
    assert make().new_statements == 0
    with ProjectFile.open(path) as file:
        told = {r.name: (r.published.isoformat(), r.publisher) for r in file.reports().values()}
    assert told == {"one.txt": ("2024-02-06", "Lakeside Radio"), "two.txt": (None, None)}


def test_a_metadata_file_elsewhere_is_laid_over(make: Callable[..., Built], tmp_path: Path) -> None:
    table = tmp_path / "dates.csv"
    table.write_text("file,published\none.txt,2024-02-06\ntoo.txt,2024-02-07\n")
    built = make(metadata=table)
    assert [(p.code, "did you mean" in p.message) for p in built.problems] == [("unknown-file", True)]
    with pytest.raises(BadInput, match="no metadata file"):
        make(metadata=tmp_path / "gone.csv")


def test_stories_that_a_broken_build_left_untold_are_told_by_the_next(
    make: Callable[..., Built], reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (
        f"Sentence number {n} of a report on the talks in Aru says what was said there." for n in range(40)
    )
    text = " ".join(lines)
    (reports / "metadata.csv").write_text("file,published\ncopy.txt,2024-02-07\noriginal.txt,2024-02-06\n")
    (reports / "copy.txt").write_text("Reprinted.\n" + text + "\nMore soon.\n")
    make()
    (reports / "copy.txt").unlink()  # what is in the project need not be given again
    (reports / "original.txt").write_text(text + "\n")

    def broken(*_: object) -> None:
        raise ProjectFault("the disk is full")

    with monkeypatch.context() as disk:
        disk.setattr("detente.desk.entering.tell", broken)
        with pytest.raises(ProjectFault):
            make()
    path = make().project
    with ProjectFile.open(path) as file:
        told = {report.name: report.story for report in file.reports().values()}
        assert told["copy.txt"] == told["original.txt"] is not None
        before = file.head()
    make()
    with ProjectFile.open(path) as file:
        assert file.head() == before


def test_a_disk_that_refuses_ends_a_review_file_and_is_not_the_fault_of_a_line(
    make: Callable[..., Built], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make().project
    actions = tmp_path / "actions.jsonl"
    actions.write_text(json.dumps({"statement_id": contents(path)[1][0], "action": "accept"}))

    def full(*_: object) -> None:
        raise ProjectFault("the disk is full")

    with open_project(path, writable=True) as project:
        who = Reviewer("ana", lambda: datetime.now(UTC))
        with monkeypatch.context() as disk, pytest.raises(ProjectFault):
            disk.setattr(ProjectFile, "review", full)
            apply_file(project, actions, who)
        assert apply_file(project, actions, who).accepted == 1


def test_copies_of_one_text_are_one_story_whenever_they_come(
    make: Callable[..., Built], reports: Path
) -> None:
    text = " ".join(
        f"Sentence number {n} of a long report on the talks in Aru says what was said there."
        for n in range(40)
    )
    (reports / "original.txt").write_text(text + "\n")
    path = make().project
    (reports / "copy.txt").write_text("Reprinted.\n" + text + "\nMore soon.\n")
    make()
    with ProjectFile.open(path) as file:
        stories = {r.name: r.story for r in file.reports().values()}
    assert stories["copy.txt"] == stories["original.txt"] is not None


def test_faults_of_gathering_travel_into_the_project_until_they_are_mended(
    make: Callable[..., Built], reports: Path
) -> None:
    (reports / "empty.txt").write_bytes(b"")
    path = make().project
    with open_project(path) as project:
        assert [p.code for p in recorded_problems(project)] == ["empty-report"]
    make()
    (reports / "empty.txt").write_text("No longer empty: a report of some words.")
    make()
    with open_project(path) as project:
        assert recorded_problems(project) == ()


def test_a_record_may_hold_any_kind_of_line_separator(make: Callable[..., Built], reports: Path) -> None:
    (reports / "odd.txt").write_text("The Movement refuses\u2028to leave\u0085the port.")
    record = {
        "doc": "odd.txt",
        "evidence": "refuses\u2028to leave\u0085the port",
        "kind": "position",
        "holder": "sarnic_movement",
        "stance": "reject",
        "issue": "terr.withdrawal",
    }
    path = reports / "statements.jsonl"
    path.write_text(path.read_text() + json.dumps(record, ensure_ascii=False) + "\n")
    assert make().new_statements == 3


def many_reports(folder: Path) -> list[str]:
    """Reports that differ in every word that matters, and a coding of three statements for each."""
    folder.mkdir()
    records = []
    for number in range(MANY):
        lines = [f"Report {number}: Veldora demands term {number}-{n} of the text." for n in range(3)]
        (folder / f"r{number:04}.txt").write_text("\n".join(lines))
        records += [
            {
                "doc": f"r{number:04}.txt",
                "evidence": line,
                "kind": "position",
                "holder": "veldora",
                "stance": "demand",
                "issue": "cf.class",
            }
            for line in lines
        ]
    (folder / "statements.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records))
    return [
        "build",
        str(folder),
        "--pack",
        "veldora",
        "--statements",
        str(folder / "statements.jsonl"),
        "--quiet",
    ]


def entered(path: Path) -> int:
    """How many reports a project holds; each of them must be there whole."""
    if not path.exists():
        return 0
    assert verify(path).problems == ()
    with ProjectFile.open(path) as file:
        lines = [e.statement.doc for e in file.entries()]
        documents = [d.hash for d in file.documents()]
        assert set(file.reports()) == set(documents)
    assert sorted(lines) == sorted(3 * documents)
    return len(documents)


def test_a_build_killed_in_the_middle_keeps_whole_reports_and_is_finished_by_the_next(tmp_path: Path) -> None:
    words = many_reports(tmp_path / "many")
    path = tmp_path / "killed.detente"
    command = [sys.executable, "-m", "detente", *words, "-o", str(path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as builder:
        while builder.poll() is None and _log(path) < SOME_REPORTS:
            time.sleep(0.005)
        builder.kill()
    assert builder.returncode in {-signal.SIGKILL, 0}
    there = entered(path)
    assert 0 < there <= MANY
    told = subprocess.run(command, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert f"{MANY} reports, {MANY - there} of them new; {3 * (MANY - there)} new statements" in told.stdout
    assert entered(path) == MANY
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def _log(path: Path) -> int:
    """Bytes that the build has written to its log so far."""
    try:
        return path.with_name(path.name + "-wal").stat().st_size
    except OSError:
        return 0
