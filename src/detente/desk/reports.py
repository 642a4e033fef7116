"""What the ledger needs to know of a document, from its metadata and the pack's publishers."""

from __future__ import annotations

from collections.abc import Iterable

from detente.corpus.document import Document
from detente.ledger.entries import Report
from detente.packs.model import Pack, Publisher
from detente.statements.record import Statement


def publisher_of(name: str | None, pack: Pack) -> Publisher | None:
    """The pack's record of a publisher, by name, alias or domain."""
    if not name:
        return None
    folded = name.strip().lower()
    for publisher in pack.publishers.values():
        names = {
            publisher.id,
            publisher.name,
            *publisher.domains,
            *(a for aliases in publisher.aliases.values() for a in aliases),
        }
        if folded in {n.lower() for n in names}:
            return publisher
    return None


def room_of(publisher: Publisher | None, statements: Iterable[Statement], pack: Pack) -> str | None:
    """The newsroom of a report: the pack's room, the publisher it copies, or whom its speakers talked to."""
    if publisher is not None and (publisher.room or publisher.copies_from):
        return publisher.room or publisher.copies_from[0]
    for statement in statements:
        for link in statement.via[:1]:
            told = publisher_of(link, pack)
            if told is not None and told is not publisher:
                return told.room or told.id
    return publisher.id if publisher else None


def report_of(
    document: Document, statements: Iterable[Statement], pack: Pack, *, story: str | None
) -> Report:
    """The report of a document, with the room it speaks from and the story it belongs to."""
    about = document.metadata
    room = room_of(publisher_of(about.publisher, pack), statements, pack)
    return Report(
        doc=document.hash,
        name=document.name,
        publisher=about.publisher,
        kind=about.kind,
        published=about.published,
        how_dated=about.how_dated,
        story=story,
        room=room,
        title=about.title,
        url=about.url,
    )
