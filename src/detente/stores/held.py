"""The index of what was held: each line with the time that it tells of, and the times at which the file said so.

It is made from the entries alone (`ledger.spells`), in the transaction that changes them, and made again where it is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select

from detente.ledger.entries import Entry, Review, ReviewAction
from detente.ledger.spells import Held, Spell, Told, spells_of
from detente.ledger.view import Moment
from detente.stores import queries, rows, schema

_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NOW = 2**62  # no end yet
_AT_A_TIME = 500  # lines, or documents
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
    key: Mapping[str, Any] = {} if last is None else _row(last, 0)
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
    every = list(dict.fromkeys(lines))
    for at in range(0, len(every), _AT_A_TIME):
        entered, added, spells = _spells_of(connection, every[at : at + _AT_A_TIME])
        before = [*entered.values(), *added.values()]  # a line may have been added first, and then read
        connection.execute(delete(schema.held).where(schema.held.c.entry.in_(before)))
        keep(connection, spells, added | entered)


def add(connection: Connection, lines: Sequence[str]) -> None:
    """Make the spells of lines that have none yet."""
    for at in range(0, len(lines), _AT_A_TIME):
        entered, added, spells = _spells_of(connection, lines[at : at + _AT_A_TIME])
        keep(connection, spells, added | entered)


def keep(connection: Connection, spells: Iterable[Spell], places: Mapping[str, int]) -> None:
    """Add spells of lines that have none; `places` of the lines as in the column `entry`."""
    made = [_row(spell, places[spell.held.line]) for spell in spells]
    if made:
        queries.add(connection, schema.held, made)


def _row(spell: Spell, place: int) -> Mapping[str, Any]:
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
            "entry": place,
        }
    )


Places = dict[str, int]


def _spells_of(connection: Connection, lines: Sequence[str]) -> tuple[Places, Places, list[Spell]]:
    """Where lines were entered, where they were reviewed first (minus), and their spells."""
    entries: dict[str, Entry] = {}
    entered: Places = {}
    for row in connection.execute(queries.statements().where(schema.statements.c.id.in_(lines))).mappings():
        entries[row["id"]], entered[row["id"]] = rows.entry_of(row), row["sequence"]
    made = queries.ordered(schema.reviews).where(schema.reviews.c.statement_id.in_(lines))
    reviews: dict[str, list[Review]] = {}
    added: Places = {}
    for row in connection.execute(made).mappings():
        review = rows.review_of(row)
        reviews.setdefault(review.statement_id, []).append(review)
        added.setdefault(review.statement_id, -row["sequence"])
    docs = {line: _document_of(entries.get(line), reviews.get(line, ())) for line in lines}
    told_of = of_document(reports_with(connection, docs.values()))
    spells = [
        spell
        for line, doc in docs.items()
        for spell in spells_of(line, entries.get(line), reviews.get(line, ()), reports=told_of(doc))
    ]
    return entered, added, spells


def _document_of(entry: Entry | None, reviews: Iterable[Review]) -> str:
    """The hash of the document that a line stands in, entered or added."""
    return entry.statement.doc if entry else next(filter(None, map(doc_added, reviews)), "")


def doc_added(review: Review) -> str:
    """The hash of the document that an added record names; empty for other actions."""
    return _doc_of(review.changes) if review.action is ReviewAction.ADD else ""


def doc_named(review: Review) -> str:
    """The hash of the document that an added record or a second coder's judgement names; empty for other actions."""
    record = review.changes.get("record")
    if review.action is ReviewAction.CODE and isinstance(record, Mapping):
        return _doc_of(record)
    return doc_added(review)


def _doc_of(record: Mapping[str, Any]) -> str:
    named = record.get("doc_hash", record.get("doc"))
    return named if isinstance(named, str) else ""


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


def of_document(told: Sequence[Told]) -> Callable[[str], list[Told]]:
    """For a document, of these reports all that were ever recorded of it and of those that were ever in a story with it."""
    of_doc: dict[str, list[int]] = {}
    of_story: dict[str, set[str]] = {}
    for number, one in enumerate(told):
        of_doc.setdefault(one.report.doc, []).append(number)
        if one.report.story is not None:
            of_story.setdefault(one.report.story, set()).add(one.report.doc)

    def found(doc: str) -> list[Told]:
        stories = {told[n].report.story for n in of_doc.get(doc, ())}
        docs = {doc}.union(*(of_story[story] for story in stories if story is not None))
        return [told[n] for n in sorted(n for one in docs for n in of_doc.get(one, ()))]

    return found


def told_anew(connection: Connection, docs: Iterable[str]) -> None:
    """Make anew what hangs on the reports of documents: their lines, and those of their stories' other documents."""
    told = {told.report.doc for told in reports_with(connection, docs)}
    if told:
        refresh(connection, lines_with(connection, told))


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
