"""JSONL: one record a line, between a line that names the schema and one that counts the records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from detente.exporters.exchange.lines import lines_of
from detente.exporters.exchange.port import SCHEMA, SCHEMA_VERSION, Exchange, Outgoing, Placed, Record, Shape
from detente.kernel.errors import BadInput

_FIRST, _LAST = "project", "end"


def one_line(record: Record) -> str:
    """A record as one line of JSON; in ASCII where its text has no UTF-8 form."""
    text = json.dumps(record, ensure_ascii=False, allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(record, allow_nan=False)
    return text


def write(path: Path, project: Outgoing) -> tuple[str, ...]:
    """Every record; nothing is lost."""
    with path.open("w", encoding="utf-8", newline="") as file:
        head = {"record": _FIRST, "schema": SCHEMA, "schema_version": SCHEMA_VERSION, "name": project.name}
        file.write(one_line(head) + "\n")
        count = 0
        for record in project.records():
            file.write(one_line(record) + "\n")
            count += 1
        file.write(one_line({"record": _LAST, "records": count}) + "\n")
    return ()


def read(path: Path, shape: Shape) -> Iterator[Placed]:
    """The records of a file that is whole."""
    del shape  # JSON keeps lists and numbers by itself
    return _checked(path, enumerate(lines_of(path), start=1))


def _checked(path: Path, lines: Iterator[tuple[int, str]]) -> Iterator[Placed]:
    count: int | None = None
    for number, line in lines:
        place = f"{path.name}, line {number}"
        record = _record(line, place)
        if count is None:
            check_schema(record, place)
            count = 0
        elif record.get("record") == _LAST:
            if record.get("records") != count:
                raise _refused(place, f"it tells of {record.get('records')} records, {count} stand before it")
            behind = next((n for n, text in lines if text.strip()), None)
            if behind is not None:
                raise _refused(f"{path.name}, line {behind}", "a record stands after the end of the file")
            return
        else:
            count += 1
            yield place, record
    raise _refused(path.name, f"it is cut off after {count or 0} records")


def _record(line: str, place: str) -> Record:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise _refused(place, f"no JSON ({fault})") from fault
    if not isinstance(record, dict):
        raise _refused(place, "no object")
    return record


def check_schema(record: Record, place: str) -> None:
    """Raise BadInput for the head of a file that is no project, or one of a newer version."""
    if record.get("schema") != SCHEMA:
        coding = (
            " (a coding goes into `detente build REPORTS --statements FILE`)" if "evidence" in record else ""
        )
        raise BadInput(f"{place}: this is no exported project{coding}; give a file made by `detente export`")
    version = record.get("schema_version")
    if not isinstance(version, int) or version > SCHEMA_VERSION:
        raise BadInput(
            f"{place}: schema version {version}, this program knows {SCHEMA_VERSION}; "
            "upgrade: pip install --upgrade detente"
        )


def _refused(place: str, message: str) -> BadInput:
    return BadInput(
        f"{place}: {message}; export the project again, or copy the file again. Nothing was imported"
    )


EXCHANGE = Exchange("records as JSON, one a line", write, read)
