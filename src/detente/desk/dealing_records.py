"""The log of dealings as plain data."""

from __future__ import annotations

from detente.desk.records import Record, ids
from detente.ledger.dealings.asked import Asked
from detente.ledger.dealings.claims import Claim
from detente.ledger.dealings.deadlines import Deadline
from detente.ledger.dealings.deliverers import Delivery
from detente.ledger.dealings.given import Given
from detente.ledger.dealings.grounds import Grounds
from detente.ledger.dealings.levers import Lever
from detente.ledger.dealings.offers import Term
from detente.ledger.dealings.promises import Promise
from detente.ledger.dealings.replies import Exchange, Reply


def _grounds(grounds: Grounds) -> Record:
    return {
        "how": str(grounds.how),
        "statements": ids(grounds.lines),
        "events": [e.id for e in grounds.events],
        "source": grounds.source,
    }


def _term(term: Term) -> Record:
    return {"key": str(term.key), "option": term.option, "stage": term.stage}


def exchange_record(exchange: Exchange) -> Record:
    """An offer with its answers."""
    o = exchange.offer
    return {
        "id": o.id,
        "by": list(o.by),
        "to": list(o.to),
        "when": o.when.isoformat(),
        "form": o.form,
        "stages": sorted(o.stages),
        "terms": [_term(t) for t in o.terms],
        "what": o.what,
        **_grounds(o.grounds),
        "answers": [_reply(r) for r in exchange.replies],
        "unanswered": list(exchange.unanswered),
    }


def _reply(reply: Reply) -> Record:
    return {
        "party": reply.party,
        "answer": str(reply.word),
        "to_part": reply.partly,
        "when": reply.when.isoformat(),
        "said": reply.said,
        "asks_for": ids(reply.beside),
        "asks_about": ids(reply.asks),
        "counter_offers": list(reply.counters),
        **_grounds(reply.grounds),
    }


def asked_record(asked: Asked) -> Record:
    """What waits for an answer."""
    return {
        "put": str(asked.put),
        "by": list(asked.by),
        "to": list(asked.to),
        "when": asked.when.isoformat(),
        "terms": [_term(t) for t in asked.terms],
        "offer": asked.offer,
        "statements": ids(asked.lines),
    }


def deadline_record(deadline: Deadline) -> Record:
    """A day that was set."""
    d = deadline
    return {
        "id": d.id,
        "when": d.when.isoformat(),
        "day": d.day,
        "kind": str(d.kind),
        "by": list(d.by),
        "to": list(d.to),
        "set_on": d.set_on.isoformat(),
        "what": d.what,
        "consequence": d.consequence,
        "came_of": d.came_of,
        "outcome": d.outcome,
        "moved_to": d.moved_to,
        "next_events": [e.id for e in d.next_events],
        **_grounds(d.grounds),
    }


def given_record(one: Given) -> Record:
    """What was given."""
    return {
        "id": one.id,
        "by": list(one.by),
        "to": list(one.to),
        "when": one.when.isoformat(),
        "manner": one.manner,
        "term": _term(one.term) if one.term else None,
        "what": one.what,
        "asked_in": ids(one.asked),
        "returns": list(one.returns),
        "for_return": one.for_return,
        **_grounds(one.grounds),
    }


def delivery_record(delivery: Delivery) -> Record:
    """A term with everybody who must deliver it."""
    return {
        "kind": "term",
        "stage": delivery.stage,
        **{k: v for k, v in _term(delivery.term).items() if k != "stage"},
        "deliverers": [
            {
                "party": d.party,
                "role": d.role,
                "word": str(d.word),
                "follows": d.follows,
                "source": d.source,
                "statements": ids(d.lines),
            }
            for d in delivery.deliverers
        ],
        "not_heard": list(delivery.not_heard),
    }


def lever_record(lever: Lever) -> Record:
    """Who can do what to whom."""
    return {
        "id": lever.id,
        "by": list(lever.by),
        "on": list(lever.on),
        "when": lever.when.isoformat(),
        "issue": lever.issue,
        "what": lever.what,
        "state": lever.state,
        **_grounds(lever.grounds),
    }


def promise_record(promise: Promise) -> Record:
    """A promise and what was heard of it since."""
    return {
        "id": promise.id,
        "by": list(promise.by),
        "to": list(promise.to),
        "when": promise.when.isoformat(),
        "what": promise.what,
        "came_of": promise.came_of,
        "outcome": promise.outcome,
        "later": [e.id for e in promise.later],
        "breaches": ids(promise.breaches),
        **_grounds(promise.grounds),
    }


def claim_record(claim: Claim) -> Record:
    """A claim and how it stands."""
    return {
        "kind": str(claim.kind),
        "party": claim.party,
        "places": list(claim.places),
        "share": claim.share,
        "denied": claim.denied,
        "verdict": str(claim.verdict),
        "measures": [m.id for m in claim.measures],
        "claimed_less_measured": claim.off,
        "events": [e.id for e in claim.events],
        "statements": [claim.line.original_id],
    }
