"""What a party says of one option in so many words, and the word that pages print for it (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.ledger.entries import Line
from detente.ledger.fold import Figure, Said, fold_value, independent
from detente.ledger.utterances import VOICES, Utterance, Voice
from detente.ledger.values import Meaning


class Word(StrEnum):
    """What pages say of a party and an option."""

    YES = "yes"
    CONDITIONS = "yes, with conditions"
    OFFERS = "offers"
    NO = "no"
    ASKED = "asked, not answered"
    NOT_HEARD = "not heard"
    CONTESTED = "contested"


@dataclass(frozen=True, slots=True)
class OptionStand:
    """What a party says of one option in so many words: the word, the voice it rests on, since when, on which lines."""

    option: str | None
    word: Word
    voice: Voice
    firm: bool
    stances: tuple[str, ...]
    figure: Figure
    sources: int
    since: date | None
    latest: date | None
    conditions: tuple[str, ...]
    lines: tuple[Line, ...]


def stands_of(said: Sequence[Said], half_life: float) -> tuple[OptionStand, ...]:
    """What is said of each option that is named on a key, with older words fading by the half-life in days."""
    by_option: dict[str | None, list[Said]] = {}
    for s in said:
        by_option.setdefault(s.utterance.option, []).append(s)
    return tuple(_stand(option, group, (said, half_life)) for option, group in by_option.items())


def _stand(option: str | None, group: Sequence[Said], among: tuple[Sequence[Said], float]) -> OptionStand:
    everything, half_life = among
    named = [s.utterance for s in group]
    signs = {"demand": 1.0, "accept": 1.0, "propose": 1.0, "reject": 0.0, "hedge": 0.5}
    against = [
        s for s in everything if option is not None and s.towards(option) == 0.0 and s.utterance not in named
    ]
    token = option or "?"
    recast = [Said(s.utterance, _says(token, signs[s.utterance.stance])) for s in group] + [
        Said(s.utterance, Meaning(no=frozenset({token}))) for s in against
    ]
    found = fold_value(recast, token, half_life_days=half_life)
    voice = min((u.voice for u in named), key=VOICES.index)
    strongest = [u for u in named if u.voice is voice]
    sources = independent(named)
    firm = (found.firm_yes or found.firm_no) and (
        voice is Voice.OWN or (voice is Voice.REPORTED and independent(strongest) >= 2)
    )
    days = [u.day for u in named if u.day]
    lines = tuple(dict.fromkeys(line for u in named for line in u.lines))
    return OptionStand(
        option,
        _word(named, found),
        voice,
        firm,
        tuple(dict.fromkeys(u.stance for u in named)),
        found,
        sources,
        min(days, default=None),
        max(days, default=None),
        tuple(dict.fromkeys(line.statement.condition for line in lines if line.statement.condition)),
        lines,
    )


def _says(token: str, q: float) -> Meaning:
    value = frozenset({token})
    return Meaning(yes=value) if q == 1 else Meaning(no=value) if q == 0 else Meaning(uncommitted=value)


def _word(named: Sequence[Utterance], found: Figure) -> Word:
    stances = {u.stance for u in named}
    if stances == {"hedge"}:
        return Word.ASKED
    if found.mass_for and found.mass_against and 0.4 < found.p < 0.6:
        return Word.CONTESTED
    if found.p < 0.5:
        return Word.NO
    if not stances & {"demand", "accept"}:
        return Word.OFFERS
    positive = [u for u in named if u.stance in {"demand", "accept"}]
    return Word.CONDITIONS if all(u.conditional for u in positive) else Word.YES
