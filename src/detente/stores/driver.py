"""The SQLite library behind the record: which versions are safe, how it is opened, what its errors mean."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool

from detente.kernel.errors import ProjectFault, UnsafeDriver

OLDEST_SAFE = (3, 51, 3)
BUSY_SECONDS = 10.0  # a writer waits for its turn, before it is told that another program writes
_NEXT_LOOK = 0.0005  # seconds
APPLICATION_ID = 0x64746E74  # "dtnt", in the header of the file

_PRAGMAS = (
    "foreign_keys=ON",
    "synchronous=FULL",
    "cache_size=-65536",  # 64 MiB at most: ids fall anywhere in their indexes
    "recursive_triggers=ON",  # else INSERT OR REPLACE would delete rows past the append-only triggers
    "trusted_schema=OFF",
    "cell_size_check=ON",
)
_REMEDIES: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_BUSY: (
        "is being written by another program",
        "wait for it to end, or close it, and try again",
    ),
    sqlite3.SQLITE_LOCKED: ("is being written by another part of this program", "try again"),
    sqlite3.SQLITE_READONLY: (
        "cannot be written",
        "check the permissions of the file and its folder, or copy it",
    ),
    sqlite3.SQLITE_FULL: (
        "does not fit: the disk is full",
        "free some space and try again; nothing was half-written",
    ),
    sqlite3.SQLITE_IOERR: (
        "cannot be read or written on this disk",
        "see that the disk has room and is sound, or copy the file to another",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "is damaged",
        "go back to a copy; `verify` on the copy shows whether it is whole",
    ),
    sqlite3.SQLITE_NOTADB: ("is no project file", "give the path of a project file"),
    sqlite3.SQLITE_CANTOPEN: (
        "cannot be opened here, or its folder cannot be written while it needs a -wal file",
        "free some space if there is none, or copy the project, with the -wal file beside it if there is one, to a folder "
        "that can be written",
    ),
}


def check_version(version: str) -> None:
    """Refuse SQLite libraries before 3.51.3: their write-ahead log can corrupt it (sqlite.org/wal.html)."""
    parts = tuple(int(part) for part in version.split(".") if part.isdigit())
    if parts < OLDEST_SAFE:
        oldest = ".".join(map(str, OLDEST_SAFE))
        raise UnsafeDriver(
            f"SQLite {version} has a fault in its write-ahead log that can corrupt a project; versions from "
            f"{oldest} on are safe: pip install --upgrade 'sqlcipher3>=0.6.2'"
        )


def engine_for(path: Path, *, mode: str, immutable: bool = False) -> Engine:
    """An engine on one file; `mode` is ro, rw or rwc as in SQLite's URIs, `immutable` reads without locks.

    Transactions that write begin IMMEDIATE (execution option `writes`), so two writers meet at the start.
    A file that is made (rwc) gets the project's mark and the write-ahead log.
    """
    check_version(sqlcipher.sqlite_version)
    uri = f"{path.absolute().as_uri()}?mode={mode}{'&immutable=1' if immutable else ''}"

    def connect() -> Any:
        # isolation_level None: the driver begins nothing by itself, `_begin` does.
        options = {"timeout": BUSY_SECONDS, "isolation_level": None, "check_same_thread": False}
        return sqlcipher.connect(uri, uri=True, **options)

    pool = NullPool if mode == "ro" else QueuePool
    engine = create_engine("sqlite://", module=sqlcipher, creator=connect, poolclass=pool)
    event.listen(engine, "connect", configure)
    if mode == "rwc":
        event.listen(engine, "connect", mark_new)
    event.listen(engine, "begin", _begin)
    return engine


def configure(connection: Any, _record: object) -> None:
    """Set what SQLite forgets between connections."""
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def mark_new(connection: Any, _record: object) -> None:
    """Mark a new file as a project and turn its write-ahead log on; raises ProjectFault where it has none."""
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    (journal,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
    if journal != "wal":
        raise ProjectFault(
            f"no write-ahead log can be kept here (journal mode '{journal}'); use a local disk"
        )


def _begin(connection: Connection) -> None:
    """Begin as a writer, or as a reader of one snapshot."""
    if connection.get_execution_options().get("writes", False):
        _begin_writing(connection.connection.dbapi_connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_writing(driver: Any) -> None:
    """Take the turn to write. The library itself looks ever more seldom, so that of several writers one may never get it."""
    until = time.monotonic() + BUSY_SECONDS
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlcipher.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
                time.sleep(_NEXT_LOOK)
            else:
                return
    finally:
        driver.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")


@contextmanager
def told_as_faults(path: Path) -> Iterator[None]:
    """Tell the library's errors as ProjectFault: what is wrong with which file, and what to do."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as error:
        told = error.orig if isinstance(error, DBAPIError) else error
        # Texts that are no UTF-8 have no code of their own; they mean damage.
        code = getattr(told, "sqlite_errorcode", None) or sqlite3.SQLITE_CORRUPT
        what, remedy = _REMEDIES.get(code & 0xFF, ("was not read or written", "see the reason"))
        raise ProjectFault(f"{path} {what}; {remedy} ({told})") from error
