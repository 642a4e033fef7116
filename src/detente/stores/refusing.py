"""Why reviews could not be carried out on what is in a project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from detente.kernel.errors import BadInput
from detente.kernel.problems import Problem
from detente.ledger.entries import Review, ReviewAction
from detente.ledger.reviewing import Reviewed, standing
from detente.ledger.splitting import check_merge, check_split, incomplete
from detente.ledger.superseding import Replacement, replacement_of
from detente.stores import queries, rows, schema
from detente.stores.held import doc_named


def refusal(connection: Connection, review: Review) -> Problem | None:
    """Why a review could not be carried out on what is in the project, or None."""
    return _first_new(connection, (review,))[0]


def refusal_of_all(connection: Connection, reviews: Sequence[Review]) -> Problem | None:
    """Why reviews could not be carried out together, or None: splits and merges come, and go, as a whole."""
    fault, before, after = _first_new(connection, reviews)
    if fault is not None:
        return fault
    fresh = {made for review in reviews if (made := replacement_of(review)) is not None}
    gone = {
        made
        for review in reviews
        if review.action is ReviewAction.UNDO and review.statement_id in before.lines
        for each in before.lines[review.statement_id].reviews
        if (made := replacement_of(each)) is not None
    }
    for put in fresh:
        try:
            _check_replacement(put, before, after)
        except (BadInput, KeyError) as error:
            told = f"no line {error}" if isinstance(error, KeyError) else str(error)
            place = f"lines {', '.join(put.every)}"
            return Problem("review-refused", place, told, "append a corrected review", "error")
    return next(iter(incomplete(after.lines, only=fresh | gone)), None)


def _check_replacement(made: Replacement, before: Reviewed, after: Reviewed) -> None:
    """Raise BadInput where lines cannot take the place of others; KeyError where one of them is not there."""
    replaced = [before.lines[name].statement for name in made.lines]
    put = [after.lines[name].statement for name in made.into]
    if len(made.lines) == 1:
        check_split(replaced[0], put)
    else:
        check_merge(replaced, put[0])


def _first_new(
    connection: Connection, reviews: Sequence[Review]
) -> tuple[Problem | None, Reviewed, Reviewed]:
    """The first fault that reviews would bring, with what stands before them and after."""
    ids = _with_replaced({review.statement_id for review in reviews}, reviews)
    ids = _with_replaced(ids, _reviews_of(connection, ids))
    earlier = _reviews_of(connection, ids)
    query = queries.statements().where(schema.statements.c.id.in_(ids))
    entries = [rows.entry_of(row) for row in connection.execute(query).mappings()]
    docs = {entry.statement.doc for entry in entries} | {doc_named(r) for r in (*earlier, *reviews)}
    table = schema.documents
    texts = {
        document.hash: document.text
        for document in map(
            rows.document_of, connection.execute(select(table).where(table.c.hash.in_(docs))).mappings()
        )
    }
    before = standing(entries, earlier, texts=texts)
    after = standing(entries, [*earlier, *reviews], texts=texts)
    known, found = before.problems, after.problems
    fault = next((fault for fault in found if found.count(fault) > known.count(fault)), None)
    return fault, before, after


def _with_replaced(ids: set[str], reviews: Iterable[Review]) -> set[str]:
    """Lines with those that were replaced, or put in their place, together with them."""
    return ids.union(*(made.every for review in reviews if (made := replacement_of(review)) is not None))


def _reviews_of(connection: Connection, ids: Iterable[str]) -> list[Review]:
    """All reviews of some lines, in the order of appending."""
    query = queries.ordered(schema.reviews).where(schema.reviews.c.statement_id.in_(set(ids)))
    return [rows.review_of(row) for row in connection.execute(query).mappings()]
