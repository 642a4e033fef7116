"""The index of stories in the project file: who holds a run of words, who mentions what, who is in which story.

Its tables (`index_…`) are derived from the documents: not sealed, not append-only, made anew when they are missing or
of another version. What is added is kept in memory up to a batch and written sorted, so that a page of the file is
touched once a batch; memory is bounded by the batch and the library's page cache.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import sqlcipher3.dbapi2
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from detente.corpus.document import Document
from detente.corpus.stories.facts import DocumentFacts, day_of, facts_of
from detente.corpus.stories.memory import MemoryIndex
from detente.corpus.stories.port import HOLDERS, MENTIONERS, Member
from detente.corpus.stories.sketch import Runs, runs_in_order
from detente.corpus.stories.survivals import Survivals, indexed_marks
from detente.kernel.dates import When
from detente.stores.access import FileAccess

VERSION = "1"  # of sketches, marks and tables: another one makes the index anew
BATCH = 1000  # documents
_CACHE = 32 * 1024  # KiB of pages
_UNDATED = -1
_TABLES = {
    "index_about": "(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "index_documents": (
        "(number INTEGER PRIMARY KEY, doc TEXT NOT NULL UNIQUE, day INTEGER, language TEXT NOT NULL, "
        "total INTEGER NOT NULL, story INTEGER NOT NULL, marks BLOB NOT NULL, words BLOB NOT NULL, "
        "quoted BLOB NOT NULL)"
    ),
    "index_runs": "(run INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (run, number)) WITHOUT ROWID",
    "index_mentions": (
        "(mark INTEGER NOT NULL, day INTEGER NOT NULL, number INTEGER NOT NULL, "
        "PRIMARY KEY (mark, day, number)) WITHOUT ROWID"
    ),
}
_MEMBER = "number, doc, day, language, total, story, marks, words, quoted"
_MENTION = "INSERT OR IGNORE INTO index_mentions VALUES (?, ?, ?)"
_UNTOLD = "INSERT OR REPLACE INTO index_about VALUES ('untold', '')"  # with whatever changes a story
_FIRST = "day IS NULL, day, number"


class ProjectStoryIndex:
    """A StoryIndex in a project file. `document` gives a document by its hash, for a look at its text."""

    def __init__(self, file: FileAccess, document: Callable[[str], Document]) -> None:
        """Take an open file; the tables are made where they are missing and the file may be written."""
        self._file = file
        self._document = document
        if file.writable:
            with file.writing() as connection:
                _lay_out(connection)
        self._made = file.writable or bool(file.ask(_there) & {"index_about"})
        self._begin_batch()

    def number_of(self, doc: str) -> int | None:
        """The number of a document."""
        if (found := self._batch.number_of(doc)) is not None:
            return self._before + found
        row = self._one("SELECT number FROM index_documents WHERE doc = ?", doc)
        return None if row is None else int(row[0])

    def count(self) -> int:
        """How many documents the index holds."""
        row = self._one("SELECT count(*) FROM index_documents")
        return (0 if row is None else int(row[0])) + len(self._stories)

    def add(self, facts: DocumentFacts, *, story: int | None, left_out: Collection[int]) -> int:
        """Add a document to a story, or to one of its own."""
        known = self.number_of(facts.doc)
        if known is not None:
            return known
        if len(self._stories) >= BATCH:  # before it is added: its text may not be in the file yet
            self.flush()
        number = self._before + self._batch.add(facts, story=None, left_out=left_out)
        self._stories[number] = number if story is None else story
        self._left_out[number] = frozenset(left_out)
        return number

    def holders(self, runs: Sequence[int]) -> Mapping[int, Sequence[int]]:
        """Who holds each run: of the file first, then of the batch."""
        found: dict[int, list[int]] = {}
        signed = _signed(runs)
        if signed:
            marks = ",".join("?" * len(signed))
            query = f"SELECT run, number FROM index_runs WHERE run IN ({marks})"  # noqa: S608 - marks only
            for run, number in self._all(query, *signed):
                found.setdefault(run & (2**64 - 1), []).append(number)
        for run, numbers in self._batch.holders(runs).items():
            found.setdefault(run, []).extend(self._before + number for number in numbers)
        return {run: numbers[:HOLDERS] for run, numbers in found.items()}

    def mentioners(self, marks: Sequence[int], days: tuple[int, int] | None) -> Mapping[int, Sequence[int]]:
        """Who mentions each mark on those days, or undated."""
        low, high = days or (0, 2**31)
        select = "SELECT number FROM index_mentions WHERE mark = ? AND day"
        query = f"{select} = {_UNDATED} UNION ALL {select} BETWEEN ? AND ? LIMIT {MENTIONERS + 1}"

        def ask(connection: Connection) -> dict[int, list[int]]:
            values = [(signed, signed, low, high) for signed in _signed(marks)]
            asked = zip(marks, _quickly(connection, query, values), strict=True)
            return {mark: [row[0] for row in rows] for mark, rows in asked if rows}

        found = self._file.ask(ask) if self._made else {}
        for mark, numbers in self._batch.mentioners(marks, days).items():
            found.setdefault(mark, []).extend(self._before + number for number in numbers)
        return {mark: numbers[: MENTIONERS + 1] for mark, numbers in found.items()}

    def members(self, numbers: Collection[int]) -> Mapping[int, Member]:
        """Documents by number, in the order asked for."""
        kept = {row[0]: _member(row) for row in self._rows(_MEMBER, numbers)}
        fresh = self._batch.members([n - self._before for n in numbers if n >= self._before])
        for local, one in fresh.items():
            number = self._before + local
            facts = (one.doc, one.day, one.language, one.total, one.survivals)
            kept[number] = Member(number, *facts, self._stories[number])
        return {number: kept[number] for number in dict.fromkeys(numbers)}

    def runs(self, number: int) -> Runs:
        """The runs of a document in the order of its text."""
        if number >= self._before:
            return self._batch.runs(number - self._before)
        return runs_in_order(self._document(self._name(number)))

    def facts(self, number: int) -> DocumentFacts:
        """All facts of a document, from its text."""
        if number >= self._before:
            return self._batch.facts(number - self._before)
        return facts_of(self._document(self._name(number)))

    def story_of(self, numbers: Collection[int]) -> Mapping[int, int]:
        """The story of each document."""
        found = {row[0]: row[1] for row in self._rows("number, story", numbers)}
        return found | {number: self._stories[number] for number in numbers if number >= self._before}

    def size(self, story: int) -> int:
        """How many members a story has, up to two."""
        kept = self._all("SELECT 1 FROM index_documents WHERE story = ? LIMIT 2", story)
        return min(2, len(kept) + sum(one == story for one in self._stories.values()))

    def merge(self, story: int, *, into: int) -> None:
        """Make two stories one, in the file at once."""
        if story == into:
            return
        self.flush()
        with self._file.writing() as connection:
            connection.exec_driver_sql("UPDATE index_documents SET story = ? WHERE story = ?", (into, story))
            connection.exec_driver_sql(_UNTOLD)

    def origin(self, story: int) -> str:
        """The member that came out first."""
        return self._in_order(story)[0]

    def together(self, doc: str) -> Sequence[str]:
        """The members of a document's story, its origin first."""
        number = self.number_of(doc)
        return [] if number is None else self._in_order(self.story_of([number])[number])

    def join(self, doc: str, other: str) -> str:
        """Make the stories of two documents one, for a reason that the texts alone do not give; its origin."""
        numbers = [number for number in map(self.number_of, (doc, other)) if number is not None]
        stories = list(self.story_of(numbers).values())
        self.merge(stories[0], into=stories[-1])
        return self.origin(stories[-1])

    def redate(self, doc: str, published: When) -> None:
        """Tell that a known document came out on another day."""
        number, day = self.number_of(doc), day_of(published)
        if number is None:
            return
        if number >= self._before:
            self._batch.redate(doc, published)
            return
        member = self.members([number])[number]
        if member.day == day:
            return
        old, new = (_UNDATED if one is None else one for one in (member.day, day))
        marks = _signed(indexed_marks(member.survivals.marks))
        with self._file.writing() as connection:
            connection.exec_driver_sql("UPDATE index_documents SET day = ? WHERE number = ?", (day, number))
            connection.exec_driver_sql(_UNTOLD)
            gone = "DELETE FROM index_mentions WHERE mark = ? AND day = ? AND number = ?"
            _many(connection, gone, [(mark, old, number) for mark in marks])
            _many(connection, _MENTION, [(mark, new, number) for mark in marks])

    def _in_order(self, story: int) -> list[str]:
        rows = self._all("SELECT day, number, doc FROM index_documents WHERE story = ?", story)
        here = [number for number, one in self._stories.items() if one == story]
        found = [*map(tuple, rows), *((one.day, one.number, one.doc) for one in self.members(here).values())]
        return [str(row[2]) for row in sorted(found, key=lambda row: (row[0] is None, row[0] or 0, row[1]))]

    def grouping(self) -> Mapping[str, str]:
        """The origin of the story of every document."""
        self.flush()
        first: dict[int, str] = {}
        query = f"SELECT doc, story FROM index_documents ORDER BY story, {_FIRST}"  # noqa: S608 - constants only
        return {doc: first.setdefault(story, doc) for doc, story in self._all(query)}

    def flush(self) -> None:
        """Write the batch: one transaction, rows sorted as their tables are."""
        if not self._stories:
            return
        members = self.members(list(self._stories))
        runs, mentions = [], []
        for number, member in members.items():
            kept = self._batch.facts(number - self._before).sketch.hashes.tolist()
            left_out = self._left_out[number]
            runs += [(run, number) for run in _signed([run for run in kept if run not in left_out])]
            day = _UNDATED if member.day is None else member.day
            mentions += [(mark, day, number) for mark in _signed(indexed_marks(member.survivals.marks))]
        marks = ",".join("?" * 9)
        with self._file.writing() as connection:
            connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE}")
            _many(
                connection,
                f"INSERT INTO index_documents ({_MEMBER}) VALUES ({marks})",  # noqa: S608 - constants only
                [_row(member) for member in members.values()],
            )
            _many(connection, "INSERT OR IGNORE INTO index_runs VALUES (?, ?)", sorted(runs))
            _many(connection, _MENTION, sorted(mentions))
            connection.exec_driver_sql(_UNTOLD)
        self._begin_batch()

    def is_told(self) -> bool:
        """Whether the reports of all documents tell the stories of the index; not so where a program was killed before."""
        return self._one("SELECT 1 FROM index_about WHERE name = 'untold'") is None

    def told(self) -> None:
        """The reports of all documents tell their stories now."""
        if not self.is_told():
            with self._file.writing() as connection:
                connection.exec_driver_sql("DELETE FROM index_about WHERE name = 'untold'")

    def _begin_batch(self) -> None:
        self._batch = MemoryIndex()
        self._stories: dict[int, int] = {}
        self._left_out: dict[int, frozenset[int]] = {}
        row = self._one("SELECT max(number) FROM index_documents")
        self._before = 0 if row is None or row[0] is None else int(row[0]) + 1

    def _name(self, number: int) -> str:
        row = self._one("SELECT doc FROM index_documents WHERE number = ?", number)
        if row is None:
            raise KeyError(number)
        return str(row[0])

    def _rows(self, columns: str, numbers: Collection[int]) -> list[Any]:
        wanted = sorted({number for number in numbers if number < self._before})
        if not wanted:
            return []
        marks = ",".join("?" * len(wanted))
        return self._all(f"SELECT {columns} FROM index_documents WHERE number IN ({marks})", *wanted)  # noqa: S608

    def _all(self, query: str, *values: object) -> list[Any]:
        if not self._made:  # a file that was opened for reading and has no index
            return []
        return self._file.ask(lambda connection: next(_quickly(connection, query, [values])))

    def _one(self, query: str, *values: object) -> Any:
        return next(iter(self._all(query, *values)), None)


def _quickly(connection: Connection, query: str, asked: Iterable[tuple[object, ...]]) -> Iterator[list[Any]]:
    """The rows that answer a query for each set of values, past the layers that cost more than the look-up."""
    driver = connection.connection.dbapi_connection
    for values in asked:
        try:
            yield driver.execute(query, values).fetchall()  # type: ignore[union-attr]
        except sqlcipher3.dbapi2.Error as error:
            raise DBAPIError(query, values, error) from error


def _lay_out(connection: Connection) -> None:
    """Make the tables; drop those of another version first."""
    if "index_about" in _there(connection):
        query = "SELECT value FROM index_about WHERE name = 'version'"
        if connection.exec_driver_sql(query).scalar() == VERSION:
            return
    for name, columns in _TABLES.items():
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
        connection.exec_driver_sql(f"CREATE TABLE {name} {columns}")
    connection.exec_driver_sql("CREATE INDEX index_documents_story ON index_documents (story)")
    connection.exec_driver_sql("INSERT INTO index_about VALUES ('version', ?)", (VERSION,))


def forget(connection: Connection, doc: str) -> None:
    """Take a document out of the index, in the caller's transaction; its story is known by another member from then on."""
    if "index_about" not in _there(connection):
        return
    query = "SELECT number FROM index_documents WHERE doc = ?"
    number = connection.exec_driver_sql(query, (doc,)).scalar()
    if number is None:
        return
    for table in ("index_runs", "index_mentions", "index_documents"):
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608 - constants only
    others = "SELECT min(number) FROM index_documents WHERE story = ?"
    heir = connection.exec_driver_sql(others, (number,)).scalar()
    if heir is not None:  # a number may be given again, a story's must not
        connection.exec_driver_sql("UPDATE index_documents SET story = ? WHERE story = ?", (heir, number))


def _there(connection: Connection) -> set[str]:
    return {name for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master").fetchall()}


def _many(connection: Connection, query: str, found: list[tuple[object, ...]]) -> None:
    if found:
        connection.exec_driver_sql(query, found)


def _signed(values: Sequence[int]) -> list[int]:
    """Numbers of 64 bits as the file's integers, which have a sign."""
    found: list[int] = np.array(values, dtype=np.uint64).view(np.int64).tolist()
    return found


def _row(member: Member) -> tuple[object, ...]:
    kept = member.survivals
    blobs = (
        kept.marks.astype("<u8").tobytes(),
        kept.words.astype("<u4").tobytes(),
        kept.quoted.astype("<u4").tobytes(),
    )
    return (member.number, member.doc, member.day, member.language, member.total, member.story, *blobs)


def _member(row: Any) -> Member:
    number, doc, day, language, total, story, marks, words, quoted = row
    kept = Survivals(
        np.frombuffer(marks, dtype="<u8").astype(np.uint64),
        np.frombuffer(words, dtype="<u4").astype(np.uint32),
        np.frombuffer(quoted, dtype="<u4").astype(np.uint32),
    )
    return Member(number, doc, day, language, total, kept, story)
