"""The words of whole reports, sentence by sentence: what nobody read as a statement is found too.

    index_texts           the documents that were indexed, by their places
    index_sentences       where each sentence stands
    index_sentence_words  FTS5 without content: words as written, and their stems

Furniture (menus, captions, teasers) is not indexed. All is derived: it follows the documents at each search, and is made in
memory where the file cannot be written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

from detente.corpus.document import Document
from detente.corpus.sentences.split import sentences
from detente.kernel.spans import Span
from detente.stores import queries, rows, schema
from detente.stores.access import FileAccess
from detente.stores.search_tables import TOKENS
from detente.stores.search_words import Query, Stems, expression, language_by_letters, words

Answer = TypeVar("Answer")
Progress = Callable[[int, int, str], None]
_AT_A_TIME = 20  # documents in a transaction: others may write between
_TABLES = (
    "CREATE TABLE IF NOT EXISTS index_texts (doc INTEGER PRIMARY KEY)",
    "CREATE TABLE IF NOT EXISTS index_sentences (number INTEGER PRIMARY KEY, doc INTEGER NOT NULL, "
    "start INTEGER NOT NULL, stop INTEGER NOT NULL)",
    "CREATE INDEX IF NOT EXISTS index_sentences_doc ON index_sentences (doc)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS index_sentence_words USING fts5(words, stems, content='', contentless_delete=1, "
    f'tokenize="{TOKENS}")',
)
_NAME = "SELECT count(*) FROM sqlite_master WHERE name = 'index_sentence_words'"
_HELD = """SELECT d.hash, s.start, s.stop FROM index_sentence_words w JOIN index_sentences s ON s.number = w.rowid
 JOIN documents d ON d.sequence = s.doc WHERE index_sentence_words MATCH ? ORDER BY s.number"""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that was found: the hash of its document and its place in it."""

    doc: str
    span: Span


class ReportSearch:
    """The words of the reports of one project file, brought up to date; raises ProjectFault as the file does."""

    def __init__(self, path: Path, *, writable: bool, progress: Progress = lambda *_: None) -> None:
        """Open the file and index the documents that came since the last search."""
        self._file = FileAccess(path, writable=writable)
        self._stems = Stems()
        self._memory: Any = None
        try:
            self._follow(progress)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file, and let go of what was indexed in memory."""
        self._file.close()
        if self._memory is not None:
            self._memory.dispose()

    def find(self, query: Query) -> list[Sentence]:
        """The sentences that hold what is asked, in the order of documents; raises nothing for words that nobody wrote."""
        asked = expression(query, self._stems)
        return self._ask(lambda connection: _found(connection, asked))

    def _ask(self, question: Callable[[Connection], Answer]) -> Answer:
        if self._memory is None:
            return self._file.ask(question)
        with self._memory.connect() as connection:
            return question(connection)

    def _follow(self, progress: Progress) -> None:
        writing: Callable[[], Any] = self._file.writing
        if not self._file.writable and not self._file.ask(_is_up_to_date):
            self._memory = create_engine("sqlite://", module=sqlcipher, poolclass=StaticPool)
            writing = self._memory.begin
            with writing() as connection:
                connection.exec_driver_sql("CREATE TABLE documents (sequence INTEGER PRIMARY KEY, hash TEXT)")
        if self._memory is None and self._file.ask(_is_up_to_date):
            return
        with writing() as connection:
            for sql in _TABLES:
                connection.exec_driver_sql(sql)
        known = set(self._ask(_indexed))
        places = [place for place in self._file.ask(_places) if place not in known]
        for at in range(0, len(places), _AT_A_TIME):
            documents = self._file.ask(partial(_documents, places=places[at : at + _AT_A_TIME]))
            with writing() as connection:
                self._put(connection, documents)
            progress(
                min(at + _AT_A_TIME, len(places)), len(places), documents[-1][1].name if documents else ""
            )

    def _put(self, connection: Connection, documents: Sequence[tuple[int, Document]]) -> None:
        """Index documents that no other program indexed meanwhile."""
        known = set(_indexed(connection))
        number = int(
            connection.exec_driver_sql("SELECT coalesce(max(number), 0) FROM index_sentences").scalar_one()
        )
        for place, document in documents:
            if place in known:
                continue
            spans = sentences(document)
            found = [self._texts(document, span) for span in spans]
            numbers = range(number + 1, number + 1 + len(spans))
            number += len(spans)
            connection.exec_driver_sql("INSERT INTO index_texts VALUES (?)", (place,))
            if self._memory is not None:
                connection.exec_driver_sql("INSERT INTO documents VALUES (?, ?)", (place, document.hash))
            if not spans:
                continue
            kept = [(n, place, span.start, span.end) for n, span in zip(numbers, spans, strict=True)]
            connection.exec_driver_sql("INSERT INTO index_sentences VALUES (?, ?, ?, ?)", kept)
            indexed = [(n, *texts) for n, texts in zip(numbers, found, strict=True)]
            connection.exec_driver_sql(
                "INSERT INTO index_sentence_words (rowid, words, stems) VALUES (?, ?, ?)", indexed
            )

    def _texts(self, document: Document, span: Span) -> tuple[str, str]:
        text = span.of(document.text)
        found, language = words(text), language_by_letters(text, document.metadata.language)
        return " ".join(found), " ".join(self._stems(word, language) for word in found)


def forget_reports(connection: Connection, docs: Collection[str]) -> None:
    """Take out the sentences of some documents, in the caller's transaction; their places stay as indexed."""
    if not connection.exec_driver_sql(_NAME).scalar():
        return
    for doc in docs:
        place = queries.place_of(connection, schema.documents, doc)
        query = "SELECT number FROM index_sentences WHERE doc = ?"
        gone = [(n,) for n in connection.exec_driver_sql(query, (place,)).scalars()]
        if gone:
            connection.exec_driver_sql("DELETE FROM index_sentence_words WHERE rowid = ?", gone)
            connection.exec_driver_sql("DELETE FROM index_sentences WHERE number = ?", gone)
    connection.exec_driver_sql("INSERT INTO index_sentence_words (index_sentence_words) VALUES ('optimize')")


def _found(connection: Connection, asked: str) -> list[Sentence]:
    rows_found = connection.exec_driver_sql(_HELD, (asked,)).all()
    return [Sentence(doc, Span(start, stop)) for doc, start, stop in rows_found]


def _is_up_to_date(connection: Connection) -> bool:
    if not connection.exec_driver_sql(_NAME).scalar():
        return False
    missing = "SELECT count(*) FROM documents WHERE sequence NOT IN (SELECT doc FROM index_texts)"
    return not connection.exec_driver_sql(missing).scalar()


def _indexed(connection: Connection) -> list[int]:
    return list(connection.exec_driver_sql("SELECT doc FROM index_texts").scalars())


def _places(connection: Connection) -> list[int]:
    return list(connection.exec_driver_sql("SELECT sequence FROM documents ORDER BY sequence").scalars())


def _documents(connection: Connection, places: Sequence[int]) -> list[tuple[int, Document]]:
    query = queries.ordered(schema.documents).where(schema.documents.c.sequence.in_(places))
    return [(row["sequence"], rows.document_of(row)) for row in connection.execute(query).mappings()]
