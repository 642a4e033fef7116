"""The search index of a project file: made from the entries as they are searched, never in the way of those who write.

It follows by the places of entries: each search first indexes what came since the last, in small transactions. Where the file
cannot be written, what is not in it yet is indexed in memory, and both are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

from detente.ledger.entries import Report
from detente.ledger.reviewing import ReviewedLine
from detente.stores import search_tables as tables
from detente.stores import search_vectors as vectors
from detente.stores.access import FileAccess
from detente.stores.held import lines_with
from detente.stores.report_search import forget_reports
from detente.stores.search_asking import Asked, Selection, count, counted, last_said, numbers, selection
from detente.stores.search_words import Stems

Answer = TypeVar("Answer")
Ask = Callable[[Callable[[Connection], Answer]], Answer]
Progress = Callable[[int, int, str], None]
_AT_A_TIME = 2_000  # lines in a transaction: others may write between
_FOLLOWED = ("statements", "reviews", "reports")
_REVIEWED = """SELECT DISTINCT r.statement_id FROM reviews r LEFT JOIN statements s ON s.id = r.statement_id
 WHERE r.sequence > :reviews AND r.sequence <= :to AND (s.sequence IS NULL OR s.sequence <= :statements)"""
_TOLD_ANEW = """SELECT s.id FROM statements s JOIN documents d ON d.sequence = s.doc
 WHERE s.sequence <= :statements AND d.hash IN (
   SELECT doc FROM reports WHERE sequence > :reports
   UNION SELECT doc FROM reports WHERE story IN (
     SELECT story FROM reports WHERE doc IN (SELECT doc FROM reports WHERE sequence > :reports)))
 UNION SELECT statement_id FROM reviews WHERE action = 'add'"""
_NEW = "SELECT id FROM statements WHERE sequence > ? AND sequence <= ? ORDER BY sequence"


@dataclass(frozen=True, slots=True)
class Found:
    """A line that was found, the day on which it was said, and how like it is to what was meant."""

    line: str
    day: date | None
    likeness: float | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """A place that holds an index, and which of its rows another part has anew."""

    ask: Ask[Any]
    without: frozenset[int] = frozenset()


class SearchIndex:
    """The index of one project file; raises ProjectFault as the file does."""

    def __init__(self, path: Path, *, writable: bool, progress: Progress = lambda *_: None) -> None:
        """Open the file and follow what was entered since the last search."""
        self._file = FileAccess(path, writable=writable)
        self._stems = Stems()
        self._memory: Any = None
        try:
            self._parts = tuple(self._followed(progress))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file, and let go of what was indexed in memory."""
        self._file.close()
        if self._memory is not None:
            self._memory.dispose()

    def find(self, asked: Asked, *, limit: int) -> list[Found]:
        """The lines that hold what is asked; what was said last comes first, what is undated last."""
        parts = (self._of(part, asked, lambda c, s: last_said(c, s, limit=limit)) for part in self._parts)
        found = [(tables.day_at(where), where, line) for rows in parts for where, line in rows]
        found.sort(key=lambda row: (row[0] or date.min, row[1]), reverse=True)
        return [Found(line, day) for day, _, line in found[:limit]]

    def count(self, asked: Asked) -> int:
        """How many lines hold what is asked."""
        return sum(self._of(part, asked, count) for part in self._parts)

    def facets(self, asked: Asked) -> dict[str, dict[str, int]]:
        """By field how many of the lines found have each value, the most frequent first."""
        found: dict[str, dict[str, int]] = {name: {} for name in tables.FIELDS}
        for part in self._parts:
            for name, counts in self._of(part, asked, counted).items():
                for value, number in counts.items():
                    found[name][value] = found[name].get(value, 0) + number
        return {name: dict(sorted(n.items(), key=lambda v: (-v[1], v[0]))) for name, n in found.items()}

    def values(self, name: str) -> list[str]:
        """The values that a field has in this project."""
        query = "SELECT value FROM index_marks WHERE field = ?"
        parts = (
            part.ask(lambda c: c.exec_driver_sql(query, (name,)).scalars().all()) for part in self._parts
        )
        return sorted({value for found in parts for value in found})

    def nearest(self, vector: vectors.Vector, asked: Asked, *, limit: int) -> list[Found]:
        """The lines whose vectors are nearest, of those that hold what is asked."""
        found: list[Found] = []
        for part in self._parts:
            every = asked == Asked() and not part.without
            allowed = None if every else self._of(part, asked, numbers)
            near = part.ask(partial(vectors.nearest, vector=vector, allowed=allowed, limit=limit))
            found += [Found(line, tables.day_at(tables.place(day, 0)), like) for line, day, like in near]
        return sorted(found, key=lambda one: (-(one.likeness or 0), one.line))[:limit]

    def lines(self, found: Sequence[str]) -> tuple[list[ReviewedLine], dict[str, Report]]:
        """Lines as they stand now in their order, with the newest reports by document."""
        by_id: dict[str, ReviewedLine] = {}
        reports: dict[str, Report] = {}
        for at in range(0, len(found), _AT_A_TIME):
            some, told = self._file.ask(partial(tables.points, lines=found[at : at + _AT_A_TIME]))
            by_id |= {line.original_id: line for line in some}
            reports |= told
        return [by_id[name] for name in found if name in by_id], reports

    def vector(self, line: str) -> vectors.Vector | None:
        """The vector of a line; None where none was made."""
        found = (part.ask(lambda c: vectors.of_line(c, line)) for part in self._parts)
        return next((one for one in found if one is not None), None)

    def without_vectors(self, encoder: str) -> int:
        """How many lines of the file have no vector of that encoder."""
        return int(self._file.ask(lambda c: vectors.missing(c, encoder)))

    def next_without(self, encoder: str, *, limit: int) -> list[tuple[int, str]]:
        """The next lines of the file that have no vector of that encoder: number and id."""
        return self._file.ask(lambda c: vectors.next_missing(c, encoder, limit=limit))

    def keep_vectors(self, encoder: str, made: Mapping[int, vectors.Vector | None]) -> None:
        """Keep the vectors of lines by number; None where a line's language is not the encoder's."""
        with self._file.writing() as connection:
            vectors.keep(connection, encoder, made)

    def _followed(self, progress: Progress) -> Iterator[_Part]:
        if self._file.writable:
            if not self._file.ask(tables.is_there):
                with self._file.writing() as connection:
                    tables.lay_out(connection)
            self._follow(self._file.ask, self._file.writing, progress)
            yield _Part(self._file.ask)
            return
        there = self._file.ask(tables.is_there)
        seen = self._file.ask(_seen) if there else dict.fromkeys(_FOLLOWED, 0)
        again: frozenset[int] = frozenset()
        if self._file.ask(_heads) != seen:
            self._memory = create_engine("sqlite://", module=sqlcipher, poolclass=StaticPool)
            with self._memory.begin() as connection:
                tables.lay_out(connection)
                tables.keep_state(connection, seen)
            self._follow(self._ask_memory, self._memory.begin, progress)
            yield _Part(self._ask_memory)
            if there:
                lines = self._ask_memory(
                    lambda c: c.exec_driver_sql("SELECT line FROM index_lines").scalars().all()
                )
                again = frozenset(self._file.ask(lambda c: tables.places_of(c, lines)))
        if there:
            yield _Part(self._file.ask, again)

    def _ask_memory(self, question: Callable[[Connection], Answer]) -> Answer:
        with self._memory.connect() as connection:
            return question(connection)

    def _follow(self, ask: Ask[Any], writing: Callable[[], Any], progress: Progress) -> None:
        """Index what came since: lines that changed first, then those that are new, a few at a time."""
        heads = self._file.ask(_heads)
        while (seen := ask(_seen)) != heads:
            if any(seen[name] > heads[name] for name in _FOLLOWED):
                return  # another program went on
            done, lines = self._file.ask(partial(_next, seen=seen, heads=heads))
            total = heads["statements"]
            for at in range(0, max(1, len(lines)), _AT_A_TIME):
                some = lines[at : at + _AT_A_TIME]
                found = self._file.ask(partial(tables.described, lines=some, stems=self._stems))
                with writing() as connection:
                    if _seen(connection) != seen:
                        break  # another program indexed meanwhile
                    tables.put(connection, found, of=some)
                    if at + _AT_A_TIME >= len(lines):
                        tables.keep_state(connection, done)
            progress(min(done["statements"], total), total, "")

    def _of(self, part: _Part, asked: Asked, question: Callable[[Connection, Selection], Answer]) -> Answer:
        """What a part of the index answers on the lines that hold what is asked."""

        def ask(connection: Connection) -> Answer:
            return question(connection, selection(connection, asked, self._stems, without=part.without))

        answer: Answer = part.ask(ask)
        return answer


def forget(connection: Connection, docs: Collection[str]) -> int:
    """Take out all that the index holds of some documents, in the caller's transaction; how many lines it were.

    Call it before the entries of the documents change. The words are merged anew, so that no page of the index keeps them;
    what SQLite leaves in free pages is the caller's (`PRAGMA secure_delete`, or VACUUM).
    """
    forget_reports(connection, docs)
    if not tables.is_there(connection):
        return 0
    numbers = tables.take_out(connection, lines_with(connection, docs))
    if numbers:
        vectors.blank(connection, numbers)
        connection.exec_driver_sql("INSERT INTO index_words (index_words) VALUES ('optimize')")
        tables.clear_marks(connection)
    return len(numbers)


def go_back(connection: Connection) -> None:
    """Follow from where the entries end now, in the caller's transaction: after some that were indexed have gone."""
    if not tables.is_there(connection):
        return
    seen, heads = _seen(connection), _heads(connection)
    tables.keep_state(connection, {name: min(seen[name], heads[name]) for name in _FOLLOWED})


def _heads(connection: Connection) -> dict[str, int]:
    """How many entries there are of each kind that the index follows."""
    query = "SELECT coalesce(max(sequence), 0) FROM "
    return {name: int(connection.exec_driver_sql(query + name).scalar_one()) for name in _FOLLOWED}


def _seen(connection: Connection) -> dict[str, int]:
    kept = tables.state(connection)
    return {name: int(kept.get(name, 0)) for name in _FOLLOWED}


def _next(
    connection: Connection, seen: Mapping[str, int], heads: Mapping[str, int]
) -> tuple[dict[str, int], list[str]]:
    """What to index next, and how far the index then follows."""
    if seen["reviews"] < heads["reviews"] or seen["reports"] < heads["reports"]:
        lines = list(connection.exec_driver_sql(_REVIEWED, {**seen, "to": heads["reviews"]}).scalars())
        if seen["statements"] and seen["reports"] < heads["reports"]:
            lines += connection.exec_driver_sql(_TOLD_ANEW, dict(seen)).scalars().all()
        return {**heads, "statements": seen["statements"]}, list(dict.fromkeys(lines))
    end = min(heads["statements"], seen["statements"] + _AT_A_TIME)
    new = connection.exec_driver_sql(_NEW, (seen["statements"], end)).scalars().all()
    return {**heads, "statements": end}, list(new)
