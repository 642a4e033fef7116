"""Offers: who put what to whom, at which stage and when, from proposals, events, statements and a person's hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from detente.kernel.dates import When, parse_when
from detente.kernel.problems import Problem
from detente.ledger.agenda import Key, keys_named
from detente.ledger.dealings.grounds import (
    Grounds,
    How,
    days_between,
    event_of,
    events_of,
    in_time,
    with_entries,
)
from detente.ledger.dealings.speech import FirstHand, first_hand, together
from detente.ledger.entries import Line
from detente.ledger.positions import stages_of
from detente.ledger.utterances import TRUCE_LEAVES, Utterance
from detente.ledger.values import stands_for
from detente.ledger.view import LedgerView
from detente.packs.dealings import OfferEntry
from detente.packs.model import Event, Pack, Proposal, Provider, Stage
from detente.packs.terms import split_key

Form = Literal["text", "offer", "demand", "declared"]
_FORM_OF_EVENT: dict[str, Form] = {"proposal": "text", "truce": "declared", "declaration": "declared"}
_EVENT_DAYS = 10
_SHARED_WORDS = 3
_WORD = re.compile(r"[^\W\d_]{4,}")
_MENTION_DAYS = 30  # a report of an offer comes out within a month of it; later it is put anew


@dataclass(frozen=True, slots=True)
class Term:
    """One term that was put: a matter, an option (None: none named) and the deal it belongs to (None: not told)."""

    key: Key
    option: str | None
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that was put on the table. `form`: a text, words of an offer, a demand, or declared by one side alone.

    `what` is what a source says of it in words, where it is no list of terms. `to`: whom it was put to.
    """

    id: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    when: When
    form: Form
    terms: tuple[Term, ...]
    what: str | None
    grounds: Grounds

    @property
    def names(self) -> frozenset[str]:
        """Every id under which a person can name it."""
        return self.grounds.names | {self.id}

    @property
    def stages(self) -> frozenset[Stage]:
        """The deals that its terms belong to; empty where no term tells."""
        return frozenset(t.stage for t in self.terms if t.stage)

    @property
    def docs(self) -> frozenset[str]:
        """The reports that tell of it."""
        return frozenset(line.statement.doc for line in self.grounds.lines)


def offers(view: LedgerView, pack: Pack) -> tuple[tuple[Offer, ...], tuple[Problem, ...]]:
    """Every offer in view, oldest first: also demands put to a party and declarations, which count only once answered."""
    spoken = [s for s in first_hand(view, pack) if s.utterance.stance in {"propose", "demand"} and s.is_term]
    offered = together(s for s in spoken if s.utterance.stance == "propose")
    tabled = [*_proposals(view, pack), *_told_by_events(view, pack)]
    found: list[Offer] = []
    for group in offered:
        place = next((i for i, o in enumerate(tabled) if _mentions(group, o, pack)), None)
        if place is None:
            found.append(_spoken(group, pack, "offer"))
        else:
            tabled[place] = _with_lines(tabled[place], group)
    demanded = together(s for s in spoken if s.utterance.stance == "demand" and s.target)
    found += [_spoken(g, pack, "demand") for g in demanded]
    return with_entries([*tabled, *found], view, pack.offers, make=lambda e: _entered(e, pack))


def terms_of(terms: Mapping[str, Any], pack: Pack, stage: Stage | None) -> tuple[Term, ...]:
    """The terms of a text as written in a pack; leaves of the ceasefire belong to the truce, the rest to its own stage."""
    found = []
    for text, value in terms.items():
        issue, instance = split_key(text)
        values = value if isinstance(value, tuple | list) else (value,)
        if issue in pack.leaves:
            own: Stage | None = "truce" if issue.startswith("cf.") or issue in TRUCE_LEAVES else stage
            found += [
                Term(key, v if isinstance(v, str) else None, own)
                for key in keys_named(pack, issue, instance)
                for v in values
            ]
    return tuple(dict.fromkeys(found))


def addressed(by: Sequence[str], stages: Iterable[Stage], pack: Pack) -> tuple[str, ...]:
    """Whom an offer that names nobody is put to: the signatories of its stage that did not make it."""
    signing = [p for s in tuple(stages) or ("truce", "settlement") for p in pack.signatories[s]]
    return tuple(dict.fromkeys(p for p in signing if p not in by))


def _proposals(view: LedgerView, pack: Pack) -> list[Offer]:
    return [_proposal(p, pack) for p in pack.proposals.values() if in_time(p.date, view)]


def _proposal(proposal: Proposal, pack: Pack) -> Offer:
    every = dict(proposal.terms)
    for extra in proposal.alternatives.values():
        every |= {k: v for k, v in extra.items() if k not in every}
    terms = terms_of(every, pack, proposal.stage)
    source = f"pack {pack.id}, proposal {proposal.id}" + (f", {proposal.url}" if proposal.url else "")
    grounds = Grounds(How.FOUND, (), event_of(pack, proposal.event), source)
    to = addressed(proposal.by, sorted({t.stage for t in terms if t.stage}), pack)
    return Offer(
        proposal.id, proposal.by, to, parse_when(proposal.date), "text", terms, proposal.name, grounds
    )


def _told_by_events(view: LedgerView, pack: Pack) -> list[Offer]:
    """Texts without a proposal of their own, and what one side declared alone."""
    known = {p.event for p in pack.proposals.values()}
    return [
        _told(event, pack)
        for event in events_of(view, pack)
        if event.kind in _FORM_OF_EVENT
        and event.proposal is None
        and event.id not in known
        and (event.kind != "truce" or len(event.parties) == 1)
    ]


def _told(event: Event, pack: Pack) -> Offer:
    form = _FORM_OF_EVENT[event.kind]
    to = addressed(event.parties, ("truce",) if event.kind == "truce" else (), pack)
    grounds = Grounds(How.FOUND if form == "text" else How.INFERRED, (), (event,), event.url)
    return Offer(event.id, event.parties, to, parse_when(event.date), form, (), event.terms, grounds)


def _mentions(group: Sequence[FirstHand], offer: Offer, pack: Pack) -> bool:
    """Whether words about an offer tell of this one: its maker's, within a month of it, and mostly on its terms.

    Of what an event tells without terms: a halt that was declared, or words that the event shares, within ten days.
    """
    first, when = group[0].utterance, group[0].when
    gap = days_between(offer.when, when)
    if first.party not in offer.by or gap is None:
        return False
    if when.latest is None and gap < 0:  # said on some day from then on: only shared words can tell
        return not offer.terms and _shares_words(group, offer)
    if not 0 <= gap <= _MENTION_DAYS:
        return False
    if offer.terms and offer.form == "text":
        shared = [s for s in group if any(speaks_of(s.utterance, t, pack) for t in offer.terms)]
        return 2 * len(shared) > len(group)
    if not offer.grounds.events:
        return False
    if offer.grounds.events[0].kind == "truce":
        return any(s.utterance.key.domain == "cf" for s in group)
    return gap <= _EVENT_DAYS and _shares_words(group, offer)


def _shares_words(group: Sequence[FirstHand], offer: Offer) -> bool:
    """Whether words about an offer share several with the event that tells of it."""
    told = {w for e in offer.grounds.events for w in _WORD.findall(e.terms.lower())}
    said = {w for line in _lines(group) for w in _WORD.findall(line.statement.evidence.lower())}
    return len(said & told) >= _SHARED_WORDS


def speaks_of(utterance: Utterance, term: Term, pack: Pack) -> bool:
    """Whether an utterance is about a term: its matter and deal, and its option or one that a vague word could mean."""
    if utterance.key != term.key or (term.stage and term.stage not in stages_of(utterance)):
        return False
    if utterance.option is None or term.option is None or utterance.option == term.option:
        return True
    leaf = pack.leaves[term.key.issue]
    said, put = leaf.option(utterance.option), leaf.option(term.option)
    if said and put and said.value is not None and said.value == put.value:
        return True  # "30 days" and "30 days, extendable"
    return bool(set(stands_for(leaf, utterance.option)) & set(stands_for(leaf, term.option)))


def _spoken(group: Sequence[FirstHand], pack: Pack, form: Form) -> Offer:
    terms = tuple(dict.fromkeys(Term(s.utterance.key, s.utterance.option, s.stage) for s in group))
    lines = _lines(group)
    by = group[0].utterance.party
    to = tuple(dict.fromkeys(s.target for s in group if s.target and s.target != by))
    if not to and not _its_own_to_give(by, terms, pack):
        to = addressed([by], sorted({t.stage for t in terms if t.stage}), pack)
    return Offer(lines[0].original_id, (by,), to, group[0].when, form, terms, None, Grounds(How.FOUND, lines))


def _its_own_to_give(by: str, terms: Sequence[Term], pack: Pack) -> bool:
    """Whether one who signs nothing offers only what it gives itself: it asks no signatory for a yes."""
    if any(by in parties for parties in pack.signatories.values()):
        return False
    return all(any(gives(p, t, pack) for p in pack.providers if by in p.parties) for t in terms)


def gives(provider: Provider, term: Term, pack: Pack) -> bool:
    """Whether a provider is needed for a term; for a vague one, where every way to it is the provider's."""
    key = term.key
    if (provider.issue, provider.instance or key.instance) != (key.issue, key.instance):
        return False
    if term.option in provider.options:
        return True
    leaf = pack.leaves[key.issue]
    could_be = stands_for(leaf, term.option or "")
    return bool(could_be) and set(could_be) <= {
        v for o in provider.options for v in (stands_for(leaf, o) or (o,))
    }


def _lines(group: Sequence[FirstHand]) -> tuple[Line, ...]:
    return tuple(dict.fromkeys(line for s in group for line in s.utterance.lines))


def _with_lines(offer: Offer, group: Sequence[FirstHand]) -> Offer:
    terms = offer.terms or tuple(Term(s.utterance.key, s.utterance.option, s.stage) for s in group)
    lines = tuple(dict.fromkeys((*offer.grounds.lines, *_lines(group))))
    return replace(offer, terms=terms, grounds=replace(offer.grounds, lines=lines))


def _entered(entry: OfferEntry, pack: Pack) -> Offer:
    terms = terms_of(entry.terms, pack, entry.stage)
    to = entry.to or addressed(entry.by, (entry.stage,) if entry.stage else (), pack)
    grounds = Grounds(How.ENTERED, (), event_of(pack, entry.event), entry.source)
    return Offer(entry.id, entry.by, to, parse_when(entry.date), "offer", terms, entry.what, grounds)
