"""Access to one project file: reads of one snapshot that leave no traces, and transactions of one writer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from detente.kernel.errors import BadDate, EvidenceMismatch, ProjectFault
from detente.stores.driver import engine_for, told_as_faults
from detente.stores.opening import log_size

Answer = TypeVar("Answer")
Question = Callable[[Connection], Answer]
_PATIENCE = 5  # reads without locks that a writer may disturb, before one is made with locks
_AT_CLOSING = 200  # milliseconds in which others may let go of the log
_UNREADABLE = (
    ValueError,
    TypeError,
    BadDate,
    EvidenceMismatch,
)  # what rows raise that no longer say what was kept


class FileAccess:
    """The open file. Any thread may read; writers of this process queue, others meet at the file's lock."""

    def __init__(self, path: Path, *, writable: bool) -> None:
        """Open nothing yet; connections are made as they are needed."""
        self.path = path
        self.writable = writable
        self._turn = threading.Lock()
        self._closed = False
        self._engine = engine_for(path, mode="rw" if writable else "ro")
        self._quiet = engine_for(path, mode="ro", immutable=True)

    def close(self) -> None:
        """Close the file. What stands in the log goes into the file: it is whole by itself, also while others read it."""
        if self.writable and not self._closed:
            self._empty_log()
        self._closed = True
        self._engine.dispose()
        self._quiet.dispose()

    def _empty_log(self) -> None:
        """Where it cannot be done now (somebody reads or writes), the log stays, and is played back when it is needed."""
        with suppress(DBAPIError, sqlcipher.Error), self._engine.connect() as connection:
            driver: Any = connection.connection.dbapi_connection
            driver.execute(f"PRAGMA busy_timeout={_AT_CLOSING}")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def ask(self, question: Question[Answer]) -> Answer:
        """The answer from one snapshot of the file; raises ProjectFault where it cannot be read."""
        self._check_open()
        try:
            with told_as_faults(self.path):
                return self._from_file(question) if self.writable else self._from_quiet_file(question)
        except _UNREADABLE as error:
            raise ProjectFault(
                f"{self.path} is damaged ({error}); `verify` tells where, go back to a copy"
            ) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that writes: kept as a whole, or not at all."""
        self._check_open()
        if not self.writable:
            raise ProjectFault(f"{self.path} is open for reading; open it with writable=True to write")
        writer = self._engine.execution_options(writes=True)
        with self._turn, told_as_faults(self.path), writer.begin() as connection:
            yield connection

    def _from_file(self, question: Question[Answer]) -> Answer:
        with self._engine.connect() as connection:
            return question(connection)

    def _from_quiet_file(self, question: Question[Answer]) -> Answer:
        """Read without locks, which leaves nothing beside the file; if a writer came in between, read again.

        Locks need the -shm file: they are taken only where a log shows that somebody writes, or was killed.
        """
        for _ in range(_PATIENCE):
            before = self._trace()
            if log_size(self.path) > 0:
                break
            try:
                with self._quiet.connect() as connection:
                    answer = question(connection)
            except (DBAPIError, *_UNREADABLE):
                if self._trace() == before:
                    raise
            else:
                if self._trace() == before:
                    return answer
        return self._from_file(question)

    def _trace(self) -> tuple[int, ...]:
        """What changes when somebody writes the file."""
        try:
            found = self.path.stat()
        except OSError:
            return ()
        return found.st_ino, found.st_size, found.st_mtime_ns, log_size(self.path)

    def _check_open(self) -> None:
        if self._closed:
            raise ProjectFault(f"{self.path} was closed; open it again")
