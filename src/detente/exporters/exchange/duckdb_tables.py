"""The tables of an exported DuckDB file (docs/analysis.md), the macros that ask what was held at a time, and rows of records."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from detente.exporters.exchange.port import Outgoing, Record
from detente.kernel.dates import parse_when

VERSION = "1"  # of the tables

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

_MOMENT = (
    "as_of := NULL, known_by := NULL, recorded_by := NULL, unmarked_at := 1.0, include_unreviewed := false"
)
_GIVEN = (
    "as_of := as_of, known_by := known_by, recorded_by := recorded_by, unmarked_at := unmarked_at, "
    "include_unreviewed := include_unreviewed"
)
MACROS = (
    f"""CREATE MACRO held({_MOMENT}) AS TABLE
SELECT line, holder, issue, said, known, sure FROM spells
 WHERE (as_of IS NULL OR said IS NULL OR said <= CAST(as_of AS DATE))
   AND (known_by IS NULL OR known IS NULL OR known <= CAST(known_by AS DATE))
   AND CASE WHEN recorded_by IS NULL THEN until IS NULL
       ELSE since <= CAST(recorded_by AS TIMESTAMP)
        AND (until IS NULL OR until > CAST(recorded_by AS TIMESTAMP)) END
   AND (include_unreviewed OR sure >= unmarked_at)""",  # noqa: S608
    f"""CREATE MACRO matrix({_MOMENT}) AS TABLE
SELECT DISTINCT ON (holder, issue) * FROM held({_GIVEN})
 ORDER BY holder, issue, said DESC NULLS LAST, line DESC""",  # noqa: S608 - our own names
    f"""CREATE MACRO latest(whose, matter, {_MOMENT}) AS TABLE
SELECT * FROM held({_GIVEN}) WHERE holder = whose AND issue = matter
 ORDER BY said DESC NULLS LAST, line DESC LIMIT 1""",  # noqa: S608
    "CREATE VIEW reports_now AS SELECT DISTINCT ON (doc) * EXCLUDE (entry) FROM reports ORDER BY doc, entry DESC",
)


def rows_of(project: Outgoing) -> Iterator[tuple[str, Record]]:
    """Every row of the file with its table."""
    yield from (("about", {"name": name, "value": value}) for name, value in _about(project))
    yield from (("spells", _spell(record)) for record in project.spells())
    yield from (("statements", _line(record)) for record in project.lines())
    yield from _from_records(project.records())


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
