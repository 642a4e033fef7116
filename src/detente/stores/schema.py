"""The tables of a project file. All but `meta` and what can be made again (`index_…`) are append-only and chained."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    insert,
)

SCHEMA_VERSION = 4
_FIRST = {"schema": str(SCHEMA_VERSION), "head": f"0 {bytes(32).hex()}"}  # of `meta`

tables = MetaData()


def _sequence() -> Column[int]:
    """The order of entry."""
    return Column("sequence", Integer, primary_key=True)


meta = Table(
    "meta", tables, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False)
)

# The text as UTF-8 bytes: they keep CRLF, BOM, NUL and lone surrogates, and hash to the document's id.
documents = Table(
    "documents",
    tables,
    _sequence(),
    Column("hash", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("publisher", Text),
    Column("title", Text),
    Column("url", Text),
    Column("language", Text),
    Column("kind", String(20), nullable=False),
    Column("published", Text),
    Column("how_dated", Text, nullable=False),
    Column("byline", Text),
    Column("section", Text),
    Column("canonical", Text),
    Column("updated", Text),
    Column("languages", Text, nullable=False),
    Column("findings", Text, nullable=False),
    Column("furniture", Text, nullable=False),
    Column("recorded", String(32), nullable=False),
)

reports = Table(
    "reports",
    tables,
    _sequence(),
    Column("doc", String(64), ForeignKey("documents.hash"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("publisher", Text),
    Column("kind", String(20), nullable=False),
    Column("published", Text),
    Column("how_dated", Text, nullable=False),
    Column("story", Text, index=True),
    Column("room", Text),
    Column("title", Text),
    Column("url", Text),
    Column("recorded", String(32), nullable=False),
)

# The same text from several publishers, or met in several files, is one document that appeared several times.
appearances = Table(
    "appearances",
    tables,
    _sequence(),
    Column("doc", String(64), ForeignKey("documents.hash"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("publisher", Text),
    Column("url", Text),
    Column("published", Text),
    Column("how_dated", Text, nullable=False),
    Column("recorded", String(32), nullable=False),
)

readings = Table(
    "readings",
    tables,
    _sequence(),
    Column("cache_key", Text, nullable=False, unique=True),
    Column("doc", Integer, ForeignKey("documents.sequence"), nullable=False, index=True),
    Column("reader", Text),
    Column("recorded", String(32), nullable=False),
)

# When a statement was recorded, its reading tells.
statements = Table(
    "statements",
    tables,
    _sequence(),
    Column("id", String(17), nullable=False, unique=True),
    Column("doc", Integer, ForeignKey("documents.sequence"), nullable=False, index=True),
    Column("reading", Integer, ForeignKey("readings.sequence"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("holder", Text),
    Column("stance", String(20)),
    Column("issue", Text, nullable=False),
    Column("option", Text),
    Column("instance", Text),
    Column("target", Text),
    Column("condition", Text),
    Column("speaker", Text),
    Column("via", Text, nullable=False),
    Column("basis", String(20), nullable=False),
    Column("certainty", Text),
    Column("date", Text),
    Column("stage", String(20)),
    Column("condition_on", Text),
    Column("about", Text),
    Column("confidence", Float, nullable=False),
    Column("rules", Text, nullable=False),
    Column("origin", Text, nullable=False),
)

# No foreign key: a review may add the statement that it names.
reviews = Table(
    "reviews",
    tables,
    _sequence(),
    Column("statement_id", String(17), nullable=False, index=True),
    Column("action", String(20), nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("reason", Text),
    Column("changes", Text, nullable=False),
)

problems = Table(
    "problems",
    tables,
    _sequence(),
    Column("reading", Integer, ForeignKey("readings.sequence"), nullable=False),
    Column("code", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("severity", String(20), nullable=False),
)

settings = Table(
    "settings",
    tables,
    _sequence(),
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("recorded", String(32), nullable=False),
)

# No foreign key: what is merged are names as written, or ids of stories and events.
merges = Table(
    "merges",
    tables,
    _sequence(),
    Column("name", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("into", Text, nullable=False),
    Column("action", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("at", String(32), nullable=False),
)

# Offices and signatories that a person entered, over those of the pack.
roles = Table(
    "roles",
    tables,
    _sequence(),
    Column("kind", String(20), nullable=False),
    Column("party", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("person", Text),
    Column("since", Text),
    Column("until", Text),
    Column("published", Text),
    Column("action", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("at", String(32), nullable=False),
)

# What may leave the project of a document or of a person: the newest mark of each holds. No foreign key: a person is a name.
marks = Table(
    "marks",
    tables,
    _sequence(),
    Column("kind", String(20), nullable=False),
    Column("name", Text, nullable=False),
    Column("attribution", String(20), nullable=False),
    Column("described", Text),
    Column("reason", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("at", String(32), nullable=False),
)

# The tombstones of documents: `gone` has the entries of the chain whose rows were removed, each with the digest of its row;
# `reviews` who reviewed its lines and when, without words (`redacting.py`).
redactions = Table(
    "redactions",
    tables,
    _sequence(),
    Column("doc", String(64), nullable=False, unique=True),
    Column("reason", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("gone", Text, nullable=False),
    Column("reviews", Text, nullable=False),
)

# Every row of the tables above in the order in which it was appended, each linked to all before it (`chain.py`).
chain = Table(
    "chain",
    tables,
    _sequence(),
    Column("entry", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("link", LargeBinary, nullable=False),
)

# Where each line stood, and from when to when the file said so (`held.py`): made again from the entries where it is missing.
held = Table(
    "index_held",
    tables,
    Column("holder", Text, primary_key=True),
    Column("issue", Text, primary_key=True),
    Column("said", Integer, primary_key=True, autoincrement=False),  # day; 0 where undated
    Column("line", Text, primary_key=True),  # the id under which it was entered or added
    Column("since", Integer, primary_key=True, autoincrement=False),  # microseconds from 1970, UTC
    Column("until", Integer, nullable=False),
    Column("known", Integer, nullable=False),  # day of publication of the story; 0 where unknown
    Column("sure", Float, nullable=False),  # the reader's confidence; 2 where a person accepted it
    Column(
        "entry", Integer, nullable=False
    ),  # the place of its statement; minus its review's, where that added it
    sqlite_with_rowid=False,
)
# It grows at its end; one on the ids, which fall anywhere, would cost a fifth of all entering.
Index("index_held_entry", held.c.entry)

# What steps made of documents, kept so that it need not be made again: no record, neither chained nor guarded.
derived = Table(
    "index_derived",
    tables,
    Column("step", String(120), primary_key=True),
    Column("doc", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

CHAINED = (
    *(documents, reports, appearances, readings, statements, reviews, problems, settings, merges),
    *(roles, marks, redactions),
)
APPEND_ONLY = (*CHAINED, chain)


def guards() -> dict[str, str]:
    """The triggers that keep the append-only tables so: name to SQL."""
    found = {}
    for table in APPEND_ONLY:
        for verb, done in (("UPDATE", "changed"), ("DELETE", "deleted")):
            name = f"{table.name}_no_{verb.lower()}"
            told = f"rows of {table.name} are never {done}: append a review or a newer row"
            refusal = f"SELECT RAISE(ABORT, '{told}')"
            found[name] = f"CREATE TRIGGER {name} BEFORE {verb} ON {table.name} BEGIN {refusal}; END"
    return found


def lay_out(connection: Connection) -> None:
    """Make the tables and triggers of an empty project."""
    tables.create_all(connection)
    connection.execute(insert(meta), [{"name": name, "value": value} for name, value in _FIRST.items()])
    _guard(connection)


def bring_up(connection: Connection, *, chained: bool) -> None:
    """Make the tables and triggers that a file of an earlier version lacks, and tell its new version.

    `chained`: its entries have a chain, which goes on.
    """
    tables.create_all(connection)
    for index in (index for table in tables.tables.values() for index in table.indexes):
        index.create(connection, checkfirst=True)
    told = {name: value for name, value in _FIRST.items() if name == "schema" or not chained}
    connection.execute(
        insert(meta).prefix_with("OR REPLACE"), [{"name": name, "value": v} for name, v in told.items()]
    )
    _guard(connection)


def _guard(connection: Connection) -> None:
    for trigger in guards().values():
        connection.exec_driver_sql(trigger.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS", 1))
