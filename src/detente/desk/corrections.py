"""Corrections as a person writes them by hand: which line, which fields, which values."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from detente.corpus.document import Document
from detente.desk.project import Project
from detente.desk.reviewing import lines_of
from detente.kernel.errors import BadInput, UnknownName
from detente.kernel.spans import Span
from detente.kernel.suggest import did_you_mean
from detente.ledger.reviewing import ReviewedLine
from detente.statements.record import CODEBOOK_FIELDS, Statement

_PLAIN_LISTS = {"via", "condition_on", "about", "span"}


def changes_of(project: Project, statement_id: str, pairs: Sequence[str]) -> dict[str, Any]:
    """Changes from `field=value` as written by hand.

    `null` stands for nothing, lists are JSON, new evidence is found in its document. Raises BadInput, or
    UnknownName for a statement that the project does not have.
    """
    changes: dict[str, Any] = {}
    for pair in pairs:
        field, sign, value = pair.partition("=")
        if not sign:
            raise BadInput(f"'{pair}' sets nothing; write field=value, for example stance=accept")
        changes[field.strip()] = _value(field.strip(), value)
    if "evidence" in changes and not {"span", "start"} & set(changes):
        line = line_of(project, statement_id).statement
        span = nearest(project.file.document(line.doc), str(changes["evidence"]), line.span)
        changes |= {"start": span.start, "end": span.end}
    return changes


def differences(one: Statement, other: Statement) -> dict[str, Any]:
    """The changes that make one line say what another says, with the place of its words where that differs."""
    before, after = (s.as_record(doc_name="") for s in (one, other))
    changes = {f: after[f] for f in CODEBOOK_FIELDS if f not in {"doc", "evidence"} and before[f] != after[f]}
    if one.span != other.span:
        changes |= {"evidence": other.evidence, "start": other.span.start, "end": other.span.end}
    return changes


def nearest(document: Document, words: str, line: Span) -> Span:
    """Where words stand in a document, nearest to a line; outside furniture where they stand there too."""
    found = (
        [Span(at.start(), at.end()) for at in re.finditer(re.escape(words), document.text)] if words else []
    )
    plain = [span for span in found if not any(f.span.overlaps(span) for f in document.furniture)]
    if not found:
        raise BadInput(f"the words “{words}” are not in {document.name}; copy them character for character")
    return min(plain or found, key=lambda span: (not span.overlaps(line), abs(span.start - line.start)))


def _value(field: str, value: str) -> Any:
    if value == "null":
        return None
    if field not in _PLAIN_LISTS | {"start", "end"}:
        return value
    try:
        return json.loads(value)
    except ValueError as fault:
        raise BadInput(
            f"'{value}' is no value of '{field}'; write JSON, for example via='[\"Bloomberg\"]'"
        ) from fault


def line_of(project: Project, statement_id: str) -> ReviewedLine:
    """The line of a statement's id, as entered or as edited; raises UnknownName."""
    lines = lines_of(project)
    for line in lines:
        if statement_id in {line.original_id, line.statement.id}:
            return line
    close = did_you_mean(statement_id, (x.original_id for x in lines)) or ";"
    raise UnknownName(
        f"no statement '{statement_id}' in {project.path.name}{close} `detente review {project.path} "
        "--list` shows the ids"
    )
