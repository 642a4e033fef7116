"""The project file: one SQLite file that holds documents, statements and reviews, each as it was entered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from sqlalchemy import Select, Table, func, insert, select

from detente.corpus.document import Document
from detente.kernel.errors import BadInput, UnknownName
from detente.kernel.problems import Problem
from detente.ledger.entries import Appearance, Entry, ReadReport, Report, Review
from detente.ledger.marks import Mark, check_mark
from detente.ledger.people import Merge, check_merge
from detente.ledger.redactions import Loss, Redaction
from detente.ledger.roles import Role, check_role
from detente.ledger.spells import Held, Spell
from detente.ledger.view import Moment
from detente.statements.record import Statement
from detente.stores import held, queries, redacting, rows, schema
from detente.stores.access import FileAccess
from detente.stores.appending import append_document, append_report, append_together, check_belongs, in_parts
from detente.stores.chain import Chain, head_of
from detente.stores.checks import inspect
from detente.stores.opening import check_file, check_schema, make
from detente.stores.refusing import refusal_of_all
from detente.stores.tombstones import mark_of, mark_row, redaction_of

if TYPE_CHECKING:
    from detente.stores.story_index import ProjectStoryIndex

Answer = TypeVar("Answer")
Clock = Callable[[], datetime]
_AT_A_TIME = 200  # documents or statements
_TOGETHER = 20_000  # statements in a transaction of many reports
_SPELLS_AT_A_TIME = 5_000


def now_utc() -> datetime:
    """The present time in UTC."""
    return datetime.now(UTC)


class ProjectFile:
    """A project in one file, open for reading, or for reading and writing. A LedgerReader and a LedgerWriter.

    Everything is appended and nothing changed; each writing call is one transaction, on disk when it returns.
    Several programs may read while one writes. Faults of the file are ProjectFault.
    """

    def __init__(self, path: Path, *, writable: bool, clock: Clock) -> None:
        """Take a path that was checked; use `create` or `open`."""
        self.path = path
        self._clock = clock
        self._file = FileAccess(path, writable=writable)

    @classmethod
    def create(cls, path: Path, *, clock: Clock = now_utc) -> ProjectFile:
        """Make a new project and open it for writing; raises ProjectFault where the path is taken."""
        make(Path(path))
        return cls.open(path, writable=True, clock=clock)

    @classmethod
    def open(cls, path: Path, *, writable: bool = False, clock: Clock = now_utc) -> ProjectFile:
        """Open a project; raises ProjectFault, ProjectTooNew or UnsafeDriver."""
        path = Path(path)
        check_file(path, writable=writable)
        project = cls(path, writable=writable, clock=clock)
        try:
            project._file.ask(lambda connection: check_schema(connection, path))
        except BaseException:
            project.close()
            raise
        return project

    def close(self) -> None:
        """Close the file; the last program to close it clears the log beside it."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def entries(self) -> Sequence[Entry]:
        """Every statement ever entered, in the order of entry."""
        return self._all(queries.statements(), rows.entry_of)

    def entries_of(self, doc: str) -> Sequence[Entry]:
        """The statements ever entered of a document, named by its hash."""
        return self._all(queries.statements_of(doc), rows.entry_of)

    def reviews(self) -> Sequence[Review]:
        """Every review ever made, in the order of appending."""
        return self._all(queries.ordered(schema.reviews), rows.review_of)

    def reports(self, recorded_by: datetime | None = None) -> Mapping[str, Report]:
        """Reports by document hash: of each the newest known, or the newest known by that time."""
        query = queries.ordered(schema.reports)
        if recorded_by is not None:
            query = query.where(schema.reports.c.recorded <= rows.moment(recorded_by))
        return {report.doc: report for report in self._all(query, rows.report_of)}

    def document(self, doc: str) -> Document:
        """The document of that hash as first recorded, text unaltered; raises UnknownName."""
        found = self._all(select(schema.documents).where(schema.documents.c.hash == doc), rows.document_of)
        if not found:
            raise UnknownName(f"no document '{doc}' in {self.path}; `documents` lists the hashes")
        return found[0]

    def documents(self) -> Sequence[Document]:
        """Every document as first recorded, in the order of entry."""
        return self._all(queries.ordered(schema.documents), rows.document_of)

    def each_document(self) -> Iterator[Document]:
        """Every document in the order of entry, a few at a time: a large corpus is never in memory as a whole."""
        yield from self._each(queries.ordered(schema.documents), schema.documents, rows.document_of)

    def each_entry(self) -> Iterator[Entry]:
        """Every statement ever entered, in the order of entry, a few at a time."""
        yield from self._each(queries.statements(), schema.statements, rows.entry_of)

    def spells(self) -> Iterator[Spell]:
        """From when to when the file said what of each line, by holder, issue, day and line, a few at a time."""
        last: Spell | None = None
        while found := self._file.ask(partial(held.each_spell, last=last, limit=_SPELLS_AT_A_TIME)):
            yield from found
            last = found[-1]

    def appearances(self) -> Mapping[str, tuple[Appearance, ...]]:
        """Where and when each text came out, by document, in the order of entry."""
        found: dict[str, list[Appearance]] = {}
        for one in self._all(queries.ordered(schema.appearances), rows.appearance_of):
            found.setdefault(one.doc, []).append(one)
        return {doc: tuple(many) for doc, many in found.items()}

    def has_document(self, doc: str) -> bool:
        """Whether a document of that hash was entered."""
        return self._place_of(schema.documents, doc) is not None

    def report(self, doc: str) -> Report | None:
        """The newest report of a document; None where the document was not entered."""
        table = schema.reports
        query = select(table).where(table.c.doc == doc).order_by(table.c.sequence.desc()).limit(1)
        return next(iter(self._all(query, rows.report_of)), None)

    def problems(self) -> Sequence[Problem]:
        """Every problem recorded while reading, each once."""
        return tuple(dict.fromkeys(self._all(queries.ordered(schema.problems), rows.problem_of)))

    def derived(self, step: str, docs: Sequence[str]) -> Mapping[str, str]:
        """What a step made of documents and was kept, by document; a step's name holds its version."""
        table = schema.derived
        found: dict[str, str] = {}
        for at in range(0, len(docs), _AT_A_TIME):
            some = table.c.doc.in_(docs[at : at + _AT_A_TIME])
            query = select(table.c.doc, table.c.value).where(table.c.step == step, some)
            found |= dict(self._all(query, lambda row: (row["doc"], row["value"])))
        return found

    def settings(self) -> Mapping[str, Any]:
        """The newest value of each setting."""
        return dict(self._all(queries.ordered(schema.settings), rows.setting_of))

    def merges(self) -> Sequence[Merge]:
        """Every merge and parting of names ever made, in the order of appending."""
        return self._all(queries.ordered(schema.merges), rows.merge_of)

    def roles(self) -> Sequence[Role]:
        """Every role ever entered or withdrawn, in the order of appending."""
        return self._all(queries.ordered(schema.roles), rows.role_of)

    def marks(self) -> Sequence[Mark]:
        """Every mark of attribution ever made, in the order of appending."""
        return self._all(queries.ordered(schema.marks), mark_of)

    def redactions(self) -> Sequence[Redaction]:
        """The tombstones of documents, in the order of appending."""
        return self._all(queries.ordered(schema.redactions), redaction_of)

    def size(self) -> int:
        """How many documents were entered."""
        query = select(func.count()).select_from(schema.documents)
        return int(self._file.ask(lambda connection: connection.execute(query).scalar_one()))

    def is_read(self, doc: str) -> bool:
        """Whether a document was read, by whatever reader."""
        query = _readings_of(doc)
        return self._file.ask(lambda connection: connection.execute(query).first() is not None)

    def read_twice(self) -> bool:
        """Whether any document was read more than once."""
        table = schema.readings
        query = select(table.c.doc).group_by(table.c.doc).having(func.count() > 1).limit(1)
        return self._file.ask(lambda connection: connection.execute(query).first() is not None)

    @property
    def writable(self) -> bool:
        """Whether it was opened for writing."""
        return self._file.writable

    def stories(self) -> ProjectStoryIndex:
        """The index of stories in this file; where the file may be written, its tables are made as needed."""
        from detente.stores.story_index import ProjectStoryIndex

        return ProjectStoryIndex(self._file, self.document)

    def has(self, cache_key: str) -> bool:
        """Whether a document was already entered under that cache key."""
        return self._place_of(schema.readings, cache_key) is not None

    def latest(self, holder: str, issue: str, moment: Moment) -> Held | None:
        """What somebody said last on an issue, in the view of a moment: one look-up in the index."""
        return self._file.ask(lambda connection: held.latest(connection, holder, issue, moment=moment))

    def matrix(self, moment: Moment) -> Sequence[Held]:
        """What everybody said last on every issue, in the view of a moment."""
        return self._file.ask(lambda connection: held.matrix(connection, moment))

    def head(self) -> tuple[int, str]:
        """How many entries the chain has, and its last link: noted elsewhere, it shows later that nothing was cut."""
        count, link = self._file.ask(head_of)
        return count, link.hex()

    def has_link(self, link: str) -> bool:
        """Whether a link that was noted is in the chain."""
        try:
            query = select(schema.chain.c.sequence).where(schema.chain.c.link == bytes.fromhex(link))
        except ValueError:
            return False
        return self._file.ask(lambda connection: connection.execute(query).first() is not None)

    def verify(self) -> tuple[Problem, ...]:
        """Check the whole file: its pages, seals, hashes, ids, evidence, reviews. None means whole."""
        return self._file.ask(inspect)

    def enter(
        self,
        document: Document,
        *,
        report: Report,
        statements: Iterable[Statement],
        problems: Iterable[Problem],
        cache_key: str,
        recorded: datetime,
    ) -> int:
        """Enter a document and what was read in it; returns how many statements were new.

        The same cache key adds nothing; a statement known by its id is not added again; a report that tells
        something new is appended. Raises BadInput or EvidenceMismatch for what is not the document's.
        """
        read = ReadReport(document, report, tuple(statements), tuple(problems), cache_key, recorded)
        return self.enter_all([read])

    def enter_all(self, read: Iterable[ReadReport], *, together: int = _TOGETHER) -> int:
        """Enter many reports, as `enter` does each; returns how many statements were new.

        A transaction holds about `together` statements (or as many thousands of characters): those before it are on disk
        when the next one begins, and a fault leaves out the reports of its own.
        """
        return sum(map(self._enter_together, in_parts(read, together)))

    def _enter_together(self, read: Sequence[ReadReport]) -> int:
        for one in read:
            check_belongs(one.document, report=one.report, statements=one.statements)
        with self._appending() as chain:
            return append_together(chain, read)

    def keep_document(self, document: Document, *, report: Report, recorded: datetime) -> bool:
        """Enter a document that is not read yet; returns whether it is new.

        Where it is known, what is new of its report is appended, and that it appeared here too.
        """
        check_belongs(document, report=report, statements=())
        with self._appending() as chain:
            kept = append_document(chain, document, (report, recorded))
            if kept.told:
                held.told_anew(chain.connection, [document.hash])
        return kept.new

    def review(self, *reviews: Review) -> None:
        """Append reviews in one transaction; raises UnknownName or BadInput where one could not be carried out."""
        made = [rows.review_row(review) for review in reviews]
        with self._appending() as chain:
            fault = refusal_of_all(chain.connection, [rows.review_of(row) for row in made])
            if fault is not None:
                unknown = fault.code == "review-unknown-statement"
                raise (UnknownName if unknown else BadInput)(
                    f"{fault.place}: {fault.message}; {fault.remedy}"
                )
            chain.append(schema.reviews, made)
            held.refresh(chain.connection, dict.fromkeys(review.statement_id for review in reviews))

    def keep_report(self, report: Report, *, recorded: datetime) -> None:
        """Append what was learned of a known document (a date, its story); the same again adds nothing."""
        with self._appending() as chain:
            if queries.place_of(chain.connection, schema.documents, report.doc) is None:
                raise UnknownName(f"no document '{report.doc}' in {self.path}; enter it first")
            if append_report(chain, report, recorded):
                held.told_anew(chain.connection, [report.doc])

    def keep_derived(self, step: str, values: Mapping[str, str]) -> None:
        """Keep what a step made of documents, in place of what it made before."""
        made = [{"step": step, "doc": doc, "value": value} for doc, value in values.items()]
        if not made:
            return
        with self._file.writing() as connection:
            connection.execute(insert(schema.derived).prefix_with("OR REPLACE"), made)

    def keep_settings(self, settings: Mapping[str, Any]) -> None:
        """Keep the given settings, each with its time; others stay, and so do older values in the history."""
        at = rows.moment(self._clock())
        kept = [
            rows.storable({"name": k, "value": rows.plain(v), "recorded": at}) for k, v in settings.items()
        ]
        with self._appending() as chain:
            chain.append(schema.settings, kept)

    def merge(self, merge: Merge) -> None:
        """Append a merge of two names, or its parting; raises BadInput for one that could not be carried out."""
        self._append_checked(
            schema.merges, rows.merge_row(merge), lambda made: check_merge(map(rows.merge_of, made), merge)
        )

    def enter_role(self, role: Role) -> None:
        """Append a role, or that one is withdrawn; raises BadInput or BadDate for one that could not be."""
        self._append_checked(
            schema.roles, rows.role_row(role), lambda made: check_role(map(rows.role_of, made), role)
        )

    def mark(self, mark: Mark) -> None:
        """Append a mark; raises BadInput for one that says nothing, UnknownName for a document that is not there."""
        check_mark(mark)
        if mark.kind == "document" and not self.has_document(mark.name):
            raise UnknownName(f"no document '{mark.name}' in {self.path}; `detente corpus list` names them")
        with self._appending() as chain:
            chain.append(schema.marks, [mark_row(mark)])

    def lost(self, doc: str) -> Loss:
        """What the redaction of a document would take out; raises UnknownName."""
        return self._file.ask(lambda connection: redacting.lost(connection, doc))

    def redact(self, doc: str, *, reason: str, reviewer: str) -> Redaction:
        """Take a document out for good and leave its tombstone; ends one that was cut off. Raises UnknownName or BadInput.

        It is one transaction; after it the file is written anew, so that the bytes are gone from it and from its log.
        """
        if not reason.strip():
            raise BadInput("a redaction without a reason; say why, without the words that are to go")
        return redacting.take_out(self._file, doc, (reason, reviewer, self._clock()))

    @contextmanager
    def _appending(self) -> Iterator[Chain]:
        """One transaction that appends, with its chain."""
        with self._file.writing() as connection:
            chain = Chain(connection)
            yield chain
            chain.close()

    def _append_checked(
        self, table: Table, row: rows.Row, check: Callable[[Iterable[rows.Kept]], None]
    ) -> None:
        """Append a row that what stands in its table allows."""
        with self._appending() as chain:
            check(chain.connection.execute(queries.ordered(table)).mappings())
            chain.append(table, [row])

    def _place_of(self, table: Table, name: str) -> int | None:
        return self._file.ask(lambda connection: queries.place_of(connection, table, name))

    def _each(
        self, query: Select[Any], table: Table, value_of: Callable[[rows.Kept], Answer]
    ) -> Iterator[Answer]:
        """The values of a query that follows the order of entry in a table, a few at a time."""
        last = -1
        while found := self._all(
            query.where(table.c.sequence > last).limit(_AT_A_TIME),
            lambda row: (row["sequence"], value_of(row)),
        ):
            yield from (value for _, value in found)
            last = found[-1][0]

    def _all(self, query: Select[Any], value_of: Callable[[rows.Kept], Answer]) -> tuple[Answer, ...]:
        return self._file.ask(lambda connection: tuple(map(value_of, connection.execute(query).mappings())))


def _readings_of(doc: str) -> Select[Any]:
    table = schema.readings
    return select(table.c.sequence).join(schema.documents).where(schema.documents.c.hash == doc)
