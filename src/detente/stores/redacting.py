"""Redaction: all that a project holds of a document is taken out, in one transaction, and a tombstone is left.

The rows go; the chain keeps their links, and the redaction, an entry itself, keeps the digest of each, so that `verify` can
still compute every link. What it took out is told by `lost` before.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from detente.kernel.errors import ProjectFault, UnknownName
from detente.ledger.people import plain
from detente.ledger.redactions import Loss, Redaction
from detente.stores import held, queries, redacted_settings, rows, schema
from detente.stores.access import FileAccess
from detente.stores.chain import Chain, digest, keep_places_gone
from detente.stores.driver import engine_for, told_as_faults
from detente.stores.tombstones import UNWIPED, is_unwiped, redaction_in

Found = dict[Table, list[rows.Kept]]
_CHILDREN_FIRST = (
    *(schema.problems, schema.statements, schema.readings, schema.reports, schema.appearances),
    *(schema.documents, schema.reviews, schema.marks, schema.merges, schema.roles, schema.settings),
)


def lost(connection: Connection, doc: str) -> Loss:
    """What the redaction of a document would take out; raises UnknownName."""
    found = _hanging_on(connection, doc)
    names = sorted(_heard_only_here(connection, found))
    story = {told.report.doc for told in held.reports_with(connection, [doc])} - {doc}
    name = rows.opened(found[schema.documents][0])["name"]
    counts = tuple((table.name, len(many)) for table, many in found.items() if many)
    return Loss(doc, name, counts, tuple(names), tuple(sorted(story)))


def take_out(file: FileAccess, doc: str, told: tuple[str, str, datetime]) -> Redaction:
    """Take a document out in one transaction, and wipe the file; of one that was taken out before, end what is left of it."""
    with file.writing() as connection:
        found = redaction_in(connection, doc) or redact(connection, doc, told)
    if file.ask(is_unwiped):
        wipe(file.path)
    return found


def redact(connection: Connection, doc: str, told: tuple[str, str, datetime]) -> Redaction:
    """Take a document out with all that hangs on it, and leave its tombstone; `told`: why, by whom, when.

    The caller's transaction is kept as a whole or not at all; after it the file is to be wiped (`wipe`).
    """
    reason, reviewer, at = told
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    found = _hanging_on(connection, doc)
    gone = sorted(_entries_of(connection, found))
    story = {one.report.doc for one in held.reports_with(connection, [doc])} - {doc}
    settings = connection.execute(queries.ordered(schema.settings)).mappings()
    kept_settings = redacted_settings.without(settings, _names_of(connection, found), at)
    _forget(connection, doc, found)
    _delete(connection, found)
    _go_back(connection)
    keep_places_gone(
        connection, {t.name: max(r["sequence"] for r in many) for t, many in found.items() if many}
    )
    held.told_anew(connection, story)
    chain = Chain(connection)
    reviews = [
        [row["statement_id"], row["action"], rows.opened(row)["reviewer"], row["at"]]
        for row in found[schema.reviews]
    ]
    kept = {"reason": reason, "reviewer": reviewer, "at": rows.moment(at), "doc": doc}
    signed = {"gone": rows.plain([[e, d.hex()] for e, d in gone]), "reviews": rows.plain(reviews)}
    chain.append(schema.redactions, [rows.storable(kept | signed)])
    chain.append(schema.settings, kept_settings)
    chain.close()
    _flag(connection)
    made = redaction_in(connection, doc)
    if made is None:
        raise ProjectFault(f"the redaction of {doc} was not kept; go back to a copy")
    return made


def _hanging_on(connection: Connection, doc: str) -> Found:
    """Every row that tells something of a document, by table."""
    found: Found = {}

    def take(table: Table, column: str, values: Collection[object]) -> list[rows.Kept]:
        found[table] = list(_where(connection, table, (column, values)))
        return found[table]

    there = take(schema.documents, "hash", [doc])
    if not there:
        raise UnknownName(f"no document '{doc}' in the project; `detente corpus list` names them")
    for table in (schema.reports, schema.appearances):
        take(table, "doc", [doc])
    readings = take(schema.readings, "doc", [there[0]["sequence"]])
    take(schema.statements, "doc", [there[0]["sequence"]])
    take(schema.problems, "reading", [row["sequence"] for row in readings])
    take(schema.reviews, "statement_id", held.lines_with(connection, [doc]))
    people = _heard_only_here(connection, found)
    marks = connection.execute(queries.ordered(schema.marks)).mappings()
    found[schema.marks] = [
        row
        for row in marks
        if (row["name"] == doc if row["kind"] == "document" else _name(row, "name") in people)
    ]
    merges = connection.execute(queries.ordered(schema.merges)).mappings()
    found[schema.merges] = [row for row in merges if {_name(row, "name"), _name(row, "into")} & people]
    roles = connection.execute(queries.ordered(schema.roles)).mappings()
    found[schema.roles] = [row for row in roles if row["person"] and _name(row, "person") in people]
    settings = connection.execute(queries.ordered(schema.settings)).mappings()
    found[schema.settings] = redacted_settings.telling(settings, _names_of(connection, found))
    return found


def _where(
    connection: Connection, table: Table, asked: tuple[str, Collection[object]]
) -> Iterator[rows.Kept]:
    column, values = asked
    every, most = list(values), 5_000  # values in one question
    for at in range(0, len(every), most):
        query = queries.ordered(table).where(table.c[column].in_(every[at : at + most]))
        yield from connection.execute(query).mappings()


def _name(row: rows.Kept, column: str) -> str:
    return plain(str(rows.opened(row)[column]))


def _heard_only_here(connection: Connection, found: Found) -> set[str]:
    """The names of people who speak, or pass on words, in no other document."""
    here = {name for row in found[schema.statements] for name in _chain_of(rows.opened(row))}
    here |= {
        name for row in found[schema.reviews] for name in _chain_told(json.loads(rows.opened(row)["changes"]))
    }
    if not here:
        return set()
    table, (document,) = schema.statements, found[schema.documents]
    query = select(table.c.speaker, table.c.via).where(table.c.doc != document["sequence"]).distinct()
    for row in connection.execute(query).mappings():
        here -= _chain_of(rows.opened(row))
    mine = {row["sequence"] for row in found[schema.reviews]}
    for row in connection.execute(queries.ordered(schema.reviews)).mappings():
        if row["sequence"] not in mine:
            here -= _chain_told(json.loads(rows.opened(row)["changes"]))
    return here


def _chain_told(changes: Mapping[Any, Any]) -> set[str]:
    """The names that a review tells, in its own fields or in a second coder's record."""
    coded = changes.get("record")
    return _chain_of(changes) | (_chain_of(coded) if isinstance(coded, Mapping) else set())


def _chain_of(told: Mapping[Any, Any]) -> set[str]:
    """The names of a statement's speaker and of those on the way, from a row or from a review's changes."""
    via = told.get("via") or []
    via = json.loads(via) if isinstance(via, str) else via
    names = [told.get("speaker"), *(via if isinstance(via, list) else [])]
    return {plain(name) for name in names if isinstance(name, str) and plain(name)}


def _names_of(connection: Connection, found: Found) -> set[str]:
    """The names of a document, and of people who are heard in it alone."""
    tables = (schema.documents, schema.reports, schema.appearances)
    named = {rows.opened(row)["name"] for table in tables for row in found[table]}
    return named | _heard_only_here(connection, found)


def _entries_of(connection: Connection, found: Found) -> Iterator[tuple[int, bytes]]:
    """The entries of the chain of some rows, each with the digest of its row."""
    chain = schema.chain
    for table, many in found.items():
        if not many:
            continue
        by_place = {row["sequence"]: row for row in many}
        query = select(chain.c.sequence, chain.c.row).where(
            chain.c.entry == table.name, chain.c.row.between(min(by_place), max(by_place))
        )
        for entry, place in connection.execute(query):
            if place in by_place:
                yield entry, digest(table, by_place[place])


def _forget(connection: Connection, doc: str, found: Found) -> None:
    """Take the document out of what was made of the entries."""
    from detente.stores import search_index, story_index

    search_index.forget(connection, [doc])
    story_index.forget(connection, doc)
    connection.execute(delete(schema.derived).where(schema.derived.c.doc == doc))
    places = [row["sequence"] for row in found[schema.statements]]
    places += [-row["sequence"] for row in found[schema.reviews]]
    connection.exec_driver_sql("DELETE FROM index_held WHERE entry = ?", [(n,) for n in places] or [(0,)])


def _go_back(connection: Connection) -> None:
    from detente.stores import search_index

    search_index.go_back(connection)


def _delete(connection: Connection, found: Found) -> None:
    """Remove rows: the one place where the triggers against it are lifted, within the transaction."""
    guards = {name: sql for name, sql in schema.guards().items() if name.endswith("_no_delete")}
    for name in guards:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
    for table in _CHILDREN_FIRST:
        for row in found[table]:
            connection.execute(delete(table).where(table.c.sequence == row["sequence"]))
    for sql in guards.values():
        connection.exec_driver_sql(sql)


def _flag(connection: Connection) -> None:
    told = {"name": UNWIPED, "value": "1"}
    connection.execute(insert(schema.meta).prefix_with("OR REPLACE"), told)


def wipe(path: Path) -> None:
    """Write the file anew without what was removed, and empty its log; raises ProjectFault while others have it open."""
    engine = engine_for(path, mode="rw")
    try:
        with told_as_faults(path), closing(engine.raw_connection()) as held_open:
            driver: Any = held_open.driver_connection
            driver.execute("PRAGMA secure_delete = ON")
            _checkpoint(driver, path)
            driver.execute("VACUUM")
            _checkpoint(driver, path)
            driver.execute(f"DELETE FROM meta WHERE name = '{UNWIPED}'")  # noqa: S608 - a constant
            _checkpoint(driver, path)
    finally:
        engine.dispose()


def _checkpoint(driver: Any, path: Path) -> None:
    (busy, *_) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise ProjectFault(
            f"{path} is open in another program, so that the removed words are still in its log; close it and redact "
            "the document again, which ends the work"
        )
