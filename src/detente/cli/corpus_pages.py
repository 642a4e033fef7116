"""Documents on a terminal: lists, texts, stories, meetings side by side, sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from detente.cli.show import aside, faint, heading, say, strong, table

if TYPE_CHECKING:
    from detente.corpus.document import Document
    from detente.corpus.meetings.beside import Row
    from detente.corpus.stories.changes import Change
    from detente.desk.corpus.listing import Item
    from detente.desk.corpus.meetings import Beside
    from detente.desk.corpus.sources import Source
    from detente.desk.corpus.stories import Story, Told
    from detente.kernel.spans import Span

_FIRST_CHANGES = 3


def show_list(items: Sequence[Item]) -> None:
    """The list of documents."""
    if not items:
        say("No document is so.")
        return
    table(
        ("published", "", "story", "publisher", "document"),
        [
            (_day(i), _sure(i), _in_story(i), (i.report.publisher or "not known")[:28], i.report.name)
            for i in items
        ],
    )
    undated = sum(not i.report.published.known for i in items)
    unread = sum(not i.read for i in items)
    copies = sum(not i.is_origin for i in items)
    aside(
        f"{len(items)} documents, {copies} of them in the story of another, {undated} undated, {unread} not read. "
        "? likely, ?? a guess; = an origin with copies, > a member of another's story."
    )


def _day(item: Item) -> str:
    return item.report.published.isoformat() or "undated"


def _sure(item: Item) -> str:
    return {"likely": "?", "guess": "??"}.get(item.sure or "", "")


def _in_story(item: Item) -> str:
    if item.is_origin:
        return f"= {item.in_story}" if item.in_story > 1 else ""
    return f"> {(item.report.story or '')[:8]}"


def show_document(document: Document, *, reporting: bool) -> None:
    """A text with its furniture in brackets, or without it."""
    from detente.corpus.prose import prose

    if reporting:
        for part in prose(document):
            for line in part.of(document.text).splitlines():
                if line.strip():
                    say(line.strip())
        return
    at = 0
    for piece in document.furniture:
        _lines(document.text[at : piece.span.start])
        aside(f"[{piece.kind}] {' '.join(piece.span.of(document.text).split())}", indent=4)
        at = piece.span.end
    _lines(document.text[at:])


def _lines(text: str) -> None:
    for line in text.splitlines():
        if line.strip():
            say(line.strip())


def show_stories(stories: Iterable[Story], *, whole: bool) -> None:
    """Stories: the origin, then each member with what it says otherwise."""
    found = list(stories)
    for story in found:
        origin = story.origin
        heading(f"{origin.title or origin.name} ({(origin.story or origin.doc)[:8]})")
        say(
            f"first: {origin.publisher or 'publisher not known'}, {_when(origin.published.isoformat())} · {origin.name}",
            indent=2,
        )
        if not story.others:
            say("No other document carries this text.", indent=2)
        for told in story.others:
            _show_member(story, told, whole=whole)
    if not found:
        say("No two documents carry one text.")


def _show_member(story: Story, told: Told, *, whole: bool) -> None:
    who = told.member.publisher or told.report.publisher or "publisher not known"
    say(
        f"· {who}, {_when(told.member.published.isoformat())}: {told.relation} ({told.shared:.0%} of its runs of words) "
        f"{faint('· ' + told.member.name)}",
        indent=2,
        hang=2,
    )
    if len(told.chain) > 1:
        aside("← ".join(f"{link.publisher} ({link.ground})" for link in told.chain), indent=4)
    changes = told.changes if whole else _gravest(told.changes)
    for change in changes:
        _show_change(change, story.origin_document.text, told.document.text)
    if len(changes) < len(told.changes):
        aside(
            f"… {len(told.changes) - len(changes)} more differences: name the document to see all", indent=4
        )


def _gravest(changes: Sequence[Change]) -> list[Change]:
    """The first changes of meaning; what was left out or added is shown on demand."""
    return [change for change in changes if change.kind not in {"added", "dropped"}][:_FIRST_CHANGES]


def _show_change(change: Change, origin: str, member: str) -> None:
    say(f"{strong(change.kind)}: {change.detail}", indent=4)
    if change.origin:
        aside(f"− {_words(change.origin, origin)}", indent=6)
    if change.member:
        aside(f"+ {_words(change.member, member)}", indent=6)


def show_meetings(found: Sequence[Beside], *, whole: bool) -> None:
    """Meetings that several stories tell of, with who tells them; side by side where one is asked for."""
    if not found:
        say("No meeting is told by two stories.")
    for one in found:
        meeting = one.meeting
        where = f" in {meeting.place}" if meeting.place else ""
        heading(
            f"{meeting.kind}{where}, {_when(meeting.when.isoformat())}: {', '.join(sorted(meeting.parties))}"
        )
        if meeting.event:
            aside(f"event {meeting.event} of the pack", indent=2)
        for account, document in zip(meeting.readouts, one.documents, strict=True):
            kind = f"readout of {account.teller.side}" if account.teller.official else "report"
            say(
                f"· {kind}: {account.teller.publisher or 'publisher not known'} {faint('· ' + document.name)}",
                indent=2,
            )
        if whole:
            for row in one.rows:
                _show_row(row, one.documents)


def _show_row(row: Row, documents: Sequence[Document]) -> None:
    told = row.told_by
    mark = f"on {', '.join(row.shared[:4])}" if len(told) > 1 else "told by one only"
    say(strong(mark), indent=2)
    for place in told:
        words = " ".join(_words(span, documents[place].text) for span in row.cells[place])
        say(f"{documents[place].metadata.publisher or documents[place].name}: {words}", indent=4, hang=2)


def show_sources(found: Sequence[Source], *, whole: bool) -> None:
    """Publishers with their grade and counts; with reasons and copying where one is asked for."""
    if not found:
        say("No report names its publisher.")
        return
    if not whole:
        rows = [
            (
                s.grade.letter,
                str(s.profile.reports),
                _of(s.profile.copies, s.profile.reports),
                _of(s.profile.firsts, s.profile.shared),
                s.name,
            )
            for s in found
        ]
        table(("grade", "reports", "copies", "first", "publisher"), rows)
        aside(
            "Grade of reliability: Admiralty scale, A to F. first: of the stories that others carry too, first with so many."
        )
        return
    for one in found:
        heading(f"{one.name}: {one.grade.letter}, {one.grade.words}")
        by = (
            f"given by {one.grade.given_by}"
            if one.grade.given_by
            else "by the pack and its ways here; a person can overrule it (--grade)"
        )
        aside(by, indent=2)
        for reason in one.grade.reasons:
            say(f"· {reason}", indent=2, hang=2)
        p = one.profile
        say(
            f"{p.reports} reports: {p.copies} carry another's text ({p.told} say so, {p.altered} say something else), "
            f"{p.corrected} corrected, {p.unnamed} rest on unnamed sources; first with {p.firsts} of {p.shared} shared stories",
            indent=2,
        )
        for pair in p.copied_from:
            say(
                f"carries {pair.source}: {pair.by_notice} by its own notice, {pair.by_text} by the same words",
                indent=2,
            )
        for pair in p.copied_by:
            say(
                f"carried by {pair.copier}: {pair.by_notice} by notice, {pair.by_text} by the same words",
                indent=2,
            )


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole}" if whole else "–"


def _when(day: str | None) -> str:
    return day or "undated"


def _words(span: Span, text: str) -> str:
    return " ".join(span.of(text).split())
