"""Positions: a party's folded stance on a key and stage, in seven words and with what it rests on (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.kernel.certainty import Scale
from detente.kernel.problems import Problem
from detente.ledger.agenda import Key, on_agenda
from detente.ledger.entries import Line
from detente.ledger.exclusions import Exclusion, exclusions_of
from detente.ledger.fold import Figure, Said, fold_value
from detente.ledger.meanings import meaning_of
from detente.ledger.stands import OptionStand, Word, stands_of
from detente.ledger.utterances import TRUCE_LEAVES, VOICES, Utterance, Voice, utterances
from detente.ledger.values import values_of
from detente.ledger.view import LedgerView
from detente.packs.model import STAGES, Pack, Stage
from detente.statements.record import Term

__all__ = ["Exclusion", "OptionStand", "Position", "Word", "positions", "stages_of"]


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


def stages_of(utterance: Utterance) -> tuple[Stage, ...]:
    """The stages an utterance counts in: its own; the truce for the ceasefire's own leaves; both where the text does not tell."""
    if utterance.stage:
        return (utterance.stage,)
    if utterance.key.domain == "cf" or utterance.key.issue in TRUCE_LEAVES:
        return ("truce",)
    return STAGES


def positions(
    view: LedgerView,
    pack: Pack,
    *,
    scale: Scale = Scale.ICD203,
    only: Collection[tuple[str, Key]] | None = None,
) -> tuple[tuple[Position, ...], tuple[Problem, ...]]:
    """Every position in a view, by stage, issue and party, with the problems met; `only` those of these parties and keys."""
    spoken, problems = utterances(view.counted, pack, scale=scale)
    groups: dict[tuple[Stage, Key, str], list[Utterance]] = {}
    for utterance in spoken:
        wanted = only is None or (utterance.party, utterance.key) in only
        if wanted and on_agenda(pack.leaf(utterance.key.issue)):
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
    said = [Said(u, meaning_of(u, pack, spoken)) for u in group]
    leaf = pack.leaves[key.issue]
    figures = {v: fold_value(said, v, half_life_days=pack.half_life_days) for v in values_of(leaf)}
    stands = stands_of(said, pack.half_life_days)
    lead = max(
        stands,
        key=lambda s: (
            s.word is Word.CONTESTED,
            -VOICES.index(s.voice),
            s.word is not Word.ASKED,
            s.latest or date.min,
        ),
    )
    own = [u for u in group if u.voice is Voice.OWN and u.day]
    unclear = key.domain != "cf" and key.issue not in TRUCE_LEAVES and all(u.stage is None for u in group)
    return Position(
        party,
        key,
        stage,
        lead.word,
        lead.voice,
        stands,
        figures,
        exclusions_of(said, (values_of(leaf), pack.half_life_days), key),
        tuple(group),
        max(own, key=lambda u: u.day or date.min, default=None),
        unclear,
    )
