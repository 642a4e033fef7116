"""Answers as plain data, for `--json` and for the twins of pages: ids first, every statement once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from detente.bargaining.wording import key_label
from detente.desk.project import Answer, Project
from detente.kernel.problems import Problem
from detente.ledger.ageing import Ageing, ageing_of
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.redactions import Redaction
from detente.ledger.reviewing import ReviewedLine
from detente.ledger.view import Moment
from detente.packs.model import Pack

Record = dict[str, Any]

SCHEMA_VERSION = 1


def headed(name: str, project: Project, found: Answer, **body: Any) -> Record:
    """A whole answer: schema, project, pack, moment, the body, the statements it rests on, the problems."""
    return (
        {
            "schema": f"detente.{name}",
            "schema_version": SCHEMA_VERSION,
            "project": str(project.path),
            "pack": project.pack.id,
            "pack_digest": project.pack.digest,
            "moment": moment_record(found.moment),
            "ageing": ageing_record(ageing_of(found.view, project.pack)),
            "lines_in_view": len(found.view.lines),
            "lines_left_out": found.view.left_out,
        }
        | body
        | {"problems": [problem_record(p) for p in found.problems]}
    )


def redaction_record(redaction: Redaction) -> Record:
    """A tombstone as JSON."""
    return {
        "document": redaction.doc,
        "reason": redaction.reason,
        "by": redaction.reviewer,
        "at": redaction.at.isoformat(),
        "entries": redaction.entries,
    }


def problem_record(problem: Problem) -> Record:
    """A problem."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "place": problem.place,
        "message": problem.message,
        "remedy": problem.remedy,
    }


def moment_record(moment: Moment) -> Record:
    """A moment; null means now."""
    return {
        "as_of": day_record(moment.as_of),
        "known_by": day_record(moment.known_by),
        "recorded_by": moment.recorded_by.isoformat() if moment.recorded_by else None,
        "unmarked_at": moment.unmarked_at,
        "include_unreviewed": moment.include_unreviewed,
    }


def ageing_record(ageing: Ageing) -> Record:
    """How words age: days of the half-life (null: they do not), and the day to which they age (null: to contrary words)."""
    return {"half_life_days": ageing.half_life, "until": day_record(ageing.until)}


def day_record(day: date | datetime | None) -> str | None:
    """A day as ISO writes it."""
    return day.isoformat() if day else None


def ids(lines: Iterable[Line]) -> list[str]:
    """The ids under which statements were entered; reviews hang on these."""
    return [line.original_id for line in lines]


def key_record(key: Key, pack: Pack) -> Record:
    """A matter on the agenda."""
    return {"key": str(key), "issue": key.issue, "instance": key.instance, "label": key_label(pack, key)}


def statements(lines: Iterable[Line]) -> Record:
    """Statements by the id under which they were entered, with their report, times and standing."""
    return {line.original_id: _statement(line) for line in lines}


def _statement(line: Line) -> Record:
    report = line.report
    return {
        **line.statement.as_record(doc_name=report.name, full=True),
        "id": line.original_id,
        "standing": str(line.standing),
        "sure": line.sure,
        **line.times.as_plain(),
        "how_dated": report.how_dated,
        "publisher": report.publisher,
        "story": report.story,
    }


def reviewed_record(line: ReviewedLine, doc_name: str) -> Record:
    """A line of the review list, under the id on which reviews hang."""
    record = line.statement.as_record(doc_name=doc_name, full=True)
    return record | {"id": line.original_id, "standing": str(line.standing), "reviews": len(line.reviews)}
