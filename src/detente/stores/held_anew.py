"""The whole index of what was held, made at once from all entries, without a look-up for each line."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, delete

from detente.ledger.entries import Review
from detente.ledger.spells import Spell, Told, spells_of
from detente.stores import held, queries, rows, schema

_AT_A_TIME = 1_000  # statements


def index_held(connection: Connection) -> None:
    """Make the index of a project anew."""
    connection.execute(delete(schema.held))
    reviews = _reviews(connection)
    told_of = held.of_document(_reports(connection))
    query = queries.statements().execution_options(yield_per=_AT_A_TIME)
    found = connection.execute(query).mappings()
    while some := list(islice(found, _AT_A_TIME)):
        spells: list[Spell] = []
        places = {row["id"]: row["sequence"] for row in some}
        for entry in map(rows.entry_of, some):
            made = reviews.pop(entry.statement.id, [])
            spells += spells_of(entry.statement.id, entry, made, reports=told_of(entry.statement.doc))
        held.keep(connection, spells, places)
    held.refresh(connection, reviews)  # what is left are lines that people added


def _reviews(connection: Connection) -> dict[str, list[Review]]:
    """The reviews of each line, in their order."""
    found: dict[str, list[Review]] = {}
    for row in connection.execute(queries.ordered(schema.reviews)).mappings():
        review = rows.review_of(row)
        found.setdefault(review.statement_id, []).append(review)
    return found


def _reports(connection: Connection) -> list[Told]:
    """All reports ever recorded, in their order."""
    found = connection.execute(queries.ordered(schema.reports)).mappings()
    return [Told(rows.report_of(row), datetime.fromisoformat(row["recorded"])) for row in found]
