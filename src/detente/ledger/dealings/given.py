"""What was given already, and for what return."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from detente.kernel.dates import When, parse_when
from detente.kernel.problems import Problem
from detente.ledger.agenda import keys_of
from detente.ledger.dealings.grounds import (
    Grounds,
    How,
    days_between,
    event_of,
    events_of,
    first_day,
    in_order,
    same_side,
    told_once,
    with_entries,
)
from detente.ledger.dealings.offers import Term, gives
from detente.ledger.dealings.speech import PRESSURE, FirstHand, first_hand
from detente.ledger.entries import Line
from detente.ledger.positions import stages_of
from detente.ledger.view import LedgerView
from detente.packs.dealings import GiftEntry
from detente.packs.model import Event, Pack

_RETURN_DAYS = 30


@dataclass(frozen=True, slots=True)
class Given:
    """Something that parties gave others, and what came back for it.

    `manner`: done; accepted or refused (a demand met in words); ruled out (pressure on it); agreed (each of `by` with the
    others, `to` nobody else). `asked` are lines with the demands that it meets; `returns` ids of what came back within a
    month; `for_return` words on a price.
    """

    id: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    when: When
    manner: str
    term: Term | None
    what: str | None
    grounds: Grounds
    asked: tuple[Line, ...] = ()
    returns: tuple[str, ...] = ()
    for_return: str | None = None

    @property
    def names(self) -> frozenset[str]:
        """Every id under which a person can name it."""
        return self.grounds.names | {self.id}


def given(view: LedgerView, pack: Pack) -> tuple[tuple[Given, ...], tuple[Problem, ...]]:
    """Acts done for another, demands met in words and agreements, oldest first, each with what came back for it."""
    spoken = first_hand(view, pack)
    found = [
        *told_once(_done(view, pack), lambda g: (g.by, g.to, g.term)),
        *_said(spoken, pack),
        *(g for e in events_of(view, pack) for g in _agreed(e, pack)),
    ]
    every, problems = with_entries(found, view, pack.given, make=lambda e: _entered(e, pack))
    return tuple(_with_returns(g, every) for g in in_order(every)), problems


def _done(view: LedgerView, pack: Pack) -> list[Given]:
    """What reports tell that a party did for another on a matter of the agenda."""
    found = []
    for line in view.counted:
        s = line.statement
        if s.kind != "event" or not s.holder or not s.target or s.option is None or s.basis == "analyst":
            continue
        if same_side(pack, s.holder, [s.target]):
            continue
        for key in keys_of(line, pack)[0][:1]:
            grounds = Grounds(How.FOUND, (line,))
            term = Term(key, s.option, s.stage)
            found.append(
                Given(line.original_id, (s.holder,), (s.target,), line.said, "done", term, None, grounds)
            )
    return found


def _said(spoken: Sequence[FirstHand], pack: Pack) -> list[Given]:
    """Demands met in words: one accepts what another asks for, or refuses what it refuses too and could have given."""
    asks = [s for s in spoken if s.utterance.stance in {"demand", "reject"} and s.utterance.option]
    found: dict[tuple[object, ...], Given] = {}
    for one in spoken:
        u = one.utterance
        if u.stance not in {"accept", "reject"} or u.option is None:
            continue
        if u.stance == "reject" and one.target and u.key.issue == PRESSURE:
            found[(u.party, one.target, u.key, u.option, one.when.isoformat())] = _ruled_out(one, one.target)
            continue
        if u.stance == "reject" and u.party not in _providers(one, pack):
            continue
        for ask in asks:
            if _meets(one, ask, pack):
                place = (u.party, ask.utterance.party, u.key, u.option, u.stance, one.when.isoformat())
                before = found.get(place)
                found[place] = _with_ask(before, ask) if before else _of_words(one, ask)
    return list(found.values())


def _meets(one: FirstHand, ask: FirstHand, pack: Pack) -> bool:
    """Whether words give what another asked for before: an option demanded and accepted, or refused by both."""
    u, a = one.utterance, ask.utterance
    wanted = "demand" if u.stance == "accept" else "reject"
    alike = (a.stance, a.key, a.option) == (wanted, u.key, u.option) and bool(
        set(stages_of(a)) & set(stages_of(u))
    )
    asked, answered = first_day(ask.when), u.day
    late = asked is not None and answered is not None and asked > answered and not one.docs & ask.docs
    return (
        alike
        and not late
        and not one.when.certainly_before(ask.when)
        and not same_side(pack, u.party, [a.party])
    )


def _providers(one: FirstHand, pack: Pack) -> frozenset[str]:
    term = Term(one.utterance.key, one.utterance.option)
    return frozenset(party for p in pack.providers if gives(p, term, pack) for party in p.parties)


def _of_words(one: FirstHand, ask: FirstHand) -> Given:
    u = one.utterance
    price = next((x.statement.condition for x in u.lines if x.statement.condition), None)
    term = Term(u.key, u.option, one.stage)
    manner = "accepted" if u.stance == "accept" else "refused"
    grounds, asked = Grounds(How.INFERRED, u.lines), ask.utterance.lines
    return Given(
        u.lines[0].original_id,
        (u.party,),
        (ask.utterance.party,),
        one.when,
        manner,
        term,
        None,
        grounds,
        asked,
        (),
        price,
    )


def _ruled_out(one: FirstHand, target: str) -> Given:
    """Pressure on another that a party rules out: given to it, asked for or not."""
    u = one.utterance
    term = Term(u.key, u.option, one.stage)
    grounds = Grounds(How.FOUND, u.lines)
    return Given(u.lines[0].original_id, (u.party,), (target,), one.when, "ruled out", term, None, grounds)


def _with_ask(before: Given, ask: FirstHand) -> Given:
    return replace(before, asked=tuple(dict.fromkeys((*before.asked, *ask.utterance.lines))))


def _agreed(event: Event, pack: Pack) -> Iterable[Given]:
    """An agreement that binds a belligerent: each side gives for what it gets, in the event's words."""
    if event.kind == "agreement" and len(event.parties) > 1 and set(event.parties) & set(pack.belligerents):
        grounds = Grounds(How.FOUND, (), (event,), event.url)
        yield Given(event.id, event.parties, (), parse_when(event.date), "agreed", None, event.terms, grounds)


def _with_returns(one: Given, every: Iterable[Given]) -> Given:
    """What the others gave back within a month; an agreement is its own return, and no other gift's."""
    if one.manner == "agreed":
        return replace(one, returns=(one.id,))
    back = [
        g.id
        for g in every
        if g.manner != "agreed"
        and set(g.by) & set(one.to)
        and set(g.to) & set(one.by)
        and (gap := days_between(one.when, g.when)) is not None
        and 0 <= gap <= _RETURN_DAYS
    ]
    return replace(one, returns=tuple(dict.fromkeys(back)))


def _entered(entry: GiftEntry, pack: Pack) -> Given:
    grounds = Grounds(How.ENTERED, (), event_of(pack, entry.event), entry.source)
    return Given(
        entry.id,
        entry.by,
        entry.to,
        parse_when(entry.date),
        "done",
        None,
        entry.what,
        grounds,
        for_return=entry.for_return,
    )
