"""The whole index of what was held, made at once from all entries: some lines at a time, so that memory is bounded."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select

from detente.stores import held, schema

_AT_A_TIME = 1_000  # statements


def index_held(connection: Connection) -> None:
    """Make the index of a project anew."""
    connection.execute(delete(schema.held))
    table, last = schema.statements, -1
    query = select(table.c.sequence, table.c.id).order_by(table.c.sequence).limit(_AT_A_TIME)
    while found := connection.execute(query.where(table.c.sequence > last)).all():
        held.add(connection, [line for _, line in found])
        last = found[-1][0]
    held.add(connection, _added(connection))


def _added(connection: Connection) -> Sequence[str]:
    """The lines that people added."""
    entered = select(schema.statements.c.id)
    query = select(schema.reviews.c.statement_id).where(schema.reviews.c.statement_id.not_in(entered))
    return connection.execute(query.distinct()).scalars().all()
