"""Questions to the tables that several modules ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, insert, select
from sqlalchemy.dialects import sqlite

from detente.stores import schema

KNOWN_BY = {"documents": "hash", "readings": "cache_key", "statements": "id", "redactions": "doc"}


def ordered(table: Table) -> Select[Any]:
    """All rows of a table in the order of entry."""
    return select(table).order_by(table.c.sequence)


def place_of(connection: Connection, table: Table, name: object) -> int | None:
    """Where the row stands that is known by a name: a document by its hash, a reading by its key, a statement by its id."""
    found = connection.exec_driver_sql(_placed(table), (name,)).scalar()
    return None if found is None else int(found)


@cache
def _placed(table: Table) -> str:
    query = select(table.c.sequence).where(table.c[KNOWN_BY[table.name]] == bindparam("name"))
    return query.compile(dialect=sqlite.dialect()).string


def add(
    connection: Connection, table: Table, found: Sequence[Mapping[str, Any]], *, first: int | None = None
) -> None:
    """Insert rows that have a value for every column, past the toolkit's work on each value: rows hold what SQLite takes.

    With `first` they are given their places in the table, from that one on.
    """
    if first is None:
        values: Iterable[tuple[Any, ...]] = map(_values(table), found)
    else:
        values = ((place, *row) for place, row in enumerate(map(_values(table), found), start=first))
    add_values(connection, table, list(values))


def add_values(connection: Connection, table: Table, found: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows given by their values, in the order of the columns."""
    connection.exec_driver_sql(_inserting(table), found)


def last_places(connection: Connection) -> dict[str, int]:
    """The last place that is taken in each table whose entries are chained."""
    found = connection.exec_driver_sql(_last_places())
    return {row[0]: row[1] for row in found}


@cache
def _last_places() -> str:
    told = "SELECT '{0}', coalesce(max(sequence), 0) FROM {0}"
    return " UNION ALL ".join(told.format(table.name) for table in schema.CHAINED)


@cache
def _values(table: Table) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """What takes the values of a row out of it, but for its place."""
    return itemgetter(*[column.name for column in table.columns if column.name != "sequence"])


@cache
def _inserting(table: Table) -> str:
    return insert(table).compile(dialect=sqlite.dialect()).string


def statements() -> Select[Any]:
    """Statements in the order of entry, each with the hash of its document and the time of its reading."""
    table = schema.statements
    told = [column for column in table.columns if column.name != "doc"]
    return (
        select(*told, schema.documents.c.hash.label("doc"), schema.readings.c.recorded)
        .join(schema.documents, schema.documents.c.sequence == table.c.doc)
        .join(schema.readings, schema.readings.c.sequence == table.c.reading)
        .order_by(table.c.sequence)
    )


def statements_of(doc: str) -> Select[Any]:
    """The statements of a document, named by its hash."""
    return statements().where(schema.documents.c.hash == doc)
