"""Taking records into a project: each is checked where it stands, and all of them are kept, or none."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, select, text

from detente.corpus.document import Document
from detente.kernel.errors import BadDate, BadInput, EvidenceMismatch, Redacted
from detente.kernel.suggest import did_you_mean
from detente.ledger.entries import Review
from detente.ledger.marks import Mark, check_mark
from detente.ledger.people import Merge, MergeAction, check_merge, who_is_who
from detente.ledger.roles import Role, check_sense
from detente.statements.record import Statement
from detente.stores import held, queries, rows, schema
from detente.stores.access import FileAccess
from detente.stores.chain import START, Chain
from detente.stores.held_anew import index_held
from detente.stores.opening import check_file, check_schema
from detente.stores.refusing import refusal
from detente.stores.tombstones import gone_of, mark_of, redaction_of, refuse_redacted
from detente.stores.whole import TOMBSTONE, Record, kind_of, row_of

_AGAIN = "export the project again, whole"
_RUN = 1_000  # rows that are appended at once
_DOCS = 500  # documents whose lines are indexed at once
_NEW = text("SELECT sequence, hash FROM documents WHERE sequence > :last ORDER BY sequence LIMIT :limit")
_READ_ANEW = text(  # documents that were there, with statements that are new
    "SELECT DISTINCT doc AS sequence FROM statements WHERE sequence > :statements AND doc <= :documents"
)
_TABLES = {kind_of(table): table for table in schema.CHAINED}
_FAULTS = (BadInput, Redacted, BadDate, EvidenceMismatch, ValueError, TypeError, KeyError, AttributeError)
_VALUES: dict[str, Callable[[rows.Kept], Any]] = {
    "documents": rows.document_of,
    "reports": rows.report_of,
    "appearances": rows.appearance_of,
    "statements": rows.statement_of,
    "reviews": rows.review_of,
    "problems": rows.problem_of,
    "settings": rows.setting_of,
    "merges": rows.merge_of,
    "roles": rows.role_of,
    "marks": mark_of,
    "redactions": redaction_of,
}


@dataclass(frozen=True, slots=True)
class Taken:
    """How many records of each kind were new, and how many the project had already."""

    new: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)


def take(path: Path, records: Iterable[tuple[str, Record]], *, at: str | None = None) -> Taken:
    """Take records (each with its place in the file it came from) into a project, in one transaction.

    Without `at` the project is empty and the records keep the times at which they were recorded; an id that comes twice is
    a fault. With `at` (`whole.instant`) they are recorded then, what the project has already is passed over, and what it
    knows of its documents and its settings stand. Raises BadInput with the place, what is wrong and what to do.
    """
    check_file(path, writable=True)
    file = FileAccess(path, writable=True)
    try:
        file.ask(lambda connection: check_schema(connection, path))
        with file.writing() as connection:
            taking = _Taking(connection, at)
            for place, record in records:
                taking.take(place, record)
            taking.close()
    finally:
        file.close()
    return taking.taken


class _Taking:
    """What was taken so far in one transaction."""

    def __init__(self, connection: Connection, at: str | None) -> None:
        self.taken = Taken()
        self._connection = connection
        self._chain = Chain(connection)
        self._at = at
        self._run: list[rows.Row] = []
        self._table: Table | None = None
        self._keys: set[object] = set()
        self._text: tuple[str, str] = ("", "")
        self._places: dict[object, int] = {}
        self._before = {
            table.name: _last(connection, table)
            for table in (schema.documents, schema.readings, schema.statements)
        }
        self._reviewed: dict[str, None] = {}
        self._actions: dict[str, Counter[str]] = {}
        self._tombstones: dict[int, bytes] = {}  # whose redaction has not come yet
        self._merges: list[Merge] | None = None

    def take(self, place: str, record: Record) -> None:
        """Take one record."""
        if record.get("record") == TOMBSTONE:
            self._take_tombstone(place, record)
            return
        table = _table_of(place, record)
        if self._table is not table or len(self._run) >= _RUN:
            self._flush()
            self._table = table
        if self._at is not None:
            for name in ("recorded", "at"):
                if name in table.c:
                    record = record | {name: self._at}
        row = self._row(place, table, record)
        kind = kind_of(table)
        if self._is_known(place, table, (row, record)):
            self.taken.known[kind] += 1
            return
        if table is schema.reviews:
            self._check_review(place, row)
        if table is schema.redactions:
            row = self._redaction(place, row)
        if table is schema.merges:
            self._check_merge(place, row)
        self.taken.new[kind] += 1
        self._run.append(row)
        if table.name in queries.KNOWN_BY:
            self._keys.add(row[queries.KNOWN_BY[table.name]])

    def close(self) -> None:
        """Append what is left, and bring the index up to it."""
        self._flush()
        self._chain.close()
        if self._tombstones:
            raise _refused("the end", f"{len(self._tombstones)} tombstones without their redaction", _AGAIN)
        if self._at is None:
            index_held(self._connection)
        else:
            self._index_new()

    def _index_new(self) -> None:
        """Bring the index up to what is new in a project that was there: a few documents at a time."""
        there = self._connection.execute(_READ_ANEW, self._before).scalars().all()
        for at in range(0, len(there), _DOCS):
            table = schema.documents
            some = select(table.c.hash).where(table.c.sequence.in_(there[at : at + _DOCS]))
            self._index(self._connection.execute(some).scalars().all())
        last = self._before["documents"]
        while new := self._connection.execute(_NEW, {"last": last, "limit": _DOCS}).all():
            self._index([doc for _, doc in new])
            last = new[-1][0]
        held.refresh(self._connection, self._reviewed)

    def _index(self, docs: Sequence[str]) -> None:
        """Bring the index up to some documents, and to those that are in a story with them."""
        told = held.reports_with(self._connection, docs)
        held.refresh(self._connection, held.lines_with(self._connection, {one.report.doc for one in told}))

    def _flush(self) -> None:
        if self._table is not None:
            self._chain.append(self._table, self._run)
        self._run, self._keys = [], set()

    def _take_tombstone(self, place: str, record: Record) -> None:
        """Go past the entry of a row that was redacted; in a project that is there it has no place."""
        table = _TABLES.get(str(record.get("of")))
        try:
            found = bytes.fromhex(str(record.get("digest")))
        except ValueError:
            found = b""
        if table is None or len(found) != len(START):
            raise _refused(place, "a tombstone without the kind and the digest of its row", _AGAIN)
        if self._at is None:
            self._flush()
            self._tombstones[self._chain.pass_over(table, found)] = found

    def _redaction(self, place: str, row: rows.Row) -> rows.Row:
        """A redaction with the tombstones that it left; without them in a project that is there, where no row went."""
        if self._at is not None:
            return row | {"gone": "[]", "reviews": "[]"}
        for entry, found in gone_of(row).items():
            if self._tombstones.pop(entry, None) != found:
                raise _refused(place, f"it tells of entry {entry}, which is no tombstone before it", _AGAIN)
        return row

    def _row(self, place: str, table: Table, record: Record) -> rows.Row:
        """The row of a record that says what it may say."""
        try:
            row = row_of(self._connection, table, record, places=self._places)
            if table.name in _VALUES:
                given = record if table is schema.statements else {}
                value = _VALUES[table.name](row | ({"doc": given["doc"]} if given else {}))
                self._check_value(value, record)
        except LookupError as fault:
            if isinstance(fault, KeyError) or len(fault.args) != 2:
                raise _refused(place, f"a field that is none ({fault})", "correct the row") from fault
            kind, name = fault.args
            remedy = "keep the order of the rows, and give the row that it names with them"
            raise _refused(place, f"no {kind} '{name}' stands before it", remedy) from fault
        except _FAULTS as fault:
            raise _refused(
                place, f"no {kind_of(table)} ({fault})", "correct the row, or export it again"
            ) from fault
        return row

    def _check_value(self, value: object, record: Record) -> None:
        """Raise BadInput where a text does not give its hash, or a line is not of its text."""
        if isinstance(value, Document):
            if value.hash != record["hash"]:
                raise BadInput(f"its text has the hash {value.hash[:12]}…, not {str(record['hash'])[:12]}…")
            refuse_redacted(self._connection, value.hash, value.name)
        if isinstance(value, Mark):
            check_mark(value)
        if isinstance(value, Role):
            check_sense(value)
        if isinstance(value, Statement):
            if value.id != record["id"]:
                raise BadInput(f"what it says has the id {value.id}, not {record['id']}")
            if value.span.of(self._text_of(value.doc)) != value.evidence:
                where = f"{value.span.start}-{value.span.end}"
                raise EvidenceMismatch(f"other words stand at {where} of its document")

    def _text_of(self, doc: str) -> str:
        """The text of a document, kept at hand while its lines come in."""
        if self._text[0] != doc:
            query = select(schema.documents.c.text).where(schema.documents.c.hash == doc)
            found = self._connection.execute(query).scalar_one()
            self._text = (doc, bytes(found).decode("utf-8", "surrogatepass"))
        return self._text[1]

    def _is_known(self, place: str, table: Table, told: tuple[rows.Row, Record]) -> bool:
        """Whether the project has the record already; raises where an empty one is given an id twice."""
        row, record = told
        if (
            table is schema.redactions
            and queries.place_of(self._connection, schema.documents, row["doc"]) is not None
        ):
            if self._at is None:
                raise _refused(place, f"document '{row['doc']}' stands beside its tombstone", _AGAIN)
            return True  # it was taken out elsewhere and is here still: `exchanging` tells so
        if table.name in queries.KNOWN_BY:
            name = row[queries.KNOWN_BY[table.name]]
            there = name in self._keys or queries.place_of(self._connection, table, name) is not None
            if there and self._at is None:
                kind = kind_of(table)
                raise _refused(place, f"{kind} '{name}' stands twice", "keep one of the two")
            return there
        if self._at is None:
            return False
        if table is schema.reports:
            return not self._is_new(
                schema.documents, queries.place_of(self._connection, schema.documents, record["doc"])
            )
        if table is schema.appearances:
            return self._appeared(row)
        if table is schema.problems:
            return not self._is_new(schema.readings, row["reading"])
        if table is schema.merges and self._one_already(row):
            return True
        return table is schema.settings or self._done(table, row)

    def _is_new(self, table: Table, place: int | None) -> bool:
        """Whether a row was appended in this transaction."""
        return place is not None and place > self._before[table.name]

    def _appeared(self, row: rows.Row) -> bool:
        query = queries.ordered(schema.appearances).where(schema.appearances.c.doc == row["doc"])
        there = [rows.appearance_of(kept) for kept in self._connection.execute(query).mappings()]
        return rows.appearance_of(row) in there

    def _done(self, table: Table, row: rows.Row) -> bool:
        """Whether an action was carried out already: of equal actions as many are new as the file has more of."""
        if table.name not in self._actions:
            made = self._connection.execute(queries.ordered(table)).mappings()
            self._actions[table.name] = Counter(_action(kept) for kept in made)
        action, left = _action(row), self._actions[table.name]
        left[action] -= 1
        return left[action] >= 0

    def _check_review(self, place: str, row: rows.Row) -> None:
        """Raise where a review cannot be carried out on what stands."""
        self._flush()
        review: Review = rows.review_of(row)
        if self._at is not None:
            self._reviewed[review.statement_id] = None
        fault = refusal(self._connection, review)
        if fault is not None:
            raise _refused(place, fault.message, fault.remedy)

    def _check_merge(self, place: str, row: rows.Row) -> None:
        """Raise where a merge cannot be carried out on what stands before it."""
        merge = rows.merge_of(row)
        try:
            check_merge(self._made(), merge)
        except BadInput as fault:
            raise _refused(
                place, f"a merge that cannot be carried out ({fault})", "correct the row"
            ) from fault
        self._made().append(merge)

    def _made(self) -> list[Merge]:
        """The merges made so far, those of this file included."""
        if self._merges is None:
            made = self._connection.execute(queries.ordered(schema.merges)).mappings()
            self._merges = [rows.merge_of(kept) for kept in made]
        return self._merges

    def _one_already(self, row: rows.Row) -> bool:
        """Whether a merge says of two names what was said here before this file."""
        merge = rows.merge_of(row)
        made = self._made()
        who = who_is_who(made[: len(made) - self.taken.new["merge"]], kind=merge.kind)
        return merge.action is MergeAction.MERGE and who.same(merge.name, merge.into)


def _last(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.coalesce(func.max(table.c.sequence), 0))).scalar_one())


def _action(row: rows.Kept) -> str:
    """What an action says, but for its time."""
    told = rows.opened(row)
    return json.dumps([told[name] for name in sorted(told) if name not in {"sequence", "at", "recorded"}])


def _table_of(place: str, record: Record) -> Table:
    """The table of a record that has its fields and no others."""
    kind = record.get("record")
    table = _TABLES.get(str(kind))
    if table is None:
        known = ", ".join(_TABLES)
        raise _refused(
            place, f"'{kind}' is no kind of record{did_you_mean(str(kind), _TABLES)}", f"kinds are {known}"
        )
    for name in record:
        if name != "record" and (name == "sequence" or name not in table.c):
            names = [column.name for column in table.columns if column.name != "sequence"]
            told = f"a {kind} has no field '{name}'{did_you_mean(name, names)}"
            raise _refused(place, told, f"fields are {', '.join(names)}")
    for column in table.columns:
        if not column.nullable and column.name != "sequence" and record.get(column.name) is None:
            if column.name == "value" and "value" in record:
                continue
            raise _refused(
                place, f"a {kind} without '{column.name}'", "give the column, and a value in every row"
            )
    return table


def _refused(place: str, message: str, remedy: str) -> BadInput:
    return BadInput(f"{place}: {message}; {remedy}. Nothing was imported")
