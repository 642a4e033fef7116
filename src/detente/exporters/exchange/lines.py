"""Files of many lines: read without holding them, each line in UTF-8; cells as long as a report; ids that stand once."""

from __future__ import annotations

import csv
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from detente.kernel.errors import BadInput

_BOM = b"\xef\xbb\xbf"
_LONGEST = min(sys.maxsize, 2**31 - 1)  # characters in a cell
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file with their ends, a byte order mark left out; raises BadInput where it is no UTF-8."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if number == 1:
                    if line.startswith(_WIDE):
                        raise BadInput(f"{path.name} is UTF-16; save it as UTF-8. Nothing was imported")
                    line = line.removeprefix(_BOM)  # noqa: PLW2901
                try:
                    yield line.decode("utf-8")
                except UnicodeDecodeError as fault:
                    raise BadInput(
                        f"{path.name}, line {number}: byte {fault.start + 1} is no UTF-8; save the file as UTF-8 "
                        "(in a spreadsheet: 'CSV UTF-8'). Nothing was imported"
                    ) from fault
    except OSError as fault:
        raise BadInput(f"'{path}' cannot be read ({fault.strerror}); check the path") from fault


@contextmanager
def long_cells() -> Iterator[None]:
    """Cells of CSV may be as long as a report."""
    before = csv.field_size_limit(_LONGEST)
    try:
        yield
    finally:
        csv.field_size_limit(before)


class MetBefore:
    """Which ids were met, and where first: on disk where they are many, so that a table of any length takes the same memory."""

    def __init__(self) -> None:
        """Keep them in a file that nobody sees and that goes with this."""
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8000; PRAGMA temp_store = FILE; "
            "CREATE TABLE met (id TEXT PRIMARY KEY, place TEXT NOT NULL) WITHOUT ROWID; BEGIN"
        )

    def first(self, name: str, place: str) -> str | None:
        """Where an id was met before; None where it is new, and then it is met here."""
        made = self._file.execute("INSERT OR IGNORE INTO met VALUES (?, ?)", (name, place))
        if made.rowcount:
            return None
        return str(self._file.execute("SELECT place FROM met WHERE id = ?", (name,)).fetchone()[0])

    def close(self) -> None:
        """Let go of them."""
        self._file.close()


@contextmanager
def met_before() -> Iterator[MetBefore]:
    """The ids of one table."""
    with closing(MetBefore()) as met:
        yield met
