"""What was asked and not answered: questions, demands and offers on which those asked were not heard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from detente.kernel.dates import When
from detente.ledger.agenda import Key
from detente.ledger.dealings.grounds import days_between, same_side
from detente.ledger.dealings.offers import Offer, Term, addressed
from detente.ledger.dealings.replies import Exchange, ReplyWord
from detente.ledger.dealings.speech import FirstHand, first_hand
from detente.ledger.entries import Line
from detente.ledger.positions import stages_of
from detente.ledger.view import LedgerView
from detente.packs.model import Pack


class Put(StrEnum):
    """What waits for an answer."""

    QUESTION = "question"
    DEMAND = "demand"
    OFFER = "offer"


@dataclass(frozen=True, slots=True)
class Asked:
    """Something put to parties that were not heard on it since. `offer`: its id in the log, where it is an offer."""

    put: Put
    by: tuple[str, ...]
    to: tuple[str, ...]
    when: When
    terms: tuple[Term, ...]
    lines: tuple[Line, ...]
    offer: str | None = None


def unanswered(view: LedgerView, pack: Pack, log: Sequence[Exchange]) -> tuple[Asked, ...]:
    """Questions first, then demands put to somebody by name, then offers; each as it was put last.

    A text that its maker has since replaced by another on some of the same matters waits for no answer any more.
    """
    spoken = [s for s in first_hand(view, pack) if s.is_term]
    used = {line for e in log for r in e.replies if r.word is not ReplyWord.NONE for line in r.grounds.lines}
    used |= {line for e in log for line in e.offer.grounds.lines}
    askers = {line: e.offer.by for e in log for r in e.replies for line in r.asks}
    waiting = _waiting(spoken, (used, askers), pack)
    offers = [
        Asked(
            Put.DEMAND if e.offer.form == "demand" else Put.OFFER,
            e.offer.by,
            e.unanswered,
            e.offer.when,
            e.offer.terms,
            e.offer.grounds.lines,
            e.offer.id,
        )
        for e in log
        if e.unanswered and not any(_replaces(later.offer, e.offer) for later in log)
    ]
    return tuple(sorted((*waiting, *offers), key=lambda a: list(Put).index(a.put)))


def _replaces(later: Offer, offer: Offer) -> bool:
    """Whether a maker of a text tabled another one later on some of the same matters."""
    gap = days_between(offer.when, later.when)
    matters = {t.key for t in offer.terms} & {t.key for t in later.terms}
    texts = later.form == offer.form == "text"
    return texts and bool(matters) and gap is not None and gap > 0 and bool(set(later.by) & set(offer.by))


def _waiting(
    spoken: Sequence[FirstHand], known: tuple[set[Line], Mapping[Line, tuple[str, ...]]], pack: Pack
) -> Iterable[Asked]:
    """`known`: lines that stand in the log already, and whose offer a question was an answer to."""
    used, askers = known
    latest: dict[tuple[object, ...], Asked] = {}
    for one in spoken:
        u = one.utterance
        if (
            u.stance not in {"hedge", "demand"}
            or set(u.lines) <= used
            or (u.stance == "demand" and not one.target)
        ):
            continue
        offered = next((askers[line] for line in u.lines if line in askers), ())
        named = (one.target,) if one.target else offered or addressed([u.party], stages_of(u), pack)
        term = Term(u.key, u.option, one.stage)
        for party in named:
            if party == u.party or same_side(pack, party, [u.party]) or _heard(party, one, (spoken, pack)):
                continue
            put = Put.QUESTION if u.stance == "hedge" else Put.DEMAND
            place = (put, u.party, party, u.key, one.stage)
            before = latest.get(place)
            lines = tuple(dict.fromkeys((*(before.lines if before else ()), *u.lines)))
            terms = tuple(dict.fromkeys((*(before.terms if before else ()), term)))
            latest[place] = Asked(put, (u.party,), (party,), one.when, terms, lines)
    return latest.values()


def _heard(party: str, asked: FirstHand, known: tuple[Iterable[FirstHand], Pack]) -> bool:
    """Whether a party, or one of its bloc, said anything to the matter since, a question of its own aside."""
    spoken, pack = known
    key: Key = asked.utterance.key
    return any(
        same_side(pack, s.utterance.party, [party])
        and s.utterance.party != asked.utterance.party
        and s.utterance.key == key
        and s.utterance.stance != "hedge"
        and not s.when.certainly_before(asked.when)
        and set(stages_of(s.utterance)) & set(stages_of(asked.utterance))
        for s in spoken
    )
