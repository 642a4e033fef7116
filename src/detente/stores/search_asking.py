"""Questions to the tables of the search index. Every query is made of numbers, our own words, and letters between quotes."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from detente.stores.search_columns import codes_of
from detente.stores.search_tables import EVERY, FIELDS, NUMBERS, place
from detente.stores.search_words import Query, Stems, expression

Numbers = NDArray[np.int64]
_LAST_DAY = 1 << 30


@dataclass(frozen=True, slots=True)
class Asked:
    """What is searched: words; by field the values of which a line has one; from one day to another, both included.

    `lines`: only among these, by their ids.
    """

    query: Query = field(default_factory=Query)
    marks: Mapping[str, Collection[str]] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    lines: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows that hold what is asked, as a query; None where no line can."""

    sql: str | None
    given: tuple[object, ...] = ()


def selection(
    connection: Connection, asked: Asked, stems: Stems, *, without: Collection[int] = ()
) -> Selection:
    """The places that hold what is asked, but for those of `without`."""
    marks = _marks(connection, asked)
    if marks is None:
        return Selection(None)
    if not marks and not asked.query.wanted:
        marks = (f'marks : "{EVERY}"',)
    sql = "SELECT rowid FROM index_words WHERE index_words MATCH ?"
    given: list[object] = [expression(asked.query, stems, marks=marks)]
    if asked.first is not None or asked.last is not None:
        first = asked.first.toordinal() if asked.first else 1
        last = asked.last.toordinal() if asked.last else _LAST_DAY
        sql += " AND rowid >= ? AND rowid < ?"
        given += [place(first, 0), place(last + 1, 0)]
    if asked.lines is not None:
        among = "SELECT number FROM index_lines WHERE line IN (SELECT value FROM json_each(?))"
        sql += f" AND (rowid & {NUMBERS}) IN ({among})"
        given.append(json.dumps(sorted(asked.lines)))
    if without:
        sql += " AND rowid NOT IN (SELECT value FROM json_each(?))"
        given.append(json.dumps(sorted(without)))
    return Selection(sql, tuple(given))


def _marks(connection: Connection, asked: Asked) -> tuple[str, ...] | None:
    """The filters in the language of FTS5; None where no line has such a value. One that every value passes is left out."""
    wanted = []
    for name, values in asked.marks.items():
        known = _codes(connection, name)
        codes = sorted(code for value, code in known.items() if value in values)
        if not codes:
            return None
        if len(codes) < len(known) or name not in {"kind", "standing", "basis"}:  # those every line has
            wanted.append("marks : (" + " OR ".join(f'"m{code}"' for code in codes) + ")")
    return tuple(wanted)


def _codes(connection: Connection, name: str) -> dict[str, int]:
    query = "SELECT value, code FROM index_marks WHERE field = ?"
    return {row[0]: row[1] for row in connection.exec_driver_sql(query, (name,))}


def last_said(connection: Connection, some: Selection, *, limit: int) -> list[tuple[int, str]]:
    """The places and lines that were said last."""
    if some.sql is None:
        return []
    chosen = f"{some.sql} ORDER BY rowid DESC LIMIT {int(limit)}"
    query = f"SELECT w.rowid, l.line FROM ({chosen}) w JOIN index_lines l ON l.number = w.rowid & {NUMBERS}"  # noqa: S608
    return [(where, line) for where, line in connection.exec_driver_sql(query, some.given).all()]


def count(connection: Connection, some: Selection) -> int:
    """How many lines were selected."""
    if some.sql is None:
        return 0
    query = f"SELECT count(*) FROM ({some.sql})"  # noqa: S608
    return int(connection.exec_driver_sql(query, some.given).scalar_one())


def numbers(connection: Connection, some: Selection) -> Numbers:
    """The numbers of all lines that were selected, the earliest said first."""
    if some.sql is None:
        return _parsed(None)
    query = f"SELECT group_concat(rowid & {NUMBERS}) FROM ({some.sql})"  # noqa: S608
    return _parsed(connection.exec_driver_sql(query, some.given).scalar())


def counted(connection: Connection, some: Selection) -> dict[str, dict[str, int]]:
    """By field how many of the selected lines have each value."""
    found: dict[str, dict[str, int]] = {name: {} for name in FIELDS}
    chosen = numbers(connection, some)
    if not len(chosen):
        return found
    values = {row[0]: row[1] for row in connection.exec_driver_sql("SELECT code, value FROM index_marks")}
    for name, codes in zip(FIELDS, codes_of(connection, chosen, fields=len(FIELDS)), strict=True):
        for code, number in enumerate(np.bincount(codes)):
            if code and number:
                found[name][values[code]] = int(number)
    return found


def _parsed(joined: str | None) -> Numbers:
    """Numbers that the database joined into one text: a tenth of the time that as many rows take."""
    found: Numbers = np.fromstring(joined or "", sep=",", dtype=np.int64)
    return found
