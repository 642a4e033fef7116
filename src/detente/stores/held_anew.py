"""The whole index of what was held, made at once from all entries, without a look-up for each line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    told_of = _reports(connection)
    query = queries.statements().execution_options(yield_per=_AT_A_TIME)
    found = connection.execute(query).mappings()
    while some := list(islice(found, _AT_A_TIME)):
        spells: list[Spell] = []
        for row in some:
            entry = rows.entry_of(row)
            made = reviews.pop(entry.statement.id, [])
            spells += spells_of(entry.statement.id, entry, made, reports=told_of(entry.statement.doc))
        held.keep(connection, spells)
    held.refresh(connection, reviews)  # what is left are lines that people added


def _reviews(connection: Connection) -> dict[str, list[Review]]:
    """The reviews of each line, in their order."""
    found: dict[str, list[Review]] = {}
    for row in connection.execute(queries.ordered(schema.reviews)).mappings():
        review = rows.review_of(row)
        found.setdefault(review.statement_id, []).append(review)
    return found


def _reports(connection: Connection) -> Callable[[str], list[Told]]:
    """For a document all reports ever recorded of it, and of those that were ever in a story with it."""
    numbered: list[Told] = []
    of_doc: dict[str, list[int]] = {}
    of_story: dict[str, set[str]] = {}
    for number, row in enumerate(connection.execute(queries.ordered(schema.reports)).mappings()):
        told = Told(rows.report_of(row), datetime.fromisoformat(row["recorded"]))
        numbered.append(told)
        of_doc.setdefault(told.report.doc, []).append(number)
        if told.report.story is not None:
            of_story.setdefault(told.report.story, set()).add(told.report.doc)
    return lambda doc: [numbered[n] for n in sorted(_with(doc, of_doc, (numbered, of_story)))]


def _with(
    doc: str, of_doc: Mapping[str, list[int]], told: tuple[list[Told], Mapping[str, set[str]]]
) -> set[int]:
    numbered, of_story = told
    stories = {numbered[n].report.story for n in of_doc.get(doc, ())}
    docs = {doc}.union(*(of_story.get(story, set()) for story in stories if story is not None))
    return {n for one in docs for n in of_doc.get(one, ())}
