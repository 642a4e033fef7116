"""Meetings that several stories of a project tell of: readouts and reports of one event, kept apart, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.corpus.document import Document
from detente.corpus.meetings.beside import Row, side_by_side
from detente.corpus.meetings.readouts import SameMeeting, readouts, teller_of
from detente.desk.corpus.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Beside:
    """The accounts of one meeting with their documents, and their sentences in rows by matter."""

    meeting: SameMeeting
    documents: tuple[Document, ...]
    rows: tuple[Row, ...]


def same_meetings(shelf: Shelf) -> tuple[SameMeeting, ...]:
    """The meetings that documents of two stories or more tell of, in the order of their days."""
    reports = shelf.file.reports()
    told, tellers = {}, {}
    for document, facts in shelf.each():
        told[document.hash] = facts.meetings
        tellers[document.hash] = teller_of(
            document, reports[document.hash].story or document.hash, shelf.eyes.names
        )
    return readouts(told, tellers, names=shelf.eyes.names, events=shelf.pack.events.values())


def beside(shelf: Shelf, meeting: SameMeeting) -> Beside:
    """The accounts of a meeting side by side."""
    documents = tuple(shelf.file.document(one.teller.doc) for one in meeting.readouts)
    return Beside(meeting, documents, side_by_side(documents))


def docs_of(meetings: Sequence[SameMeeting]) -> frozenset[str]:
    """The documents that tell of any of the meetings."""
    return frozenset(one.teller.doc for meeting in meetings for one in meeting.readouts)
