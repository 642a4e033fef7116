"""What the ledger needs to know of a document, from its metadata and the pack's publishers."""

from __future__ import annotations

from detente.corpus.document import Document
from detente.ledger.entries import Report
from detente.packs.model import Pack, Publisher


def publisher_of(name: str | None, pack: Pack) -> Publisher | None:
    """The pack's record of a publisher, by name, alias or domain."""
    if not name:
        return None
    folded = name.strip().lower()
    for publisher in pack.publishers.values():
        names = {publisher.id, publisher.name, *publisher.domains, *(a for aliases in publisher.aliases.values() for a in aliases)}
        if folded in {n.lower() for n in names}:
            return publisher
    return None


def report_of(document: Document, story: str | None, pack: Pack) -> Report:
    """The report of a document; its room is that of its publisher where the pack knows one."""
    about = document.metadata
    publisher = publisher_of(about.publisher, pack)
    return Report(
        doc=document.hash, name=document.name, publisher=about.publisher, kind=about.kind, published=about.published,
        how_dated=about.how_dated, story=story, room=publisher.room if publisher else None, title=about.title, url=about.url,
    )  # fmt: skip
