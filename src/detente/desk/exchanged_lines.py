"""The lines of a project as a table: each statement as it stands after review, with the report it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from detente.ledger.reviewing import standing
from detente.ledger.view import report_of
from detente.statements.record import CODEBOOK_FIELDS
from detente.stores.sqlite import ProjectFile

_FORMS = {"via": "list", "condition_on": "list", "about": "list", "rules": "list"} | {
    "start": "whole number",
    "stop": "whole number",
    "reviews": "whole number",
    "confidence": "number",
}
_FIELDS = (
    *("id", "standing", "report", "publisher", "published", "story", "url", "title"),
    *CODEBOOK_FIELDS,
    *("start", "stop", "confidence", "rules", "origin", "recorded", "reviews"),
)
LINE_SHAPE: Mapping[str, Mapping[str, str]] = {"line": {name: _FORMS.get(name, "text") for name in _FIELDS}}


def line_records(path: Path) -> Iterator[dict[str, Any]]:
    """Every line under the id on which reviews hang; rejected ones too, marked by their standing."""
    with ProjectFile.open(path) as file:
        reports = file.reports()
        for line in standing(file.entries(), file.reviews()).lines.values():
            statement = line.statement
            report = report_of(statement, reports)
            record = statement.as_record(doc_name=statement.doc, full=True)
            yield {name: record.get(name) for name in _FIELDS} | {
                "record": "line",
                "id": line.original_id,
                "standing": str(line.standing),
                "report": report.name,
                "publisher": report.publisher,
                "published": report.published.isoformat(),
                "story": report.story,
                "url": report.url,
                "title": report.title,
                "stop": statement.span.end,
                "recorded": line.recorded.isoformat(),
                "reviews": len(line.reviews),
            }
