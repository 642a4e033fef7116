"""Discourse Network Analyzer (.dna): statements with person, organisation, concept and agreement, both ways.

The whole ledger goes along in a table that the program does not touch; what was changed in the program comes back as
reviews by its coder: a changed statement as an edit, a removed one as a rejection, a new one as an addition.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from detente.exporters.exchange import dna_tables as tables
from detente.exporters.exchange.concepts import agrees, concept_of
from detente.exporters.exchange.dna_reading import read
from detente.exporters.exchange.jsonl import one_line
from detente.exporters.exchange.places import ShownText, plain, shown_text
from detente.exporters.exchange.port import Exchange, Outgoing, Record, stands

_TYPE, _CODER = 1, 1
_COLOUR = (239, 208, 51)


def write(path: Path, project: Outgoing) -> tuple[str, ...]:
    """A database of version 3; its admin has no password. Rejected lines are in the ledger only; nothing is lost."""
    path.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path)) as database, database:
            _write(database, project)
    except sqlite3.OperationalError as fault:  # the disk: full, or not to be written
        raise OSError(str(fault)) from fault
    return ()


def _write(database: sqlite3.Connection, project: Outgoing) -> None:
    for table in tables.TABLES:
        database.execute(f"CREATE TABLE {table}")
    _begin(database, project.name)
    texts = _documents(database, project)
    names: dict[tuple[int, str], int] = {}
    standing = (line for line in project.lines() if stands(line) and line["doc"] in texts)
    for number, line in enumerate(standing, start=1):
        _statement(database, number, (line, texts, names))


def _begin(database: sqlite3.Connection, name: str) -> None:
    database.executemany(
        "INSERT INTO SETTINGS VALUES (?, ?)",
        [("version", tables.VERSION), ("date", "2024-01-01"), ("project", plain(name))],
    )
    database.execute("INSERT INTO CODERS (ID, Name, Red, Green, Password) VALUES (1, 'Admin', 255, 255, '')")
    database.execute("INSERT INTO STATEMENTTYPES VALUES (1, 'DNA Statement', ?, ?, ?)", _COLOUR)
    database.executemany(
        "INSERT INTO VARIABLES (Variable, DataType, StatementTypeId) VALUES (?, ?, 1)", tables.VARIABLES
    )


def _documents(database: sqlite3.Connection, project: Outgoing) -> dict[str, tuple[int, ShownText]]:
    """Write the ledger, and its documents where the program looks for them; texts that it shows unaltered stand once."""
    texts: dict[str, tuple[int, ShownText]] = {}
    for entry, record in enumerate(project.records(), start=1):
        document = None
        if record["record"] == "document":
            document = len(texts) + 1
            shown = shown_text(record["text"], utf16=True)
            texts[record["hash"]] = (document, shown)
            _document(database, document, (record, shown))
            if shown.text == record["text"]:
                record = {name: value for name, value in record.items() if name != "text"}  # noqa: PLW2901
        database.execute("INSERT INTO DETENTE_LEDGER VALUES (?, ?, ?)", (entry, document, one_line(record)))
    return texts


def _document(database: sqlite3.Connection, number: int, told: tuple[Record, ShownText]) -> None:
    record, shown = told
    title = plain(record["title"] or record["name"])
    about = (record["byline"], record["publisher"], record["section"], record["url"], record["kind"])
    database.execute(
        "INSERT INTO DOCUMENTS VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?)",
        (number, title, shown.text, *map(plain, about), _seconds(record["published"])),
    )


def _seconds(published: str | None) -> int:
    """The first day of a date in seconds from 1970; that day where it is unknown, since the program needs one."""
    for part in (published or "").split("/"):
        for text in (part, f"{part}-01", f"{part}-01-01"):
            try:
                day = date.fromisoformat(text)
            except ValueError:
                continue
            return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    return 0


def _statement(database: sqlite3.Connection, number: int, told: tuple[Record, Any, Any]) -> None:
    line, texts, names = told
    document, shown = texts[line["doc"]]
    start, stop = shown.span(line["start"], line["stop"])
    database.execute(
        "INSERT INTO STATEMENTS VALUES (?, ?, ?, ?, ?, ?)", (number, _TYPE, document, start, stop, _CODER)
    )
    values = shown_values(line)
    for place, (name, form) in enumerate(tables.VARIABLES, start=1):
        value = values[name]
        if form == "short text":
            value = _entity(database, (place, str(value)), names)
        table, column = {
            "short text": ("DATASHORTTEXT", "Entity"),
            "long text": ("DATALONGTEXT", "Value"),
            "boolean": ("DATABOOLEAN", "Value"),
        }[form]
        database.execute(
            f"INSERT INTO {table} (StatementId, VariableId, {column}) VALUES (?, ?, ?)",  # noqa: S608 - constants only
            (number, place, value),
        )
    kept = json.dumps({"start": start, "stop": stop, **values})
    database.execute("INSERT INTO DETENTE_LINES VALUES (?, ?, ?, ?)", (number, line["id"], line["doc"], kept))


def _entity(database: sqlite3.Connection, name: tuple[int, str], names: dict[tuple[int, str], int]) -> int:
    if name not in names:
        names[name] = len(names) + 1
        database.execute(
            "INSERT INTO ENTITIES (ID, VariableId, Value) VALUES (?, ?, ?)", (names[name], *name)
        )
    return names[name]


def shown_values(line: Record) -> dict[str, Any]:
    """The values of a line's variables."""
    values: dict[str, Any] = {name: plain(line.get(name)) for name in (*tables.FIELDS, "condition")}
    return values | {
        "person": plain(line.get("speaker")),
        "organization": plain(line.get("holder")),
        "concept": plain(concept_of(line)),
        tables.BOOLEAN: int(agrees(line)),
        "via": plain(json.dumps(line.get("via") or [], ensure_ascii=False)),
    }


EXCHANGE = Exchange("Discourse Network Analyzer 3", write, read)
