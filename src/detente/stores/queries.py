"""Questions to the tables that several modules ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table, insert, select
from sqlalchemy.dialects import sqlite

from detente.stores import schema


def ordered(table: Table) -> Select[Any]:
    """All rows of a table in the order of entry."""
    return select(table).order_by(table.c.sequence)


def one(table: Table, column: str, value: str) -> Select[Any]:
    """Where a row with that value stands."""
    return select(table.c.sequence).where(table.c[column] == value)


def add(connection: Connection, table: Table, found: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that have a value for every column, past the toolkit's work on each value: rows hold what SQLite takes."""
    names = [column.name for column in table.columns]
    connection.exec_driver_sql(_inserting(table), [tuple(row[name] for name in names) for row in found])


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
