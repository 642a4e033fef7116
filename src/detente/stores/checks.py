"""Checks of a project: is the file whole, does each line stand on its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table, select
from sqlalchemy.exc import DBAPIError

from detente.corpus.document import Document
from detente.kernel.errors import DetenteError
from detente.kernel.problems import Problem
from detente.ledger.entries import Entry, Review
from detente.ledger.reviewing import standing
from detente.ledger.splitting import incomplete
from detente.stores import queries, rows, schema
from detente.stores.chain import START, digest, head_of, linked, places_gone
from detente.stores.held import doc_named
from detente.stores.tombstones import gone_of, is_unwiped, redaction_of

Value = TypeVar("Value")

_REMEDY = "go back to a copy made before; keep this file for inquiry"
_AT_A_TIME = 5_000
_UNREADABLE = (ValueError, TypeError, KeyError, DetenteError)


def inspect(connection: Connection) -> tuple[Problem, ...]:
    """Every fault of the file, as problems; none where it is whole."""
    found: list[Problem] = []
    checks: tuple[Callable[[Connection], Iterable[Problem]], ...] = (
        _pages,
        _guards,
        _references,
        _links,
        _tombstones,
        _unwiped,
        _documents_and_lines,
    )
    for check in checks:
        try:
            found.extend(check(connection))
        except DBAPIError as error:
            place = check.__name__.strip("_").replace("_", " ")
            found.append(_fault("file-damaged", place, f"cannot be read: {error.orig}"))
    return tuple(dict.fromkeys(found))


def _pages(connection: Connection) -> Iterator[Problem]:
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield _fault("file-damaged", "pages", str(line))


def _guards(connection: Connection) -> Iterator[Problem]:
    """Triggers that were taken off or altered: rows may have been changed meanwhile."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    there = {row.name: row.sql for row in connection.exec_driver_sql(query)}
    for name, sql in schema.guards().items():
        if there.get(name) != sql:
            yield _fault(
                "guard-missing", name, "the trigger that keeps rows from being changed is not as it was made"
            )


def _references(connection: Connection) -> Iterator[Problem]:
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield _fault(
            "reference-broken", f"{table} row {row}", f"it names a row of {parent} that is not there"
        )


def _links(connection: Connection) -> Iterator[Problem]:
    """The first entry that is not what was appended, and the others; rows that are gone or were slipped in; a cut end."""
    left = {
        table.name: connection.execute(_signed(table).execution_options(yield_per=_AT_A_TIME)).mappings()
        for table in schema.CHAINED
    }
    before, count = START, 0
    tables = {table.name: table for table in schema.CHAINED}
    query = queries.ordered(schema.chain).execution_options(yield_per=_AT_A_TIME)
    ahead: dict[str, rows.Kept | None] = {}
    redacted = _redacted(connection)
    for link in connection.execute(query).mappings():
        count += 1
        place = f"entry {link['sequence']}, {link['entry']} row {link['row']}"
        if link["sequence"] != count:
            yield _fault("rows-missing", place, f"entries {count} to {link['sequence'] - 1} are gone")
            count = link["sequence"]
        name = link["entry"]
        if (kept := redacted.get(count)) is not None:
            if linked(before, kept) != link["link"]:
                yield _fault(
                    "row-altered", place, "its row was redacted, and the digest kept of it is another's"
                )
            before = link["link"]
            continue
        row = ahead.pop(name, None) or next(left.get(name, iter(())), None)
        if row is None or row["sequence"] != link["row"]:
            yield _fault("rows-missing", place, "its row is gone, or stands elsewhere")
            ahead[name] = row
        elif not _fits(tables[name], row, before=before, link=link["link"]):
            yield _fault("row-altered", place, "its values are not those kept")
        before = link["link"]
    for name, found in left.items():
        if (row := ahead.get(name) or next(found, None)) is not None:
            yield _fault("row-unlinked", f"{name} row {row['sequence']}", "no entry of the chain is its own")
    if head_of(connection) != (count, before):
        yield _fault("chain-cut", f"entry {count}", "the chain does not end where the file says that it ends")


def _redacted(connection: Connection) -> dict[int, bytes]:
    """The entries whose rows were redacted, with the digests of the rows, by redactions that are entries themselves."""
    found: dict[int, bytes] = {}
    for entry, row in _redactions(connection):
        with suppress(*_UNREADABLE):
            found |= {gone: kept for gone, kept in gone_of(row).items() if entry is not None and gone < entry}
    return found


def _redactions(connection: Connection) -> Iterator[tuple[int | None, rows.Kept]]:
    """Every redaction with its entry in the chain; None where it has none."""
    chain, table = schema.chain, schema.redactions
    query = select(chain.c.row, chain.c.sequence).where(chain.c.entry == table.name)
    entries = {row.row: row.sequence for row in connection.execute(query)}
    for row in connection.execute(queries.ordered(table)).mappings():
        yield entries.get(row["sequence"]), row


def _tombstones(connection: Connection) -> Iterator[Problem]:
    """Redactions that say nothing, or claim rows that came after them; documents that stand beside their tombstone."""
    highest: dict[str, int] = {}
    for entry, row in _redactions(connection):
        place = f"redactions row {row['sequence']}"
        try:
            told, gone = redaction_of(row), gone_of(row)
        except _UNREADABLE as error:
            yield _fault("row-unreadable", place, f"it cannot be read: {error}")
            continue
        if entry is not None and any(number >= entry for number in gone):
            yield _fault("row-altered", place, "it claims rows that were appended after it")
        if queries.place_of(connection, schema.documents, told.doc) is not None:
            yield _fault("row-altered", place, "the document that it took out is there")
        removed = select(schema.chain.c.entry, schema.chain.c.row).where(schema.chain.c.sequence.in_(gone))
        for name, number in connection.execute(removed):
            highest[name] = max(number, highest.get(name, 0))
    if highest != places_gone(connection):
        yield _fault("chain-cut", "places of redacted rows", "they are not those that redactions tell of")


def _unwiped(connection: Connection) -> Iterator[Problem]:
    """A redaction that was kept, and whose bytes were not wiped yet."""
    if is_unwiped(connection):
        message = "the program ended before the bytes of what was redacted were wiped from the file"
        yield Problem(
            "redaction-unfinished", "file", message, "redact the document again, which ends the work", "error"
        )


def _signed(table: Table) -> Select[Any]:
    columns = [column for column in table.columns if column.name != "text"]
    return select(*columns).order_by(table.c.sequence)


def _fits(table: Table, row: rows.Kept, *, before: bytes, link: bytes) -> bool:
    try:
        return linked(before, digest(table, row)) == link
    except _UNREADABLE:
        return False


def _documents_and_lines(connection: Connection) -> Iterator[Problem]:
    """Texts that do not give their hash, lines that are not theirs, reviews that hang on nothing."""
    table = schema.documents
    made: dict[str, list[Review]] = {}
    added: dict[str, list[str]] = {}
    for review in _values(connection, queries.ordered(schema.reviews), value_of=rows.review_of):
        if isinstance(review, Problem):
            yield review
        else:
            made.setdefault(review.statement_id, []).append(review)
            added.setdefault(doc_named(review), []).append(review.statement_id)
    for doc in connection.execute(select(table.c.hash).order_by(table.c.sequence)).scalars().all():
        query = select(table).where(table.c.hash == doc)
        for document in _values(connection, query, value_of=rows.document_of):
            if isinstance(document, Problem):
                yield document
                continue
            if document.hash != doc:
                yield _fault("hash-mismatch", f"document {doc}", f"the text hashes to {document.hash}")
            entries: list[Entry] = []
            yield from _lines(connection, document, doc=doc, entries=entries)
            ids = dict.fromkeys([*(entry.statement.id for entry in entries), *added.get(doc, ())])
            mine = [review for name in ids for review in made.pop(name, ())]
            reviewed = standing(entries, mine, texts={doc: document.text})
            yield from (*reviewed.problems, *incomplete(reviewed.lines))
    yield from standing((), [review for left in made.values() for review in left], texts={}).problems


def _lines(
    connection: Connection, document: Document, *, doc: str, entries: list[Entry]
) -> Iterator[Problem]:
    """Faults of one document's statements; the statements that can be read are put in `entries`."""
    query = queries.statements_of(doc)
    ids = connection.execute(query.with_only_columns(schema.statements.c.id)).scalars().all()
    for name, entry in zip(ids, _values(connection, query, value_of=rows.entry_of), strict=True):
        if isinstance(entry, Problem):
            yield entry
            continue
        statement = entry.statement
        entries.append(entry)
        if statement.id != name:
            yield _fault("id-mismatch", f"statement {name}", f"what it says hashes to {statement.id}")
        if document.text[statement.span.start : statement.span.end] != statement.evidence:
            yield _fault(
                "evidence-mismatch", f"statement {name}", "its words are not in the text at its span"
            )


def _values(
    connection: Connection, query: Select[Any], *, value_of: Callable[[rows.Kept], Value]
) -> Iterator[Value | Problem]:
    """The value of each row, or the problem that it has none."""
    for row in connection.execute(query).mappings():
        try:
            yield value_of(row)
        except _UNREADABLE as error:
            what = value_of.__name__.removesuffix("_of")
            yield _fault("row-unreadable", f"{what} row {row['sequence']}", f"it cannot be read: {error}")


def _fault(code: str, place: str, message: str) -> Problem:
    return Problem(code, place, message, remedy=_REMEDY, severity="error")
