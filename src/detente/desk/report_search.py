"""Search in whole reports: the sentences that hold some words, by report, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from detente.desk.project import Project
from detente.desk.search_filters import Search, days_of, publishers_of
from detente.kernel.errors import BadInput, ProjectFault
from detente.kernel.spans import Span
from detente.ledger.entries import Report, Review, Standing
from detente.ledger.reviewing import standing
from detente.ledger.view import day_known
from detente.stores.report_search import Progress, ReportSearch
from detente.stores.search_words import query_of

_ONLY_OF_LINES = ("meaning", "like", "party", "issue", "stance", "basis", "kind", "standing")


@dataclass(frozen=True, slots=True)
class FoundSentence:
    """A sentence as it stands in a report, and the statements that rest on words of it."""

    span: Span
    text: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundReport:
    """A report with its sentences that hold what was asked."""

    report: Report
    sentences: tuple[FoundSentence, ...]


@dataclass(frozen=True, slots=True)
class ReportsFound:
    """The reports that were found, newest first, as many as were asked for; how many there are in all, and sentences."""

    reports: tuple[FoundReport, ...]
    total: int
    sentences: int


@contextmanager
def report_search_of(project: Project, progress: Progress) -> Iterator[ReportSearch]:
    """The words of a project's reports, brought up to date; in memory where the file cannot be written."""
    try:
        found = ReportSearch(project.path, writable=True, progress=progress)
    except ProjectFault:
        found = ReportSearch(project.path, writable=False, progress=progress)
    try:
        yield found
    finally:
        found.close()


def search_reports(project: Project, index: ReportSearch, wanted: Search, *, limit: int) -> ReportsFound:
    """The reports with sentences that hold all words of a search; raises BadInput, BadDate or UnknownName."""
    for name in _ONLY_OF_LINES:
        if getattr(wanted, name):
            raise BadInput(f"--{name} is of lines; search in reports by words, --publisher, --from and --to")
    query = query_of(wanted.words)
    if not query.wanted:
        raise BadInput('a search in reports needs a word; write words, "phrases" or prefix*')
    reports = project.file.reports()
    chosen = _chosen(project, list(reports.values()), wanted)
    by_doc: dict[str, list[Span]] = {}
    for one in index.find(query):
        if one.doc in chosen:
            by_doc.setdefault(one.doc, []).append(one.span)
    newest = sorted(by_doc, key=lambda doc: (_day(reports[doc]), reports[doc].name), reverse=True)
    shown = newest[:limit]
    reviews = project.file.reviews() if shown else ()
    found = tuple(_with_lines(project, (reports[doc], by_doc[doc]), reviews) for doc in shown)
    return ReportsFound(found, len(newest), sum(map(len, by_doc.values())))


def _chosen(project: Project, every: Sequence[Report], wanted: Search) -> frozenset[str]:
    """The documents whose reports pass the filters."""
    first, last = days_of(wanted)
    names = sorted({report.publisher for report in every if report.publisher})
    by = publishers_of(project.pack, wanted.publisher, names) if wanted.publisher else None
    return frozenset(
        report.doc
        for report in every
        if (by is None or report.publisher in by)
        and (first is None or (day_known(report.published) or date.min) >= first)
        and (last is None or (day_known(report.published) or date.max) <= last)
    )


def _day(report: Report) -> date:
    return day_known(report.published) or date.min


def _with_lines(
    project: Project, told: tuple[Report, Sequence[Span]], reviews: Sequence[Review]
) -> FoundReport:
    report, spans = told
    text = project.file.document(report.doc).text
    entries = project.file.entries_of(report.doc)
    names = {entry.statement.id for entry in entries}
    folded = standing(entries, [r for r in reviews if r.statement_id in names]).lines.values()
    lines = [line for line in folded if line.standing is not Standing.REJECTED]
    found = (
        FoundSentence(
            span, span.of(text), tuple(x.original_id for x in lines if x.statement.span.overlaps(span))
        )
        for span in sorted(spans)
    )
    return FoundReport(report, tuple(found))
