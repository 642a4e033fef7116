"""Appending documents with what is known of them, and statements with what was read: each as far as it is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from detente.corpus.document import Document
from detente.kernel.errors import BadInput, EvidenceMismatch
from detente.ledger.entries import Appearance, Entry, Report
from detente.ledger.spells import fresh
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


def append_statements(
    chain: Chain, statements: Sequence[Statement], *, at: tuple[Kept, int], of: tuple[Report, datetime]
) -> int:
    """Append the statements that are new to a document, and index them; `at`: the document and the place of the reading."""
    (kept, reading), (report, recorded) = at, of
    table = schema.statements
    known = set(chain.connection.execute(select(table.c.id).where(table.c.doc == kept.place)).scalars())
    found: dict[str, Statement] = {}
    for statement in statements:
        found.setdefault(statement.id, statement)  # the first of equals is kept
    new = [name for name in found if name not in known]
    made = [rows.statement_row(name, found[name], doc=kept.place, reading=reading) for name in new]
    chain.append(table, made)
    if kept.new and report.story is None:
        held.keep(chain.connection, fresh({name: Entry(found[name], recorded) for name in new}, report))
    else:
        held.refresh(chain.connection, new)
    return len(new)


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
    there = chain.connection.execute(queries.one(schema.documents, "hash", document.hash)).scalar()
    if there is None:
        refuse_redacted(chain.connection, document.hash, document.name)
    (place,) = [there] if there else chain.append(schema.documents, [rows.document_row(document, recorded)])
    told = append_report(chain, report, recorded)
    about = document.metadata
    here = (about.publisher, about.url, about.published, about.how_dated)
    _append_appearance(chain, Appearance(document.hash, document.name, *here), recorded)
    return Kept(place, new=there is None, told=told)


def _append_appearance(chain: Chain, here: Appearance, recorded: datetime) -> None:
    """Append an appearance that is not known yet."""
    table = schema.appearances
    known = chain.connection.execute(select(table).where(table.c.doc == here.doc)).mappings()
    if here not in [rows.appearance_of(row) for row in known]:
        chain.append(table, [rows.appearance_row(here, recorded)])


def check_belongs(document: Document, *, report: Report, statements: Sequence[Statement]) -> None:
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
