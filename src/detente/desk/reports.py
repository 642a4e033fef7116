"""What the ledger needs to know of a document, from its metadata, its marks of origin and the pack's publishers."""

from __future__ import annotations

from collections.abc import Iterable

from detente.corpus.document import Document
from detente.corpus.origins.marks import OriginMark
from detente.corpus.origins.publishers import Directory
from detente.ledger.entries import Report
from detente.packs.model import Publisher
from detente.statements.record import Statement


def room_of(
    publisher: Publisher | None,
    statements: Iterable[Statement],
    directory: Directory,
    *,
    marks: Iterable[OriginMark] = (),
) -> str | None:
    """The newsroom of a report: the pack's room, the publisher whose text it carries, or whom its speakers talked to."""
    if publisher is not None and (publisher.room or publisher.copies_from):
        return publisher.room or publisher.copies_from[0]
    for mark in marks:
        if mark.whole:
            return _room(directory.by_name(mark.name)) or mark.name
    for statement in statements:
        for link in statement.via[:1]:
            told = directory.by_name(link)
            if told is not None and told is not publisher:
                return _room(told)
    return _room(publisher)


def report_of(
    document: Document,
    statements: Iterable[Statement],
    directory: Directory,
    *,
    story: str | None,
    marks: Iterable[OriginMark] = (),
) -> Report:
    """The report of a document, with the room it speaks from and the story it belongs to."""
    about = document.metadata
    publisher = directory.by_name(about.publisher) or directory.by_url(about.url)
    return Report(
        doc=document.hash,
        name=document.name,
        publisher=about.publisher,
        kind=about.kind,
        published=about.published,
        how_dated=about.how_dated,
        story=story,
        room=room_of(publisher, statements, directory, marks=marks),
        title=about.title,
        url=about.url,
    )


def _room(publisher: Publisher | None) -> str | None:
    return (publisher.room or publisher.id) if publisher else None
