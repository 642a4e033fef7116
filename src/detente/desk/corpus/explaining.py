"""Everything that is known of one report and how it was found: dates, origin, story, meetings, quotations, furniture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from detente.corpus.dating.relative import Resolved, relative_dates_of
from detente.corpus.document import Document
from detente.corpus.meetings.readouts import SameMeeting
from detente.corpus.meetings.told import Meeting
from detente.corpus.origins.chain import Link, chain
from detente.corpus.origins.marks import OriginMark
from detente.corpus.sources.carriers import Carrier, Carriers
from detente.corpus.sources.quotations import Quotation, quotations
from detente.corpus.sources.standing import Standing, standing
from detente.desk.corpus.meetings import docs_of, same_meetings
from detente.desk.corpus.shelf import Shelf
from detente.desk.corpus.sources import Source, sources
from detente.desk.corpus.stories import Story, story_of
from detente.ledger.entries import Appearance, Report


@dataclass(frozen=True, slots=True)
class Explained:
    """What is known of a report. `furniture` counts characters by kind; `links` lead back to the first publisher."""

    report: Report
    document: Document
    appearances: tuple[Appearance, ...]
    furniture: tuple[tuple[str, int], ...]
    links: tuple[Link, ...]
    marks: tuple[OriginMark, ...]
    story: Story
    meetings: tuple[Meeting, ...]
    same_meetings: tuple[SameMeeting, ...]
    quotations: tuple[tuple[Quotation, Standing], ...]
    dates: tuple[Resolved, ...]
    source: Source | None
    statements: int

    @property
    def furniture_share(self) -> float:
        """The share of the text that is furniture, by characters."""
        return sum(size for _, size in self.furniture) / max(1, len(self.document.text))


def explain(shelf: Shelf, name: str) -> Explained:
    """Everything that is known of the report of that name; raises UnknownName."""
    report = shelf.find(name)
    document = shelf.file.document(report.doc)
    facts = shelf.facts(document)
    story = story_of(shelf, report.doc)
    sizes: Counter[str] = Counter()
    for piece in document.furniture:
        sizes[piece.kind] += piece.span.end - piece.span.start
    appeared = shelf.file.appearances().get(report.doc, ())
    return Explained(
        report,
        document,
        appeared,
        tuple(sizes.most_common()),
        _links(shelf, report, story),
        facts.marks,
        story,
        facts.meetings,
        tuple(same for same in same_meetings(shelf) if report.doc in docs_of([same])),
        tuple(_quotations(shelf, document)),
        relative_dates_of(document),
        _source(shelf, report),
        sum(entry.statement.doc == report.doc for entry in shelf.file.entries()),
    )


def _links(shelf: Shelf, report: Report, story: Story) -> tuple[Link, ...]:
    """The chain of the report: as a member of its story, or alone."""
    told = next((one.chain for one in story.others if one.member.name == report.name), None)
    if told is not None:
        return told
    document = shelf.file.document(report.doc)
    place = (report.publisher, report.url, report.published, report.how_dated)
    member = shelf.member(Appearance(report.doc, report.name, *place), shelf.facts(document))
    return chain(member, [member, *(one.member for one in story.others)])


def _source(shelf: Shelf, report: Report) -> Source | None:
    """The publisher of the report with its grade."""
    known = shelf.eyes.directory.by_name(report.publisher) or shelf.eyes.directory.by_url(report.url)
    name = known.id if known else report.publisher
    return next((one for one in sources(shelf) if one.profile.publisher == name), None)


def _quotations(shelf: Shelf, document: Document) -> Iterator[tuple[Quotation, Standing]]:
    """Each quotation of the report with how far its words are to be trusted."""
    found = quotations(document)
    if not found:
        return
    reports = shelf.file.reports()
    everything = [
        Carrier(
            other,
            reports[other.hash].story or other.hash,
            reports[other.hash].room or reports[other.hash].publisher,
        )
        for other in shelf.file.each_document()
    ]
    carriers = Carriers(everything)
    here = next(one for one in everything if one.document.hash == document.hash)
    for quotation in found:
        yield quotation, standing(quotation, here, carriers)
