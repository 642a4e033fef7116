"""The logs beside each other: what a person enters, what lines tell of acts and pressure, what two texts answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from detente.kernel.spans import Span
from detente.ledger.dealings.answers import exchanges
from detente.ledger.dealings.claims import ClaimKind, Verdict, claims
from detente.ledger.dealings.deadlines import calendar
from detente.ledger.dealings.deliverers import deliveries
from detente.ledger.dealings.given import given
from detente.ledger.dealings.grounds import How
from detente.ledger.dealings.levers import levers
from detente.ledger.dealings.promises import promises
from detente.ledger.dealings.replies import ReplyWord
from detente.ledger.speakers import speakers_of
from detente.ledger.view import Moment
from detente.packs.model import Event, Pack, Proposal
from random_worlds import PLAIN_PACK
from small_worlds import BINDING_ISSUES, PARTIES, Papers, one

PackOf = Callable[..., Pack]
BY_HAND = """
offers:
- {id: o1, by: [north], to: [south], date: 2025-03-01, stage: settlement, what: a line, terms: {terr.line: near}, source: minutes}
answers:
- {id: a1, offer: o1, party: south, answer: counter-offer, date: 2025-03-04, text: another line, counter: o1, source: minutes}
levers:
- {id: l1, by: [host], on: [north], date: 2025-03-02, what: tariffs, state: lifted, source: minutes}
promises:
- {id: p1, by: [north], to: [south], date: 2019-06-01, what: a joint board, came_of: broken, outcome: it never met, source: minutes}
"""


def worded(papers: Papers, words: str, **more: Any) -> None:
    """A line with words of its own."""
    made = papers.says(more.pop("holder", None), more.pop("stance", None), more.pop("issue"), **more)
    last = papers.entries[-1]
    papers.entries[-1] = replace(
        last,
        statement=replace(made, evidence=words, span=Span(made.span.start, made.span.start + len(words))),
    )


def test_what_a_person_enters_stands_in_every_log_with_its_source(small_pack: PackOf) -> None:
    pack, seen = small_pack(dealings=BY_HAND), Papers().view()
    answered = one(exchanges(seen, pack)[0])
    reply = one(answered.replies)
    assert (reply.word, reply.counters, reply.said) == (ReplyWord.COUNTER, ("o1",), "another line")
    lever, promise = one(levers(seen, pack)[0]), one(promises(seen, pack)[0])
    assert (lever.on, lever.state) == (("north",), "lifted")
    assert (promise.to, promise.came_of, promise.outcome) == (("south",), "broken", "it never met")
    assert {x.grounds.how for x in (answered.offer, reply, lever, promise)} == {How.ENTERED}
    early = Papers().view(Moment(as_of=date(2025, 2, 1)))
    assert [len(log(early, pack)[0]) for log in (exchanges, levers, promises)] == [0, 0, 1]


def test_a_text_tabled_by_the_other_soon_after_on_the_same_matter_is_a_counter_offer() -> None:
    first = Proposal("p1", "The plan", "2025-01-05", ("north",), "text", {"terr.line": "far"})
    other = replace(
        first, id="p2", name="Another", date="2025-01-20", by=("south",), terms={"terr.line": "old"}
    )
    late = replace(other, id="p3", date="2025-06-20")
    pack = replace(PLAIN_PACK, proposals={p.id: p for p in (first, other, late)})
    reply = one(exchanges(Papers().view(), pack)[0][0].replies)
    assert (reply.word, reply.counters, reply.grounds.how) == (ReplyWord.COUNTER, ("p2",), How.INFERRED)
    papers = Papers()
    papers.says("south", "reject", "terr.line", "far", date="2025-01-10")
    reply = one(exchanges(papers.view(), pack)[0][0].replies)
    assert (reply.word, reply.counters) == (ReplyWord.NO, ("p2",))


def test_an_answer_that_asks_and_demands_beside_it_is_a_yes_with_conditions() -> None:
    papers = Papers()
    papers.says("north", "propose", "terr.line", "near", paper="a", date="2025-02-01", stage="settlement")
    papers.says(
        "south", "accept", "terr.line", "near", paper="b", date="2025-02-03", stage="settlement", at=50
    )
    papers.says(
        "south", "demand", "terr.line", "old", paper="b", date="2025-02-03", stage="settlement", at=90
    )
    papers.says(
        "south", "hedge", "terr.line", "far", paper="b", date="2025-02-03", stage="settlement", at=2000
    )
    reply = one(exchanges(papers.view(), PLAIN_PACK)[0][0].replies)
    assert reply.word is ReplyWord.CONDITIONS
    assert [x.statement.stance for x in reply.beside] == ["demand"]
    assert [x.statement.stance for x in reply.asks] == ["hedge"]
    assert len(reply.lines) == 3


def test_words_dated_from_below_are_of_the_event_that_shares_their_words() -> None:
    event = Event(
        "e1", "2025-03-05", "declaration", ("north",), "The North invites envoys to the old harbour."
    )
    pack = replace(PLAIN_PACK, events={"e1": event})
    papers = Papers()
    worded(papers, "it invites envoys to the harbour", holder="north", stance="propose", issue="terr.line",
           option="near", date="2025-01-01/..")  # fmt: skip
    papers.says("south", "reject", "terr.line", "near", paper="b", date="2025-03-09")
    found = one(exchanges(papers.view(), pack)[0])
    assert (found.offer.id, found.offer.form, one(found.replies).word) == ("e1", "declared", ReplyWord.NO)


def test_acts_refusals_and_pressure_ruled_out_are_given(small_pack: PackOf) -> None:
    pack = small_pack(issues=BINDING_ISSUES)
    papers = Papers()
    about: dict[str, Any] = {"instance": "isle", "stage": "settlement"}
    papers.says("south", "reject", "terr.status", "dejure_third", paper="a", date="2025-01-02", **about)
    papers.says("host", "reject", "terr.status", "dejure_third", paper="b", date="2025-01-09", **about)
    papers.says("host", "reject", "econ.pressure", "imposed", paper="c", date="2025-01-10", target="north")
    papers.says(
        "host", None, "support.arms", "keep", kind="event", paper="d", date="2025-01-12", target="south"
    )
    papers.says(
        "north", None, "support.arms", "keep", kind="event", paper="d", date="2025-01-12", target="north"
    )
    found = given(papers.view(), pack)[0]
    assert [(g.manner, g.by, g.to) for g in found] == [
        ("refused", ("host",), ("south",)),
        ("ruled out", ("host",), ("north",)),
        ("done", ("host",), ("south",)),
    ]


@pytest.mark.parametrize(
    ("stance", "option", "more", "state"),
    [
        ("reject", "imposed", {}, "ruled out"),
        ("reject", "ruled_out", {}, "called for"),
        ("propose", "threatened", {}, "threatened"),
        ("hedge", "imposed", {}, None),
        (None, "stop", {"issue": "support.arms", "kind": "event"}, "used"),
        (None, "keep", {"issue": "support.arms", "kind": "event"}, None),
        (None, None, {"issue": "course.battlefield", "kind": "forecast"}, "threatened"),
        ("propose", "threatened", {"basis": "analyst"}, None),
    ],
)
def test_what_a_line_tells_of_a_lever(
    small_pack: PackOf, stance: str | None, option: str | None, more: dict[str, Any], state: str | None
) -> None:
    papers = Papers()
    papers.says("host", stance, more.pop("issue", "econ.pressure"), option, target="north", **more)
    assert [lever.state for lever in levers(papers.view(), small_pack())[0]] == ([state] if state else [])


def test_pressure_is_on_the_belligerents_that_its_words_name(small_pack: PackOf) -> None:
    event = Event("e1", "2025-02-01", "pressure", ("host",), "The Host imposes tariffs on the North.")
    lever = one(levers(Papers().view(), replace(small_pack(), events={"e1": event}))[0])
    assert (lever.on, lever.state) == (("north",), "used")


def test_a_promise_has_the_breaches_and_the_end_that_were_told() -> None:
    said = [
        Event(
            "e1", "2025-02-01", "truce", ("north", "south"), "A halt around the Silver Bridge and its mills."
        ),
        Event(
            "e2", "2025-02-09", "reaction", ("north",), "The North ends the halt at the Silver Bridge mills."
        ),
        Event(
            "e3", "2025-03-01", "truce", ("north", "south"), "A night of quiet; the South counts 40 breaches."
        ),
    ]
    pack = replace(PLAIN_PACK, events={e.id: e for e in said})
    papers = Papers()
    papers.says("south", None, "course.breach", None, kind="event", basis="reported", date="2025-02-05")
    first, second = promises(papers.view(), pack)[0]
    assert ([e.id for e in first.later], first.came_of, len(first.breaches)) == (["e2"], "lapsed", 1)
    assert (second.came_of, second.breaches) == ("disputed", ())


def test_a_day_that_a_line_sets_by_its_words_or_by_a_coder(small_pack: PackOf) -> None:
    papers = Papers()
    worded(papers, "an answer in 10 days, otherwise tariffs", holder="host", stance="demand", issue="proc.deadline",
           target="north", date="2025-02-01")  # fmt: skip
    worded(papers, "an answer is awaited", holder="host", stance="demand", issue="proc.deadline", option="missed",
           instance="20 February", paper="b", date="2025-02-01")  # fmt: skip
    first, second = calendar(papers.view(), small_pack())[0]
    assert (first.when.isoformat(), first.to, first.came_of) == ("2025-02-11", ("north",), "not told")
    assert first.consequence == first.what
    assert (second.when.isoformat(), second.came_of, second.consequence) == ("2025-02-20", "passed", None)
    shown = calendar(papers.view(Moment(as_of=date(2025, 1, 1))), small_pack())[0]
    assert shown == ()


GROUND = """
places:
- {id: isle, name: The Isle, kind: region, source: x}
- {id: land, name: North Land, kind: state, source: x}
- {id: dale, name: Dale, kind: city, source: x}
measures:
- {id: m1, place: isle, party: north, date: 2025-02-01, share: 40, source: survey}
- {id: m2, place: dale, party: north, date: 2025-02-01, state: held, source: survey}
events:
- {id: e1, date: 2025-02-03, kind: military, parties: [north], terms: "The North enters Dale."}
"""


@pytest.mark.parametrize(
    ("words", "day", "kind", "verdict"),
    [
        ("North controls about 41% of The Isle", "2025-02-05", ClaimKind.SHARE, Verdict.AGREES),
        ("North controls 45% of The Isle", "2025-02-05", ClaimKind.SHARE, Verdict.DIFFERS),
        ("North has captured Dale", "2025-02-05", ClaimKind.TAKEN, Verdict.AGREES),
        ("North never captured Dale", "2025-02-05", ClaimKind.TAKEN, Verdict.DIFFERS),
        ("North has encircled Dale", "2025-02-05", ClaimKind.ENCIRCLED, Verdict.NAMED),
        ("North has captured Dale", None, ClaimKind.TAKEN, Verdict.NAMED),
        ("North holds half of The Isle", "2026-02-05", ClaimKind.SHARE, Verdict.NOTHING),
    ],
)
def test_a_claim_is_checked_against_what_was_measured_and_told(
    small_pack: PackOf, words: str, day: str | None, kind: ClaimKind, verdict: Verdict
) -> None:
    papers = Papers()
    worded(papers, words, issue="course.battlefield", kind="event", basis="reported", date=day)
    worded(
        papers,
        "North may capture Dale",
        issue="course.battlefield",
        kind="event",
        basis="reported",
        paper="b",
    )
    found = one(claims(papers.view(), small_pack(ground=GROUND)))
    assert (found.kind, found.party, found.verdict) == (kind, "north", verdict)


def test_the_public_and_a_vague_term_stand_among_those_who_deliver(small_pack: PackOf) -> None:
    pack = small_pack(issues=BINDING_ISSUES)
    text = Proposal("p1", "Plan", "2025-01-05", ("host",), "text", {"terr.line": "near"}, stage="settlement")
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", date="2025-01-02", stage="settlement")
    worded(
        papers,
        "polls show voters against it",
        holder="south",
        issue="terr.line",
        kind="assessment",
        paper="b",
    )
    found = deliveries(papers.view(), replace(pack, proposals={"p1": text}))
    near = one(d for d in found.terms if d.term.option == "near")
    assert (near.spoken, [d.follows for d in near.deliverers if d.party == "north"]) == (False, [True])
    assert len(found.opinion) == 1


def test_a_title_that_one_person_held_on_the_day_names_that_person(small_pack: PackOf) -> None:
    offices = "offices: [{party: north, title: President, from: 2020, to: 2024-12-31, source: x}]"
    pack = small_pack(parties=PARTIES + f"persons:\n- {{id: vale, name: Ida Vale, source: x, {offices}}}\n")
    papers = Papers()
    for n, (speaker, day) in enumerate([("the President", "2024-02-01"), ("the President", "2025-02-01"),
                                        ("the President", None), (None, "2024-02-01"), ("Ida Vale", "2025-02-01")]):  # fmt: skip
        papers.says("north", "demand", "terr.line", "near", paper=f"p{n}", speaker=speaker, date=day)
    papers.says("south", "demand", "terr.line", "near", paper="s", speaker="Ida Vale", date="2024-02-01")
    known = speakers_of(pack)
    told = [known.of(line) for line in papers.lines()]
    assert [str(s) if s else None for s in told] == ["President Ida Vale", None, None, None, "Ida Vale", None]


@pytest.mark.parametrize(
    ("days", "stories", "entries"),
    [
        (("2025-01-12", "2025-01-12"), (None, None), 1),
        (("2025-01-12", "2025-01-18"), (None, None), 1),
        (("2025-01-12", "2025-03-12"), (None, None), 2),
        ((None, None), (None, None), 2),
        ((None, None), ("s", "s"), 1),
        (("2025-01-12", None), ("s", "s"), 2),
    ],
)
def test_an_act_that_several_reports_tell_of_is_told_once(
    small_pack: PackOf, days: tuple[str | None, ...], stories: tuple[str | None, ...], entries: int
) -> None:
    papers = Papers()
    for n, (day, story) in enumerate(zip(days, stories, strict=True)):
        papers.says("host", None, "support.arms", "stop", kind="event", paper=f"p{n}", target="south", date=day,
                    story=story)  # fmt: skip
    for log in (given, levers):
        found = log(papers.view(), small_pack())[0]
        assert [len(x.grounds.lines) for x in found] == ([2] if entries == 1 else [1, 1])


def test_an_agreement_is_no_return_for_what_was_given_before_it(small_pack: PackOf) -> None:
    event = Event("e1", "2025-01-20", "agreement", ("host", "south", "north"), "Safe passage for all.")
    papers = Papers()
    papers.says("host", None, "support.arms", "keep", kind="event", date="2025-01-12", target="south")
    gift, agreed = given(papers.view(), replace(small_pack(), events={"e1": event}))[0]
    assert (gift.returns, agreed.returns) == ((), ("e1",))
