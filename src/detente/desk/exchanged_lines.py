"""The lines of a project as a table: each statement as it stands after review, with the report it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from detente.ledger.entries import Report, Review
from detente.ledger.reviewing import ReviewedLine, standing
from detente.ledger.view import day_known, first_published, report_of, when_said
from detente.statements.record import CODEBOOK_FIELDS
from detente.stores.sqlite import ProjectFile

Record = dict[str, Any]

_AT_A_TIME = 1_000  # statements
_FORMS = {"via": "list", "condition_on": "list", "about": "list", "rules": "list"} | {
    "start": "whole number",
    "stop": "whole number",
    "reviews": "whole number",
    "confidence": "number",
}
_FIELDS = (
    *("id", "standing", "report", "publisher", "published", "known", "story", "url", "title"),
    *CODEBOOK_FIELDS,
    *("said", "start", "stop", "confidence", "rules", "origin", "recorded", "reviews"),
)
LINE_SHAPE: Mapping[str, Mapping[str, str]] = {"line": {name: _FORMS.get(name, "text") for name in _FIELDS}}


def line_records(path: Path) -> Iterator[Record]:
    """Every line under the id on which reviews hang; rejected ones too, marked by their standing."""
    with ProjectFile.open(path) as file:
        reports = file.reports()
        firsts = first_published(reports)
        for line in _lines(file):
            report = report_of(line.statement, reports)
            first = replace(report, published=firsts.get(report.story or "", report.published))
            yield _line(line, report, first)


def _lines(file: ProjectFile) -> Iterator[ReviewedLine]:
    """The lines as they stand, a few at a time: reviews change no line but their own."""
    reviews: dict[str, list[Review]] = {}
    for review in file.reviews():
        reviews.setdefault(review.statement_id, []).append(review)
    entries = file.each_entry()
    while some := list(islice(entries, _AT_A_TIME)):
        made = [review for entry in some for review in reviews.pop(entry.statement.id, ())]
        yield from standing(some, made).lines.values()
    added = [review for made in reviews.values() for review in made]
    yield from standing((), added).lines.values()


def _line(line: ReviewedLine, report: Report, first: Report) -> Record:
    """A line as a row; `first`: its report, published when the first of its story was."""
    statement = line.statement
    said, _ = when_said(statement, first)
    record = statement.as_record(doc_name=statement.doc, full=True)
    return {name: record.get(name) for name in _FIELDS} | {
        "record": "line",
        "id": line.original_id,
        "standing": str(line.standing),
        "report": report.name,
        "publisher": report.publisher,
        "published": report.published.isoformat(),
        "known": _iso(day_known(first.published)),
        "story": report.story,
        "url": report.url,
        "title": report.title,
        "said": said.isoformat(),
        "stop": statement.span.end,
        "recorded": line.recorded.isoformat(),
        "reviews": len(line.reviews),
    }


def spell_records(path: Path) -> Iterator[Record]:
    """Where each position stood, and from when to when the file said so."""
    with ProjectFile.open(path) as file:
        for spell in file.spells():
            held = spell.held
            yield {
                "line": held.line,
                "holder": held.holder,
                "issue": held.issue,
                "said": _iso(held.said),
                "known": _iso(held.known),
                "since": spell.since.isoformat(),
                "until": spell.until.isoformat() if spell.until else None,
                "sure": held.sure,
            }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
