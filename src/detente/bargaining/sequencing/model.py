"""What is answered about order: acts, who makes which wait for which, phases, circles and what could break them."""

from __future__ import annotations

from dataclasses import dataclass

from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.utterances import VOICES, Voice


@dataclass(frozen=True, slots=True)
class Act:
    """Something that is to happen: a matter, and its outcome where one is named.

    `what` None: all that is to be settled besides the ceasefire; a ceasefire is `cf.class` without an outcome.
    """

    what: Key | None
    option: str | None = None

    @property
    def order(self) -> tuple[str, str]:
        """By matter and outcome."""
        return str(self.what or ""), self.option or ""


@dataclass(frozen=True, slots=True)
class Wait:
    """A party makes an act wait for others: "X only with Y", "X only after Y".

    `first`: it must come before, not only with it. `on` holds several acts where the words speak of all the rest.
    `inferred`: it follows from the party's conditions for a truce and stands nowhere in its words.
    """

    party: str
    acts: tuple[Act, ...]
    on: tuple[Act, ...]
    first: bool
    voice: Voice
    lines: tuple[Line, ...]
    inferred: bool = False

    @property
    def order(self) -> tuple[object, ...]:
        """By party and matter."""
        return self.party, [a.order for a in self.acts], [a.order for a in self.on], self.first


@dataclass(frozen=True, slots=True)
class Phase:
    """Acts that can come at one time, after all earlier phases. `together`: acts that must come at once, in circles."""

    number: int
    acts: tuple[Act, ...]
    together: tuple[tuple[Act, ...], ...]


@dataclass(frozen=True, slots=True)
class StandIn:
    """A third party's step that could stand in for a side's own guarantee: always inferred, never proposed by this program.

    `on` is the awaited act where the step is on the same matter; None where it watches, judges or guarantees in general.
    It is in the data by `lines` (who spoke of it) or `source` (the pack's word that only this party can give it).
    """

    party: str
    key: Key
    option: str
    on: Act | None
    lines: tuple[Line, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A smaller piece of an act, by which it could be done in small reciprocal steps; `named` has who spoke of it."""

    act: Act
    key: Key
    value: str
    named: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Circle:
    """Acts of which each waits for another, so that nobody can go first, and what could break it.

    `path`: one shortest round; each act waits for the next and the last for the first. `waits`: all conditions in it;
    `first`: those of them that ask to be served first, and are only served at the same time if all is done together: without
    one, doing all together meets every condition. `lifted`: every set of conditions, none of which could be left out, that
    would leave the rest in order if something stood in for them; empty where there were too many to try.
    """

    acts: tuple[Act, ...]
    path: tuple[Act, ...]
    waits: tuple[Wait, ...]
    first: tuple[Wait, ...]
    lifted: tuple[tuple[Wait, ...], ...]
    stand_ins: tuple[StandIn, ...]
    parts: tuple[Part, ...]

    @property
    def parties(self) -> tuple[str, ...]:
        """Who waits, by name."""
        return tuple(sorted({w.party for w in self.waits}))

    @property
    def voice(self) -> Voice:
        """The weakest voice it rests on."""
        return max((w.voice for w in self.waits), key=VOICES.index)


@dataclass(frozen=True, slots=True)
class Sequencing:
    """The order of a peace, from who makes what wait for what. `by`: who would act, as far as the data tell."""

    waits: tuple[Wait, ...]
    phases: tuple[Phase, ...]
    circles: tuple[Circle, ...]
    by: tuple[tuple[Act, tuple[str, ...]], ...]

    def actors(self, act: Act) -> tuple[str, ...]:
        """Who would act; empty where nothing tells."""
        return next((who for a, who in self.by if a == act), ())
