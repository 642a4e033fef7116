"""Records of what was found in a file that no détente wrote: documents, readings and statements with all their fields."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from detente.exporters.exchange.port import Record
from detente.kernel.dates import parse_when
from detente.kernel.errors import BadDate
from detente.kernel.ids import document_hash
from detente.statements.record import Statement

_KEPT = tuple(field.name for field in fields(Statement) if field.name != "span")


def document_records(name: str, text: str, **known: Any) -> list[Record]:
    """A document with its report and appearance; `known`: what is known of it by field of its metadata."""
    doc = document_hash(text)
    published = known.get("published")
    about = {
        "publisher": known.get("publisher"),
        "url": known.get("url"),
        "published": published,
        "how_dated": known.get("how_dated") or ("given" if published else "not dated"),
    }
    titled = {"kind": known.get("kind") or "unknown", "title": known.get("title")}
    whole: Record = {
        "hash": doc,
        "name": name,
        "text": text,
        "language": known.get("language"),
        "byline": known.get("byline"),
        "section": known.get("section"),
        "canonical": None,
        "updated": None,
        "languages": [],
        "findings": [],
        "furniture": [],
    }
    here = {"doc": doc, "name": name, **about}
    return [
        {"record": "document", **whole, **about, **titled},
        {"record": "report", **here, **titled, "story": None, "room": None},
        {"record": "appearance", **here},
    ]


def reading_record(key: str, doc: str, reader: str) -> Record:
    """That somebody read a document."""
    return {"record": "reading", "cache_key": key, "doc": doc, "reader": reader}


def statement_record(statement: Statement, reading: str) -> Record:
    """A statement as it was entered."""
    values = {name: _listed(getattr(statement, name)) for name in _KEPT}
    place = {
        "id": statement.id,
        "start": statement.span.start,
        "stop": statement.span.end,
        "reading": reading,
    }
    return {"record": "statement", **values, **place}


def review_record(line: str, action: str, told: tuple[str, str | None], **changes: Any) -> Record:
    """An action on a line; `told`: who did it, and why."""
    reviewer, reason = told
    return {
        "record": "review",
        "statement_id": line,
        "action": action,
        "reviewer": reviewer,
        "at": None,
        "reason": reason,
        "changes": changes,
    }


def day_or_none(text: str | None) -> str | None:
    """A date as the project writes it, or None where it is none."""
    try:
        return parse_when(text).isoformat()
    except BadDate:
        return None


def _listed(value: Any) -> Any:
    return [_listed(one) for one in value] if isinstance(value, tuple) else value
