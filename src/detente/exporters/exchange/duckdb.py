"""DuckDB: a project as tables for analysts, with questions at a time as macros of the file; read there, never taken back.

The file asks nothing of this program: `docs/analysis.md` says what its tables hold, and `matrix` and `latest` are SQL.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from detente.exporters.exchange.duckdb_tables import MACROS, TABLES, rows_of
from detente.exporters.exchange.port import Exchange, Outgoing, Record
from detente.kernel.errors import MissingExtra

_PART = 10_000  # rows
_STORAGE = "v1.2.0"  # DuckDB from 1.2 on reads the file
_OURS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}  # nothing is fetched

_NOT_HELD = (
    "the texts of documents, readings, problems, settings and merges of names",
    "letters that have no UTF-8 form stand as question marks",
    "it is a copy to be read: changes made there come back by no way",
)


def write(path: Path, project: Outgoing) -> tuple[str, ...]:
    """The lines as they stand, where each stood from when to when, reports, reviews and what documents are."""
    duckdb, pa = _libraries()
    made = duckdb.connect(config=_OURS)
    try:
        made.execute(f"ATTACH '{_quoted(path)}' AS made (STORAGE_VERSION '{_STORAGE}')")
        made.execute("USE made")
        for table, columns in TABLES.items():
            made.execute(f"CREATE TABLE {table} ({', '.join(f'{n} {kind}' for n, kind in columns.items())})")
        for part in _parts(project):
            for table, some in part.items():
                _insert(made, table, _columns(pa, table, some))
        for macro in MACROS:
            made.execute(macro)
        made.execute("USE memory")
        made.execute("DETACH made")
    except (duckdb.IOException, duckdb.OutOfMemoryException) as fault:
        raise OSError(str(fault)) from fault
    finally:
        made.close()
        with suppress(OSError):
            path.with_name(path.name + ".wal").unlink()
    return _NOT_HELD


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _parts(project: Outgoing) -> Iterator[Mapping[str, list[Record]]]:
    """Rows by table, a few at a time."""
    told = rows_of(project)
    while some := list(islice(told, _PART)):
        part: dict[str, list[Record]] = {}
        for table, row in some:
            part.setdefault(table, []).append(row)
        yield part


def _insert(made: Any, table: str, some: Any) -> None:
    made.register("part", some)
    made.execute(f"INSERT INTO {table} SELECT * FROM part")  # noqa: S608 - our own names
    made.unregister("part")


def _columns(pa: Any, table: str, some: list[Record]) -> Any:
    """Rows by column, as DuckDB takes them without a copy."""
    arrays = [_array(pa, [row.get(name) for row in some], kind) for name, kind in TABLES[table].items()]
    return pa.Table.from_arrays(arrays, names=list(TABLES[table]))


def _array(pa: Any, values: list[Any], kind: str) -> Any:
    types = {
        "VARCHAR": pa.string(),
        "VARCHAR[]": pa.list_(pa.string()),
        "DATE": pa.date32(),
        "TIMESTAMP": pa.timestamp("us"),
        "BIGINT": pa.int64(),
        "DOUBLE": pa.float64(),
    }
    try:
        return pa.array(values, type=types[kind])
    except UnicodeEncodeError:
        return pa.array([_shown(value) for value in values], type=types[kind])


def _shown(value: Any) -> Any:
    if isinstance(value, list):
        return [_shown(one) for one in value]
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _libraries() -> tuple[Any, Any]:
    try:
        import duckdb
        import pyarrow
    except ImportError as fault:
        raise MissingExtra("DuckDB needs duckdb and pyarrow: pip install 'detente[analysis]'") from fault
    return duckdb, pyarrow


EXCHANGE = Exchange("tables for analysts, with questions at a time in SQL", write, None)
