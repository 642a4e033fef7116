"""The whole index of what was held, made at once from all entries: some thousand lines at a time, so that memory is bounded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, select

from detente.ledger.entries import Review
from detente.ledger.spells import Spell, Told, spells_of
from detente.stores import held, queries, rows, schema

_AT_A_TIME = 1_000  # statements


def index_held(connection: Connection) -> None:
    """Make the index of a project anew."""
    connection.execute(delete(schema.held))
    last = -1
    while found := _next(connection, last):
        entries = [rows.entry_of(row) for row in found]
        reviews = _reviews(connection, [entry.statement.id for entry in entries])
        told_of = _reports(held.reports_with(connection, {entry.statement.doc for entry in entries}))
        spells: list[Spell] = []
        for entry in entries:
            name, doc = entry.statement.id, entry.statement.doc
            spells += spells_of(name, entry, reviews.get(name, []), reports=told_of(doc))
        held.keep(connection, spells)
        last = found[-1]["sequence"]
    held.refresh(connection, _added(connection))


def _next(connection: Connection, last: int) -> Sequence[rows.Kept]:
    query = queries.statements().where(schema.statements.c.sequence > last).limit(_AT_A_TIME)
    return connection.execute(query).mappings().all()


def _reviews(connection: Connection, lines: Collection[str]) -> dict[str, list[Review]]:
    """The reviews of each line, in their order."""
    found: dict[str, list[Review]] = {}
    query = queries.ordered(schema.reviews).where(schema.reviews.c.statement_id.in_(lines))
    for row in connection.execute(query).mappings():
        review = rows.review_of(row)
        found.setdefault(review.statement_id, []).append(review)
    return found


def _added(connection: Connection) -> Sequence[str]:
    """The lines that people added."""
    entered = select(schema.statements.c.id)
    query = select(schema.reviews.c.statement_id).where(schema.reviews.c.statement_id.not_in(entered))
    return connection.execute(query.distinct()).scalars().all()


def _reports(found: Iterable[Told]) -> Callable[[str], list[Told]]:
    """For a document all reports ever recorded of it, and of those that were ever in a story with it."""
    numbered: list[Told] = []
    of_doc: dict[str, list[int]] = {}
    of_story: dict[str, set[str]] = {}
    for number, told in enumerate(found):
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
