"""Questions to the tables that several modules ask."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, Table, select

from detente.stores import schema


def ordered(table: Table) -> Select[Any]:
    """All rows of a table in the order of entry."""
    return select(table).order_by(table.c.sequence)


def one(table: Table, column: str, value: str) -> Select[Any]:
    """Where a row with that value stands."""
    return select(table.c.sequence).where(table.c[column] == value)


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
