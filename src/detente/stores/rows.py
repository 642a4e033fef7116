"""Rows of a project file from the ledger's values and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from detente.corpus.document import Document, Finding, Furniture, Metadata
from detente.kernel.dates import parse_when
from detente.kernel.errors import BadInput
from detente.kernel.problems import Problem
from detente.kernel.spans import Span
from detente.ledger.entries import Appearance, Entry, Report, Review, ReviewAction
from detente.ledger.people import Merge, MergeAction
from detente.statements.record import Statement

Row = dict[str, Any]
Kept = Mapping[Any, Any]  # as the database gives it

_AS_JSON = ("via", "condition_on", "about", "rules")
_STATEMENT = tuple(field.name for field in fields(Statement) if field.name != "span")
_REPORT = tuple(field.name for field in fields(Report) if field.name != "published")
_APPEARANCE = tuple(field.name for field in fields(Appearance) if field.name != "published")
_PLAIN_METADATA = tuple(
    field.name
    for field in fields(Metadata)
    if field.name not in {"published", "updated", "languages", "findings"}
)


def moment(time: datetime) -> str:
    """A time as UTC text that sorts by time; raises BadInput for a time without a zone."""
    if time.tzinfo is None:
        raise BadInput(f"the time {time.isoformat()} has no zone; give one in UTC (datetime.now(UTC))")
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def storable(row: Row) -> Row:
    """A row ready to be kept: text without a UTF-8 form (lone surrogates) as bytes that have one, by `surrogatepass`."""
    return {name: _storable(value) for name, value in row.items()}


def opened(row: Kept) -> Row:
    """A row as it was before `storable`."""
    return {name: _text(value) if isinstance(value, bytes) else value for name, value in row.items()}


def _storable(value: Any) -> Any:
    if not isinstance(value, str) or value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass")
    return value


def _text(value: bytes) -> str:
    return value.decode("utf-8", "surrogatepass")


def plain(value: Any) -> str:
    """Plain data as JSON text; raises BadInput for what is none. Spans and tuples become lists."""
    try:
        return _PLAIN.encode(value)
    except (TypeError, ValueError) as fault:
        raise BadInput(
            f"{value!r} cannot be kept ({fault}); give texts, numbers, lists and mappings"
        ) from fault


def _span_as_list(value: object) -> list[int]:
    if isinstance(value, Span):
        return [value.start, value.end]
    raise TypeError(f"{type(value).__name__} is no plain value")


_PLAIN = json.JSONEncoder(ensure_ascii=False, sort_keys=True, allow_nan=False, default=_span_as_list)


def document_row(document: Document, recorded: datetime) -> Row:
    """A document with what was known of it when it was first recorded; the text as bytes."""
    metadata = document.metadata
    furniture = [[piece.span.start, piece.span.end, piece.kind] for piece in document.furniture]
    return storable(
        {name: getattr(metadata, name) for name in _PLAIN_METADATA}
        | {
            "updated": metadata.updated.isoformat(),
            "languages": plain(metadata.languages),
            "findings": plain([[one.field, one.way, one.detail, one.sure] for one in metadata.findings]),
            "hash": document.hash,
            "name": document.name,
            "published": metadata.published.isoformat(),
            "furniture": plain(furniture),
            "recorded": moment(recorded),
        }
    ) | {"text": document.text.encode("utf-8", "surrogatepass")}


def document_of(row: Kept) -> Document:
    """The document of a row."""
    values = opened(row)
    known = {name: values[name] for name in _PLAIN_METADATA}
    furniture = (Furniture(Span(start, stop), kind) for start, stop, kind in json.loads(values["furniture"]))
    metadata = Metadata(
        **known,
        published=parse_when(values["published"]),
        updated=parse_when(values["updated"]),
        languages=tuple(json.loads(values["languages"])),
        findings=tuple(Finding(*told) for told in json.loads(values["findings"])),
    )
    return Document(values["name"], values["text"], metadata, furniture=tuple(furniture))


def report_row(report: Report, recorded: datetime) -> Row:
    """What is known of a document at one time."""
    values = {name: getattr(report, name) for name in _REPORT}
    return storable(values | {"published": report.published.isoformat(), "recorded": moment(recorded)})


def report_of(row: Kept) -> Report:
    """The report of a row."""
    values = opened(row)
    return Report(**{name: values[name] for name in _REPORT}, published=parse_when(values["published"]))


def appearance_row(appearance: Appearance, recorded: datetime) -> Row:
    """Where and when a text came out."""
    values = {name: getattr(appearance, name) for name in _APPEARANCE}
    return storable(values | {"published": appearance.published.isoformat(), "recorded": moment(recorded)})


def appearance_of(row: Kept) -> Appearance:
    """The appearance of a row."""
    values = opened(row)
    known = {name: values[name] for name in _APPEARANCE}
    return Appearance(**known, published=parse_when(values["published"]))


def statement_row(name: str, statement: Statement, *, doc: int, reading: int) -> Row:
    """A statement as it was entered: `name` is its id, `doc` and `reading` the places of its document and of its reading."""
    values: Row = {name: getattr(statement, name) for name in _STATEMENT}
    for field in _AS_JSON:
        values[field] = None if values[field] is None else plain(values[field])
    values |= {"id": name, "start": statement.span.start, "stop": statement.span.end}
    return storable(values | {"confidence": float(statement.confidence), "doc": doc, "reading": reading})


def statement_of(row: Kept) -> Statement:
    """The statement of a row that names its document by hash (`queries.statements`)."""
    values = opened(row)
    known = {name: values[name] for name in _STATEMENT}
    for name in ("via", "about", "rules"):
        known[name] = None if known[name] is None else tuple(json.loads(known[name]))
    if known["condition_on"] is not None:
        known["condition_on"] = tuple((issue, option) for issue, option in json.loads(known["condition_on"]))
    return Statement(**known, span=Span(values["start"], values["stop"]))


def entry_of(row: Kept) -> Entry:
    """The entry of a row: its statement and when it was recorded."""
    return Entry(statement_of(row), datetime.fromisoformat(row["recorded"]))


def review_row(review: Review) -> Row:
    """One review."""
    return storable(
        {
            "statement_id": review.statement_id,
            "action": review.action.value,
            "reviewer": review.reviewer,
            "at": moment(review.at),
            "reason": review.reason,
            "changes": plain(dict(review.changes)),
        }
    )


def review_of(row: Kept) -> Review:
    """The review of a row."""
    values = opened(row)
    return Review(
        values["statement_id"],
        ReviewAction(values["action"]),
        reviewer=values["reviewer"],
        at=datetime.fromisoformat(values["at"]),
        reason=values["reason"],
        changes=json.loads(values["changes"]),
    )


def problem_row(problem: Problem, reading: int) -> Row:
    """One problem that a reading met."""
    names = ("code", "place", "message", "remedy", "severity")
    return storable({name: getattr(problem, name) for name in names} | {"reading": reading})


def problem_of(row: Kept) -> Problem:
    """The problem of a row."""
    values = opened(row)
    return Problem(
        values["code"],
        values["place"],
        values["message"],
        remedy=values["remedy"],
        severity=values["severity"],
    )


def setting_of(row: Kept) -> tuple[str, Any]:
    """The name and value of a setting's row."""
    values = opened(row)
    return values["name"], json.loads(values["value"])


def merge_row(merge: Merge) -> Row:
    """The row of a merge of two names, or of its parting."""
    told = {name: getattr(merge, name) for name in ("name", "kind", "into", "reason", "reviewer")}
    return storable(told | {"action": merge.action.value, "at": moment(merge.at)})


def merge_of(row: Kept) -> Merge:
    """The merge of a row."""
    values = {name: value for name, value in opened(row).items() if name != "sequence"}
    action, at = MergeAction(values.pop("action")), datetime.fromisoformat(values.pop("at"))
    return Merge(**values, action=action, at=at)
