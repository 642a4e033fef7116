"""Reading a database of Discourse Network Analyzer: one that we wrote, with what was changed since, or one of its own."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from detente.exporters.exchange import dna_tables as tables
from detente.exporters.exchange.concepts import issue_of
from detente.exporters.exchange.found import (
    day_or_none,
    document_records,
    reading_record,
    review_record,
    statement_record,
)
from detente.exporters.exchange.places import ShownText, shown_text
from detente.exporters.exchange.port import Placed, Record, Shape
from detente.kernel.errors import BadInput, EvidenceMismatch
from detente.kernel.spans import Span
from detente.statements.record import BASES, KINDS, STANCES, Statement

_NAMES = {"person": "speaker", "organization": "holder"}
_VALUES = """SELECT v.Variable, e.Value FROM DATASHORTTEXT d JOIN VARIABLES v ON v.ID = d.VariableId
   JOIN ENTITIES e ON e.ID = d.Entity WHERE d.StatementId = ?
 UNION ALL SELECT v.Variable, d.Value FROM DATALONGTEXT d JOIN VARIABLES v ON v.ID = d.VariableId WHERE d.StatementId = ?
 UNION ALL SELECT v.Variable, d.Value FROM DATABOOLEAN d JOIN VARIABLES v ON v.ID = d.VariableId WHERE d.StatementId = ?"""
_STATEMENTS = """SELECT s.ID, s.DocumentId, s.Start, s.Stop, c.Name AS Coder FROM STATEMENTS s
 LEFT JOIN CODERS c ON c.ID = s.Coder ORDER BY s.ID"""


def read(path: Path, shape: Shape) -> Iterator[Placed]:
    """The records of a database, and what was changed in it as reviews."""
    del shape
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            _check(path.name, database)
            yield from _Reading(path, database).records()
    except sqlite3.DatabaseError as fault:
        raise BadInput(
            f"{path.name} is no whole .dna database ({fault}); copy it again, or save it in Discourse Network "
            "Analyzer 3. Nothing was imported"
        ) from fault


def _check(name: str, database: sqlite3.Connection) -> None:
    """Raise BadInput for a database of another version."""
    there = {
        row[0].upper() for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    version = ""
    if "SETTINGS" in there:
        row = database.execute("SELECT Value FROM SETTINGS WHERE Property = 'version'").fetchone()
        version = str(row[0]) if row else ""
    missing = [table for table in tables.NEEDED if table not in there]
    if missing or not version.startswith("3."):
        told = f"version {version}" if version else "without a version"
        lack = f" (no table {missing[0]})" if missing else ""
        raise BadInput(
            f"{name} is a database {told}{lack}, not of Discourse Network Analyzer 3; open it there and import it into "
            "a new database. Nothing was imported"
        )


class _Reading:
    """One database that is read."""

    def __init__(self, path: Path, database: sqlite3.Connection) -> None:
        self._name = path.name
        self._database = database
        self._ours = bool(
            database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (tables.OURS,)).fetchone()
        )
        self._texts: dict[int, tuple[str, str, ShownText]] = {}
        self._key = f"dna:{hashlib.sha256(path.read_bytes()).hexdigest()}"
        self._read: set[str] = set()

    def records(self) -> Iterator[Placed]:
        """The ledger that went along, then the documents, lines and changes that it does not know."""
        if self._ours:
            yield from self._ledger()
        yield from self._documents()
        lines = (
            {row["StatementId"]: row for row in self._database.execute("SELECT * FROM DETENTE_LINES")}
            if self._ours
            else {}
        )
        for row in self._database.execute(_STATEMENTS):
            place = f"{self._name}, statement {row['ID']}"
            known = lines.pop(row["ID"], None)
            if row["DocumentId"] not in self._texts:
                raise BadInput(
                    f"{place}: its document is not there; remove it in the program. Nothing was imported"
                )
            values = dict(self._database.execute(_VALUES, (row["ID"],) * 3).fetchall())
            values |= {"start": row["Start"], "stop": row["Stop"]}
            found = (
                self._new(row, values, place) if known is None else self._changed(row, values, (place, known))
            )
            yield from ((place, record) for record in found)
        for row in lines.values():
            place = f"{self._name}, statement {row['StatementId']}"
            told = ("dna", "removed in Discourse Network Analyzer")
            yield place, review_record(row["Line"], "reject", told)

    def _ledger(self) -> Iterator[Placed]:
        for entry, document, text in self._database.execute("SELECT * FROM DETENTE_LEDGER ORDER BY Entry"):
            record: Record = json.loads(text)
            if document is not None:
                row = self._database.execute(
                    "SELECT Text FROM DOCUMENTS WHERE ID = ?", (document,)
                ).fetchone()
                if "text" not in record:
                    record["text"] = row[0] if row else ""
                self._texts[document] = (
                    record["hash"],
                    record["text"],
                    shown_text(record["text"], utf16=True),
                )
            yield f"{self._name}, {tables.OURS} {entry}", record

    def _documents(self) -> Iterator[Placed]:
        """Documents that came in the program."""
        for row in self._database.execute("SELECT * FROM DOCUMENTS ORDER BY ID"):
            if row["ID"] in self._texts:
                continue
            place, text = f"{self._name}, document {row['ID']}", str(row["Text"])
            if not text:
                continue
            day = datetime.fromtimestamp(int(row["Date"]), UTC).date().isoformat()
            made = document_records(
                row["Title"] or place, text, title=row["Title"] or None, byline=row["Author"] or None,
                publisher=row["Source"] or None, section=row["Section"] or None, published=day_or_none(day),
                how_dated="Discourse Network Analyzer",
            )  # fmt: skip
            doc = str(made[0]["hash"])
            known = doc in {other for other, _, _ in self._texts.values()}
            self._texts[row["ID"]] = (doc, text, shown_text(text, utf16=True))
            yield from () if known else ((place, record) for record in made)

    def _new(self, row: sqlite3.Row, values: dict[str, Any], place: str) -> Iterator[Record]:
        """A statement that was made in the program."""
        statement = self._statement(row, values, place)
        coder = row["Coder"] or "dna"
        if self._ours:
            record = statement.as_record(doc_name=statement.doc, full=True)
            yield review_record(statement.id, "add", (coder, None), **record)
            return
        if statement.id in self._read:
            return
        self._read.add(statement.id)
        key = f"{self._key}:{statement.doc}"
        if key not in self._read:
            self._read.add(key)
            yield reading_record(key, statement.doc, "Discourse Network Analyzer")
        yield statement_record(statement, key)

    def _changed(
        self, row: sqlite3.Row, values: dict[str, Any], told: tuple[str, sqlite3.Row]
    ) -> Iterator[Record]:
        """An edit, where a statement shows something else than when it was written."""
        place, known = told
        before = json.loads(known["Shown"])
        changed = {name for name, value in before.items() if values.get(name) != value}
        if not changed:
            return
        statement = self._statement(row, values, place)
        fields = {_NAMES.get(name, name) for name in changed - {"start", "stop", "concept", "agreement"}}
        fields |= {"issue"} if "concept" in changed and "issue" not in fields else set()
        fields |= {"stance"} if "agreement" in changed and statement.kind == "position" else set()
        record = statement.as_record(doc_name=statement.doc, full=True)
        changes = {name: record[name] for name in sorted(fields)}
        if changed & {"start", "stop"}:
            changes |= {"evidence": statement.evidence, "span": [statement.span.start, statement.span.end]}
        if "agreement" in changed and "stance" in changes and "stance" not in changed:
            changes["stance"] = "accept" if values.get("agreement") else "reject"
        if changes:
            yield review_record(known["Line"], "edit", (row["Coder"] or "dna", None), **changes)

    def _statement(self, row: sqlite3.Row, values: dict[str, Any], place: str) -> Statement:
        doc, text, shown = self._texts[row["DocumentId"]]
        found = shown.original(row["Start"], row["Stop"])
        if found is None:
            raise BadInput(
                f"{place}: {row['Start']}-{row['Stop']} is no place in its document; correct it in the program. "
                "Nothing was imported"
            )
        span = Span(*found)
        given = {name: values.get(name) or None for name in (*tables.FIELDS, *tables.LONG, *tables.SHORT)}
        kind: Any = given["kind"] if given["kind"] in KINDS else "position"
        stance: Any = (
            given["stance"]
            if given["stance"] in STANCES
            else ("accept" if values.get("agreement", 1) else "reject")
        )
        try:
            return Statement(
                doc, span, span.of(text), kind=kind, holder=given["organization"], option=given["option"],
                stance=stance if kind == "position" else None,
                issue=given["issue"] or issue_of(given["concept"] or "no concept"), instance=given["instance"],
                target=given["target"], condition=given["condition"], speaker=given["person"],
                basis=given["basis"] if given["basis"] in BASES else "reported", certainty=given["certainty"],
                via=_chain(given["via"]), date=day_or_none(given["date"]),
                stage=given["stage"] if given["stage"] in {"truce", "settlement"} else None,
            )  # fmt: skip
        except (EvidenceMismatch, ValueError) as fault:
            raise BadInput(f"{place}: {fault}; correct it in the program. Nothing was imported") from fault


def _chain(text: str | None) -> tuple[str, ...]:
    """Through whom something was reported: a list in JSON as we write it, or one name as a coder does."""
    try:
        found = json.loads(text or "[]")
    except ValueError:
        found = None
    return tuple(map(str, found)) if isinstance(found, list) else (str(text),)
