"""Answers as plain data, for `--json` and for the twins of pages: ids first, every statement once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from detente.bargaining.wording import key_label, option_label
from detente.desk.project import Answer, Project
from detente.kernel.problems import Problem
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.fold import Figure
from detente.ledger.positions import Exclusion, OptionStand, Position
from detente.ledger.redactions import Redaction
from detente.ledger.reviewing import ReviewedLine
from detente.ledger.utterances import Utterance
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
        "as_of": _day(moment.as_of),
        "known_by": _day(moment.known_by),
        "recorded_by": moment.recorded_by.isoformat() if moment.recorded_by else None,
        "unmarked_at": moment.unmarked_at,
        "include_unreviewed": moment.include_unreviewed,
    }


def _day(day: date | datetime | None) -> str | None:
    return day.isoformat() if day else None


def ids(lines: Iterable[Line]) -> list[str]:
    """The ids under which statements were entered; reviews hang on these."""
    return [line.original_id for line in lines]


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


def key_record(key: Key, pack: Pack) -> Record:
    """A matter on the agenda."""
    return {"key": str(key), "issue": key.issue, "instance": key.instance, "label": key_label(pack, key)}


def position_record(position: Position, pack: Pack, *, explain: bool) -> Record:
    """A position: the word, the options, what is excluded; with figures and masses where asked to explain."""
    strict = position.strict
    record: Record = {
        "id": f"{position.party}:{position.key}",
        "party": position.party,
        "party_name": pack.party_name(position.party),
        **key_record(position.key, pack),
        "stage": position.stage,
        "stage_unclear": position.stage_unclear,
        "word": str(position.word),
        "voice": str(position.voice),
        "options": [_stand(s, position.key, pack) for s in position.stands],
        "excludes": [_exclusion(e) for e in position.exclusions],
        "strict": _utterance(strict) if strict else None,
        "statements": ids(position.lines),
    }
    if explain:
        record["figures"] = {value: figure_record(f) for value, f in position.figures.items()}
        record["utterances"] = [_utterance(u) for u in position.utterances]
    return record


def _stand(stand: OptionStand, key: Key, pack: Pack) -> Record:
    return {
        "option": stand.option,
        "label": option_label(pack, key, stand.option),
        "word": str(stand.word),
        "voice": str(stand.voice),
        "firm": stand.firm,
        "stances": list(stand.stances),
        "sources": stand.sources,
        "since": _day(stand.since),
        "latest": _day(stand.latest),
        "conditions": list(stand.conditions),
        "figure": figure_record(stand.figure),
        "sure": all(line.sure for line in stand.lines),
        "statements": ids(stand.lines),
    }


def _exclusion(exclusion: Exclusion) -> Record:
    return {
        "values": sorted(exclusion.values),
        "demanded": sorted(exclusion.demanded),
        "inferred": sorted(exclusion.inferred),
        "voice": str(exclusion.voice),
        "firm": exclusion.firm,
        "statements": ids(exclusion.lines),
    }


def _utterance(utterance: Utterance) -> Record:
    return {
        "stance": utterance.stance,
        "option": utterance.option,
        "voice": str(utterance.voice),
        "basis": utterance.basis,
        "said": utterance.said.isoformat(),
        "certainty": [utterance.certainty.low, utterance.certainty.high],
        "conditional": utterance.conditional,
        "statements": ids(utterance.lines),
    }


def figure_record(figure: Figure) -> Record:
    """P with its 5% and 95% bounds and the masses on both sides."""
    return {
        "p": figure.p,
        "low": round(figure.low, 6),
        "high": round(figure.high, 6),
        "mass_for": figure.mass_for,
        "mass_against": figure.mass_against,
    }
