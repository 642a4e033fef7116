"""Stories of a project: which reports carry one text, and what each adds, drops or says otherwise than the origin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detente.corpus.document import Document
from detente.corpus.origins.chain import Link, Member, chain
from detente.corpus.stories.changes import Change, changes
from detente.corpus.stories.grouping import containment
from detente.desk.corpus.shelf import Shelf
from detente.ledger.entries import Report

COPY, PART = 0.95, 0.3  # of the smaller text's runs of five words


@dataclass(frozen=True, slots=True)
class Told:
    """A member of a story beside its origin: how much of the words they share, and what it says otherwise."""

    member: Member
    report: Report
    document: Document
    shared: float
    changes: tuple[Change, ...]
    chain: tuple[Link, ...]

    @property
    def relation(self) -> str:
        """What the member is to the origin, in words."""
        if self.shared >= COPY:
            return "the same words" if not self.changes else "the same words, with changes"
        if self.shared >= PART:
            return "carries a part of it, or more than it"
        return "rewritten or translated"


@dataclass(frozen=True, slots=True)
class Story:
    """Documents that carry one text; `origin` came out first, the others follow in order."""

    origin: Report
    origin_document: Document
    others: tuple[Told, ...]


def story_of(shelf: Shelf, doc: str) -> Story:
    """The story of a document, told from its origin."""
    reports = shelf.file.reports()
    wanted = reports[doc].story or doc
    return _told(shelf, [r for r in reports.values() if (r.story or r.doc) == wanted])


def shared_stories(shelf: Shelf) -> Iterator[Story]:
    """The stories with more than one document or appearance, those with most members first."""
    groups: dict[str, list[Report]] = {}
    for report in shelf.file.reports().values():
        groups.setdefault(report.story or report.doc, []).append(report)
    appeared = shelf.file.appearances()
    sizes = {name: sum(max(1, len(appeared.get(r.doc, ()))) for r in group) for name, group in groups.items()}
    for name in sorted(groups, key=lambda one: (-sizes[one], one)):
        if sizes[name] > 1:
            yield _told(shelf, groups[name])


def _told(shelf: Shelf, group: list[Report]) -> Story:
    documents = {report.doc: shelf.file.document(report.doc) for report in group}
    facts = shelf.facts_of_many(list(documents.values()))
    appeared = {doc: many for doc, many in shelf.file.appearances().items() if doc in documents}
    members = sorted(
        (shelf.member(one, facts[doc]) for doc, many in appeared.items() for one in many),
        key=lambda one: one.order,
    )
    reports = {report.doc: report for report in group}
    first = members[0]
    source = documents[first.doc]
    others = tuple(_beside(source, (one, reports, documents), members) for one in members if one is not first)
    return Story(reports[first.doc], source, others)


def _beside(
    source: Document,
    one: tuple[Member, Mapping[str, Report], Mapping[str, Document]],
    members: list[Member],
) -> Told:
    member, reports, documents = one
    document = documents[member.doc]
    links = chain(member, members)
    if document is source:
        return Told(member, reports[member.doc], document, 1.0, (), links)
    return Told(
        member, reports[member.doc], document, containment(source, document), changes(source, document), links
    )
