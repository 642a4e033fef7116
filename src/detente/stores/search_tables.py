"""The tables of the search index: what each line says in words, and by what it can be filtered.

    index_search    how far the index follows the entries, and its version
    index_lines     each line under its number, with its marks as codes and the day on which it was said
    index_marks     what a code stands for: party=russia, stance=demand
    index_codes     the same marks by column, for counts (`search_columns`)
    index_words     FTS5 without content: words as written, stems, and marks as words, so that a filter is one more word

A row of index_words stands at its day and number in one (`place`): what was said last comes first without sorting, and a range
of dates is a range of rows. Evidence is not doubled: its words alone are indexed. All is derived and made anew where missing.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from detente.ledger.entries import Report, Review
from detente.ledger.reviewing import ReviewedLine, standing
from detente.ledger.view import day_said, first_published, report_of, when_said
from detente.packs.terms import join_key
from detente.stores import queries, rows, schema
from detente.stores.held import reports_with
from detente.stores.search_columns import TABLE, keep_codes
from detente.stores.search_words import Stems, language_by_letters, words

VERSION = "2"  # of the tables, the folding and the stems: another one makes the index anew
FIELDS = ("party", "issue", "stance", "basis", "kind", "publisher", "standing", "year")
EVERY = "every"  # the mark that all lines have
_NONE = (0,) * len(FIELDS)
_BITS = 26  # of a place: 67 million lines
NUMBERS = (1 << _BITS) - 1
TOKENS = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
_TABLES = (
    "CREATE TABLE index_search (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE index_marks (code INTEGER PRIMARY KEY, field TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (field, value))",
    f"CREATE TABLE index_lines (number INTEGER PRIMARY KEY, line TEXT NOT NULL UNIQUE, day INTEGER NOT NULL, "
    f"words INTEGER NOT NULL, {', '.join(f'{name} INTEGER' for name in FIELDS)})",
    "CREATE VIRTUAL TABLE index_words USING fts5(words, stems, marks, content='', contentless_delete=1, "
    f'tokenize="{TOKENS}")',
    "CREATE TABLE index_vectors (number INTEGER PRIMARY KEY, vector BLOB NOT NULL)",
    "CREATE TABLE index_signs (part INTEGER PRIMARY KEY, signs BLOB NOT NULL)",
    TABLE,
)
_NAMES = (
    "index_search",
    "index_marks",
    "index_lines",
    "index_words",
    "index_vectors",
    "index_signs",
    "index_codes",
)
_MOST_ASKED = 5_000  # values in one question


@dataclass(frozen=True, slots=True)
class Described:
    """A line as the index keeps it; `marks` by field, None where it has none."""

    line: str
    day: int
    words: str
    stems: str
    marks: Mapping[str, str | None]

    @property
    def check(self) -> int:
        """A number that changes with the words."""
        return zlib.crc32(self.words.encode("utf-8", "surrogatepass"))


def place(day: int, number: int) -> int:
    """Where a line stands in index_words: those said last have the greatest place, undated ones (day 0) the smallest."""
    return (day << _BITS) | number


def day_at(where: int) -> date | None:
    """The day of a place; None where undated."""
    return date.fromordinal(where >> _BITS) if where >> _BITS else None


def is_there(connection: Connection) -> bool:
    """Whether a file has an index of this version."""
    query = "SELECT count(*) FROM sqlite_master WHERE name = 'index_search'"
    if not connection.exec_driver_sql(query).scalar():
        return False
    return state(connection).get("version") == VERSION


def state(connection: Connection) -> dict[str, str]:
    """How far the index follows, and what else it keeps of itself."""
    return {row[0]: row[1] for row in connection.exec_driver_sql("SELECT name, value FROM index_search")}


def keep_state(connection: Connection, values: Mapping[str, object]) -> None:
    """Keep how far the index follows."""
    kept = [(name, str(value)) for name, value in values.items()]
    connection.exec_driver_sql("INSERT OR REPLACE INTO index_search VALUES (?, ?)", kept)


def lay_out(connection: Connection) -> None:
    """Make the tables; those of another version are dropped first."""
    if is_there(connection):
        return
    for name in _NAMES:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
    for sql in _TABLES:
        connection.exec_driver_sql(sql)
    keep_state(connection, {"version": VERSION})


def points(connection: Connection, lines: Sequence[str]) -> tuple[list[ReviewedLine], dict[str, Report]]:
    """Lines as they stand now, after review, and the newest reports of their documents and stories."""
    entered = queries.statements().where(schema.statements.c.id.in_(lines))
    entries = [rows.entry_of(row) for row in connection.execute(entered).mappings()]
    made = queries.ordered(schema.reviews).where(schema.reviews.c.statement_id.in_(lines))
    reviews: list[Review] = [rows.review_of(row) for row in connection.execute(made).mappings()]
    found = standing(entries, reviews).lines.values()
    told = reports_with(connection, {point.statement.doc for point in found})
    return list(found), {one.report.doc: one.report for one in told}


def described(connection: Connection, lines: Sequence[str], stems: Stems) -> list[Described]:
    """Lines as the index keeps them; those that stand no more are left out."""
    found, reports = points(connection, lines)
    firsts = first_published(reports)
    table = schema.documents
    language = select(table.c.hash, table.c.language).where(
        table.c.hash.in_({p.statement.doc for p in found})
    )
    spoken = {row.hash: row.language for row in connection.execute(language)}
    made = []
    for point in found:
        report = report_of(point.statement, reports)
        first = replace(report, published=firsts.get(report.story or "", report.published))
        day = day_said(when_said(point.statement, first)[0])
        texts = _texts(point.statement.evidence, spoken.get(point.statement.doc), stems)
        marks = marks_of(point, report, day)
        made.append(Described(point.original_id, day.toordinal() if day else 0, *texts, marks))
    return made


def _texts(evidence: str, spoken: str | None, stems: Stems) -> tuple[str, str]:
    found = words(evidence)
    language = language_by_letters(evidence, spoken)
    return " ".join(found), " ".join(stems(word, language) for word in found)


def marks_of(point: ReviewedLine, report: Report, day: date | None) -> dict[str, str | None]:
    """By what a line can be filtered."""
    said = point.statement
    return {
        "party": said.holder,
        "issue": join_key(said.issue, said.instance),
        "stance": said.stance,
        "basis": said.basis,
        "kind": said.kind,
        "publisher": report.publisher,
        "standing": point.standing.value,
        "year": str(day.year) if day else None,
    }


def put(connection: Connection, found: Sequence[Described], *, of: Collection[str]) -> None:
    """Index lines anew; of those asked for (`of`) that are not among them nothing is left.

    A line keeps its number, and its vector as long as its words are the same.
    """
    before = _there(connection, of)
    take_out(connection, set(of) - {one.line for one in found})
    connection.exec_driver_sql(
        "DELETE FROM index_words WHERE rowid = ?",
        [(place(day, n),) for n, day, _ in before.values()] or [(-1,)],
    )
    highest = int(connection.exec_driver_sql("SELECT coalesce(max(number), 0) FROM index_lines").scalar_one())
    known = _codes(connection)
    kept, indexed, stale, columns = [], [], [], {}
    for one in found:
        number, _, check = before.get(one.line, (0, 0, 0))
        if not number:
            highest = number = highest + 1
        elif check != one.check:
            stale.append((number,))
        codes = [_code(connection, known, (name, one.marks[name])) for name in FIELDS]
        kept.append((number, one.line, one.day, one.check, *codes))
        columns[number] = [code or 0 for code in codes]
        marks = " ".join([EVERY, *(f"m{code}" for code in codes if code is not None)])
        indexed.append((place(one.day, number), one.words, one.stems, marks))
    if stale:
        connection.exec_driver_sql("DELETE FROM index_vectors WHERE number = ?", stale)
    if kept:
        asked = ", ".join("?" * (4 + len(FIELDS)))
        connection.exec_driver_sql(f"INSERT OR REPLACE INTO index_lines VALUES ({asked})", kept)  # noqa: S608
        # in the order of their places: FTS5 writes a segment of its own for each row that comes out of order
        connection.exec_driver_sql(
            "INSERT INTO index_words (rowid, words, stems, marks) VALUES (?, ?, ?, ?)", sorted(indexed)
        )
        keep_codes(connection, columns, fields=len(FIELDS))


def _there(connection: Connection, lines: Collection[str]) -> dict[str, tuple[int, int, int]]:
    """Number, day and check of the words of those lines that the index has."""
    found: dict[str, tuple[int, int, int]] = {}
    asked = list(lines)
    for at in range(0, len(asked), _MOST_ASKED):
        some = asked[at : at + _MOST_ASKED]
        marks = ", ".join("?" * len(some))
        query = f"SELECT line, number, day, words FROM index_lines WHERE line IN ({marks})"  # noqa: S608 - marks only
        for line, number, day, check in connection.exec_driver_sql(query, tuple(some)).all():
            found[line] = (number, day, check)
    return found


def take_out(connection: Connection, lines: Collection[str]) -> list[int]:
    """Take lines out of the index with their vectors; the numbers of those that were in it."""
    there = _there(connection, lines).values()
    if there:
        numbers = [(number,) for number, _, _ in there]
        places = [(place(day, number),) for number, day, _ in there]
        connection.exec_driver_sql("DELETE FROM index_words WHERE rowid = ?", places)
        connection.exec_driver_sql("DELETE FROM index_lines WHERE number = ?", numbers)
        connection.exec_driver_sql("DELETE FROM index_vectors WHERE number = ?", numbers)
        keep_codes(connection, {number: _NONE for number, _, _ in there}, fields=len(FIELDS))
    return [number for number, _, _ in there]


def clear_marks(connection: Connection) -> None:
    """Blank the values of marks that no line has any more; their codes stay, since a code is never given again."""
    for name in FIELDS:
        unused = f"field = ? AND code NOT IN (SELECT {name} FROM index_lines WHERE {name} IS NOT NULL)"  # noqa: S608
        blank = f"UPDATE index_marks SET value = 'none ' || code WHERE {unused}"  # noqa: S608
        connection.exec_driver_sql(blank, (name,))


def places_of(connection: Connection, lines: Collection[str]) -> list[int]:
    """Where those lines stand that the index has."""
    return [place(day, number) for number, day, _ in _there(connection, lines).values()]


def _codes(connection: Connection) -> dict[tuple[str, str], int]:
    query = "SELECT field, value, code FROM index_marks"
    return {(field, value): code for field, value, code in connection.exec_driver_sql(query).all()}


def _code(
    connection: Connection, known: dict[tuple[str, str], int], mark: tuple[str, str | None]
) -> int | None:
    field, value = mark
    if value is None:
        return None
    value = value.encode("utf-8", "replace").decode()  # a name with lone surrogates is still a name
    if (field, value) not in known:
        known[field, value] = len(known) + 1
        made: tuple[Any, ...] = (known[field, value], field, value)
        connection.exec_driver_sql("INSERT INTO index_marks VALUES (?, ?, ?)", made)
    return known[field, value]
