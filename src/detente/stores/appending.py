"""Appending documents with what is known of them, and statements with what was read: each as far as it is new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from detente.corpus.document import Document
from detente.kernel.errors import BadInput, EvidenceMismatch
from detente.ledger.entries import Appearance, Entry, ReadReport, Report
from detente.ledger.spells import Spell, fresh
from detente.statements.record import Statement
from detente.stores import held, queries, rows, schema
from detente.stores.chain import Chain
from detente.stores.tombstones import refuse_redacted


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a document stands in its table, whether it is new, and whether its report told something new."""

    place: int
    new: bool
    told: bool


@dataclass(frozen=True, slots=True)
class Appended:
    """Where the new statements stand, the spells of those that nothing else bears on, and the documents to index anew."""

    new: Mapping[str, int] = field(default_factory=dict)
    spells: tuple[Spell, ...] = ()
    anew: tuple[str, ...] = ()


def in_parts(read: Iterable[ReadReport], together: int) -> Iterator[list[ReadReport]]:
    """Reports in their order, parted where enough is together: statements, thousands of characters, or reports."""
    some: list[ReadReport] = []
    weight = 0
    for one in read:
        some.append(one)
        weight += max(1, len(one.statements), len(one.document.text) // 1_000)
        if weight >= together:
            yield some
            some, weight = [], 0
    if some:
        yield some


def append_together(chain: Chain, read: Iterable[ReadReport]) -> int:
    """Append reports with what was read in them, and index it; how many statements were new."""
    appended = [append_read(chain, one) for one in read]
    for made in appended:
        held.keep(chain.connection, made.spells, made.new)
    held.told_anew(chain.connection, (doc for made in appended for doc in made.anew))
    return sum(len(made.new) for made in appended)


def append_read(chain: Chain, read: ReadReport) -> Appended:
    """Append a document and what was read in it, as far as it is new; what was read under the same key adds nothing."""
    if queries.place_of(chain.connection, schema.readings, read.cache_key) is not None:
        return Appended()
    kept = append_document(chain, read.document, (read.report, read.recorded))
    (place,) = chain.append(schema.readings, [_reading_row(read, kept.place)])
    new = _new_of(chain.connection, read.statements, kept)
    made = [rows.statement_row(name, one, doc=kept.place, reading=place) for name, one in new.items()]
    places = dict(zip(new, chain.append(schema.statements, made), strict=True))
    chain.append(schema.problems, [rows.problem_row(problem, place) for problem in read.problems])
    if kept.new and _first_of_story(chain.connection, read.report):
        entries = {name: Entry(statement, read.recorded) for name, statement in new.items()}
        return Appended(places, tuple(fresh(entries, read.report)))
    return Appended(places, anew=(read.document.hash,) if kept.told or new else ())


def _first_of_story(connection: Connection, report: Report) -> bool:
    """Whether no other document was ever in the story of a report."""
    if report.story is None:
        return True
    table = schema.reports
    query = select(table.c.doc).where(table.c.story == report.story, table.c.doc != report.doc).limit(1)
    return connection.execute(query).first() is None


def _reading_row(read: ReadReport, doc: int) -> rows.Row:
    """Who read a document, and when."""
    origins = sorted({statement.origin for statement in read.statements})
    at = rows.moment(read.recorded)
    told = {"cache_key": read.cache_key, "doc": doc, "reader": ", ".join(origins) or None, "recorded": at}
    return rows.storable(told)


def _new_of(connection: Connection, statements: Iterable[Statement], kept: Kept) -> dict[str, Statement]:
    """The statements that are new to a document, by id."""
    table, known = schema.statements, set()
    if not kept.new:
        known = set(connection.execute(select(table.c.id).where(table.c.doc == kept.place)).scalars())
    new: dict[str, Statement] = {}
    for statement in statements:
        name = statement.id
        if name not in known:
            new.setdefault(name, statement)  # the first of equals is kept
    return new


def append_report(chain: Chain, report: Report, recorded: datetime) -> bool:
    """Append a report unless the newest of its document says the same; whether it was new."""
    table = schema.reports
    query = select(table).where(table.c.doc == report.doc).order_by(table.c.sequence.desc()).limit(1)
    newest = chain.connection.execute(query).mappings().first()
    if newest is not None and rows.report_of(newest) == report:
        return False
    chain.append(table, [rows.report_row(report, recorded)])
    return True


def append_document(chain: Chain, document: Document, known: tuple[Report, datetime]) -> Kept:
    """Append a document with its report and where it appeared, as far as they are new."""
    report, recorded = known
    about = document.metadata
    here = Appearance(
        document.hash, document.name, about.publisher, about.url, about.published, about.how_dated
    )
    there = queries.place_of(chain.connection, schema.documents, document.hash)
    if there is not None:
        told = append_report(chain, report, recorded)
        _append_appearance(chain, here, recorded)
        return Kept(there, new=False, told=told)
    refuse_redacted(chain.connection, document.hash, document.name)
    (place,) = chain.append(schema.documents, [rows.document_row(document, recorded)])
    chain.append(schema.reports, [rows.report_row(report, recorded)])
    chain.append(schema.appearances, [rows.appearance_row(here, recorded)])
    return Kept(place, new=True, told=True)


def _append_appearance(chain: Chain, here: Appearance, recorded: datetime) -> None:
    """Append an appearance that is not known yet."""
    table = schema.appearances
    known = chain.connection.execute(select(table).where(table.c.doc == here.doc)).mappings()
    if here not in [rows.appearance_of(row) for row in known]:
        chain.append(table, [rows.appearance_row(here, recorded)])


def check_belongs(document: Document, *, report: Report, statements: Iterable[Statement]) -> None:
    """Raise where a report or a statement is of another document, or evidence is not what its span gives."""
    doc = document.hash
    if report.doc != doc:
        raise BadInput(
            f"the report '{report.name}' is of document {report.doc}, not {doc}; give the document's own"
        )
    for statement in statements:
        if statement.doc != doc:
            raise BadInput(
                f"statement {statement.id} is of document {statement.doc}, not {doc}; enter it with its own"
            )
        if statement.span.of(document.text) != statement.evidence:
            place = f"{statement.span.start}-{statement.span.end} of '{document.name}'"
            raise EvidenceMismatch(
                f"statement {statement.id}: other words stand at {place}; copy the span unaltered"
            )
