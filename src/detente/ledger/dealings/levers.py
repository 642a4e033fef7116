"""Levers: who can do what to whom, and whether it was threatened, used, lifted or ruled out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from detente.kernel.dates import When, parse_when
from detente.kernel.problems import Problem
from detente.ledger.dealings.grounds import Grounds, How, event_of, events_of, told_once, with_entries
from detente.ledger.dealings.reactions import names_of
from detente.ledger.dealings.speech import PRESSURE
from detente.ledger.entries import Line
from detente.ledger.view import LedgerView
from detente.packs.dealings import LeverEntry, LeverState
from detente.packs.model import Event, Pack

SUPPORT = ("support.arms", "support.intel", "support.training")
FORCE = "course.battlefield"
_OF_OPTION: dict[str, LeverState] = {
    "threatened": "threatened", "imposed": "used", "ruled_out": "ruled out", "urged": "called for",
}  # fmt: skip
_LIFTED = re.compile(
    r"\b(?:lift|ease|resum|restor|suspend(?:s|ed)? (?:the )?(?:sanction|tariff)|reopen)", re.IGNORECASE
)
_THREAT = re.compile(
    r"\b(?:threat|warn|ultimatum|deadline|if there is no|unless|otherwise|will (?:impose|cut|stop|halt|strike|attack))",
    re.IGNORECASE,
)
_USED = re.compile(
    r"\b(?:impos|sanctions? on|puts? sanctions|tariffs? on|cut|halt|pause|stop|clos|cancel|block|freez|expel|withh[eo]ld)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Lever:
    """What a party can do to another (`on` empty: not told to whom), and what it did with it."""

    id: str
    by: tuple[str, ...]
    on: tuple[str, ...]
    when: When
    issue: str | None
    what: str
    state: LeverState
    grounds: Grounds

    @property
    def names(self) -> frozenset[str]:
        """Every id under which a person can name it."""
        return self.grounds.names | {self.id}


def levers(view: LedgerView, pack: Pack) -> tuple[tuple[Lever, ...], tuple[Problem, ...]]:
    """Every lever that was threatened, used, lifted, ruled out or called for, oldest first."""
    told = (lever for line in view.counted if (lever := _of_line(line)) is not None)
    found = told_once(told, lambda x: (x.by, x.on, x.issue, x.state))
    found += [_of_event(e, pack) for e in events_of(view, pack) if e.kind == "pressure"]
    return with_entries(found, view, pack.levers, make=lambda e: _entered(e, pack))


def _of_line(line: Line) -> Lever | None:
    s = line.statement
    state = _state(line)
    if state is None or s.holder is None or s.basis == "analyst":
        return None
    on = (s.target,) if s.target and s.target != s.holder else ()
    return Lever(
        line.original_id, (s.holder,), on, line.said, s.issue, s.evidence, state, Grounds(How.FOUND, (line,))
    )


def _state(line: Line) -> LeverState | None:
    s = line.statement
    if s.issue == PRESSURE:
        return _of_pressure(line)
    if s.issue in SUPPORT and s.kind == "event" and s.option:
        if s.option in {"stop", "limit", "cap", "truce_pause"}:
            return "used"
        return (
            "lifted" if _LIFTED.search(s.evidence) else None
        )  # support that never stopped is no lever lifted
    threat = s.issue == FORCE and s.kind == "forecast" and s.basis == "own" and s.holder
    return "threatened" if threat else None


def _of_pressure(line: Line) -> LeverState | None:
    """A refusal of pressure rules it out; an act of it is used; a wish for it by one who does not hold it is a call."""
    s = line.statement
    if s.stance == "reject":
        return "called for" if s.option == "ruled_out" else "ruled out"
    if s.stance == "hedge":
        return None
    return _OF_OPTION.get(s.option or "", "used" if s.kind == "event" else "not told")


def _of_event(event: Event, pack: Pack) -> Lever:
    """Of an event of pressure the first party acts, on the others and on belligerents that its words name."""
    by = event.parties[:1]
    on = tuple(dict.fromkeys((*event.parties[1:], *_named(event, pack))))
    state = state_in_words(event.terms)
    grounds = Grounds(How.INFERRED, (), (event,), event.url)
    return Lever(event.id, by, on, parse_when(event.date), None, event.terms, state, grounds)


def _named(event: Event, pack: Pack) -> tuple[str, ...]:
    """The belligerents that the event's words name and that did not act in it."""
    others: Iterable[str] = (p for p in pack.belligerents if p not in event.parties)
    return tuple(
        p for p in others if any(re.search(rf"\b{re.escape(n)}\b", event.terms) for n in names_of(p, pack))
    )


def state_in_words(text: str) -> LeverState:
    """Whether a text tells of a threat, of use or of lifting; what tells of more than one is not told."""
    if _LIFTED.search(text):
        return "lifted"
    if _THREAT.search(text):
        return "threatened"
    return "used" if _USED.search(text) else "not told"


def _entered(entry: LeverEntry, pack: Pack) -> Lever:
    grounds = Grounds(How.ENTERED, (), event_of(pack, entry.event), entry.source)
    return Lever(entry.id, entry.by, entry.on, parse_when(entry.date), None, entry.what, entry.state, grounds)
