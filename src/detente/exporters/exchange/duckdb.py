"""DuckDB: a project as tables for analysts, with questions at a time as macros of the file; read there, never taken back.

The file asks nothing of this program: `docs/analysis.md` says what its tables hold, and `matrix` and `latest` are SQL.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from detente.exporters.exchange.port import Exchange, Outgoing, Record
from detente.kernel.dates import parse_when
from detente.kernel.errors import MissingExtra

VERSION = "1"  # of the tables
_PART = 10_000  # rows
_STORAGE = "v1.2.0"  # DuckDB from 1.2 on reads the file
_OURS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}  # nothing is fetched

Columns = Mapping[str, str]
TABLES: Mapping[str, Columns] = {
    "statements": {
        **dict.fromkeys(("line", "standing", "doc", "report", "publisher"), "VARCHAR"),
        **dict.fromkeys(("published_from", "published_to", "known", "said_from", "said_to"), "DATE"),
        **dict.fromkeys(("story", "url", "title", "kind", "holder", "stance", "issue", "option"), "VARCHAR"),
        **dict.fromkeys(("instance", "target", "condition", "speaker"), "VARCHAR"),
        "via": "VARCHAR[]",
        **dict.fromkeys(("basis", "certainty", "date", "stage", "condition_on"), "VARCHAR"),
        "about": "VARCHAR[]",
        "evidence": "VARCHAR",
        "start": "BIGINT",
        "stop": "BIGINT",
        "confidence": "DOUBLE",
        "rules": "VARCHAR[]",
        "origin": "VARCHAR",
        "recorded": "TIMESTAMP",
        "reviews": "BIGINT",
    },
    "spells": {
        **dict.fromkeys(("line", "holder", "issue"), "VARCHAR"),
        **dict.fromkeys(("said", "known"), "DATE"),
        **dict.fromkeys(("since", "until"), "TIMESTAMP"),
        "sure": "DOUBLE",
    },
    "documents": {
        **dict.fromkeys(("doc", "name", "language"), "VARCHAR"),
        "characters": "BIGINT",
        "recorded": "TIMESTAMP",
    },
    "reports": {
        **dict.fromkeys(("doc", "name", "publisher", "kind"), "VARCHAR"),
        **dict.fromkeys(("published_from", "published_to"), "DATE"),
        **dict.fromkeys(("how_dated", "story", "room", "title", "url"), "VARCHAR"),
        "recorded": "TIMESTAMP",
        "entry": "BIGINT",
    },
    "reviews": {
        **dict.fromkeys(("line", "action", "reviewer"), "VARCHAR"),
        "reviewed": "TIMESTAMP",
        **dict.fromkeys(("reason", "changes"), "VARCHAR"),
    },
    "about": dict.fromkeys(("name", "value"), "VARCHAR"),
}

_MOMENT = """as_of := NULL, known_by := NULL, recorded_by := NULL, unmarked_at := 1.0, include_unreviewed := false"""
_GIVEN = ", ".join(f"{name} := {name}" for name in
                   ("as_of", "known_by", "recorded_by", "unmarked_at", "include_unreviewed"))  # fmt: skip
_MACROS = (
    f"""CREATE MACRO held({_MOMENT}) AS TABLE
SELECT line, holder, issue, said, known, sure FROM spells
 WHERE (as_of IS NULL OR said IS NULL OR said <= CAST(as_of AS DATE))
   AND (known_by IS NULL OR known IS NULL OR known <= CAST(known_by AS DATE))
   AND CASE WHEN recorded_by IS NULL THEN until IS NULL
       ELSE since <= CAST(recorded_by AS TIMESTAMP)
        AND (until IS NULL OR until > CAST(recorded_by AS TIMESTAMP)) END
   AND (include_unreviewed OR sure >= unmarked_at)""",
    f"""CREATE MACRO matrix({_MOMENT}) AS TABLE
SELECT DISTINCT ON (holder, issue) * FROM held({_GIVEN})
 ORDER BY holder, issue, said DESC NULLS LAST, line DESC""",
    f"""CREATE MACRO latest(whose, matter, {_MOMENT}) AS TABLE
SELECT * FROM held({_GIVEN}) WHERE holder = whose AND issue = matter
 ORDER BY said DESC NULLS LAST, line DESC LIMIT 1""",
    "CREATE VIEW reports_now AS SELECT DISTINCT ON (doc) * EXCLUDE (entry) FROM reports ORDER BY doc, entry DESC",
)
_NOT_HELD = (
    "the texts of documents, readings, problems, settings and merges of names",
    "letters that have no UTF-8 form stand as question marks",
    "it is a copy to be read: changes made there come back by no way",
)


def write(path: Path, project: Outgoing) -> tuple[str, ...]:
    """The lines as they stand, where each stood from when to when, reports, reviews and what documents are."""
    duckdb, pa = _libraries()
    made = duckdb.connect(config=_OURS)
    try:
        made.execute(f"ATTACH '{_quoted(path)}' AS made (STORAGE_VERSION '{_STORAGE}')")
        made.execute("USE made")
        for table, columns in TABLES.items():
            made.execute(f"CREATE TABLE {table} ({', '.join(f'{n} {kind}' for n, kind in columns.items())})")
        for part in _parts(project):
            for table, some in part.items():
                _insert(made, pa, table, some)
        for macro in _MACROS:
            made.execute(macro)
        made.execute("USE memory")
        made.execute("DETACH made")
    except (duckdb.IOException, duckdb.OutOfMemoryException) as fault:
        raise OSError(str(fault)) from fault
    finally:
        made.close()
        with suppress(OSError):
            path.with_name(path.name + ".wal").unlink()
    return _NOT_HELD


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _parts(project: Outgoing) -> Iterator[Mapping[str, list[Record]]]:
    """Rows by table, a few at a time."""
    told = chain(
        (("about", {"name": name, "value": value}) for name, value in _about(project)),
        (("spells", _spell(record)) for record in project.spells()),
        (("statements", _line(record)) for record in project.lines()),
        _from_records(project.records()),
    )
    while some := list(islice(told, _PART)):
        part: dict[str, list[Record]] = {}
        for table, row in some:
            part.setdefault(table, []).append(row)
        yield part


def _about(project: Outgoing) -> Iterator[tuple[str, str]]:
    yield from {"version": VERSION, "project": project.name, **project.about}.items()


def _from_records(records: Iterable[Record]) -> Iterator[tuple[str, Record]]:
    """The rows that are records as they were entered."""
    for entry, record in enumerate(records):
        kind = record["record"]
        if kind in _OF_RECORD:
            table, row_of = _OF_RECORD[kind]
            yield table, row_of(record) | ({"entry": entry} if table == "reports" else {})


def _line(record: Record) -> Record:
    return record | {
        "line": record["id"],
        **_days("said", record["said"]),
        **_days("published", record["published"]),
        "known": _day(record["known"]),
        "condition_on": _json(record["condition_on"]),
        "recorded": _instant(record["recorded"]),
    }


def _spell(record: Record) -> Record:
    return record | {
        "said": _day(record["said"]),
        "known": _day(record["known"]),
        "since": _instant(record["since"]),
        "until": _instant(record["until"]),
    }


def _document(record: Record) -> Record:
    return record | {
        "doc": record["hash"],
        "characters": len(record["text"]),
        "recorded": _instant(record["recorded"]),
    }


def _report(record: Record) -> Record:
    return record | {**_days("published", record["published"]), "recorded": _instant(record["recorded"])}


def _review(record: Record) -> Record:
    return record | {
        "line": record["statement_id"],
        "reviewed": _instant(record["at"]),
        "changes": _json(record["changes"]),
    }


_OF_RECORD: Mapping[str, tuple[str, Callable[[Record], Record]]] = {
    "document": ("documents", _document),
    "report": ("reports", _report),
    "review": ("reviews", _review),
}


def _days(name: str, text: str | None) -> Record:
    """The first and the last day on which it may have been."""
    when = parse_when(text)
    return {f"{name}_from": when.earliest, f"{name}_to": when.latest}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _instant(text: str | None) -> datetime | None:
    """A time in UTC, without a zone: no client needs a table of zones for it."""
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None) if text else None


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _insert(made: Any, pa: Any, table: str, some: list[Record]) -> None:
    columns = TABLES[table]
    arrays = [_array(pa, [row.get(name) for row in some], kind) for name, kind in columns.items()]
    made.register("part", pa.Table.from_arrays(arrays, names=list(columns)))
    made.execute(f"INSERT INTO {table} SELECT * FROM part")  # noqa: S608 - our own names
    made.unregister("part")


def _array(pa: Any, values: list[Any], kind: str) -> Any:
    types = {
        "VARCHAR": pa.string(),
        "VARCHAR[]": pa.list_(pa.string()),
        "DATE": pa.date32(),
        "TIMESTAMP": pa.timestamp("us"),
        "BIGINT": pa.int64(),
        "DOUBLE": pa.float64(),
    }
    try:
        return pa.array(values, type=types[kind])
    except UnicodeEncodeError:
        return pa.array([_shown(value) for value in values], type=types[kind])


def _shown(value: Any) -> Any:
    if isinstance(value, list):
        return [_shown(one) for one in value]
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _libraries() -> tuple[Any, Any]:
    try:
        import duckdb
        import pyarrow
    except ImportError as fault:
        raise MissingExtra("DuckDB needs duckdb and pyarrow: pip install 'detente[analysis]'") from fault
    return duckdb, pyarrow


EXCHANGE = Exchange("tables for analysts, with questions at a time in SQL", write, None)
