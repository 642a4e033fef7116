"""Faults of a project file end in a message that names the file and the remedy, with nothing half-written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sample_project import NOON, report_of, statement_in
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DatabaseError

from detente.corpus.document import Document
from detente.kernel.errors import ProjectFault, ProjectTooNew, UnsafeDriver
from detente.ledger.entries import Review, ReviewAction
from detente.ledger.marks import Attribution, Mark
from detente.ledger.people import Merge, MergeAction
from detente.ledger.roles import Role, RoleAction
from detente.stores import access
from detente.stores.drafts import draft_of
from detente.stores.driver import check_version, engine_for, mark_new, told_as_faults
from detente.stores.migrating import migrate
from detente.stores.opening import check_settled
from detente.stores.schema import APPEND_ONLY, SCHEMA_VERSION
from detente.stores.sqlite import ProjectFile

Enter = Callable[..., int]


def raw(path: Path) -> Any:
    return sqlcipher.connect(str(path), isolation_level=None)


@pytest.mark.parametrize("version", ["3.40.1", "3.51.2", "3.9", "3.51"])
def test_an_unsafe_library_is_refused_with_its_version_and_the_remedy(version: str) -> None:
    with pytest.raises(UnsafeDriver, match=f"SQLite {version} .*from 3.51.3 on.*pip install"):
        check_version(version)


@pytest.mark.parametrize("version", ["3.51.3", "3.53.4", "3.54", "4.0.0"])
def test_a_safe_library_is_taken(version: str) -> None:
    check_version(version)


def test_nothing_opens_on_an_unsafe_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlcipher, "sqlite_version", "3.40.1")
    with pytest.raises(UnsafeDriver):
        ProjectFile.create(tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_has_a_log_and_is_synced_fully(full: ProjectFile) -> None:
    def pragma(name: str) -> Callable[[Connection], Any]:
        return lambda connection: connection.exec_driver_sql(f"PRAGMA {name}").scalar()

    found = {name: full._file.ask(pragma(name)) for name in ("journal_mode", "synchronous", "foreign_keys")}
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_place_without_a_log_is_refused() -> None:
    with pytest.raises(ProjectFault, match="journal mode 'memory'"):
        mark_new(sqlcipher.connect(":memory:"), None)


@pytest.mark.parametrize("table", [table.name for table in APPEND_ONLY])
def test_rows_are_never_changed_or_deleted(full: ProjectFile, table: str) -> None:
    statement = full.entries()[0].statement
    full.keep_settings({"a": 1})
    full.review(Review(statement.id, ReviewAction.ACCEPT, "ana", NOON))
    full.merge(Merge("the envoy", "Ilvo Marr", MergeAction.MERGE, "same office", "ana", NOON))
    full.enter_role(Role("office", "north", "envoy", RoleAction.ENTER, "letter", "ana", NOON, "Ilvo Marr"))
    full.mark(Mark("speaker", "Ilvo Marr", Attribution.WITHHELD, "asked", "ana", NOON))
    gone = Document("gone.txt", "Taken out.")
    full.keep_document(gone, report=report_of(gone), recorded=NOON)
    full.redact(gone.hash, reason="a court's order", reviewer="ana")
    connection = raw(full.path)
    for change in (f"UPDATE {table} SET sequence = 99", f"DELETE FROM {table}"):
        with pytest.raises(sqlcipher.Error, match=f"rows of {table} are never"):
            connection.execute(change)
    connection.close()
    with pytest.raises(ProjectFault, match=f"rows of {table} are never"), full._file.writing() as ours:
        ours.exec_driver_sql(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty; delete it"),
        (b"Dear reader, this is no project", "is no project file"),
        (b"SQLite format 3\0" + bytes(300), "is no project file"),
    ],
)
def test_what_is_no_project_is_told(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    for writable in (True, False):
        with pytest.raises(ProjectFault, match=message):
            ProjectFile.open(path, writable=writable)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_another_programs_database_is_no_project(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "x")
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    with pytest.raises(ProjectFault, match="is no project file"):
        ProjectFile.open(tmp_path / "x")


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(ProjectFault, match="there is no project at"):
        ProjectFile.open(tmp_path / "x")
    with pytest.raises(ProjectFault, match="cannot be read"):
        ProjectFile.open(tmp_path)
    with pytest.raises(ProjectFault, match=r"the folder .* does not exist"):
        ProjectFile.create(tmp_path / "none" / "x")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_cut_off_is_told(full: ProjectFile) -> None:
    full.close()
    content = full.path.read_bytes()
    full.path.write_bytes(content[: len(content) // 2])
    with pytest.raises(ProjectFault, match="is cut off"):
        ProjectFile.open(full.path)


def test_a_newer_file_is_not_touched(full: ProjectFile) -> None:
    full.close()
    connection = raw(full.path)
    newer = SCHEMA_VERSION + 1
    connection.execute(f"UPDATE meta SET value = '{newer}' WHERE name = 'schema'")
    connection.close()
    with pytest.raises(ProjectTooNew, match=rf"written by a newer version \(tables {newer}.*upgrade"):
        ProjectFile.open(full.path)


def test_an_older_file_is_not_touched_and_the_remedy_is_told(full: ProjectFile) -> None:
    full.close()
    connection = raw(full.path)
    connection.execute("UPDATE meta SET value = '1' WHERE name = 'schema'")
    connection.close()
    with pytest.raises(ProjectFault, match=r"older version \(tables 1.*detente migrate"):
        ProjectFile.open(full.path)
    with pytest.raises(ProjectFault, match="build it again"):
        migrate(full.path)


@pytest.mark.parametrize("change", ["DELETE FROM meta", "UPDATE meta SET value = 'x'", "DROP TABLE meta"])
def test_a_file_without_its_version_is_a_fault(full: ProjectFile, change: str) -> None:
    full.close()
    connection = raw(full.path)
    connection.execute(change)
    connection.close()
    with pytest.raises(ProjectFault):
        ProjectFile.open(full.path, writable=True)


def test_an_existing_file_is_not_overwritten(full: ProjectFile, monkeypatch: pytest.MonkeyPatch) -> None:
    before = full.path.read_bytes()
    with pytest.raises(ProjectFault, match="exists already"):
        ProjectFile.create(full.path)
    monkeypatch.setattr(
        Path, "exists", lambda _: False
    )  # as when another program makes it at the same moment
    with pytest.raises(ProjectFault, match="exists already"):
        ProjectFile.create(full.path)
    assert full.path.read_bytes() == before


def test_a_file_system_without_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    with ProjectFile.create(tmp_path / "a b?c#%20ü.x") as project:
        assert project.settings() == {}
    assert [path.name for path in tmp_path.iterdir()] == ["a b?c#%20ü.x"]


def test_a_folder_that_cannot_be_written_takes_no_new_project(
    public_folder: Path, unprivileged: None
) -> None:
    locked = public_folder / "locked"
    locked.mkdir(mode=0o555)
    with pytest.raises(ProjectFault, match="cannot be opened here"):
        ProjectFile.create(locked / "x")


def test_a_read_only_folder_can_be_read_and_not_written(
    full: ProjectFile, public_folder: Path, request: pytest.FixtureRequest
) -> None:
    full.close()
    path = public_folder / "x"
    shutil.copy(full.path, path)
    path.chmod(0o444)
    public_folder.chmod(0o555)
    request.getfixturevalue("unprivileged")
    with ProjectFile.open(path) as project:
        assert len(project.entries()) == 2
        assert project.verify() == ()
        with pytest.raises(ProjectFault, match="open for reading"):
            project.keep_settings({"a": 1})
    with pytest.raises(ProjectFault, match="cannot be written; change its permissions"):
        ProjectFile.open(path, writable=True)
    assert list(public_folder.iterdir()) == [path]


def test_a_file_that_may_not_be_read_is_told(
    full: ProjectFile, public_folder: Path, request: pytest.FixtureRequest
) -> None:
    path = public_folder / "x"
    shutil.copy(full.path, path)
    path.chmod(0)
    request.getfixturevalue("unprivileged")
    with pytest.raises(ProjectFault, match="cannot be read"):
        ProjectFile.open(path)


def test_a_log_left_in_a_read_only_folder_is_told(
    full: ProjectFile, public_folder: Path, request: pytest.FixtureRequest
) -> None:
    for suffix in ("", "-wal"):  # as a killed program leaves them
        shutil.copy(f"{full.path}{suffix}", public_folder / f"x{suffix}")
        (public_folder / f"x{suffix}").chmod(0o444)
    public_folder.chmod(0o555)
    request.getfixturevalue("unprivileged")
    with pytest.raises(ProjectFault, match="with the -wal file beside it"):
        ProjectFile.open(public_folder / "x")


def test_a_second_writer_is_told_and_the_first_goes_on(
    full: ProjectFile, enter: Enter, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.stores.driver.BUSY_SECONDS", 0.05)
    with ProjectFile.open(full.path, writable=True) as second:
        with full._file.writing() as first:
            with pytest.raises(ProjectFault, match="is being written by another program; wait"):
                second.keep_settings({"a": 2})
            first.execute(text("SELECT 1"))
        second.keep_settings({"a": 3})
        assert full.settings() == {"a": 3}


def test_writers_of_one_program_queue(project: ProjectFile) -> None:
    def write(number: int) -> None:
        for step in range(5):
            project.keep_settings({f"{number}.{step}": step})

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(project.settings()) == 20


@pytest.mark.parametrize("pages", [0, 3, 10, 30])
def test_on_a_full_disk_nothing_is_half_written(
    full: ProjectFile, enter: Enter, document: Document, pages: int
) -> None:
    full.close()
    with ProjectFile.open(full.path, writable=True) as project:
        before = (project.entries(), project.documents(), project.problems(), project.reports())
        used = project._file.ask(lambda connection: connection.exec_driver_sql("PRAGMA page_count").scalar())

        def limit(connection: Any, _record: object) -> None:
            connection.execute(f"PRAGMA max_page_count={used + pages}")

        event.listen(project._file._engine, "connect", limit)
        project._file._engine.dispose()
        big = Document("big.txt", "".join(f"The North wants bridge {n}.\n" for n in range(5000)))
        found = [statement_in(big, f"wants bridge {n}.") for n in range(200)]
        with pytest.raises(ProjectFault, match=r"the disk is full; free some space"):
            project.enter(
                big, report=report_of(big), statements=found, problems=(), cache_key="big", recorded=NOON
            )
        assert (project.entries(), project.documents(), project.problems(), project.reports()) == before
        assert not project.has("big")
        event.remove(project._file._engine, "connect", limit)
        project._file._engine.dispose()
        assert (
            project.enter(
                big, report=report_of(big), statements=found, problems=(), cache_key="big", recorded=NOON
            )
            == 200
        )
        assert project.verify() == ()


def test_a_reader_sees_what_a_writer_adds_and_leaves_nothing_beside_it(
    full: ProjectFile, enter: Enter, document: Document, tmp_path: Path
) -> None:
    with ProjectFile.open(full.path) as reader:
        assert len(reader.entries()) == 2  # the writer has a log
        enter(full, statements=[statement_in(document, "leave")], cache_key="k2")
        assert len(reader.entries()) == 3
        full.close()
        assert len(reader.entries()) == 3  # the log is gone
    assert [path.name for path in tmp_path.iterdir()] == ["talks.detente"]


def test_a_read_that_a_writer_disturbs_is_made_again(full: ProjectFile) -> None:
    full.close()
    asked = []

    def question(connection: Connection) -> int:
        asked.append(1)
        found = connection.execute(text("SELECT count(*) FROM settings")).scalar_one()
        if len(asked) == 1:
            with ProjectFile.open(full.path, writable=True) as writer:
                writer.keep_settings({"a": 1})
        if len(asked) == 2:
            with ProjectFile.open(full.path, writable=True) as writer:
                writer.keep_settings({"b": 1})
            raise ValueError("garbage, because pages changed underneath")
        return int(found)

    with ProjectFile.open(full.path) as reader:
        assert reader._file.ask(question) == 2
    assert len(asked) == 3


def test_a_reader_that_is_always_disturbed_takes_the_lock(full: ProjectFile) -> None:
    full.close()
    asked = []

    def question(connection: Connection) -> bool:
        asked.append(1)
        if len(asked) <= access._PATIENCE:
            os.utime(full.path, ns=(len(asked), len(asked)))
        return True

    with ProjectFile.open(full.path) as reader:
        assert reader._file.ask(question)
    assert len(asked) == access._PATIENCE + 1


def test_a_file_that_goes_away_is_told(full: ProjectFile) -> None:
    full.close()
    with ProjectFile.open(full.path) as reader:
        full.path.unlink()
        with pytest.raises(ProjectFault, match="cannot be opened here"):
            reader.entries()


def test_values_that_are_no_longer_readable_are_damage(full: ProjectFile) -> None:
    connection = raw(full.path)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE statements SET via = 'no list', start = 1000")
    connection.execute("UPDATE reports SET name = CAST(x'ff' AS TEXT)")
    connection.close()
    with pytest.raises(ProjectFault, match=r"is damaged .*`verify` tells where"):
        full.entries()
    with pytest.raises(ProjectFault, match="is damaged; go back to a copy"):
        full.reports()


def test_an_error_without_a_known_code_keeps_the_librarys_words(tmp_path: Path) -> None:
    engine = engine_for(tmp_path / "x", mode="rwc")
    refused = pytest.raises(ProjectFault, match="no such table: absent")
    with refused as told, told_as_faults(tmp_path / "x"), engine.connect() as connection:
        connection.execute(text("SELECT * FROM absent"))
    assert isinstance(told.value.__cause__, DatabaseError)
    engine.dispose()


def test_a_disk_error_while_making_a_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    ProjectFile.create(tmp_path / "x").close()  # folders need not be synced
    monkeypatch.setattr(os, "link", broken)
    monkeypatch.setattr(Path, "rename", broken)
    with pytest.raises(ProjectFault, match="Input/output error"):
        ProjectFile.create(tmp_path / "y")
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_closed_project_is_whole_without_its_log_while_others_have_it_open(
    full: ProjectFile, tmp_path: Path
) -> None:
    with ProjectFile.open(full.path, writable=True) as other:
        assert len(other.entries()) == 2
        full.close()
        shutil.copy(full.path, tmp_path / "alone.detente")
    with ProjectFile.open(tmp_path / "alone.detente") as alone:
        assert len(alone.entries()) == 2
        assert alone.verify() == ()


def test_a_log_of_a_project_that_is_gone_is_not_played_into_a_new_one(
    full: ProjectFile, tmp_path: Path
) -> None:
    left = tmp_path / "new.detente-wal"
    shutil.copy(f"{full.path}-wal", left)
    with pytest.raises(ProjectFault, match=r"left from a project of that name that is gone; put .* delete"):
        ProjectFile.create(tmp_path / "new.detente")
    left.unlink()
    ProjectFile.create(tmp_path / "new.detente").close()


def test_a_draft_that_is_not_whole_without_its_log_is_not_put_in_place(
    full: ProjectFile, tmp_path: Path
) -> None:
    with pytest.raises(ProjectFault, match=r"could not be written to the end\); see"):
        check_settled(full.path, tmp_path / "new.detente")


def test_drafts_of_killed_programs_are_taken_away_and_those_of_living_ones_stay(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    gone = [tmp_path / f".x.{ended.pid}.new{end}" for end in ("", "-wal", "-shm", "-journal")]
    mine = tmp_path / f".x.{os.getpid()}.new-wal"
    kept = [
        tmp_path / name for name in (f".x.{os.getppid()}.new", ".x.notes.new", f".y.{ended.pid}.new", "x")
    ]
    for path in (*gone, mine, *kept):
        path.write_text("half")
    draft_of(tmp_path / "x")
    assert sorted(tmp_path.iterdir()) == sorted(kept)
