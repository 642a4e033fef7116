"""The list of documents: when each came out and how sure that is, by whom, in which story, read or not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from detente.corpus.document import Document
from detente.desk.corpus.shelf import Shelf
from detente.kernel.dates import Precision
from detente.ledger.entries import Report


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents to list; all where nothing is asked for."""

    undated: bool = False
    publisher: str | None = None
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A document in the list. `in_story` counts the texts of its story, `times` the places where its text appeared."""

    report: Report
    language: str | None
    sure: str | None
    words: int
    furniture_share: float
    in_story: int
    is_origin: bool
    times: int
    read: bool


def listed(shelf: Shelf, wanted: Wanted) -> tuple[Item, ...]:
    """The documents that are wanted, earliest first, undated ones last."""
    reports = shelf.file.reports()
    sizes = Counter(report.story or report.doc for report in reports.values())
    appeared = shelf.file.appearances()
    publisher = shelf.eyes.directory.by_name(wanted.publisher)
    names = {wanted.publisher, publisher.id if publisher else None, publisher.name if publisher else None}
    found = []
    for document in shelf.file.each_document():
        report = reports[document.hash]
        if wanted.undated and report.published.precision is Precision.DAY:
            continue
        if wanted.publisher and not names & {report.publisher, _id(shelf, report)}:
            continue
        read = shelf.file.is_read(document.hash)
        if wanted.unread and read:
            continue
        counts = (sizes[report.story or report.doc], len(appeared.get(report.doc, ())))
        found.append(_item(document, report, (counts, read)))
    return tuple(sorted(found, key=lambda one: (_day(one.report), one.report.name)))


def _item(document: Document, report: Report, known: tuple[tuple[int, int], bool]) -> Item:
    (in_story, times), read = known
    finding = document.metadata.finding("published")
    marked = sum(piece.span.end - piece.span.start for piece in document.furniture)
    return Item(
        report,
        document.metadata.language,
        finding.sure if finding and report.published == document.metadata.published else None,
        words=len(document.text.split()),
        furniture_share=marked / max(1, len(document.text)),
        in_story=in_story,
        is_origin=report.story in {None, report.doc},
        times=max(1, times),
        read=read,
    )


def _id(shelf: Shelf, report: Report) -> str | None:
    known = shelf.eyes.directory.by_name(report.publisher) or shelf.eyes.directory.by_url(report.url)
    return known.id if known else None


def _day(report: Report) -> str:
    return str(report.published.latest or report.published.earliest or "9999")
