"""The read model: a project exported to DuckDB, asked what was held at a time. It is a copy; the record is the project file.

What is asked are the macros of the file itself (docs/analysis.md), so that an analyst who asks them in SQL gets the same answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from detente.kernel.errors import MissingExtra, ProjectFault
from detente.ledger.spells import Held
from detente.ledger.view import Moment

VERSION = "1"  # of the tables that it knows
_CLOSED: dict[str, Any] = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
}  # a file's macros reach no other file
_MOMENT = "as_of := ?, known_by := ?, recorded_by := ?, unmarked_at := ?, include_unreviewed := ?"
_COLUMNS = "line, holder, issue, said, known, sure"
_LATEST = f"SELECT {_COLUMNS} FROM latest(?, ?, {_MOMENT})"  # noqa: S608 - our own names
_MATRIX = f"SELECT {_COLUMNS} FROM matrix({_MOMENT}) ORDER BY holder, issue"  # noqa: S608


class ReadModel:
    """One exported file, open for reading. A HeldReader."""

    def __init__(self, path: Path) -> None:
        """Open a file made by `detente export P -o FILE.duckdb`; raises ProjectFault or MissingExtra."""
        try:
            import duckdb
        except ImportError as fault:
            raise MissingExtra("DuckDB needs duckdb: pip install 'detente[analysis]'") from fault
        if not path.is_file():
            raise ProjectFault(f"no file '{path}'; make it with `detente export PROJECT -o {path.name}`")
        try:
            self._file: Any = duckdb.connect(str(path), read_only=True, config=_CLOSED)
        except duckdb.Error as fault:
            raise ProjectFault(f"{path} cannot be read ({fault}); export the project again") from fault
        try:
            version = self.about().get("version")
        except duckdb.Error:
            version = None
        if version != VERSION:
            self.close()
            raise ProjectFault(
                f"{path} was not exported by this version of détente; export the project again"
            )

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def about(self) -> dict[str, str]:
        """Which state of which project it is: its name, how many entries it had, the last link of its chain."""
        return dict(self._file.execute("SELECT name, value FROM about").fetchall())

    def latest(self, holder: str, issue: str, moment: Moment) -> Held | None:
        """What somebody said last on an issue, in the view of a moment."""
        found = self._file.execute(_LATEST, [holder, issue, *_given(moment)]).fetchone()
        return Held(*found) if found else None

    def matrix(self, moment: Moment) -> Sequence[Held]:
        """What everybody said last on every issue, in the view of a moment, by holder and issue."""
        return tuple(Held(*row) for row in self._file.execute(_MATRIX, _given(moment)).fetchall())


def _given(moment: Moment) -> list[Any]:
    at = moment.recorded_by
    return [
        moment.as_of,
        moment.known_by,
        at.astimezone(UTC).replace(tzinfo=None) if at else None,
        moment.unmarked_at,
        moment.include_unreviewed,
    ]
