"""What a party excludes, voice by voice: the input of deadlocks (DESIGN §6, *Stances to options* and *Fold*)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.ledger.ageing import Ageing
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.fold import Said, fold_value, independent
from detente.ledger.utterances import TRUCE_LEAVES, VOICES, Voice


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What a party excludes on the strength of one voice, beyond what stronger voices exclude already.

    `values` may not be in a package; `demanded` elements of a set must be. `firm`: a package that breaks it is not accepted.
    `inferred` values follow from the axis or from what others had on the table, and stand nowhere in the words.
    """

    voice: Voice
    values: frozenset[str]
    demanded: frozenset[str]
    inferred: frozenset[str]
    firm: bool
    lines: tuple[Line, ...]
    stage_unclear: bool


def exclusions_of(
    said: Sequence[Said], folding: tuple[Sequence[str], Ageing], key: Key
) -> tuple[Exclusion, ...]:
    """What a party excludes of a key's values, on the strength of each voice beyond the stronger ones.

    Weaker voices exclude nothing that the party firmly takes in its own words: there reports contradict it.
    """
    values, ageing = folding
    own = [s for s in said if s.utterance.voice is Voice.OWN]
    own_yes = {v for v in values if fold_value(own, v, ageing).firm_yes}
    taken: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    found = []
    for voice in VOICES:
        heard = [s for s in said if VOICES.index(s.utterance.voice) <= VOICES.index(voice)]
        figures = {v: fold_value(heard, v, ageing) for v in values}
        excluded = (
            frozenset(v for v, f in figures.items() if (f.firm_no if voice is Voice.OWN else f.p < 0.5))
            - taken
            - (frozenset() if voice is Voice.OWN else own_yes)
        )
        wanted = {e for s in heard for e in s.meaning.demanded}
        demanded = (
            frozenset(
                e for e in wanted if figures[e].firm_yes or (voice is not Voice.OWN and figures[e].p > 0.5)
            )
            - asked
        )
        sure_no = frozenset(v for v in excluded if _sure(heard, figures[v].firm_no, (v, voice)))
        sure_yes = frozenset(e for e in demanded if _sure(heard, figures[e].firm_yes, (e, voice)))
        for firm, what in ((True, (sure_no, sure_yes)), (False, (excluded - sure_no, demanded - sure_yes))):
            if any(what):
                found.append(_exclusion(heard, (voice, firm), what, key=key))
        taken, asked = taken | excluded, asked | demanded
    return tuple(found)


def _sure(heard: Sequence[Said], bounded: bool, what: tuple[str, Voice]) -> bool:  # noqa: FBT001
    """Whether one value is firmly excluded or demanded: in the party's own words, or reported by two independent sources."""
    value, voice = what
    carrying = (s.utterance for s in heard if value in s.meaning.no | s.meaning.demanded)
    return voice is Voice.OWN or (voice is Voice.REPORTED and bounded and independent(carrying) >= 2)


def _exclusion(
    heard: Sequence[Said], how: tuple[Voice, bool], what: tuple[frozenset[str], frozenset[str]], *, key: Key
) -> Exclusion:
    voice, firm = how
    excluded, demanded = what
    resting = [s for s in heard if s.meaning.no & excluded or s.meaning.demanded & demanded]
    resting = [s for s in resting if s.utterance.voice is voice] or resting
    inferred = excluded & frozenset.intersection(
        *(s.meaning.inferred | (excluded - s.meaning.no) for s in resting)
    )
    said_outright = {v for s in resting for v in s.meaning.no - s.meaning.inferred}
    unclear = (
        key.domain != "cf"
        and key.issue not in TRUCE_LEAVES
        and all(s.utterance.stage is None for s in resting)
    )
    lines = tuple(dict.fromkeys(line for s in resting for line in s.utterance.lines))
    return Exclusion(voice, excluded, demanded, inferred - said_outright, firm, lines, unclear)
