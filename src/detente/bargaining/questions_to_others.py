"""Questions to those who do not sign but provide, offer or sponsor: what is theirs to give, for which deal, and with whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from detente.bargaining.constraints.groups import role_of
from detente.bargaining.constraints.model import StageProblem
from detente.bargaining.results import Deadlock, ProposalScore, Question, QuestionKind
from detente.bargaining.wording import key_label, listed, option_label
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.positions import OptionStand, Position, Word, of_both_stages
from detente.ledger.utterances import Voice
from detente.ledger.values import stands_for
from detente.packs.model import Pack, Provider

_FEW = 4  # who can give a thing together with more than so many others is not asked for it alone
_OFFERED = {"propose", "accept", "demand"}

Setting = tuple[StageProblem, Pack, Sequence[Deadlock]]


def questions_to_others(
    positions: Sequence[Position],
    results: tuple[Sequence[Deadlock], Sequence[ProposalScore]],
    problem: StageProblem,
    *,
    pack: Pack,
) -> list[Question]:
    """What third parties can be asked: nobody is asked what a party that signs holds."""
    here = [p for p in positions if p.stage == problem.stage]
    setting = problem, pack, results[0]
    return [
        *_unanswered(positions, results[1], setting),
        *_which_deal(positions, here, setting),
        *_consent(here, setting),
        *_differing(here, setting),
        *_vague(here, setting),
    ]


def _outside(here: Iterable[Position], setting: Setting) -> Iterator[tuple[Position, OptionStand]]:
    """What third parties put on the table."""
    problem, pack, _ = setting
    for position in here:
        for stand in position.stands:
            told = stand.word is not Word.NO and stand.voice is not Voice.ATTRIBUTED
            offered = told and set(stand.stances) & _OFFERED
            if stand.option and offered and position.party not in pack.signatories[problem.stage]:
                yield position, stand


def _ask(
    party: str, key: Key, what: tuple[QuestionKind, str], *, lines: Iterable[Line], setting: Setting
) -> Question:
    problem, _, found = setting
    hangs = tuple(d.id for d in found if any(key in m.keys for m in d.members))
    kind, text = what
    return Question(party, key, problem.stage, kind, text, hangs, tuple(dict.fromkeys(lines)))


def _unanswered(
    positions: Sequence[Position], scores: Sequence[ProposalScore], setting: Setting
) -> Iterator[Question]:
    """What one side asked and nobody took up is asked of those who sponsor the latest text."""
    problem, pack, _ = setting
    signing = pack.signatories[problem.stage]
    latest = max((s.proposal for s in scores), key=lambda p: (p.date, p.id), default=None)
    every = [s.proposal for s in scores]
    sponsors = sorted({p for o in every for p in o.by} - set(signing)) if latest else []
    for asker in sorted(signing):
        raised = [
            p
            for p in positions
            if p.party == asker
            and p.stage == problem.stage
            and {s.word for s in p.stands} == {Word.ASKED}
            and not any(o.key == p.key and o.party != asker for o in positions)
        ]
        if not raised:
            continue
        named = listed(f"“{key_label(pack, p.key)}”" for p in raised)
        text = f"{pack.party_name(asker)} asked about {named}; no answer was read. Was it answered, by whom, in which words?"
        lines = tuple(dict.fromkeys(line for p in raised for line in p.lines))
        keys = tuple(p.key for p in raised)
        for sponsor in sponsors:
            kind = QuestionKind.UNANSWERED
            yield Question(sponsor, keys[0], problem.stage, kind, text, (), lines, keys[1:])


def _which_deal(
    positions: Sequence[Position], here: Sequence[Position], setting: Setting
) -> Iterator[Question]:
    """Whether a third party's offer is of the ceasefire or of the settlement, where a signatory speaks of it in the other."""
    problem, pack, _ = setting
    for position, stand in _outside(here, setting):
        elsewhere = any(
            p.key == position.key and p.stage != problem.stage and p.party in pack.signatories[p.stage]
            for p in positions
        )
        if position.stage_unclear or (elsewhere and of_both_stages(position.key)):
            label = option_label(pack, position.key, stand.option)
            text = (
                f"Is “{label}” on “{key_label(pack, position.key)}” part of a ceasefire, or of a settlement?"
            )
            what = QuestionKind.STAGE_UNCLEAR, text
            yield _ask(position.party, position.key, what, lines=stand.lines, setting=setting)


def _consent(here: Sequence[Position], setting: Setting) -> Iterator[Question]:
    """Where an offer takes others who were not heard: who offers is asked whether they agree, they what is theirs to give."""
    problem, pack, _ = setting
    heard = {(p.party, p.key) for p in here}
    asked: set[tuple[str, Key]] = set()
    for position in here:
        key = position.key
        for stand in position.stands:
            givers = _givers(key, stand, pack)
            covered = {m for p, k in heard if k == key and p in pack.parties for m in pack.parties[p].members}
            silent = [p for p in givers if (p, key) not in heard and p not in covered]
            spoken = stand.word is not Word.NO and stand.voice is not Voice.ATTRIBUTED
            if not silent or not spoken or not set(stand.stances) & _OFFERED:
                continue
            subject, label = key_label(pack, key), option_label(pack, key, stand.option)
            names = listed(sorted(pack.party_name(p) for p in silent))
            if position.party in givers:
                text = f"You put “{label}” on “{subject}” on the table. It takes {names} too, not heard on it: are you agreed?"
                what = QuestionKind.CONSENT, text
                yield _ask(position.party, key, what, lines=stand.lines, setting=setting)
            for party in silent:
                if (party, key) not in asked and role_of(pack, party, key, stage=problem.stage):
                    asked.add((party, key))
                    who = pack.party_name(position.party)
                    text = f"{who} names “{label}” on “{subject}”. What of it is yours to give, and when?"
                    what = QuestionKind.NOT_HEARD, text
                    yield _ask(party, key, what, lines=stand.lines, setting=setting)


def _givers(key: Key, stand: OptionStand, pack: Pack) -> tuple[str, ...]:
    """The few third parties who can give an option, the signatories left out."""
    leaf = pack.leaves[key.issue]
    named = {stand.option, *stands_for(leaf, stand.option or "")}

    def gives(provider: Provider) -> bool:
        return (
            provider.issue == key.issue
            and provider.instance in {None, key.instance}
            and bool(named & set(provider.options))
        )

    found = {p for provider in pack.providers if gives(provider) for p in provider.parties}
    found -= set(pack.belligerents)
    return tuple(sorted(found)) if 1 < len(found) <= _FEW else ()


def _differing(here: Sequence[Position], setting: Setting) -> Iterator[Question]:
    """Third parties that name different things on one matter are each asked whether theirs can stand beside the others'."""
    _, pack, _ = setting
    named: dict[Key, dict[str, tuple[set[str | None], list[Line]]]] = {}
    for position, stand in _outside(here, setting):
        options, lines = named.setdefault(position.key, {}).setdefault(position.party, (set(), []))
        options.add(stand.option)
        lines.extend(stand.lines)
    for key, by_party in named.items():
        for party, (options, lines) in sorted(by_party.items()):
            others = {p: o for p, (o, _) in by_party.items() if p != party and not o & options}
            if not others:
                continue
            by_options: dict[tuple[str, ...], list[str]] = {}
            for p, os in sorted(others.items()):
                by_options.setdefault(tuple(sorted(map(str, os))), []).append(pack.party_name(p))
            theirs = listed(
                f"{listed(names)} {listed(f'“{option_label(pack, key, o)}”' for o in os)}"
                for os, names in by_options.items()
            )
            mine = listed(f"“{option_label(pack, key, o)}”" for o in sorted(map(str, options)))
            together = "both" if len(options.union(*others.values())) == 2 else "all of these"
            text = (
                f"On “{key_label(pack, key)}” you name {mine}, {theirs}. Can {together} stand in one deal, and are you "
                "agreed?"
            )
            told = [*lines, *(line for p in others for line in by_party[p][1])]
            yield _ask(party, key, (QuestionKind.DIFFERING, text), lines=told, setting=setting)


def _vague(here: Sequence[Position], setting: Setting) -> Iterator[Question]:
    """What a third party that does not bind meant by a vague offer."""
    problem, pack, _ = setting
    for position, stand in _outside(here, setting):
        option = pack.leaves[position.key.issue].option(stand.option or "")
        if (
            role_of(pack, position.party, position.key, stage=problem.stage)
            or not option
            or not option.could_be
        ):
            continue
        ways = listed((f"“{option_label(pack, position.key, o)}”" for o in option.could_be), last="or")
        text = f"You named “{option.label}” on “{key_label(pack, position.key)}”. Which do you mean: {ways}?"
        what = QuestionKind.UNNAMED, text
        yield _ask(position.party, position.key, what, lines=stand.lines, setting=setting)
