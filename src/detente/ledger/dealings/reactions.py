"""Reactions that the pack's events tell of: which offer each one answers, in the source's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from detente.kernel.dates import parse_when
from detente.ledger.dealings.grounds import Grounds, How, days_between, events_of, first_day, same_side
from detente.ledger.dealings.offers import Offer
from detente.ledger.view import LedgerView
from detente.packs.model import Aliases, Event, Pack

_REACTION_DAYS = 31
_CLAUSE = re.compile(r"[;.]\s+(?:the\s+|later\s+|then\s+)*", re.IGNORECASE)

_NO_ACT = r" (?:(?:is |was |were )?(?:not|absent)\b)"  # "X not invited" tells of no answer


def reactions(view: LedgerView, offers: Sequence[Offer], pack: Pack) -> Mapping[str, Mapping[str, Grounds]]:
    """By offer and party: events of kind `reaction` that follow it within a month, and clauses of its own event."""
    found: dict[str, dict[str, Grounds]] = {}

    def note(offer: Offer, party: str, event: Event) -> None:
        told = found.setdefault(offer.id, {})
        events = (*told[party].events, event) if party in told else (event,)
        told[party] = Grounds(How.INFERRED, (), tuple(dict.fromkeys(events)), event.url)

    put = [o for o in offers if o.grounds.events and o.form in {"text", "declared"}]
    for event in events_of(view, pack):
        if event.kind == "reaction":
            for party in event.parties:
                offer = _answered(event, party, (put, pack))
                if offer:
                    note(offer, party, event)
    for offer in put:
        for event in offer.grounds.events:
            for party in _subjects(event.terms, offer.to, pack):
                note(offer, party, event)
    return found


def _answered(event: Event, party: str, among: tuple[Iterable[Offer], Pack]) -> Offer | None:
    """The newest offer of others that was put in the month before a reaction."""
    put, pack = among
    when = parse_when(event.date)
    before = [
        o
        for o in put
        if not same_side(pack, party, o.by)
        and (gap := days_between(o.when, when)) is not None
        and 0 <= gap <= _REACTION_DAYS
    ]
    return max(before, key=lambda o: (first_day(o.when), o.id), default=None)


def _subjects(text: str, parties: Iterable[str], pack: Pack) -> Iterator[str]:
    """Parties with whose name a later clause of a text begins: what follows the semicolon is their answer."""
    clauses = _CLAUSE.split(text)[1:]
    for party in parties:
        if any(
            re.match(rf"{re.escape(name)}\b(?!{_NO_ACT})", clause)
            for clause in clauses
            for name in names_of(party, pack)
        ):
            yield party


def names_of(party: str, pack: Pack) -> frozenset[str]:
    """Every name by which a text can speak of a party: its own, its bodies' and of those who spoke for it."""
    found = pack.parties.get(party)
    names = {found.name, *_every(found.aliases), *_every(found.demonyms)} if found else {party}
    for body in pack.bodies.values():
        names |= {body.name, *_every(body.aliases)} if body.party == party else set()
    for person in pack.persons.values():
        if any(o.party == party for o in person.offices):
            names |= {person.name, person.surname or person.name.split()[-1], *_every(person.aliases)}
    return frozenset(n for n in names if n)


def _every(aliases: Aliases) -> Iterable[str]:
    return (name for names in aliases.values() for name in names)
