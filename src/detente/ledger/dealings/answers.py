"""Answers to offers. An answer that was not heard is neither yes nor no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from detente.kernel.dates import UNKNOWN, parse_when
from detente.kernel.problems import Problem
from detente.ledger.dealings.grounds import (
    Grounds,
    How,
    days_between,
    event_of,
    first_day,
    in_time,
    same_side,
)
from detente.ledger.dealings.offers import Offer, offers, speaks_of
from detente.ledger.dealings.reactions import reactions
from detente.ledger.dealings.replies import Exchange, Reply, ReplyWord
from detente.ledger.dealings.speech import FirstHand, first_hand, lines_near, near
from detente.ledger.entries import Line
from detente.ledger.view import LedgerView
from detente.packs.dealings import AnswerEntry
from detente.packs.model import Pack

_BESIDE = 600  # code points between an answer and the demand that goes with it
_COUNTER_TEXT_DAYS = 30


Heard = dict[
    tuple[str, str], list[tuple[FirstHand, bool]]
]  # (offer, party): what was said, and whether to a term of it


def exchanges(view: LedgerView, pack: Pack) -> tuple[tuple[Exchange, ...], tuple[Problem, ...]]:
    """The log of offers and answers, oldest first; a demand or a declaration is in it once somebody answered."""
    every, problems = offers(view, pack)
    spoken = first_hand(view, pack)
    heard = _heard(spoken, every, pack)
    reacted = reactions(view, every, pack)
    entered = {
        (o.id, e.party): e
        for e in pack.answers
        for o in every
        if e.offer in o.names and in_time(e.date, view)
    }
    log = []
    for offer in every:
        replies = {p: _reply(offer, said, spoken) for (o, p), said in heard.items() if o == offer.id}
        for party, grounds in reacted.get(offer.id, {}).items():
            replies[party] = _with_events(replies.get(party), party, grounds)
        for party, ids in _counter_texts(offer, every, pack).items():
            replies[party] = _with_counters(replies.get(party), (party, every), ids)
        replies |= {p: _entered(e, pack) for (o, p), e in entered.items() if o == offer.id}
        heard_of = {"demand": bool(set(replies) & set(offer.to)), "declared": bool(replies)}
        if heard_of.get(offer.form, True):
            log.append(Exchange(offer, _whole(offer, replies)))
    return tuple(log), problems


def comes_after(utterance: FirstHand, offer: Offer, within: float) -> bool:
    """Whether words can answer an offer: not said before it, and in the same report or within so many days of it."""
    if utterance.when.certainly_before(offer.when):
        return False
    if utterance.docs & offer.docs:
        return True
    said, put = utterance.utterance.day, first_day(offer.when)
    return said is not None and put is not None and 0 <= (said - put).days <= within


def _heard(spoken: Sequence[FirstHand], every: Sequence[Offer], pack: Pack) -> Heard:
    """What each party said to each offer: of all offers that its words can answer, the nearest."""
    order = {line: i for i, line in enumerate(line for s in spoken for line in s.utterance.lines)}

    def entered(offer: Offer) -> int:
        return max((order.get(line, -1) for line in offer.grounds.lines), default=-1)

    by_issue: dict[str, list[Offer]] = {}
    for offer in every:
        for issue in {t.key.issue for t in offer.terms}:
            by_issue.setdefault(issue, []).append(offer)
    found: Heard = {}
    for one in spoken:
        u = one.utterance
        open_to = [
            (o, direct)
            for o in by_issue.get(u.key.issue, ())
            if not same_side(pack, u.party, o.by)
            and not set(o.grounds.lines) & set(u.lines)
            and (direct := _bears_on(one, o, pack)) is not None
            and comes_after(one, o, pack.half_life_days)
        ]
        if not open_to and not u.said.known:
            open_to = _only_one(one, by_issue.get(u.key.issue, ()), pack)
        if open_to:
            offer, direct = max(open_to, key=lambda c: (*_nearness(one, *c), entered(c[0]), c[0].id))
            found.setdefault((offer.id, u.party), []).append((one, direct))
    return found


def _only_one(one: FirstHand, every: Sequence[Offer], pack: Pack) -> list[tuple[Offer, bool]]:
    """Undated words answer the one offer there is of just that option; of several, nobody can tell which.

    A yes may also be to what one's own side offers, a no is not.
    """
    u = one.utterance
    if u.option is None or u.stance not in {"accept", "reject"}:
        return []
    alike = [
        o
        for o in every
        if any((t.key, t.option) == (u.key, u.option) and speaks_of(u, t, pack) for t in o.terms)
    ]
    others = [o for o in alike if not same_side(pack, u.party, o.by)]
    sure = len(others) == 1 and (u.stance == "reject" or len(alike) == 1)
    return [(o, True) for o in others if sure]


def _nearness(one: FirstHand, offer: Offer, direct: bool) -> tuple[object, ...]:  # noqa: FBT001
    """Words to a term before another option for it; the same passage, then report; who was named; offers; the newest."""
    return (
        direct,
        _in_passage(one, offer),
        bool(one.docs & offer.docs),
        one.target in offer.by,
        offer.form != "demand",
        first_day(offer.when) or date.min,
    )


def _in_passage(one: FirstHand, offer: Offer) -> bool:
    """Whether words stand in one passage with the offer's own on the same matter."""
    matter = [x for x in offer.grounds.lines if x.statement.issue == one.utterance.key.issue]
    return any(lines_near(x, y, _BESIDE) for x in matter for y in one.utterance.lines)


def _bears_on(one: FirstHand, offer: Offer, pack: Pack) -> bool | None:
    """True where words answer a term, False where they put another option in its place, None where they do neither.

    A demand or an offer of one's own is an answer only where one passage of a report tells of both.
    """
    u = one.utterance
    if u.stance not in {"demand", "propose"}:
        return True if any(speaks_of(u, t, pack) for t in offer.terms) else None
    if u.option is None or not _in_passage(one, offer):
        return None
    if any(speaks_of(u, t, pack) for t in offer.terms):
        return True if any((t.key, t.option) == (u.key, u.option) for t in offer.terms) else None
    apart = offer.form == "demand" or u.party not in offer.to or pack.leaves[u.key.issue].type == "set"
    if apart or not any(speaks_of(replace(u, option=None), t, pack) for t in offer.terms):
        return None
    return False


def _reply(offer: Offer, said: Sequence[tuple[FirstHand, bool]], spoken: Iterable[FirstHand]) -> Reply:
    direct = [one for one, to_term in said if to_term]
    instead = [one for one, to_term in said if not to_term]
    beside, asks = _beside(offer, direct, spoken)
    lines = tuple(dict.fromkeys(line for one in direct or instead for line in one.utterance.lines))
    plain = any(one.target in offer.by or one.docs & offer.docs for one in direct or instead)
    conditional = any(one.utterance.conditional for one in direct) or bool(beside) or bool(instead)
    matters = {t.key for t in offer.terms}
    whole = matters <= {one.utterance.key for one in direct} or any(
        one.utterance.key.issue == "cf.class" for one in direct
    )
    more = tuple(dict.fromkeys(line for one in instead for line in one.utterance.lines)) if direct else ()
    return Reply(
        direct[0].utterance.party if direct else instead[0].utterance.party,
        _word({one.utterance.stance for one in direct}, conditional=conditional),
        min((one.when for one in direct or instead), key=lambda w: first_day(w) or date.max),
        Grounds(How.FOUND if plain else How.INFERRED, lines),
        partly=bool(direct) and not (whole and _told_whole(offer)),
        beside=tuple(dict.fromkeys((*more, *beside))),
        asks=asks,
    )


def _told_whole(offer: Offer) -> bool:
    """Whether the terms are all that was put: a declaration says more than the terms that reports have of it."""
    return offer.form != "declared" or offer.stages == {"truce"}


def _word(stances: set[str], *, conditional: bool) -> ReplyWord:
    if not stances:
        return ReplyWord.COUNTER
    if stances == {"hedge"}:
        return ReplyWord.ASKS
    if "reject" in stances:
        return ReplyWord.MIXED if stances & {"accept", "demand", "propose"} else ReplyWord.NO
    if "accept" not in stances and "hedge" not in stances:
        return ReplyWord.SAME
    return ReplyWord.CONDITIONS if conditional or "hedge" in stances else ReplyWord.YES


def _beside(
    offer: Offer, direct: Sequence[FirstHand], spoken: Iterable[FirstHand]
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """What a party demands in one breath with its answer, and what it asks in that report about the same deal."""
    demands: list[Line] = []
    asks: list[Line] = []
    for one in spoken:
        u = one.utterance
        for answer in direct:
            a = answer.utterance
            if (
                u.party != a.party
                or one in direct
                or not one.docs & answer.docs
                or one.stage not in offer.stages
            ):
                continue
            if u.stance == "hedge":
                asks += u.lines
            elif u.stance == "demand" and a.stance in {"accept", "hedge"} and near(one, answer, _BESIDE):
                demands += u.lines
    return tuple(dict.fromkeys(demands)), tuple(dict.fromkeys(asks))


def _with_events(reply: Reply | None, party: str, grounds: Grounds) -> Reply:
    if reply is None:
        first = grounds.events[0]
        return Reply(party, ReplyWord.REACTED, parse_when(first.date), grounds, said=first.terms)
    known = replace(reply.grounds, events=(*reply.grounds.events, *grounds.events))
    return replace(reply, grounds=known, said=grounds.events[0].terms)


def _counter_texts(offer: Offer, every: Iterable[Offer], pack: Pack) -> Mapping[str, tuple[str, ...]]:
    """Texts that a party to whom this was put tabled soon after it, on some of the same matters."""
    matters = {t.key for t in offer.terms}
    found: dict[str, tuple[str, ...]] = {}
    for other in every:
        gap = days_between(offer.when, other.when)
        shared = matters & {t.key for t in other.terms}
        if offer.form != "text" or other.form != "text" or not shared or gap is None:
            continue
        apart = not any(same_side(pack, p, other.by) for p in offer.by)
        if 0 < gap <= _COUNTER_TEXT_DAYS and apart:
            for party in other.by:
                found[party] = (*found.get(party, ()), other.id)
    return found


def _with_counters(reply: Reply | None, who: tuple[str, Sequence[Offer]], ids: tuple[str, ...]) -> Reply:
    party, every = who
    if reply is not None:
        return replace(reply, counters=ids)
    first = next(o for o in every if o.id == ids[0])
    grounds = replace(first.grounds, how=How.INFERRED)
    return Reply(party, ReplyWord.COUNTER, first.when, grounds, counters=ids)


def _entered(entry: AnswerEntry, pack: Pack) -> Reply:
    grounds = Grounds(How.ENTERED, (), event_of(pack, entry.event), entry.source)
    counters = (entry.counter,) if entry.counter else ()
    word = ReplyWord(entry.answer)
    return Reply(
        entry.party, word, parse_when(entry.date), grounds, counters=counters, said=entry.text or None
    )


def _whole(offer: Offer, replies: Mapping[str, Reply]) -> tuple[Reply, ...]:
    """Every party that it was put to, heard or not, then the others that were heard, oldest first."""
    asked = [replies.get(p) or Reply(p, ReplyWord.NONE, UNKNOWN, Grounds(How.FOUND)) for p in offer.to]
    others = [r for p, r in replies.items() if p not in offer.to]
    return (*asked, *sorted(others, key=lambda r: (first_day(r.when) or date.max, r.party)))
