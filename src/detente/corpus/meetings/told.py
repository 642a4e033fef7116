"""Meetings that a document tells of: who met, when, where, and whether it took place or is to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from detente.corpus.dating.events import DatedEvent
from detente.corpus.dating.names import WEEKDAY
from detente.corpus.dating.written import written_dates
from detente.corpus.document import Document
from detente.corpus.meetings.clauses import Clause, clauses_of
from detente.corpus.meetings.days import Dated
from detente.corpus.meetings.days import dates_in as days_named
from detente.corpus.meetings.names import Named, PackNames
from detente.corpus.meetings.words import AT, CUE_HINT, MATTER, MeetingKind
from detente.corpus.sentences.split import sentences
from detente.kernel.dates import UNKNOWN, Precision, When, by, on
from detente.kernel.spans import Span

DatesIn = Callable[[str, When], Sequence[Dated]]
_ENOUGH = 2  # parties that make a meeting
_NO_VENUES = frozenset(("river", "line", "sea", "plant"))
_SHORT = timedelta(4)
_WEEK = timedelta(7)
_WEEKDAY_ALONE = re.compile(rf"^\D*{WEEKDAY}\D*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as one sentence tells it.

    `span` is the clause that tells it, `sentence` the whole sentence. `when` is the day, or only the publication
    as its last possible day; `planned` where it is still to come. `place` is a place of the pack, or the party in
    whose land it was.
    """

    span: Span
    sentence: Span
    when: When
    parties: frozenset[str]
    persons: frozenset[str]
    place: str | None
    kind: MeetingKind
    planned: bool = False

    @property
    def dated(self) -> bool:
        """Whether the text tells the day, or a few days."""
        first, last = self.when.earliest, self.when.latest
        return first is not None and last is not None and last - first <= _SHORT


def meetings_in(
    document: Document, names: PackNames, *, dates_in: DatesIn = days_named
) -> tuple[Meeting, ...]:
    """The meetings that a document tells of, in the order of the text; those with fewer than two parties left out.

    Refused, asked for, imagined and cancelled ones are none.
    """
    text = document.text
    if not CUE_HINT.search(text):
        return ()
    found = sentences(document)
    told = _Telling(document, names, dates_in)
    meetings: list[Meeting] = []
    for place, span in enumerate(found):
        if not CUE_HINT.search(text, span.start, span.end):
            continue
        around = [found[n] for n in (place - 1, place + 1) if 0 <= n < len(found)]
        meetings += _without_repeats(told.in_sentence(span, around))
    return tuple(meetings)


def dated_events(
    told: Iterable[tuple[Document, Sequence[Meeting]]], names: PackNames
) -> Iterator[DatedEvent]:
    """The meetings of dated reports whose day and place are sure: what may date a report that gives no day.

    `told` are documents with their meetings. The id of each event is where it is told: the document's hash and
    the range.
    """
    for document, meetings in told:
        if not document.metadata.published.known:
            continue
        for meeting in meetings:
            if meeting.when.precision is Precision.DAY and meeting.place and not meeting.planned:
                yield DatedEvent(
                    f"{document.hash}:{meeting.span.start}-{meeting.span.end}",
                    meeting.when,
                    "summit" if meeting.kind == "summit" else "talks",
                    names.words_of(meeting.place),
                    (),
                    tuple(map(names.words_of, sorted(meeting.parties))),
                )


class _Telling:
    """What is looked up once for a document while its sentences are read."""

    def __init__(self, document: Document, names: PackNames, dates_in: DatesIn) -> None:
        about = document.metadata
        self.text, self.published = document.text, about.published
        self._dates_in = dates_in
        self._places = names.pack.places
        self._names = names
        self._seen: dict[Span, tuple[Named, ...]] = {}
        title = names.find(about.title or "", about.published)
        self._title = [name for name in title if name.party]
        side = names.side_of(about.publisher) if about.kind in {"official", "transcript"} else None
        self._side = [side] if side else []

    def in_sentence(self, span: Span, around: Sequence[Span]) -> Iterator[Meeting]:
        """The meetings that one sentence tells of, clause by clause."""
        sentence = span.of(self.text)
        dates = [
            one for one in self._dates_in(sentence, self.published) if one[2].precision is not Precision.YEAR
        ]
        for clause in clauses_of(sentence, [(start, end) for start, end, _ in dates]):
            own = Span(span.start + clause.start, span.start + clause.end)
            named = [name for name in self._in(span) if own.start <= name.start and name.end <= own.end]
            place = self._place(clause, named, span.start) or self._place(clause, self._in(span), span.start)
            parties = self._parties(clause, (own, span), around)
            if clause.kind == "visit" and place is not None and place in self._names.pack.parties:
                parties = parties | {place}
            if len(parties) >= _ENOUGH:
                persons = frozenset(
                    name.id for name in named if name.kind == "person" and name.party in parties
                )
                when = self._when(clause, dates, sentence)
                yield Meeting(own, span, when, parties, persons, place, clause.kind, clause.planned)

    def _in(self, sentence: Span) -> tuple[Named, ...]:
        """The names in one sentence, looked up once."""
        if sentence not in self._seen:
            found = self._names.find(sentence.of(self.text), self.published)
            self._seen[sentence] = tuple(
                replace(name, start=name.start + sentence.start, end=name.end + sentence.start)
                for name in found
            )
        return self._seen[sentence]

    def _parties(self, clause: Clause, spans: tuple[Span, Span], around: Sequence[Span]) -> frozenset[str]:
        """Who met: named in the clause, else in the sentence, the publisher's side, the title, or beside it."""
        own, sentence = spans
        cue = sentence.start + clause.cue_end
        parties: set[str] = set()
        for source in self._sources(own, sentence, (cue, around)):
            if len(parties) >= _ENOUGH:
                break
            parties.update(party for party in source if party)
        return frozenset(parties)

    def _sources(
        self, own: Span, sentence: Span, beside: tuple[int, Sequence[Span]]
    ) -> Iterator[Iterable[str | None]]:
        """Parties that are named, from the surest place to the least."""
        cue, around = beside
        yield self._meeting_names(sentence, own, cue)
        yield self._meeting_names(sentence, sentence, cue)
        yield self._side
        before = [near for near in around if near.end <= sentence.start]
        for near in before:
            yield [name.party for name in self._in(near)]
        yield [name.party for name in self._title]
        # What follows tells of other things in the press; a readout keeps to its meeting.
        for near in around if self._side else ():
            yield [name.party for name in self._in(near)]

    def _meeting_names(self, sentence: Span, part: Span, cue: int) -> list[str | None]:
        """The parties named in a part of a sentence, without those behind "about" or "over": they are the matter."""
        matter = MATTER.search(self.text, min(cue, part.end), part.end)
        end = matter.start() if matter else part.end
        return [name.party for name in self._in(sentence) if part.start <= name.start and name.end <= end]

    def _place(self, clause: Clause, named: Sequence[Named], start: int) -> str | None:
        """Where it was: the venue nearest to the words of the meeting."""
        cue = start + clause.cue_end
        venues = [
            name
            for name in named
            if name.kind == "place"
            and (clause.kind == "visit" or AT.search(self.text, max(0, name.start - 24), name.start))
            and not (name.id in self._places and self._places[name.id].kind in _NO_VENUES)
        ]
        return min(venues, key=lambda name: abs(name.start - cue)).id if venues else None

    def _when(self, clause: Clause, dates: Sequence[Dated], told: str) -> When:
        """The day nearest to the words of the meeting, in the clause first; else no later than the publication."""
        day = self.published.latest
        if day is not None:
            fit = _ahead if clause.planned else _past
            dates = [one for one in (fit(one, day, told) for one in dates) if one is not None]
        inside = [one for one in dates if clause.start <= one[0] < clause.end]
        fitting = inside or list(dates)
        if fitting:
            finest = [one for one in fitting if one[2].precision in {Precision.DAY, Precision.INTERVAL}]
            return min(finest or fitting, key=lambda one: abs(one[0] - clause.cue_end))[2]
        if clause.planned or self.published.latest is None:
            return UNKNOWN
        return by(self.published.latest)


def _past(dated: Dated, published: date, sentence: str) -> Dated | None:
    """A day of what has happened: a weekday taken for the next is the last, any other day ahead is none."""
    start, end, when = dated
    if when.earliest is None or when.earliest <= published:
        return dated
    back = when.earliest - _WEEK
    if when.precision is Precision.DAY and back <= published and _WEEKDAY_ALONE.search(sentence[start:end]):
        return start, end, on(back)
    return None


def _ahead(dated: Dated, published: date, sentence: str) -> Dated:
    """A day of what is to come: one without a year or with a weekday alone that was taken for the last is the next."""
    start, end, when = dated
    if when.precision is not Precision.DAY or when.earliest is None or when.earliest >= published:
        return dated
    words = sentence[start:end]
    if _WEEKDAY_ALONE.search(words):
        return start, end, on(when.earliest + _WEEK)
    if re.search(r"\d{4}", words) or not re.search(r"\d", words):
        return dated
    following = [one for one in written_dates(words) if (when := one.in_year(published.year)).known]
    return (start, end, following[0].in_year(published.year)) if following else dated


def _without_repeats(meetings: Iterable[Meeting]) -> list[Meeting]:
    """The meetings of a sentence, each once though several clauses tell of it."""
    kept: list[Meeting] = []
    for meeting in meetings:
        same = (meeting.when, meeting.planned, meeting.place, meeting.parties)
        if not any((k.when, k.planned, k.place, k.parties) == same for k in kept):
            kept.append(meeting)
    return kept
