"""What a person enters of the parties' dealings: offers, answers, deadlines, what was given, levers, promises, measured facts.

A record overrides what the program finds: with `replaces` it takes the place of what has one of those ids (of an offer, a
proposal, an event or a statement), with `drop` nothing takes that place. Every record says on what it rests (`source`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

StageName = Literal["truce", "settlement"]
AnswerWord = Literal[
    "yes", "yes, with conditions", "no", "asks", "counter-offer", "reacted", "no answer heard"
]
CameOf = Literal["met", "moved", "passed", "lapsed", "not told"]
LeverState = Literal["threatened", "used", "lifted", "ruled out", "called for", "not told"]
Kept = Literal["kept", "broken", "lapsed", "disputed", "pending", "not told"]
Holding = Literal["held", "not held", "contested", "encircled", "not encircled"]


@dataclass(frozen=True, slots=True)
class OfferEntry:
    """Who put what to whom, entered by a person. `terms` as in a proposal; `to` empty: the signatories of its stage."""

    id: str
    source: str
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    what: str = ""
    date: str | None = None
    stage: StageName | None = None
    terms: Mapping[str, Any] = field(default_factory=dict)
    event: str | None = None
    replaces: tuple[str, ...] = ()
    drop: bool = False


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """A party's answer to an offer, in place of what was found of it. `offer`: any id of the offer; `counter`: an offer's."""

    id: str
    source: str
    offer: str
    party: str
    answer: AnswerWord
    date: str | None = None
    text: str = ""
    counter: str | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class DeadlineEntry:
    """A day by which something was to happen: the announced consequence, and what came of it."""

    id: str
    source: str
    date: str | None = None
    set_on: str | None = None
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    what: str = ""
    consequence: str | None = None
    came_of: CameOf = "not told"
    outcome: str | None = None
    event: str | None = None
    replaces: tuple[str, ...] = ()
    drop: bool = False


@dataclass(frozen=True, slots=True)
class GiftEntry:
    """What a party gave another; `for_return`: what it got for it, in words, or null where nothing was heard."""

    id: str
    source: str
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    what: str = ""
    date: str | None = None
    for_return: str | None = None
    event: str | None = None
    replaces: tuple[str, ...] = ()
    drop: bool = False


@dataclass(frozen=True, slots=True)
class LeverEntry:
    """What a party can do to another, and whether it threatened, used or lifted it."""

    id: str
    source: str
    by: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    what: str = ""
    state: LeverState = "not told"
    date: str | None = None
    event: str | None = None
    replaces: tuple[str, ...] = ()
    drop: bool = False


@dataclass(frozen=True, slots=True)
class PromiseEntry:
    """An earlier promise between parties, and what came of it."""

    id: str
    source: str
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    what: str = ""
    date: str | None = None
    came_of: Kept = "not told"
    outcome: str | None = None
    event: str | None = None
    replaces: tuple[str, ...] = ()
    drop: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """A fact on the ground on a day, against which claims are checked: who held a place, or which per cent of it."""

    id: str
    source: str
    place: str
    date: str
    party: str | None = None
    share: float | None = None
    state: Holding | None = None
    note: str | None = None


Entry = OfferEntry | AnswerEntry | DeadlineEntry | GiftEntry | LeverEntry | PromiseEntry
