"""What a party says of one option in so many words, and the word that pages print for it (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.kernel.dates import When, between
from detente.ledger.ageing import Ageing
from detente.ledger.entries import Line
from detente.ledger.fold import (
    FIRM_NO,
    FIRM_YES,
    Figure,
    Said,
    Weighed,
    figure_of,
    independent,
    leaning,
    weigh,
)
from detente.ledger.utterances import VOICES, Utterance, Voice
from detente.ledger.values import Meaning
from detente.statements.record import Stance


class Word(StrEnum):
    """What pages say of a party and an option."""

    YES = "yes"
    CONDITIONS = "yes, with conditions"
    OFFERS = "offers"
    NO = "no"
    ASKED = "asked, not answered"
    NOT_HEARD = "not heard"
    CONTESTED = "contested"


_SIGNS: dict[Stance, float] = {"demand": 1.0, "accept": 1.0, "propose": 1.0, "reject": 0.0, "hedge": 0.5}


@dataclass(frozen=True, slots=True)
class Rest:
    """How much of one voice something rests on: acts of saying, stories that carry them, rooms they come from."""

    voice: Voice
    utterances: int
    stories: int
    rooms: int


@dataclass(frozen=True, slots=True)
class OptionStand:
    """What a party says of one option: the word, the voice that carries it, since when, on which lines.

    `faded`: firm but for its age, so that it is carried over from an older time (inferred). `first` and `latest`: from which
    to which day it was spoken of. `since`: between which days the present word began to hold. `confirmed`: the last day on
    which something said so. `weighed` is what the word was reckoned from.
    """

    option: str | None
    word: Word
    voice: Voice
    firm: bool
    faded: bool
    stances: tuple[str, ...]
    figure: Figure
    sources: int
    first: date | None
    latest: date | None
    since: When
    confirmed: date | None
    conditions: tuple[str, ...]
    utterances: tuple[Utterance, ...]
    weighed: tuple[Weighed, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line that names the option, or carries that it is excluded, once."""
        return tuple(dict.fromkeys(line for u in self.utterances for line in u.lines))

    @property
    def rests(self) -> tuple[Rest, ...]:
        """What it rests on, voice by voice."""
        return rests_of(self.utterances)


def rests_of(said: Iterable[Utterance]) -> tuple[Rest, ...]:
    """How many acts, stories and rooms stand behind utterances, the strongest voice first."""
    by_voice: dict[Voice, list[Utterance]] = {}
    for u in said:
        by_voice.setdefault(u.voice, []).append(u)
    return tuple(
        Rest(
            voice,
            len({u.act for u in heard}),
            len({s for u in heard for s in u.stories}),
            len({r for u in heard for r in u.rooms}),
        )
        for voice in VOICES
        if (heard := by_voice.get(voice))
    )


def stands_of(said: Sequence[Said], ageing: Ageing) -> tuple[OptionStand, ...]:
    """What is said of each option that is named on a key, older words weighing less as the ageing says."""
    by_option: dict[str | None, list[Said]] = {}
    for s in said:
        by_option.setdefault(s.utterance.option, []).append(s)
    return tuple(_stand(option, group, (said, ageing)) for option, group in by_option.items())


def _stand(option: str | None, group: Sequence[Said], among: tuple[Sequence[Said], Ageing]) -> OptionStand:
    everything, ageing = among
    named = [s.utterance for s in group]
    about = _about(option, group, everything)
    weighed = weigh(about, _TOKEN, ageing)
    found = figure_of(weighed)
    word = _word(named, weighed)
    carrying = _carrying(word, named, about)
    saying = [s.utterance for s in about if s.towards(_TOKEN) in _SAYING[word]] or named
    voice = min((u.voice for u in saying), key=VOICES.index)
    firm = _firm(found, voice, saying)
    faded = (
        ageing.until is not None
        and not firm
        and _firm(figure_of(weigh(about, _TOKEN, Ageing(ageing.half_life))), voice, named)
    )
    days = [u.day for u in carrying if u.day]
    told = (line.statement.condition for u in named for line in u.lines)
    return OptionStand(
        option,
        word,
        voice,
        firm,
        faded,
        tuple(dict.fromkeys(u.stance for u in named)),
        found,
        independent(carrying),
        min(days, default=None),
        max(days, default=None),
        _since(word, about, (frozenset(named), ageing)),
        max((u.day for u in saying if u.day), default=None),
        tuple(dict.fromkeys(condition for condition in told if condition)),
        carrying,
        weighed,
    )


def _carrying(word: Word, named: Sequence[Utterance], about: Sequence[Said]) -> tuple[Utterance, ...]:
    """The utterances that name an option; beside them those that exclude it, where nobody who names it says so."""
    denied = [s.utterance for s in about if s.towards(_TOKEN) == 0.0]
    if word not in {Word.NO, Word.CONTESTED} or any(u in named for u in denied):
        return tuple(named)
    return (*named, *denied)


def _firm(found: Figure, voice: Voice, named: Sequence[Utterance]) -> bool:
    """Whether the bounds are firm and the voice may be: own words, or reports from two independent sources."""
    strongest = [u for u in named if u.voice is voice]
    return (found.firm_yes or found.firm_no) and (
        voice is Voice.OWN or (voice is Voice.REPORTED and independent(strongest) >= 2)
    )


_TOKEN = "?"  # noqa: S105 - the option, under one name whether it is a value or a vague word
_LOOKED_BACK = 100
_YES = frozenset({1.0})
_SAYING: dict[Word, frozenset[float]] = {
    Word.YES: _YES,
    Word.CONDITIONS: _YES,
    Word.OFFERS: _YES,
    Word.NO: frozenset({0.0}),
    Word.ASKED: frozenset({0.5}),
    Word.CONTESTED: frozenset({0.0, 1.0}),
}


def _about(option: str | None, group: Sequence[Said], everything: Sequence[Said]) -> list[Said]:
    """What is said for and against an option: by those who name it, and by others whose words exclude it."""
    named = {s.utterance for s in group}
    against = [
        s for s in everything if option is not None and s.towards(option) == 0.0 and s.utterance not in named
    ]
    return [
        *(Said(s.utterance, _says(_SIGNS[s.utterance.stance])) for s in group),
        *(Said(s.utterance, _says(0.0)) for s in against),
    ]


def _says(q: float) -> Meaning:
    value = frozenset({_TOKEN})
    return Meaning(yes=value) if q == 1 else Meaning(no=value) if q == 0 else Meaning(uncommitted=value)


def _since(word: Word, about: Sequence[Said], how: tuple[frozenset[Utterance], Ageing]) -> When:
    """Between which days the word began to hold that holds now: before the first of them its words gave another word.

    Looked for on the last hundred days of speaking; of what holds longer, only that it does is told.
    """
    naming, ageing = how
    days = sorted({s.utterance.day for s in about if s.utterance.day}, reverse=True)
    began: date | None = None
    for day in (*days[:_LOOKED_BACK], None):
        if day is None and len(days) > _LOOKED_BACK:
            return between(None, began)
        heard = [s for s in about if s.utterance.day is None or (day and s.utterance.day <= day)]
        named = [s.utterance for s in heard if s.utterance in naming]
        if not named or _word(named, weigh(heard, _TOKEN, ageing)) is not word:
            break
        if day is None:  # words that nobody dated gave it already
            return between(None, began)
        began = day
    bringing = [s.utterance.said.earliest for s in about if s.utterance.day == began]
    known = [day for day in bringing if day]
    return between(min(known) if known and len(known) == len(bringing) else None, began)


def _word(named: Sequence[Utterance], weighed: Sequence[Weighed]) -> Word:
    stances = {u.stance for u in named}
    if stances == {"hedge"}:
        return Word.ASKED
    p, _, _ = leaning(weighed)
    if {w.towards for w in weighed} >= {0.0, 1.0} and FIRM_NO < p < FIRM_YES:
        return Word.CONTESTED
    if p < 0.5:
        return Word.NO
    positive = [u for u in named if u.stance in {"demand", "accept"}]
    if not positive:
        return Word.OFFERS
    return Word.CONDITIONS if _tied(positive) else Word.YES


def _tied(positive: Sequence[Utterance]) -> bool:
    """Whether the yes stands under a condition: no plain yes of so strong a voice is as late as the last conditional one."""
    tied = [u for u in positive if u.conditional]
    plain = [u for u in positive if not u.conditional]
    if not tied or not plain:
        return bool(tied)
    strongest = min(VOICES.index(u.voice) for u in positive)
    lately = max((u.day for u in tied if u.day and VOICES.index(u.voice) == strongest), default=None)
    return lately is not None and all(
        VOICES.index(u.voice) > strongest or u.day is None or u.day < lately for u in plain
    )
