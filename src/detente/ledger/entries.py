"""What the ledger holds: statements as entered, the reports they stand in, and what people said of them in review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from detente.corpus.document import Document, DocumentKind
from detente.kernel.dates import UNKNOWN, When
from detente.kernel.problems import Problem
from detente.kernel.times import Times
from detente.statements.record import Statement


class ReviewAction(StrEnum):
    """What can be done with a line. `undo` takes back the newest action on the statement that still stands.

    `split` and `merge` stand on each line whose place others take (`ledger.superseding`). `same` is the program's own: a
    reading gave again what was decided already. `code` is a second coder's judgement and changes no line (`ledger.coding`).
    """

    ACCEPT = "accept"
    REJECT = "reject"
    EDIT = "edit"
    ADD = "add"
    UNDO = "undo"
    SPLIT = "split"
    MERGE = "merge"
    SAME = "same"
    CODE = "code"


SUPERSEDES = frozenset({ReviewAction.SPLIT, ReviewAction.MERGE, ReviewAction.SAME})


@dataclass(frozen=True, slots=True)
class Review:
    """One action of a reviewer; appended, never changed. `changes` holds edited fields of the codebook's record."""

    statement_id: str
    action: ReviewAction
    reviewer: str
    at: datetime
    reason: str | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What the ledger needs to know of a document: who published it and when, and which story and room it belongs to.

    `story` names the documents that carry the same text; `room` the newsroom or panel its experts speak from.
    """

    doc: str
    name: str
    publisher: str | None = None
    kind: DocumentKind = "unknown"
    published: When = UNKNOWN
    how_dated: str = "not dated"
    story: str | None = None
    room: str | None = None
    title: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Appearance:
    """Where and when a text came out: the same text under several names, publishers or addresses is one document."""

    doc: str
    name: str
    publisher: str | None = None
    url: str | None = None
    published: When = UNKNOWN
    how_dated: str = "not dated"


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement as it was entered: append-only, `recorded` in UTC."""

    statement: Statement
    recorded: datetime


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A document, what is known of it, and what was read in it, to be entered; `cache_key` names the reading (DESIGN §3)."""

    document: Document
    report: Report
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]
    cache_key: str
    recorded: datetime


class Standing(StrEnum):
    """Whether a person has looked at a line, and what came of it. `superseded`: other lines stand in its place."""

    ACCEPTED = "accepted"
    UNREVIEWED = "unreviewed"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"

    @property
    def stands(self) -> bool:
        """Whether such a line is part of what the project says: neither rejected nor replaced by others."""
        return self in {Standing.ACCEPTED, Standing.UNREVIEWED}


@dataclass(frozen=True, slots=True)
class Line:
    """A statement as a view shows it: after review, with its report.

    `original_id` is the id of the statement as it was entered; reviews hang on it.
    `sure` says whether the line may stand unmarked: accepted by a person, or read at the confidence where lines are right
    at least 17 times in 20 (DESIGN §1.8). `merged` is the name under which its speaker is known, where a person merged it.
    """

    statement: Statement
    original_id: str
    report: Report
    standing: Standing
    sure: bool
    recorded: datetime
    said: When
    merged: str | None = None

    @property
    def speaker(self) -> str | None:
        """Who speaks: the name that a person merged it into, else the name as written."""
        return self.merged or self.statement.speaker

    @property
    def published(self) -> When:
        """When the report was published."""
        return self.report.published

    @property
    def times(self) -> Times:
        """When it was said, published and recorded."""
        return Times(self.said, self.published, self.recorded)
