"""Making a project file and looking at one before it is opened: each fault is told with a remedy."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Connection, select

from detente.kernel.errors import ProjectFault, ProjectTooNew
from detente.stores.drafts import cleared, draft_of, put_in_place
from detente.stores.driver import APPLICATION_ID, engine_for, told_as_faults
from detente.stores.schema import SCHEMA_VERSION, lay_out, meta

_MAGIC = b"SQLite format 3\0"
_HEADER = 100  # bytes; the layout is SQLite's (sqlite.org/fileformat2.html, section 1.3)


def make(path: Path) -> None:
    """Make an empty project: built under another name, put in place whole, never over another file."""
    taken = ProjectFault(f"{path} exists already; open it, or choose another name")
    draft = draft_of(path)
    try:
        if path.exists():
            raise taken
        check_free(path)
        if not path.parent.is_dir():
            raise ProjectFault(f"the folder {path.parent} does not exist; make it first")
        lay_out_draft(draft, path)
        check_settled(draft, path)
        put_in_place(draft, path)
    except FileExistsError as error:
        raise taken from error
    except OSError as error:
        raise ProjectFault(f"{path} cannot be made ({error.strerror}); choose another folder") from error
    finally:
        cleared(draft)


def lay_out_draft(draft: Path, path: Path) -> None:
    """Make an empty project under the name of a draft; faults are told of the path that it will have."""
    with told_as_faults(path):
        _lay_out(draft)


def _lay_out(draft: Path) -> None:
    engine = engine_for(draft, mode="rwc")
    try:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            lay_out(connection)
    finally:
        engine.dispose()


def check_settled(draft: Path, path: Path) -> None:
    """Raise ProjectFault where a draft that was closed is not whole without the log beside it: the disk refused."""
    if log_size(draft) > 0:
        raise ProjectFault(
            f"{path} cannot be made (it could not be written to the end); see that the disk has room and is sound, and try again"
        )


def check_free(path: Path) -> None:
    """Raise ProjectFault where a new file would be taken for the one that a log was left of (SQLite would play it back)."""
    if log_size(path) > 0 and not os.path.lexists(path):
        raise ProjectFault(
            f"{path}-wal is left from a project of that name that is gone; put that project back beside it, or delete {path}-wal"
        )


def check_file(path: Path, *, writable: bool) -> None:
    """Raise ProjectFault where a path cannot be a whole project file, or not one to write in."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except FileNotFoundError as error:
        told = f"there is no project at {path}; check the path, or create the project"
        raise ProjectFault(told) from error
    except OSError as error:
        raise ProjectFault(
            f"{path} cannot be read ({error.strerror}); give a file that you may read"
        ) from error
    if not header:
        raise ProjectFault(f"{path} is empty; delete it and create the project, or go back to a copy")
    if not header.startswith(_MAGIC) or int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise ProjectFault(f"{path} is no project file; give the path of one, or create a project elsewhere")
    page = int.from_bytes(header[16:18], "big")
    expected = (65536 if page == 1 else page) * int.from_bytes(header[28:32], "big")
    size = path.stat().st_size
    if log_size(path) == 0 and size < expected:
        raise ProjectFault(
            f"{path} is cut off ({size} of {expected} bytes); copy it again from where it came"
        )
    if writable:
        effective = os.access in os.supports_effective_ids
        for place in (path, path.absolute().parent):
            if not os.access(place, os.W_OK, effective_ids=effective):
                raise ProjectFault(f"{place} cannot be written; change its permissions, or copy the project")


def check_schema(connection: Connection, path: Path) -> None:
    """Raise ProjectTooNew for a file of a newer version, ProjectFault for one of an older version or of none."""
    found = version_of(connection, path)
    if found < SCHEMA_VERSION:
        raise ProjectFault(
            f"{path} was written by an older version (tables {found}, this one needs {SCHEMA_VERSION}); "
            f"bring it up to date: detente migrate {path} (the old file is kept)"
        )


def version_of(connection: Connection, path: Path) -> int:
    """The version of a file's tables; raises ProjectTooNew, or ProjectFault for a file without a version."""
    found = connection.execute(select(meta.c.value).where(meta.c.name == "schema")).scalar()
    if found is None or not str(found).isdecimal():
        raise ProjectFault(f"{path} names no version of its tables ({found!r}); go back to a copy")
    if int(found) > SCHEMA_VERSION:
        raise ProjectTooNew(
            f"{path} was written by a newer version (tables {found}, this one knows {SCHEMA_VERSION}); "
            "upgrade: pip install --upgrade detente"
        )
    return int(found)


def log_size(path: Path) -> int:
    """Bytes in the write-ahead log beside a file; 0 where there is none: the file alone is the whole."""
    try:
        return path.with_name(path.name + "-wal").stat().st_size
    except OSError:
        return 0
