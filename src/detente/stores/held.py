"""The index of what was held: each line with the time that it tells of, and the times at which the file said so.

It is made from the entries alone (`ledger.spells`), in the transaction that changes them, and made again where it is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select

from detente.ledger.entries import Review, ReviewAction
from detente.ledger.spells import Held, Spell, Told, spells_of
from detente.ledger.view import Moment
from detente.stores import queries, rows, schema

_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NOW = 2**62  # no end yet
_LATEST = """SELECT line, holder, issue, said, known, sure FROM index_held
 WHERE holder = :holder AND issue = :issue
   AND (:as_of = 0 OR said <= :as_of) AND (:known_by = 0 OR known <= :known_by)
   AND since <= :at AND until > :at AND sure >= :sure
 ORDER BY said DESC, line DESC LIMIT 1"""
_FIRST_HOLDER = "SELECT min(holder) FROM index_held"
_NEXT_HOLDER = "SELECT min(holder) FROM index_held WHERE holder > ?"
_FIRST_ISSUE = "SELECT min(issue) FROM index_held WHERE holder = ?"
_NEXT_ISSUE = "SELECT min(issue) FROM index_held WHERE holder = ? AND issue > ?"
_KEY = "holder, issue, said, line, since"
_SPELLS = "SELECT line, holder, issue, said, known, sure, since, until FROM index_held"
_AFTER = f"WHERE ({_KEY}) > (:holder, :issue, :said, :line, :since)"


def microseconds(at: datetime) -> int:
    """An instant as whole microseconds from 1970, UTC."""
    return (at - _START) // _MICROSECOND


def latest(connection: Connection, holder: str, issue: str, *, moment: Moment) -> Held | None:
    """The line that was said last by somebody on an issue, in the view of a moment; an undated one where there is no other."""
    given = _given(moment) | rows.storable({"holder": holder, "issue": issue})
    row = connection.exec_driver_sql(_LATEST, given).first()
    return _held_of(row) if row else None


def matrix(connection: Connection, moment: Moment) -> tuple[Held, ...]:
    """The last line of everybody on every issue, by holder and issue: a look-up for each pair that there is."""
    given = _given(moment)
    asked = (
        connection.exec_driver_sql(_LATEST, given | {"holder": holder, "issue": issue}).first()
        for holder, issue in _pairs(connection)
    )
    return tuple(_held_of(row) for row in asked if row)


def _pairs(connection: Connection) -> Iterator[tuple[str, str]]:
    """Everybody with every issue that they hold something on: from one to the next by the index, past all lines between."""
    holder = connection.exec_driver_sql(_FIRST_HOLDER).scalar()
    while holder is not None:
        issue = connection.exec_driver_sql(_FIRST_ISSUE, (holder,)).scalar()
        while issue is not None:
            yield holder, issue
            issue = connection.exec_driver_sql(_NEXT_ISSUE, (holder, issue)).scalar()
        holder = connection.exec_driver_sql(_NEXT_HOLDER, (holder,)).scalar()


def each_spell(connection: Connection, last: Spell | None, *, limit: int) -> list[Spell]:
    """The spells that come after one by holder, issue, day and line; the first of all where it is None."""
    key: Mapping[str, Any] = {} if last is None else _row(last)
    query = " ".join([_SPELLS, _AFTER if key else "", f"ORDER BY {_KEY} LIMIT :limit"])
    found = connection.exec_driver_sql(query, {**key, "limit": limit})
    return [_spell_of(row) for row in found]


def _spell_of(row: Sequence[Any]) -> Spell:
    since, until = row[6:]
    return Spell(_held_of(row[:6]), _instant(since), None if until == _NOW else _instant(until))


def _instant(at: int) -> datetime:
    return _START + timedelta(microseconds=at)


def _given(moment: Moment) -> dict[str, Any]:
    at = microseconds(moment.recorded_by) if moment.recorded_by else _NOW - 1
    return {
        "as_of": moment.as_of.toordinal() if moment.as_of else 0,
        "known_by": moment.known_by.toordinal() if moment.known_by else 0,
        "at": at,
        "sure": -1.0 if moment.include_unreviewed else moment.unmarked_at,
    }


def _held_of(row: Sequence[Any]) -> Held:
    line, holder, issue, said, known, sure = row
    names = rows.opened({"holder": holder, "issue": issue})
    return Held(line, names["holder"], names["issue"], _day(said), _day(known), sure)


def _day(number: int) -> date | None:
    return date.fromordinal(number) if number else None


def refresh(connection: Connection, lines: Iterable[str]) -> None:
    """Make the spells of some lines anew, from their entries, reviews and reports."""
    for line in lines:
        connection.execute(delete(schema.held).where(schema.held.c.line == line))
        keep(connection, _spells_of(connection, line))


def keep(connection: Connection, spells: Iterable[Spell]) -> None:
    """Add spells of lines that have none."""
    made = [_row(spell) for spell in spells]
    if made:
        queries.add(connection, schema.held, made)


def _row(spell: Spell) -> Mapping[str, Any]:
    held = spell.held
    return rows.storable(
        {
            "holder": held.holder,
            "issue": held.issue,
            "said": held.said.toordinal() if held.said else 0,
            "line": held.line,
            "since": microseconds(spell.since),
            "until": microseconds(spell.until) if spell.until else _NOW,
            "known": held.known.toordinal() if held.known else 0,
            "sure": held.sure,
        }
    )


def _spells_of(connection: Connection, line: str) -> tuple[Spell, ...]:
    query = queries.statements().where(schema.statements.c.id == line)
    found = connection.execute(query).mappings().first()
    entry = rows.entry_of(found) if found else None
    made = queries.ordered(schema.reviews).where(schema.reviews.c.statement_id == line)
    reviews = [rows.review_of(row) for row in connection.execute(made).mappings()]
    docs = {entry.statement.doc} if entry else {doc for r in reviews if (doc := doc_added(r))}
    return spells_of(line, entry, reviews, reports=reports_with(connection, docs))


def doc_added(review: Review) -> str:
    """The hash of the document that an added record names; empty for other actions."""
    named = review.changes.get("doc_hash", review.changes.get("doc"))
    return named if review.action is ReviewAction.ADD and isinstance(named, str) else ""


def reports_with(connection: Connection, docs: Iterable[str]) -> list[Told]:
    """All reports ever recorded of some documents, and of those that were ever in a story with them."""
    table = schema.reports
    every = set(docs)
    named = select(table.c.story).where(table.c.doc.in_(every), table.c.story.is_not(None))
    stories = set(connection.execute(named).scalars())
    if stories:
        every |= set(connection.execute(select(table.c.doc).where(table.c.story.in_(stories))).scalars())
    query = queries.ordered(table).where(table.c.doc.in_(every))
    found = connection.execute(query).mappings().all()
    return [Told(rows.report_of(row), datetime.fromisoformat(row["recorded"])) for row in found]


def told_anew(connection: Connection, doc: str) -> None:
    """Make anew what hangs on the report of a document: its lines, and those of its story's other documents."""
    refresh(connection, lines_with(connection, {told.report.doc for told in reports_with(connection, [doc])}))


def lines_with(connection: Connection, docs: Iterable[str]) -> list[str]:
    """The lines that were entered or added of some documents."""
    every = set(docs)
    entered = select(schema.statements.c.id).join(schema.documents).where(schema.documents.c.hash.in_(every))
    added = queries.ordered(schema.reviews).where(schema.reviews.c.action == ReviewAction.ADD.value)
    made = map(rows.review_of, connection.execute(added).mappings())
    return [
        *connection.execute(entered).scalars(),
        *(review.statement_id for review in made if doc_added(review) in every),
    ]
