"""Who can deliver each term: who signs, who alone can give it, who decides, who ratifies, and what the public is said to take."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from detente.ledger.dealings.grounds import in_time
from detente.ledger.dealings.offers import Term, gives, terms_of
from detente.ledger.entries import Line
from detente.ledger.positions import Position, positions
from detente.ledger.stands import Word
from detente.ledger.utterances import TRUCE_LEAVES
from detente.ledger.view import LedgerView
from detente.packs.model import STAGES, Pack, Stage

Role = Literal["signs", "alone can give it", "decides", "ratifies"]
RATIFICATION = "proc.ratification"
_PUBLIC = re.compile(
    r"\b(public opinion|the (?:\w+ )?public|voters?|electorate|polls?|polling|citizens|popular (?:support|backing|vote))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Deliverer:
    """A party without which a term cannot hold, in what role, by which source, and what was heard of it on that term.

    `follows`: nothing was heard on the term itself; the word follows from what the party holds on another option.
    """

    party: str
    role: Role
    source: str
    word: Word
    lines: tuple[Line, ...] = ()
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """One term with everybody who must deliver it. `spoken`: somebody asks for it, offers or accepts it in words."""

    term: Term
    stage: Stage
    deliverers: tuple[Deliverer, ...]
    spoken: bool = False

    @property
    def not_heard(self) -> tuple[str, ...]:
        """Those of whom nothing was heard on it: neither consent nor refusal."""
        return tuple(d.party for d in self.deliverers if d.word is Word.NOT_HEARD)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line under it, once."""
        return tuple(dict.fromkeys(line for d in self.deliverers for line in d.lines))


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Who can deliver what; `ratification`: the same for how a deal is to be ratified; `opinion`: lines on the public."""

    terms: tuple[Delivery, ...]
    ratification: tuple[Delivery, ...]
    opinion: tuple[Line, ...]


def deliveries(view: LedgerView, pack: Pack) -> Deliveries:
    """For every term that was put or spoken of in view: signatories, providers and deciders, with what was heard of each."""
    held, _ = positions(view, pack)
    spoken = set(_spoken(held))
    terms = [*_tabled(view, pack), *spoken]
    order = {issue: i for i, issue in enumerate(pack.leaves)}
    every = [
        replace(_delivery(term, stage, (held, pack)), spoken=(term, stage) in spoken)
        for stage in STAGES
        for term in sorted(
            dict.fromkeys(t for t, s in terms if s == stage),
            key=lambda t: (order[t.key.issue], t.key.instance or "", t.option or ""),
        )
    ]
    opinion = tuple(
        line
        for line in view.counted
        if line.statement.kind != "position" and _PUBLIC.search(line.statement.evidence)
    )
    return Deliveries(
        tuple(d for d in every if d.term.key.issue != RATIFICATION),
        tuple(d for d in every if d.term.key.issue == RATIFICATION),
        opinion,
    )


def _tabled(view: LedgerView, pack: Pack) -> list[tuple[Term, Stage]]:
    found: list[tuple[Term, Stage]] = []
    for proposal in pack.proposals.values():
        if in_time(proposal.date, view):
            for terms in (proposal.terms, *proposal.alternatives.values()):
                found += [
                    (Term(t.key, t.option), t.stage or proposal.stage)
                    for t in terms_of(terms, pack, proposal.stage)
                    if t.option is not None and pack.leaves[t.key.issue].option(t.option)
                ]
    return found


def _spoken(held: Iterable[Position]) -> list[tuple[Term, Stage]]:
    """Terms that somebody asks for, offers or accepts; a refusal alone needs nobody to deliver it."""
    return [
        (Term(p.key, s.option), p.stage)
        for p in held
        for s in p.stands
        if s.option is not None and {"demand", "propose", "accept"} & set(s.stances) and _own_stage(p)
    ]


def _own_stage(position: Position) -> bool:
    """What may belong to either deal is shown under the settlement, unless it is the truce's own."""
    truce = position.key.domain == "cf" or position.key.issue in TRUCE_LEAVES
    return truce or not position.stage_unclear or position.stage == "settlement"


def _delivery(term: Term, stage: Stage, known: tuple[Sequence[Position], Pack]) -> Delivery:
    held, pack = known
    here = {p.party: p for p in held if p.stage == stage and p.key == term.key}
    found = [
        _deliverer(party, role, (source, term, here.get(party)))
        for party, role, source in _who(term, stage, pack)
    ]
    return Delivery(term, stage, tuple(found))


def _who(term: Term, stage: Stage, pack: Pack) -> list[tuple[str, Role, str]]:
    key = term.key
    deciding = pack.deciding(key.issue, key.instance)
    if deciding:
        return [(p, "decides", deciding.source) for p in deciding.parties]
    signing: list[tuple[str, Role, str]] = [
        (p, "signs", f"pack {pack.id}: signatories of the {stage}") for p in pack.signatories[stage]
    ]
    role: Role = "ratifies" if key.issue == RATIFICATION else "alone can give it"
    signers = {p for p, _, _ in signing}
    for provider in pack.providers:
        if gives(provider, term, pack):
            signing = [s for s in signing if s[0] not in provider.parties]
            signing += [(p, role, provider.source) for p in provider.parties]
    first = [s for s in signing if s[0] in signers]
    return [*first, *(s for s in signing if s[0] not in signers)]


def _deliverer(party: str, role: Role, known: tuple[str, Term, Position | None]) -> Deliverer:
    source, term, position = known
    if position is not None:
        for stand in position.stands:
            if stand.option == term.option:
                return Deliverer(party, role, source, stand.word, stand.lines)
        for exclusion in position.exclusions:
            if term.option in exclusion.values:
                return Deliverer(party, role, source, Word.NO, exclusion.lines, follows=True)
    return Deliverer(party, role, source, Word.NOT_HEARD)
