"""Answers about documents as plain data, for `--json`."""

from __future__ import annotations

from typing import Any

from detente.corpus.document import Document
from detente.corpus.meetings.readouts import SameMeeting
from detente.corpus.meetings.told import Meeting
from detente.corpus.origins.chain import Copying, Link
from detente.corpus.origins.marks import OriginMark
from detente.corpus.stories.changes import Change
from detente.desk.corpus.explaining import Explained
from detente.desk.corpus.listing import Item
from detente.desk.corpus.meetings import Beside
from detente.desk.corpus.sources import Source
from detente.desk.corpus.stories import Story, Told
from detente.kernel.spans import Span
from detente.ledger.entries import Report

Record = dict[str, Any]


def report_record(report: Report) -> Record:
    """A report as the ledger knows it."""
    return {
        "doc": report.doc,
        "name": report.name,
        "publisher": report.publisher,
        "title": report.title,
        "url": report.url,
        "kind": report.kind,
        "published": report.published.isoformat(),
        "how_dated": report.how_dated,
        "story": report.story,
        "room": report.room,
    }


def document_record(document: Document, *, text: bool) -> Record:
    """A document with its metadata and furniture; with its text where it is asked for."""
    about = document.metadata
    return {
        "hash": document.hash,
        "name": document.name,
        "language": about.language,
        "languages": list(about.languages),
        "byline": about.byline,
        "section": about.section,
        "canonical": about.canonical,
        "updated": about.updated.isoformat(),
        "findings": [
            {"field": one.field, "way": one.way, "detail": one.detail, "sure": one.sure}
            for one in about.findings
        ],
        "characters": len(document.text),
        "furniture": [
            {"start": piece.span.start, "end": piece.span.end, "kind": piece.kind}
            for piece in document.furniture
        ],
    } | ({"text": document.text} if text else {})


def item_record(item: Item) -> Record:
    """A document of the list."""
    return report_record(item.report) | {
        "language": item.language,
        "date_is": item.sure,
        "words": item.words,
        "furniture_share": round(item.furniture_share, 3),
        "texts_in_story": item.in_story,
        "is_origin": item.is_origin,
        "appeared": item.times,
        "read": item.read,
    }


def beside_record(found: Beside) -> Record:
    """A meeting with its accounts and their sentences in rows by matter."""
    rows = [
        {
            "shared": list(row.shared),
            "sentences": [
                [_span(span, document.text) for span in spans]
                for spans, document in zip(row.cells, found.documents, strict=True)
            ],
        }
        for row in found.rows
    ]
    return same_meeting_record(found.meeting) | {"documents": [d.name for d in found.documents], "rows": rows}


def story_record(story: Story) -> Record:
    """A story from its origin on."""
    return {
        "story": story.origin.story or story.origin.doc,
        "origin": report_record(story.origin),
        "others": [_told(one, story.origin_document) for one in story.others],
    }


def source_record(source: Source) -> Record:
    """A publisher with its counts and its grade."""
    profile = source.profile
    return {
        "publisher": profile.publisher,
        "name": source.name,
        "kind": source.publisher.kind if source.publisher else None,
        "ownership": source.publisher.ownership if source.publisher else None,
        "grade": source.grade.letter,
        "grade_words": source.grade.words,
        "given_by": source.grade.given_by,
        "reasons": list(source.grade.reasons),
        "counts": {
            "reports": profile.reports,
            "copies": profile.copies,
            "copies_that_say_so": profile.told,
            "copies_that_alter_meaning": profile.altered,
            "shared_stories": profile.shared,
            "first_with": profile.firsts,
            "corrected": profile.corrected,
            "unnamed_sources": profile.unnamed,
        },
        "copied_from": [_copying(one) for one in profile.copied_from],
        "copied_by": [_copying(one) for one in profile.copied_by],
    }


def explained_record(found: Explained) -> Record:
    """Everything that is known of one report."""
    text = found.document.text
    return {
        "report": report_record(found.report),
        "document": document_record(found.document, text=False),
        "appearances": [
            {
                "name": one.name,
                "publisher": one.publisher,
                "url": one.url,
                "published": one.published.isoformat(),
                "how_dated": one.how_dated,
            }
            for one in found.appearances
        ],
        "furniture_characters": dict(found.furniture),
        "chain": [link_record(link, text) for link in found.links],
        "marks": [mark_record(mark, text) for mark in found.marks],
        "story": story_record(found.story),
        "meetings": [meeting_record(one, text) for one in found.meetings],
        "same_meetings": [same_meeting_record(one) for one in found.same_meetings],
        "quotations": [
            {
                **_span(quotation.span, text),
                "standing": standing.kind,
                "reason": standing.reason,
                "other": standing.other and {"doc": standing.other[0]},
            }
            for quotation, standing in found.quotations
        ],
        "dates": [
            {**_span(one.span, text), "when": one.when.isoformat(), "reason": one.reason}
            for one in found.dates
        ],
        "source": source_record(found.source) if found.source else None,
        "statements": found.statements,
    }


def link_record(link: Link, text: str) -> Record:
    """One step of a chain."""
    return {
        "publisher": link.publisher,
        "ground": link.ground,
        "doc": link.doc,
        "published": link.published.isoformat(),
        "mark": mark_record(link.mark, text) if link.mark else None,
    }


def mark_record(mark: OriginMark, text: str) -> Record:
    """A mark of origin with its words."""
    place = _span(mark.span, text) if mark.span else {}
    return {
        "relation": mark.relation,
        "name": mark.name,
        "publisher": mark.publisher,
        "how": mark.how,
        **place,
    }


def meeting_record(meeting: Meeting, text: str) -> Record:
    """A meeting as one sentence tells it."""
    return {
        **_span(meeting.sentence, text),
        "when": meeting.when.isoformat(),
        "parties": sorted(meeting.parties),
        "place": meeting.place,
        "kind": meeting.kind,
        "planned": meeting.planned,
    }


def same_meeting_record(same: SameMeeting) -> Record:
    """A meeting that several stories tell of."""
    return {
        "when": same.when.isoformat(),
        "parties": sorted(same.parties),
        "place": same.place,
        "kind": same.kind,
        "event": same.event,
        "accounts": [
            {
                "doc": one.teller.doc,
                "publisher": one.teller.publisher,
                "side": one.teller.side,
                "official": one.teller.official,
                "sentences": [[telling.sentence.start, telling.sentence.end] for telling in one.tellings],
            }
            for one in same.readouts
        ],
    }


def _told(one: Told, origin: Document) -> Record:
    return {
        "report": report_record(one.report),
        "name": one.member.name,
        "publisher": one.member.publisher,
        "relation": one.relation,
        "shared_words": round(one.shared, 3),
        "changes": [_change(change, origin.text, one.document.text) for change in one.changes],
        "chain": [link_record(link, one.document.text) for link in one.chain],
    }


def _change(change: Change, origin: str, member: str) -> Record:
    return {
        "kind": change.kind,
        "detail": change.detail,
        "origin": _span(change.origin, origin) if change.origin else None,
        "member": _span(change.member, member) if change.member else None,
    }


def _copying(one: Copying) -> Record:
    return {
        "copier": one.copier,
        "source": one.source,
        "by_notice": one.by_notice,
        "by_text": one.by_text,
        "docs": list(one.docs),
    }


def _span(span: Span, text: str) -> Record:
    return {"start": span.start, "end": span.end, "words": span.of(text)}
