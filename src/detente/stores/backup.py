"""A whole copy of a project while others may write in it."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Any

from detente.kernel.errors import ProjectFault
from detente.stores.driver import engine_for, told_as_faults
from detente.stores.opening import check_file, cleared, draft_of, put_in_place


def copy_to(path: Path, copy: Path) -> None:
    """Copy a project as it stands at one instant (SQLite's online backup); on disk when it returns, never over another file."""
    check_file(path, writable=False)
    if copy.exists():
        raise ProjectFault(f"{copy} exists already; choose another name")
    if not copy.parent.is_dir():
        raise ProjectFault(f"the folder {copy.parent} does not exist; make it first")
    draft = draft_of(copy)
    try:
        with told_as_faults(copy):
            _copied(path, draft)
        with draft.open("rb") as made:
            os.fsync(made.fileno())
        put_in_place(draft, copy)
    except OSError as error:
        raise ProjectFault(f"{copy} cannot be written ({error.strerror}); choose another folder") from error
    finally:
        cleared(draft)


def _copied(path: Path, draft: Path) -> None:
    here, there = engine_for(path, mode="ro"), engine_for(draft, mode="rwc")
    with closing(here.raw_connection()) as source, closing(there.raw_connection()) as target:
        whole: Any = source.driver_connection
        whole.backup(target.driver_connection)
    here.dispose()
    there.dispose()
