"""Positions: a party's folded stance on a key and stage, in seven words and with what it rests on (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.kernel.certainty import Scale
from detente.kernel.problems import Problem
from detente.ledger.ageing import Ageing, ageing_of
from detente.ledger.agenda import Key, on_agenda
from detente.ledger.entries import Line
from detente.ledger.exclusions import Exclusion, exclusions_of
from detente.ledger.fold import Figure, Said, fold_value
from detente.ledger.meanings import Meanings
from detente.ledger.stands import OptionStand, Word, stands_of
from detente.ledger.strict import StrictReading, strict_reading
from detente.ledger.utterances import TRUCE_LEAVES, VOICES, Utterance, Voice, utterances
from detente.ledger.values import values_of
from detente.ledger.view import LedgerView
from detente.packs.model import STAGES, Pack, Stage
from detente.statements.record import Term

__all__ = ["Exclusion", "OptionStand", "Position", "Word", "positions", "stages_of"]


@dataclass(frozen=True, slots=True)
class Position:
    """A party's folded stance on a key and stage, with all that was said and how it ages.

    `strict` is the second policy: what it last said in its own voice, None where it is not so heard on a known day.
    """

    party: str
    key: Key
    stage: Stage
    word: Word
    voice: Voice
    stands: tuple[OptionStand, ...]
    figures: Mapping[str, Figure]
    exclusions: tuple[Exclusion, ...]
    said: tuple[Said, ...]
    ageing: Ageing
    strict: StrictReading | None
    stage_unclear: bool

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """What was said, in the order of entry."""
        return tuple(s.utterance for s in self.said)

    @property
    def in_time(self) -> tuple[Utterance, ...]:
        """What was said, by the day from which it counts, the undated last."""
        return tuple(sorted(self.utterances, key=lambda u: u.day or date.max))

    @property
    def lead(self) -> OptionStand:
        """The stand that gives the position its word."""
        return leading(self.stands)

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
    return STAGES if of_both_stages(utterance.key) else ("truce",)


def of_both_stages(key: Key) -> bool:
    """Whether a matter can belong to the settlement too; the ceasefire's own leaves are the truce's."""
    return key.domain != "cf" and key.issue not in TRUCE_LEAVES


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
    ageing, meanings = ageing_of(view, pack), Meanings(pack, spoken)
    found = [
        _position(group, stage, (pack, meanings, ageing))
        for (stage, key, party), group in sorted(
            groups.items(),
            key=lambda g: (STAGES.index(g[0][0]), order[g[0][1].issue], g[0][1].instance or "", g[0][2]),
        )
    ]
    return tuple(found), problems


def leading(stands: Sequence[OptionStand]) -> OptionStand:
    """The stand whose word is the cell's: a contested one, else of the strongest voice the latest that commits."""
    return max(
        stands,
        key=lambda s: (
            s.word is Word.CONTESTED,
            -VOICES.index(s.voice),
            s.word is not Word.ASKED,
            s.latest or date.min,
        ),
    )


def _position(group: Sequence[Utterance], stage: Stage, setting: tuple[Pack, Meanings, Ageing]) -> Position:
    pack, meanings, ageing = setting
    party, key = group[0].party, group[0].key
    said = tuple(Said(u, meanings.of(u)) for u in group)
    values = values_of(pack.leaves[key.issue])
    stands = stands_of(said, ageing)
    lead = leading(stands)
    return Position(
        party,
        key,
        stage,
        lead.word,
        lead.voice,
        stands,
        {v: fold_value(said, v, ageing) for v in values},
        exclusions_of(said, (values, ageing), key),
        said,
        ageing,
        strict_reading(said),
        of_both_stages(key) and all(u.stage is None for u in group),
    )
