"""A whole project as plain records, in the order in which they were appended, and such records into a project.

A record is a row under the name of its table (`report`, `statement`), with documents, readings and statements named by
what they are known by and not by their places. What is taken into an empty project has the same chain as the one it came from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Float, Integer, Table, select

from detente.stores import queries, rows, schema
from detente.stores.access import FileAccess
from detente.stores.chain import head_of
from detente.stores.opening import check_file, check_schema
from detente.stores.tombstones import gone

Record = dict[str, Any]
Shape = Mapping[str, Mapping[str, str]]

_AT_A_TIME = 500  # entries of the chain
_AS_JSON = {
    "documents": {"languages", "findings", "furniture"},
    "statements": {"via", "condition_on", "about", "rules"},
    "reviews": {"changes"},
    "settings": {"value"},
    "redactions": {"gone", "reviews"},
}


def kind_of(table: Table) -> str:
    """The name of a table's records: `statement` for `statements`."""
    return table.name.removesuffix("s")


TOMBSTONE = "tombstone"  # the record of a row that was redacted: of what kind it was, and its digest


def shape() -> Shape:
    """The fields of each kind of record, and of each whether it is a text, a whole number, a number or a list."""
    found: dict[str, Mapping[str, str]] = {
        kind_of(table): {c.name: _form(table, c) for c in table.columns if c.name != "sequence"}
        for table in schema.CHAINED
    }
    return found | {TOMBSTONE: {"of": "text", "digest": "text"}}


def _form(table: Table, column: Column[Any]) -> str:
    if column.name in _AS_JSON.get(table.name, ()):
        return "list"
    if parent_of(column) is None and isinstance(column.type, Integer):
        return "whole number"
    return "number" if isinstance(column.type, Float) else "text"


def parent_of(column: Column[Any]) -> Table | None:
    """The table whose rows a column names by their places."""
    for key in column.foreign_keys:
        if key.column.name == "sequence":
            return key.column.table
    return None


def records_of(path: Path) -> Iterator[Record]:
    """Every record of a project, a few at a time: what others append meanwhile is not among them."""
    check_file(path, writable=False)
    file = FileAccess(path, writable=False)
    try:
        file.ask(lambda connection: check_schema(connection, path))
        last, (count, _) = 0, file.ask(head_of)
        while last < count:
            end = min(count, last + _AT_A_TIME)
            yield from file.ask(partial(_part, part=(last, end)))
            last = end
    finally:
        file.close()


def _part(connection: Connection, part: tuple[int, int]) -> list[Record]:
    """The records of a stretch of the chain."""
    after, last = part
    chain = schema.chain
    query = queries.ordered(chain).where(chain.c.sequence > after, chain.c.sequence <= last)
    removed = gone(connection)
    entries = [
        (row["entry"], row["row"], removed.get(row["sequence"]))
        for row in connection.execute(query).mappings()
    ]
    found: dict[tuple[str, int], Record] = {}
    for table in schema.CHAINED:
        wanted = [place for name, place, redacted in entries if name == table.name and not redacted]
        if wanted:
            some = select(table).where(table.c.sequence.in_(wanted))
            kept = connection.execute(some).mappings().all()
            named = _names(connection, table, kept)
            found |= {(table.name, row["sequence"]): _record(table, row, named) for row in kept}
    return [
        {"record": TOMBSTONE, "of": name.removesuffix("s"), "digest": redacted.hex()}
        if redacted
        else found[name, place]
        for name, place, redacted in entries
    ]


def _names(connection: Connection, table: Table, kept: Any) -> Mapping[tuple[str, int], str]:
    """What the rows that are named by their places are known by."""
    found: dict[tuple[str, int], str] = {}
    for column in table.columns:
        parent = parent_of(column)
        if parent is not None:
            key = parent.c[queries.KNOWN_BY[parent.name]]
            places = {row[column.name] for row in kept}
            query = select(parent.c.sequence, key).where(parent.c.sequence.in_(places))
            found |= {(column.name, place): str(name) for place, name in connection.execute(query)}
    return found


def _record(table: Table, row: rows.Kept, named: Mapping[tuple[str, int], str]) -> Record:
    values = rows.opened(row)
    values.pop("sequence")
    for name in _AS_JSON.get(table.name, ()):
        values[name] = None if values[name] is None else json.loads(values[name])
    for column in table.columns:
        if parent_of(column) is not None:
            values[column.name] = named[(column.name, row[column.name])]
    return {"record": kind_of(table), **values}


def row_of(connection: Connection, table: Table, record: Record, *, places: dict[object, int]) -> rows.Row:
    """The row of a record; raises LookupError for one that names a row which is not there. `places`: those met before."""
    values: rows.Row = {}
    as_json = _AS_JSON.get(table.name, set())
    for column in table.columns:
        if column.name == "sequence":
            continue
        value, parent = record.get(column.name), parent_of(column)
        if parent is not None:
            value = _known_place(connection, parent, value, places=places)
        elif column.foreign_keys:
            _check_there(connection, column, value)
        elif column.name in as_json and not (value is None and column.nullable):
            value = rows.plain(value)
        elif isinstance(column.type, Float) and value is not None:
            value = float(value)
        values[column.name] = value
    row = rows.storable(values)
    if "text" in row and isinstance(row["text"], str):
        row["text"] = row["text"].encode("utf-8", "surrogatepass")
    return row


def _known_place(connection: Connection, parent: Table, name: object, *, places: dict[object, int]) -> int:
    """The place of a row, looked up once while rows that name it follow each other."""
    if (parent.name, name) not in places:
        place = queries.place_of(connection, parent, name)
        if place is None:
            raise LookupError(kind_of(parent), name)
        if len(places) >= _AT_A_TIME:
            places.clear()
        places[(parent.name, name)] = place
    return places[(parent.name, name)]


def _check_there(connection: Connection, column: Column[Any], value: object) -> None:
    """Raise LookupError for a value that names, other than by its place, a row which is not there."""
    for key in column.foreign_keys:
        query = select(key.column).where(key.column == value)
        if value is not None and connection.execute(query).first() is None:
            raise LookupError(kind_of(key.column.table), value)


def instant(at: datetime) -> str:
    """A time as records hold it."""
    return rows.moment(at)
