"""The entries of each log of dealings, with whom and what each concerns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from detente.bargaining.wording import key_label
from detente.desk.dealing_records import (
    asked_record,
    claim_record,
    deadline_record,
    delivery_record,
    exchange_record,
    given_record,
    lever_record,
    promise_record,
)
from detente.desk.dealing_words import (
    claim_line,
    deadline_line,
    delivery_line,
    given_line,
    lever_line,
    opinion_line,
    promise_line,
)
from detente.desk.offer_words import LogLine, asked_line, exchange_line
from detente.desk.project import Answer, Project
from detente.desk.records import Record
from detente.kernel.problems import Problem
from detente.ledger.agenda import Key
from detente.ledger.dealings.answers import exchanges
from detente.ledger.dealings.asked import unanswered
from detente.ledger.dealings.claims import GROUND, claims
from detente.ledger.dealings.deadlines import calendar
from detente.ledger.dealings.deliverers import deliveries
from detente.ledger.dealings.given import given
from detente.ledger.dealings.grounds import Grounds
from detente.ledger.dealings.levers import levers
from detente.ledger.dealings.offers import terms_of
from detente.ledger.dealings.promises import promises
from detente.ledger.entries import Line
from detente.packs.model import Pack


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a log: who and what it concerns, its words, its record, its lines.

    `group`: what it stands under. `minor`: left out unless all is asked for. `names`: the ids under which a person can say
    that it is one with another entry; none in logs whose entries cannot be.
    """

    parties: frozenset[str]
    keys: frozenset[Key]
    words: LogLine
    record: Record
    lines: tuple[Line, ...]
    group: str = ""
    minor: bool = False
    names: frozenset[str] = frozenset()


Found = tuple[list[Item], tuple[Problem, ...]]


def _offers(project: Project, found: Answer) -> Found:
    log_, problems = exchanges(found.view, project.pack)
    return [
        Item(
            frozenset((*e.offer.by, *e.offer.to, *(r.party for r in e.replies))),
            frozenset(t.key for t in e.offer.terms),
            exchange_line(e, project.pack),
            exchange_record(e),
            e.lines,
            names=e.offer.names,
        )
        for e in log_
    ], problems


def _unanswered(project: Project, found: Answer) -> Found:
    log_, problems = exchanges(found.view, project.pack)
    offers = {e.offer.id: e.offer for e in log_}
    return [
        Item(
            frozenset((*a.by, *a.to)),
            frozenset(t.key for t in a.terms),
            asked_line(a, offers.get(a.offer or ""), project.pack),
            asked_record(a),
            a.lines,
            group=f"{str(a.put).capitalize()}s",
        )
        for a in unanswered(found.view, project.pack, log_)
    ], problems


def _calendar(project: Project, found: Answer) -> Found:
    days, problems = calendar(found.view, project.pack)
    return [
        Item(
            frozenset((*d.by, *d.to)),
            _matters(d.grounds, project.pack),
            deadline_line(d, project.pack, found.moment.as_of),
            deadline_record(d),
            d.grounds.lines,
            names=d.names,
        )
        for d in days
    ], problems


def _matters(grounds: Grounds, pack: Pack) -> frozenset[Key]:
    """The matters of the lines and of the proposals that an entry rests on; an event in words tells none but a truce."""
    truce = {Key("cf.class")} if any(e.kind == "truce" for e in grounds.events) else set()
    proposals = [p for e in grounds.events if (p := pack.proposals.get(e.proposal or ""))]
    return frozenset(
        (
            *(Key(line.statement.issue, line.statement.instance) for line in grounds.lines),
            *(t.key for p in proposals for t in terms_of(p.terms, pack, p.stage)),
            *truce,
        )
    )


def _given(project: Project, found: Answer) -> Found:
    every, problems = given(found.view, project.pack)
    return [
        Item(
            frozenset((*g.by, *g.to)),
            frozenset([g.term.key] if g.term else []),
            given_line(g, every, project.pack),
            given_record(g),
            (*g.grounds.lines, *g.asked),
            names=g.names,
        )
        for g in every
    ], problems


def _deliverers(project: Project, found: Answer) -> Found:
    every = deliveries(found.view, project.pack)
    items = [
        Item(
            frozenset(x.party for x in d.deliverers),
            frozenset({d.term.key}),
            delivery_line(d, project.pack),
            delivery_record(d),
            d.lines,
            group=key_label(project.pack, d.term.key),
            minor=not d.spoken,
        )
        for d in (*every.ratification, *every.terms)
    ]
    public = [
        Item(
            frozenset([line.statement.holder] if line.statement.holder else []),
            frozenset(),
            opinion_line(line, project.pack),
            {"kind": "opinion", "statements": [line.original_id]},
            (line,),
            group="What is said of the public",
        )
        for line in every.opinion
    ]
    return [*items, *public], ()


def _levers(project: Project, found: Answer) -> Found:
    every, problems = levers(found.view, project.pack)
    return [
        Item(
            frozenset((*x.by, *x.on)),
            frozenset([Key(x.issue)] if x.issue else []),
            lever_line(x, project.pack),
            lever_record(x),
            x.grounds.lines,
            names=x.names,
        )
        for x in every
    ], problems


def _promises(project: Project, found: Answer) -> Found:
    every, problems = promises(found.view, project.pack)
    return [
        Item(
            frozenset((*p.by, *p.to)),
            _matters(p.grounds, project.pack),
            promise_line(p, project.pack),
            promise_record(p),
            (*p.grounds.lines, *p.breaches),
            names=p.names,
        )
        for p in every
    ], problems


def _claims(project: Project, found: Answer) -> Found:
    every = claims(found.view, project.pack)
    return [
        Item(
            frozenset([c.party] if c.party else []),
            frozenset({Key(GROUND)}),
            claim_line(c, project.pack),
            claim_record(c),
            (c.line,),
        )
        for c in every
    ], ()


LOGS: Mapping[str, tuple[str, str, Callable[[Project, Answer], Found]]] = {
    "offers": (
        "Offers and answers",
        "Who put what to whom, and what was answered. Where no answer was heard, that is neither consent nor refusal.",
        _offers,
    ),
    "unanswered": (
        "Asked and not answered",
        "Questions, demands and offers on which the party they were put to was not heard since.",
        _unanswered,
    ),
    "calendar": (
        "Calendar",
        "Days that were set, what was said to follow, and what came of them. What happened next need not be due to a day.",
        _calendar,
    ),
    "given": (
        "Given already",
        "What a party did for another, or met in words of what it asks, and what came back within a month.",
        _given,
    ),
    "deliverers": (
        "Who can deliver",
        "For each term that was put or spoken of: who signs, who alone can give it, who decides, and what was heard of each.",
        _deliverers,
    ),
    "levers": (
        "Levers",
        "Who can do what to whom: threatened, used, lifted, ruled out or called for.",
        _levers,
    ),
    "promises": (
        "Earlier promises",
        "Agreements and truces, and what was heard of them since. Where nothing was told, that is no verdict.",
        _promises,
    ),
    "claims": (
        "Checked claims",
        "What is said of the ground, against the pack's measured facts and events.",
        _claims,
    ),
}
