"""An offer with its answers: in which word each party answered, and on what that rests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.kernel.dates import When
from detente.ledger.dealings.grounds import Grounds
from detente.ledger.dealings.offers import Offer
from detente.ledger.entries import Line


class ReplyWord(StrEnum):
    """How a party answered an offer."""

    YES = "yes"
    CONDITIONS = "yes, with conditions"
    NO = "no"
    MIXED = "yes and no"
    ASKS = "asks"
    SAME = "puts the same"
    COUNTER = "counter-offer"
    REACTED = "reacted"
    NONE = "no answer heard"


@dataclass(frozen=True, slots=True)
class Reply:
    """A party's answer to one offer: its words, what it asks for beside them, what it asks about, its own text instead.

    `partly`: it speaks of some terms only. `counters` are ids of offers that it put instead. `said` are a source's words.
    """

    party: str
    word: ReplyWord
    when: When
    grounds: Grounds
    partly: bool = False
    beside: tuple[Line, ...] = ()
    asks: tuple[Line, ...] = ()
    counters: tuple[str, ...] = ()
    said: str | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line it rests on, once."""
        return tuple(dict.fromkeys((*self.grounds.lines, *self.beside, *self.asks)))


@dataclass(frozen=True, slots=True)
class Exchange:
    """An offer with every answer to it, those of the parties it was put to first."""

    offer: Offer
    replies: tuple[Reply, ...]

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Parties that it was put to and of whom no answer was heard."""
        return tuple(r.party for r in self.replies if r.word is ReplyWord.NONE)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line under the offer and its answers, once."""
        return tuple(dict.fromkeys((*self.offer.grounds.lines, *(x for r in self.replies for x in r.lines))))
