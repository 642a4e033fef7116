"""A whole copy of a project while others may write in it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from detente.kernel.errors import ProjectFault
from detente.stores.access import FileAccess
from detente.stores.drafts import cleared, draft_of, put_in_place, sync
from detente.stores.driver import engine_for, told_as_faults
from detente.stores.opening import check_file, check_free, check_settled


def copy_to(path: Path, copy: Path) -> None:
    """Copy a project as it stands at one instant (SQLite's online backup); on disk when it returns, never over another file."""
    check_file(path, writable=False)
    if copy.exists():
        raise ProjectFault(f"{copy} exists already; choose another name")
    check_free(copy)
    if not copy.parent.is_dir():
        raise ProjectFault(f"the folder {copy.parent} does not exist; make it first")
    draft = draft_of(copy)
    try:
        with told_as_faults(copy):
            _copied(path, draft, copy)
        sync(draft)
        check_settled(draft, copy)
        put_in_place(draft, copy)
    except OSError as error:
        raise ProjectFault(f"{copy} cannot be written ({error.strerror}); choose another folder") from error
    finally:
        cleared(draft)


def _copied(path: Path, draft: Path, copy: Path) -> None:
    """Copy what stands in the file: without locks and traces where nobody writes, beside a writer where one does."""
    there, source = engine_for(draft, mode="rwc"), FileAccess(path, writable=False)

    def copied(connection: Connection) -> None:
        whole: Any = connection.connection.driver_connection
        with told_as_faults(copy):
            whole.backup(target.driver_connection)

    try:
        with closing(there.raw_connection()) as target:
            source.ask(copied)
    finally:
        source.close()
        there.dispose()
