"""What the tests of the project file share: a time, and short ways to write reports and statements."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from detente.corpus.document import Document
from detente.kernel.spans import Span
from detente.ledger.entries import Report
from detente.statements.record import Statement

NOON = datetime(2025, 3, 11, 12, tzinfo=UTC)
LINES = 25


def statement_in(document: Document, words: str, **fields: Any) -> Statement:
    start = document.text.index(words)
    given: dict[str, Any] = {
        "kind": "position",
        "holder": "north",
        "stance": "demand",
        "issue": "terr.status",
    }
    return Statement(document.hash, Span(start, start + len(words)), words, **(given | fields))


def report_of(document: Document, **fields: Any) -> Report:
    return Report(document.hash, document.name, **fields)


def numbered(number: int) -> Document:
    """A document of its own for each number, with `LINES` places to stand on."""
    lines = (f"Report {number}: the North wants bridge {n}.\n" for n in range(LINES))
    return Document(f"{number}.txt", "".join(lines))
