"""Entering: documents into a project as they are gathered, each placed in its story, dated and, if asked, read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from detente.corpus.dating.events import DatedEvent, events_of
from detente.corpus.dating.intervals import written_between
from detente.corpus.document import Document
from detente.corpus.gather import Gathering, same_text
from detente.corpus.meetings.told import dated_events
from detente.corpus.stories.facts import facts_of as story_facts
from detente.corpus.stories.grouping import Placement, place
from detente.desk.corpus.merging import merges_of, story_of, tell
from detente.desk.corpus.shelf import Shelf
from detente.desk.reports import report_of
from detente.kernel.problems import Problem
from detente.ledger.entries import Report
from detente.ledger.redactions import Redaction
from detente.statements.port import Reading

Progress = Callable[[int, int, str], None]
Clock = Callable[[], datetime]
BY_EVENTS = "events it mentions"


@dataclass(frozen=True, slots=True)
class Reads:
    """How documents are read while they are entered: the key of a reading, and the reading itself."""

    key: Callable[[Document], str]
    read: Callable[[Document], Reading]


@dataclass(slots=True)
class Entered:
    """What entering did so far."""

    documents: int = 0
    new_documents: int = 0
    new_statements: int = 0
    names: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    reading_problems: list[Problem] = field(default_factory=list)
    touched: dict[str, None] = field(default_factory=dict)
    refused: dict[str, Problem] = field(
        default_factory=dict
    )  # told, and not kept: names of what was redacted


def enter(
    shelf: Shelf,
    gathered: Iterable[Gathering],
    *,
    clock: Clock,
    progress: Progress,
    reads: Reads | None = None,
) -> Entered:
    """Enter what is gathered, one report at a time: what was acknowledged outlives a kill.

    Without `reads` documents are kept unread. At the end members of stories that changed are told so, and reports
    without a date are given the interval that the events they mention allow.
    """
    entered = Entered()
    redacted = {redaction.doc: redaction for redaction in shelf.file.redactions()}
    _catch_up(shelf, entered)
    for step in gathered:
        if isinstance(step.result, Problem):
            entered.problems.append(step.result)
            continue
        entered.documents += step.again is None
        entered.names.add(step.result.name)
        if step.result.hash in redacted:
            entered.refused[step.result.name] = _refused(step.result, redacted[step.result.hash])
            continue
        if step.again is not None:
            entered.problems.append(same_text(step.result.name, step.again))
        _enter_one(shelf, step.result, (entered, clock, reads))
        progress(step.files, step.of, step.result.name)
    entered.problems = [fault for fault in entered.problems if fault.place not in entered.refused]
    shelf.stories.flush()
    tell(shelf, entered.touched, clock())
    shelf.stories.told()
    _date_undated(shelf, clock)
    return entered


def _refused(document: Document, redaction: Redaction) -> Problem:
    """A document that was taken out for legal reasons does not come in again."""
    message = f"this document was {redaction}; it is not taken again"
    return Problem("redacted", document.name, message, "take it out of the reports")


def _catch_up(shelf: Shelf, entered: Entered) -> None:
    """Place the documents that an older version, or an entering that was killed, left without a place or untold."""
    if not shelf.stories.is_told():
        entered.touched |= dict.fromkeys(shelf.file.reports())
    if shelf.stories.count() == shelf.file.size():
        return
    for document in shelf.file.each_document():
        if shelf.stories.number_of(document.hash) is None:
            place(story_facts(document), shelf.stories)
            entered.touched[document.hash] = None


def read_kept(shelf: Shelf, *, clock: Clock, progress: Progress, reads: Reads) -> Entered:
    """Read the documents of a project that nobody read yet."""
    entered = Entered()
    total = shelf.file.size()
    for number, document in enumerate(shelf.file.each_document(), start=1):
        entered.documents += 1
        report = shelf.file.report(document.hash)
        if report is not None and not shelf.file.is_read(document.hash):
            _read(shelf, (document, report), (entered, clock, reads))
        progress(number, total, document.name)
    return entered


def _enter_one(shelf: Shelf, document: Document, how: tuple[Entered, Clock, Reads | None]) -> None:
    """Enter one document, with what is read in it in the same transaction: a report is in the file whole or not."""
    entered, clock, reads = how
    known = shelf.file.report(document.hash)
    report = _report(shelf, document, known)
    placed = place(story_facts(document), shelf.stories)
    if known is not None:
        shelf.stories.redate(document.hash, report.published)
    story = _told_story(shelf, document, placed)
    report = replace(report, story=story_of(shelf, story, merges_of(shelf)))
    if reads is None or shelf.file.has(reads.key(document)):
        shelf.file.keep_document(document, report=report, recorded=clock())
    else:
        _read(shelf, (document, report), (entered, clock, reads))
    entered.new_documents += known is None
    if known is None or placed.merged or known.published != report.published:
        entered.touched[document.hash] = None


def _told_story(shelf: Shelf, document: Document, placed: Placement) -> str:
    """The story of a document; a report that it is near to is joined where the document names its publisher."""
    named = {mark.publisher or mark.name for mark in shelf.facts(document).marks if mark.whole}
    for doc, _ in placed.near if named else ():
        other = shelf.file.report(doc)
        if other is None:
            continue
        publisher = shelf.eyes.directory.by_name(other.publisher) or shelf.eyes.directory.by_url(other.url)
        if {other.publisher, publisher.id if publisher else None} & named:
            return shelf.stories.join(document.hash, doc)
    return placed.story


def _read(shelf: Shelf, known: tuple[Document, Report], how: tuple[Entered, Clock, Reads]) -> None:
    """Read a document and enter it with what was found."""
    (document, report), (entered, clock, reads) = known, how
    found = reads.read(document)
    marks = shelf.facts(document).marks
    room = report_of(document, found.statements, shelf.eyes.directory, story=None, marks=marks).room
    entered.new_statements += shelf.file.enter(
        document,
        report=replace(report, room=room),
        statements=found.statements,
        problems=found.problems,
        cache_key=reads.key(document),
        recorded=clock(),
    )
    entered.reading_problems.extend(found.problems)


def _report(shelf: Shelf, document: Document, known: Report | None) -> Report:
    """What is now known of a document: of several appearances of one text the first that came out counts."""
    marks = shelf.facts(document).marks
    here = report_of(document, (), shelf.eyes.directory, story=known.story if known else None, marks=marks)
    if known is None:
        return here
    if known.name != here.name:
        first, second = known.published.latest, here.published.latest
        return here if second is not None and (first is None or second < first) else known
    dated = (
        here if here.published.known else replace(here, published=known.published, how_dated=known.how_dated)
    )
    return replace(dated, room=known.room or here.room)


def _date_undated(shelf: Shelf, clock: Clock) -> None:
    """Give reports without a date the interval in which they can have been written (DESIGN §6, Time)."""
    undated = [
        r for r in shelf.file.reports().values() if not r.published.known or r.how_dated.startswith(BY_EVENTS)
    ]
    if not undated:
        return
    known, events = _known_events(shelf, {report.doc for report in undated}), events_of(shelf.pack)
    for report in undated:
        found = written_between(shelf.file.document(report.doc), events=events, known=known)
        how = f"{BY_EVENTS}: {found.reason}" if found.when.known else "not dated"
        if (report.published, report.how_dated) != (found.when, how):
            told = replace(report, published=found.when, how_dated=how)
            shelf.file.keep_report(told, recorded=clock())


def _known_events(shelf: Shelf, undated: set[str]) -> Sequence[DatedEvent]:
    """The dated meetings that the other reports tell of."""
    told = ((d, facts.meetings) for d, facts in shelf.each() if d.hash not in undated)
    return tuple(dated_events(told, shelf.eyes.names))
