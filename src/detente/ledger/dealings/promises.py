"""Earlier promises between the same parties, and what came of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from detente.kernel.dates import When, parse_when
from detente.kernel.problems import Problem
from detente.ledger.dealings.grounds import (
    Grounds,
    How,
    days_between,
    event_of,
    events_of,
    with_entries,
)
from detente.ledger.dealings.reactions import names_of
from detente.ledger.entries import Line
from detente.ledger.view import LedgerView
from detente.packs.dealings import Kept, PromiseEntry
from detente.packs.model import Event, Pack

_PROMISING = frozenset({"agreement", "truce"})
_LATER = frozenset({"reaction", "truce", "military", "pressure", "declaration", "legal"})
_WORD = re.compile(r"[^\W\d_]{4,}")
_SHARED_WORDS = 2
_ENDED = re.compile(
    r"\b(?:end(?:s|ed)?|terminat\w+|withdr[ae]w\w*|quits?|expire[sd]?|collapse[sd]?|broke|suspend\w*)\b",
    re.IGNORECASE,
)
_OVER = re.compile(r"\b(?:ends|ended|expires?d?|collapse[sd]|breaks? down|broke down)\b", re.IGNORECASE)
_BREACHED = re.compile(r"\b(?:breach\w*|violat\w*)\b", re.IGNORECASE)
_BREACH_DAYS = 60
_LATER_DAYS = 730
_PLAIN_WORDS = """
that this with from into than then them they their there which where when after before during without against between over
under about signed agree agreed agrees agreement deal measure measures both side sides each other text talks call calls state
states statement statements says said also more most first second third short
days weeks months hours truce ceasefire halt pause full asks accept accepts accepted offer offers extension exchange
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that parties promised one another. `came_of` is told by a source or a person; "not told" is no verdict.

    `later` are events that speak of the same thing afterwards, `breaches` lines that tell of breaches soon after.
    """

    id: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    when: When
    what: str
    came_of: Kept
    outcome: str | None
    grounds: Grounds
    later: tuple[Event, ...] = ()
    breaches: tuple[Line, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Every id under which a person can name it."""
        return self.grounds.names | {self.id}


def promises(view: LedgerView, pack: Pack) -> tuple[tuple[Promise, ...], tuple[Problem, ...]]:
    """Agreements and truces between two or more parties, or declared by one, oldest first, with what was heard of them since."""
    events = events_of(view, pack)
    names = _names(pack)
    found = [_of_event(e, (events, view.counted), names) for e in events if e.kind in _PROMISING]
    return with_entries(found, view, pack.promises, make=lambda e: _entered(e, pack))


def _of_event(event: Event, known: tuple[Iterable[Event], Iterable[Line]], names: frozenset[str]) -> Promise:
    events, lines = known
    when = parse_when(event.date)
    later = tuple(e for e in events if e.kind in _LATER and _speaks_of(e, event, names))
    breaches = tuple(line for line in lines if _tells_of_breach(line, event, when))
    grounds = Grounds(How.FOUND, (), (event,), event.url)
    told: Kept = "lapsed" if any(_ENDED.search(e.terms) for e in later) else _in_the_same_words(event.terms)
    outcome = later[-1].terms if later else None
    return Promise(event.id, event.parties, (), when, event.terms, told, outcome, grounds, later, breaches)


def _in_the_same_words(text: str) -> Kept:
    """What the words that tell of a promise tell of its end: it is over, or one side counts breaches."""
    if _OVER.search(text):
        return "lapsed"
    return "disputed" if _BREACHED.search(text) else "not told"


def _speaks_of(later: Event, promise: Event, names: frozenset[str]) -> bool:
    """Whether a later event of one of the parties shares words with a promise that are not the parties' names."""
    gap = days_between(parse_when(promise.date), parse_when(later.date))
    shared = _words(later.terms, names) & _words(promise.terms, names)
    return (
        gap is not None
        and 0 < gap <= _LATER_DAYS
        and bool(set(later.parties) & set(promise.parties))
        and len(shared) >= _SHARED_WORDS
    )


def _words(text: str, names: frozenset[str]) -> frozenset[str]:
    return frozenset(
        w for w in (m.lower() for m in _WORD.findall(text)) if w not in _PLAIN and w not in names
    )


def _names(pack: Pack) -> frozenset[str]:
    """Words of the names of parties and of who speaks for them: that two texts share these tells nothing."""
    named = {n for party in pack.parties for n in names_of(party, pack)}
    return frozenset(w.lower() for name in named for w in _WORD.findall(name))


def _tells_of_breach(line: Line, promise: Event, when: When) -> bool:
    s = line.statement
    gap = days_between(when, line.said)
    concerns = s.holder in promise.parties or s.target in promise.parties
    told = s.issue == "course.breach" and s.kind in {"event", "assessment"} and s.basis != "analyst"
    return told and concerns and gap is not None and 0 <= gap <= _BREACH_DAYS


def _entered(entry: PromiseEntry, pack: Pack) -> Promise:
    grounds = Grounds(How.ENTERED, (), event_of(pack, entry.event), entry.source)
    return Promise(
        entry.id,
        entry.by,
        entry.to,
        parse_when(entry.date),
        entry.what,
        entry.came_of,
        entry.outcome,
        grounds,
    )
