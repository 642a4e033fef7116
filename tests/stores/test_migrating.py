"""A project of every earlier version comes to the present one whole; what stops it leaves the file as it was."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sample_project import NOON

from detente.kernel.errors import ProjectFault
from detente.ledger.entries import ReviewAction
from detente.ledger.marks import Attribution, Mark
from detente.ledger.view import Moment
from detente.stores.backup import copy_to
from detente.stores.driver import APPLICATION_ID
from detente.stores.migrating import migrate
from detente.stores.sqlite import ProjectFile


def written_by(version: int, path: Path) -> Path:
    """A project as that version wrote it: five reports, ten lines, five reviews, a setting (and in 3 a merge)."""
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.executescript((Path(__file__).parent / f"version_{version}.sql").read_text(encoding="utf-8"))
    connection.close()
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return written_by(2, tmp_path / "talks.detente")


def rows_of(path: Path) -> list[object]:
    """All that a file of version 2 holds."""
    connection = sqlcipher.connect(str(path))
    found = [
        connection.execute(f"SELECT * FROM {name}").fetchall() for name in ("meta", "statements", "reviews")
    ]
    connection.close()
    return found


def test_an_older_file_is_refused_with_the_remedy(old: Path) -> None:
    with pytest.raises(ProjectFault, match="detente migrate"):
        ProjectFile.open(old)


def test_everything_is_there_afterwards_and_the_old_file_is_kept(old: Path) -> None:
    before = rows_of(old)
    kept = migrate(old)
    assert kept == old.with_name("talks.detente.v2")
    assert rows_of(kept) == before
    with ProjectFile.open(old) as project:
        assert project.verify() == ()
        assert [e.statement.evidence for e in project.entries()][:2] == ["The South rejects", "the bridge"]
        assert (len(project.entries()), len(project.reviews())) == (10, 5)
        assert {r.action for r in project.reviews()} == {ReviewAction.ACCEPT}
        assert project.settings() == {"pack": "veldora"}
        assert len(project.matrix(Moment())) == 1
    assert migrate(old) is None


def test_from_version_3_the_chain_goes_on_and_marks_can_be_made(tmp_path: Path) -> None:
    path = written_by(3, tmp_path / "talks.detente")
    with pytest.raises(ProjectFault, match="detente migrate"):
        ProjectFile.open(path)
    assert migrate(path) == path.with_name("talks.detente.v3")
    with ProjectFile.open(path, writable=True) as project:
        assert project.verify() == ()
        assert project.head() == (42, "1f70d076c9a02611e01941acc32b0233134bd6a3d97dd9fda88feef0de00b2b1")
        assert (len(project.entries()), len(project.reviews()), len(project.merges())) == (10, 5, 1)
        assert len(project.matrix(Moment())) == 2
        project.mark(Mark("speaker", "its minister", Attribution.BACKGROUND, "asked", "ana", NOON))
        project.redact(project.entries()[0].statement.doc, reason="a court's order", reviewer="ana")
        assert project.verify() == ()
        assert (len(project.entries()), len(project.reviews())) == (8, 4)
    assert migrate(path) is None


def test_a_row_that_was_changed_stops_it(old: Path) -> None:
    connection = sqlcipher.connect(str(old), isolation_level=None)
    connection.execute("DROP TRIGGER statements_no_update")
    connection.execute("UPDATE statements SET certainty = 'may' WHERE sequence = 3")
    connection.close()
    before = rows_of(old)
    with pytest.raises(ProjectFault, match="statements row 3"):
        migrate(old)
    assert rows_of(old) == before


def test_a_migration_that_was_killed_after_the_copy_is_gone_on_with(old: Path) -> None:
    copy_to(old, old.with_name("talks.detente.v2"))
    assert migrate(old) == old.with_name("talks.detente.v2")
    assert sorted(path.name for path in old.parent.iterdir()) == ["talks.detente", "talks.detente.v2"]


def test_the_old_file_is_not_kept_over_another(old: Path) -> None:
    other = old.with_name("talks.detente.v2")
    other.write_text("notes")
    assert migrate(old) == old.with_name("talks.detente.v2.2")
    assert other.read_text() == "notes"


def test_a_copy_is_whole_and_never_over_another_file(old: Path, tmp_path: Path) -> None:
    migrate(old)
    copy = tmp_path / "copy.detente"
    copy_to(old, copy)
    with ProjectFile.open(copy) as project:
        assert project.verify() == ()
        assert len(project.entries()) == 10
    assert {path.name for path in tmp_path.iterdir()} == {"talks.detente", "talks.detente.v2", "copy.detente"}
    with pytest.raises(ProjectFault, match="exists already"):
        copy_to(old, copy)


def test_a_copy_that_cannot_be_made_leaves_nothing_and_says_why(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(old)
    with pytest.raises(ProjectFault, match="make it first"):
        copy_to(old, tmp_path / "none" / "copy.detente")

    def full(path: Path, draft: Path, copy: Path) -> None:
        draft.write_bytes(b"half")
        fault = sqlcipher.OperationalError("database or disk is full")
        fault.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise fault

    monkeypatch.setattr("detente.stores.backup._copied", full)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(ProjectFault, match="free some space"):
        copy_to(old, tmp_path / "copy.detente")
    assert sorted(tmp_path.iterdir()) == before
