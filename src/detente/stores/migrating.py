"""Bringing a project file of an earlier version to the present tables: in one transaction, after a copy was kept beside it.

Tables of version 2 (before entries were chained) have a seal on each row and name documents and readings by hash and key.
"""

from __future__ import annotations

import filecmp
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import ColumnElement, Connection, Table, literal_column, select, text

from detente.kernel.errors import ProjectFault
from detente.kernel.ids import digest
from detente.stores import rows, schema
from detente.stores.access import FileAccess
from detente.stores.backup import copy_to
from detente.stores.chain import Chain
from detente.stores.held_anew import index_held
from detente.stores.opening import check_file, version_of

Row = dict[str, Any]
_AT_A_TIME = 2_000
_OLD = "old_"
_OF_2 = (
    schema.documents,
    schema.reports,
    schema.appearances,
    schema.readings,
    schema.statements,
    schema.reviews,
    schema.problems,
    schema.settings,
)
_INDEXES = (
    "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name NOT LIKE 'index_%'"
)


def migrate(path: Path) -> Path | None:
    """Bring a project to the present version; returns where the old file is kept, None where nothing was to be done.

    It is one transaction: a killed run leaves the file as it was.
    Raises ProjectFault where the old file is damaged, ProjectTooNew for a newer one.
    """
    check_file(path, writable=True)
    old = FileAccess(path, writable=True)
    try:
        version = old.ask(lambda connection: version_of(connection, path))
        if version == schema.SCHEMA_VERSION:
            return None
        if version not in _STEPS:
            told = f"{path} has tables of version {version}, from before the first release"
            raise ProjectFault(f"{told}; build it again from its reports")
        kept = _kept(path, version)
        with old.writing() as connection:
            _STEPS[version](connection, path)
    finally:
        old.close()
    return kept


def _kept(path: Path, version: int) -> Path:
    """Where the old file is kept: the copy that a killed run made counts, and nothing is written over."""
    name = f"{path.name}.v{version}"
    before: list[Path] = []
    kept = path.with_name(name)
    while kept.exists():
        before.append(kept)
        kept = path.with_name(f"{name}.{len(before) + 1}")
    copy_to(path, kept)
    for same in before:
        if filecmp.cmp(same, kept, shallow=False):
            kept.unlink()
            return same
    return kept


def _from_2(connection: Connection, path: Path) -> None:
    """Seals are checked, then every row is appended to the chain, table by table in its old order."""
    for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    for (name,) in connection.exec_driver_sql(_INDEXES).all():
        connection.exec_driver_sql(f"DROP INDEX {name}")
    for table in _OF_2:
        connection.exec_driver_sql(f"ALTER TABLE {table.name} RENAME TO {_OLD}{table.name}")
    schema.bring_up(connection, chained=False)
    chain = Chain(connection)
    places: dict[str, dict[str, int]] = {"documents": {}, "readings": {}}
    for table in _OF_2:
        for some in _in_parts(connection, table, path):
            at = chain.append(table, [_row_now(table, row, places) for row in some])
            if table.name in places:
                key = "hash" if table.name == "documents" else "cache_key"
                places[table.name] |= {row[key]: place for row, place in zip(some, at, strict=True)}
    chain.close()
    for table in reversed(_OF_2):
        connection.exec_driver_sql(f"DROP TABLE {_OLD}{table.name}")
    index_held(connection)


def _in_parts(connection: Connection, table: Table, path: Path) -> Iterator[list[Row]]:
    last, old = 0, sqlalchemy.table(_OLD + table.name)
    place: ColumnElement[int] = literal_column("sequence")
    while True:
        query = select(text("*")).select_from(old).where(place > last).order_by(place).limit(_AT_A_TIME)
        some = [dict(row) for row in connection.execute(query).mappings()]
        if not some:
            return
        for row in some:
            if _seal_of_2(row) != row["seal"]:
                raise ProjectFault(
                    f"{path} was changed behind the program's back ({table.name} row {row['sequence']}); "
                    "go back to a copy made before"
                )
        yield some
        last = some[-1]["sequence"]


def _seal_of_2(row: Mapping[str, Any]) -> str:
    opened = rows.opened(row)
    return digest({name: value for name, value in opened.items() if name not in {"sequence", "seal", "text"}})


def _row_now(table: Table, row: Row, places: Mapping[str, Mapping[str, int]]) -> Row:
    """A row as the present tables hold it."""
    values = {column.name: row[column.name] for column in table.columns if column.name != "sequence"}
    if table.name in {"readings", "statements"}:
        values["doc"] = places["documents"][row["doc"]]
    if table.name in {"statements", "problems"}:
        values["reading"] = places["readings"][row["reading"]]
    return values


def _from_3(connection: Connection, path: Path) -> None:
    """Roles, marks and redactions get their tables, and the index is made anew; the chain goes on."""
    del path
    schema.held.drop(connection)
    schema.bring_up(connection, chained=True)
    index_held(connection)


_STEPS: dict[int, Callable[[Connection, Path], None]] = {2: _from_2, 3: _from_3}
