"""Positions: a party's folded stance on a key and stage, in seven words and with what it rests on (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.kernel.certainty import Scale
from detente.kernel.problems import Problem
from detente.ledger.agenda import Key, on_agenda
from detente.ledger.entries import Line
from detente.ledger.fold import Figure, Said, figure, fold_value, independent
from detente.ledger.utterances import VOICES, Utterance, Voice, utterances
from detente.ledger.values import Meaning, meaning, values_of
from detente.ledger.view import LedgerView
from detente.packs.model import STAGES, Pack, Stage
from detente.statements.record import Term


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


@dataclass(frozen=True, slots=True)
class Position:
    """A party's folded stance on a key and stage. `strict` is the second policy: the latest utterance in its own voice."""

    party: str
    key: Key
    stage: Stage
    word: Word
    voice: Voice
    stands: tuple[OptionStand, ...]
    figures: Mapping[str, Figure]
    exclusions: tuple[Exclusion, ...]
    utterances: tuple[Utterance, ...]
    strict: Utterance | None
    stage_unclear: bool

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line it rests on, once."""
        return tuple(dict.fromkeys(line for u in self.utterances for line in u.lines))

    @property
    def condition_terms(self) -> tuple[Term, ...]:
        """Terms that its conditions name."""
        return tuple(dict.fromkeys(t for u in self.utterances if u.conditional for t in u.condition_on))


_TRUCE_LEAVES = ("forces.rearm", "forces.mobilisation")


def stages_of(utterance: Utterance) -> tuple[Stage, ...]:
    """The stages an utterance counts in: its own; the truce for the ceasefire's own leaves; both where the text does not tell."""
    if utterance.stage:
        return (utterance.stage,)
    if utterance.key.domain == "cf" or utterance.key.issue in _TRUCE_LEAVES:
        return ("truce",)
    return STAGES


def positions(
    view: LedgerView, pack: Pack, *, scale: Scale = Scale.ICD203
) -> tuple[tuple[Position, ...], tuple[Problem, ...]]:
    """Every position in a view, by stage, issue and party, with the problems met."""
    spoken, problems = utterances(view.counted, pack, scale=scale)
    groups: dict[tuple[Stage, Key, str], list[Utterance]] = {}
    for utterance in spoken:
        if on_agenda(pack.leaf(utterance.key.issue)):
            for stage in stages_of(utterance):
                groups.setdefault((stage, utterance.key, utterance.party), []).append(utterance)
    order = {issue: i for i, issue in enumerate(pack.leaves)}
    found = [
        _position(group, stage, (pack, spoken))
        for (stage, key, party), group in sorted(
            groups.items(),
            key=lambda g: (STAGES.index(g[0][0]), order[g[0][1].issue], g[0][1].instance or "", g[0][2]),
        )
    ]
    return tuple(found), problems


def _position(
    group: Sequence[Utterance], stage: Stage, setting: tuple[Pack, Sequence[Utterance]]
) -> Position:
    pack, spoken = setting
    party, key = group[0].party, group[0].key
    said = [Said(u, _meaning(u, pack, spoken)) for u in group]
    leaf = pack.leaves[key.issue]
    figures = {v: fold_value(said, v, half_life_days=pack.half_life_days) for v in values_of(leaf)}
    stands = _stands(said, pack.half_life_days)
    lead = max(
        stands,
        key=lambda s: (
            s.word is Word.CONTESTED,
            -VOICES.index(s.voice),
            s.word is not Word.ASKED,
            s.latest or date.min,
        ),
    )
    own = [u for u in group if u.voice is Voice.OWN and u.said.earliest]
    unclear = key.domain != "cf" and key.issue not in _TRUCE_LEAVES and all(u.stage is None for u in group)
    return Position(
        party,
        key,
        stage,
        lead.word,
        lead.voice,
        stands,
        figures,
        _exclusions(said, (values_of(leaf), pack.half_life_days), key),
        tuple(group),
        max(own, key=lambda u: u.day or date.min, default=None),
        unclear,
    )


def _meaning(utterance: Utterance, pack: Pack, spoken: Iterable[Utterance]) -> Meaning:
    """What an utterance means.

    A refusal of no named option refuses what others had on the table there at that time. A refusal "unless Y" is no refusal
    but the condition Y, which bargaining takes up.
    """
    leaf = pack.leaves[utterance.key.issue]
    pole = pack.pole(utterance.party, utterance.key.issue, utterance.key.instance)
    belligerent = utterance.party in pack.belligerents
    stance = "hedge" if utterance.stance == "reject" and utterance.condition_on else utterance.stance
    found = meaning(leaf, stance, utterance.option, pole=pole, belligerent=belligerent)
    if not found.unnamed or utterance.stance != "reject":
        return found
    tabled = {
        value
        for other in spoken
        if other.key == utterance.key
        and other.party != utterance.party
        and other.stance in {"demand", "propose", "accept"}
        and other.option
        and not utterance.said.certainly_before(other.said)
        for value in meaning(leaf, "reject", other.option, pole=None, belligerent=False).no
    }
    return Meaning(no=frozenset(tabled), inferred=frozenset(tabled), unnamed=True)


def _stands(said: Sequence[Said], half_life: float) -> tuple[OptionStand, ...]:
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


def _exclusions(
    said: Sequence[Said], folding: tuple[Sequence[str], float], key: Key
) -> tuple[Exclusion, ...]:
    values, half_life = folding
    taken: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    found = []
    for voice in VOICES:
        heard = [s for s in said if VOICES.index(s.utterance.voice) <= VOICES.index(voice)]
        figures = {v: fold_value(heard, v, half_life_days=half_life) for v in values}
        excluded = (
            frozenset(v for v, f in figures.items() if (f.firm_no if voice is Voice.OWN else f.p < 0.5))
            - taken
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
                found.append(_exclusion(heard, (voice, firm), what, key))
        taken, asked = taken | excluded, asked | demanded
    return tuple(found)


def _sure(heard: Sequence[Said], bounded: bool, what: tuple[str, Voice]) -> bool:  # noqa: FBT001
    """Whether one value is firmly excluded or demanded: in the party's own words, or reported by two independent sources."""
    value, voice = what
    carrying = (s.utterance for s in heard if value in s.meaning.no | s.meaning.demanded)
    return voice is Voice.OWN or (voice is Voice.REPORTED and bounded and independent(carrying) >= 2)


def _exclusion(
    heard: Sequence[Said], how: tuple[Voice, bool], what: tuple[frozenset[str], frozenset[str]], key: Key
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
        and key.issue not in _TRUCE_LEAVES
        and all(s.utterance.stage is None for s in resting)
    )
    lines = tuple(dict.fromkeys(line for s in resting for line in s.utterance.lines))
    return Exclusion(voice, excluded, demanded, inferred - said_outright, firm, lines, unclear)


__all__ = ["Exclusion", "OptionStand", "Position", "Word", "figure", "positions", "stages_of"]
