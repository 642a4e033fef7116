"""The calendar, what was given, who can deliver, levers, promises and checked claims."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from detente.kernel.errors import PackFault
from detente.kernel.spans import Span
from detente.ledger.dealings.claims import ClaimKind, Verdict, claims
from detente.ledger.dealings.days import Kind, counted_days, set_days
from detente.ledger.dealings.deadlines import calendar
from detente.ledger.dealings.deliverers import deliveries
from detente.ledger.dealings.given import given
from detente.ledger.dealings.grounds import How
from detente.ledger.dealings.levers import levers, state_in_words
from detente.ledger.dealings.promises import promises
from detente.ledger.people import MergeAction
from detente.ledger.stands import Word
from detente.ledger.view import Moment
from detente.packs.model import Event, Pack
from random_worlds import PLAIN_PACK
from small_worlds import BINDING_ISSUES, NOON, Papers, one

MAY = date(2025, 5, 1)


def with_events(*events: Event, pack: Pack = PLAIN_PACK) -> Pack:
    return replace(pack, events={e.id: e for e in events})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("an answer is due by 8 May", [(Kind.DUE, "2025-05-08")]),
        ("a halt from 8 May to 11 May", [(Kind.STARTS, "2025-05-08"), (Kind.ENDS, "2025-05-11")]),
        ("before 3 January", [(Kind.DUE, "2026-01-03")]),
        ("they met on 8 May", []),
        ("a three-day ceasefire 9-11 May", [(Kind.STARTS, "2025-05-09"), (Kind.ENDS, "2025-05-11")]),
        ("a truce, noon 6 May to midnight 7 May", [(Kind.STARTS, "2025-05-06"), (Kind.ENDS, "2025-05-07")]),
        ("a halt from May 8-10", [(Kind.STARTS, "2025-05-08"), (Kind.ENDS, "2025-05-10")]),
        ("prisoners taken 9-11 May", []),
    ],
)
def test_days_that_a_text_sets(text: str, found: list[tuple[Kind, str]]) -> None:
    assert [(d.kind, d.when.isoformat()) for d in set_days(text, MAY)] == found


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("talks or tariffs in 50 days", Kind.DUE, "2025-06-20"),
        ("signed for 120 days", Kind.ENDS, "2025-08-29"),
        ("a 30-day halt on strikes", Kind.ENDS, "2025-05-31"),
        ("a three-day ceasefire", Kind.ENDS, "2025-05-04"),
        ("an answer within two weeks", Kind.DUE, "2025-05-15"),
    ],
)
def test_days_that_follow_from_a_length_of_time(text: str, kind: Kind, day: str) -> None:
    found = one(counted_days(text, MAY))
    assert (found.kind, found.when.isoformat()) == (kind, day)


def test_the_calendar_has_the_consequence_and_what_came_next_and_does_not_judge() -> None:
    pack = with_events(
        Event(
            "e1", "2025-05-01", "pressure", ("north",), "The North sets a deadline in 10 days, else tariffs."
        ),
        Event("e2", "2025-05-13", "talks", ("north",), "The sides meet."),
    )
    found = one(calendar(Papers().view(), pack)[0])
    assert (found.when.isoformat(), found.came_of) == ("2025-05-11", "not told")
    assert found.consequence is not None
    assert [e.id for e in found.next_events] == ["e2"]


def test_the_year_of_a_day_is_not_guessed_where_words_are_dated_from_below_only() -> None:
    papers = Papers()
    statement = papers.says("north", "demand", "terr.line", "near", date="2023-08-23/..")
    words = "a truce by April 30"
    said = replace(statement, evidence=words, span=Span(0, len(words)))
    papers.entries = [replace(papers.entries[0], statement=said)]
    found = one(calendar(papers.view(), PLAIN_PACK)[0])
    assert not found.when.known
    assert found.day == "April 30"


def test_a_deadline_that_its_setter_shortens_is_moved() -> None:
    pack = with_events(
        Event("e1", "2025-05-01", "pressure", ("north",), "Tariffs if there is no answer in 50 days."),
        Event("e2", "2025-05-20", "pressure", ("north",), "The North moves the deadline: in 10 days."),
    )
    later, first = calendar(Papers().view(), pack)[0]
    assert (first.came_of, first.moved_to, later.came_of) == ("moved", "e2", "not told")


def test_a_day_is_not_in_the_calendar_before_it_was_set() -> None:
    pack = with_events(Event("e1", "2025-05-01", "truce", ("north", "south"), "A halt until 9 May."))
    assert calendar(Papers().view(Moment(as_of=date(2025, 4, 1))), pack)[0] == ()
    assert len(calendar(Papers().view(Moment(as_of=date(2025, 5, 2))), pack)[0]) == 1


def test_a_deadline_entered_by_hand_tells_what_came_of_it(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack(
        dealings="""
deadlines:
- {id: d1, date: 2025-05-08, set_on: 2025-05-01, by: [host], to: [north], what: an answer, consequence: tariffs,
   came_of: passed, outcome: nothing followed, source: minutes}
"""
    )
    found = one(calendar(Papers().view(), pack)[0])
    assert (found.came_of, found.outcome, found.grounds.how) == ("passed", "nothing followed", How.ENTERED)


def test_a_demand_met_in_words_is_given_and_has_no_return_until_one_is_heard() -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "near", date="2025-02-01")
    papers.says("south", "accept", "terr.line", "near", paper="b", date="2025-02-03")
    found = one(given(papers.view(), PLAIN_PACK)[0])
    assert (found.by, found.to, found.returns) == (("south",), ("north",), ())
    assert one(found.asked).statement.stance == "demand"


def test_what_was_accepted_before_it_was_asked_is_not_given_for_it() -> None:
    papers = Papers()
    papers.says("south", "accept", "terr.line", "near", date="2025-02-01")
    papers.says("north", "demand", "terr.line", "near", paper="b", date="2025-03-01")
    assert given(papers.view(), PLAIN_PACK)[0] == ()


def test_an_agreement_is_its_own_return() -> None:
    pack = with_events(Event("e1", "2025-02-01", "agreement", ("north", "south"), "They exchange prisoners."))
    found = one(given(Papers().view(), pack)[0])
    assert (found.by, found.to, found.returns) == (("north", "south"), (), ("e1",))


def test_what_several_gave_several_names_each_of_them(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack(
        dealings="""
given:
- {id: g1, by: [north, host], to: [south], date: 2025-03-01, what: twelve prisoners, source: minutes}
- {id: g2, by: [south], to: [host, union], date: 2025-03-09, what: a list of names, source: minutes}
"""
    )
    first, second = given(Papers().view(), pack)[0]
    assert (first.by, first.to, first.returns) == (("north", "host"), ("south",), ("g2",))
    assert (second.to, second.returns) == (("host", "union"), ())


def test_who_can_deliver_a_term(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack(issues=BINDING_ISSUES)
    papers = Papers()
    papers.says("north", "demand", "terr.status", "dejure_third", instance="isle", stage="settlement")
    papers.says("host", "reject", "terr.status", "dejure_third", instance="isle", stage="settlement")
    papers.says("south", "propose", "align.union", "eligible", stage="settlement")
    status, union = sorted(deliveries(papers.view(), pack).terms, key=lambda d: d.term.key, reverse=True)
    assert {(d.party, d.role, d.word) for d in status.deliverers} == {
        ("north", "signs", Word.YES),
        ("south", "signs", Word.NOT_HEARD),
        ("host", "alone can give it", Word.NO),
    }
    assert {(d.party, d.role) for d in union.deliverers} == {("union", "decides"), ("south", "decides")}
    assert union.not_heard == ("union",)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("The Host threatens tariffs.", "threatened"),
        ("The Host imposes tariffs on the North.", "used"),
        ("The Host lifts its sanctions.", "lifted"),
        ("The Host is displeased.", "not told"),
    ],
)
def test_whether_a_text_tells_of_threat_use_or_lifting(text: str, state: str) -> None:
    assert state_in_words(text) == state


def test_a_lever_has_who_and_against_whom() -> None:
    papers = Papers()
    papers.says("south", None, "econ.pressure", "imposed", kind="event", target="north", date="2025-02-01")
    found = one(levers(papers.view(), PLAIN_PACK)[0])
    assert (found.by, found.on, found.state) == (("south",), ("north",), "used")


def test_a_promise_is_followed_by_events_that_speak_of_it() -> None:
    pack = with_events(
        Event(
            "e1", "2024-01-01", "agreement", ("north", "south"), "Harbour corridor opened for grain ships."
        ),
        Event("e2", "2024-06-01", "reaction", ("north",), "The North ends the harbour corridor."),
        Event("e3", "2024-07-01", "reaction", ("north",), "The North names an envoy."),
    )
    found = one(promises(Papers().view(), pack)[0])
    assert (found.came_of, [e.id for e in found.later]) == ("lapsed", ["e2"])


MEASURED = """
measures:
- {id: m1, place: plain, party: north, date: 2025-02-01, share: 18.5, source: satellite}
- {id: m2, place: ford, party: north, date: 2025-02-01, state: not held, source: satellite}
"""
PLACES = """
places:
- {id: plain, name: The Plain, kind: region, source: x, aliases: {en: [the Plain]}}
- {id: ford, name: Ford, kind: town, source: x}
"""


@pytest.mark.parametrize(
    ("words", "kind", "verdict"),
    [
        ("North holds around 20 per cent of the Plain", ClaimKind.SHARE, Verdict.AGREES),
        ("North holds 30% of the Plain", ClaimKind.SHARE, Verdict.DIFFERS),
        ("North has taken Ford", ClaimKind.TAKEN, Verdict.DIFFERS),
        ("North has not taken Ford", ClaimKind.TAKEN, Verdict.AGREES),
        ("North has encircled Ford", ClaimKind.ENCIRCLED, Verdict.NOTHING),
    ],
)
def test_claims_are_checked_against_what_was_measured(
    small_pack: Callable[..., Pack], words: str, kind: ClaimKind, verdict: Verdict
) -> None:
    pack = small_pack(dealings=MEASURED, places=PLACES)
    papers = Papers()
    said = papers.says("north", None, "course.battlefield", kind="event", date="2025-02-10")
    entry = papers.entries[0]
    span = replace(said.span, end=said.span.start + len(words))
    papers.entries[0] = replace(entry, statement=replace(said, evidence=words, span=span))
    found = one(claims(papers.view(), pack))
    assert (found.kind, found.verdict) == (kind, verdict)


def test_an_entry_with_an_unknown_party_or_nothing_in_it_is_a_fault(small_pack: Callable[..., Pack]) -> None:
    with pytest.raises(PackFault, match="no party 'nort'; did you mean 'north'") as fault:
        small_pack(
            dealings="levers:\n- {id: l1, by: [nort], what: tariffs, source: x}\n- {id: l2, source: x}\n"
        )
    assert "'by' is missing" in str(fault.value)


def test_entries_that_a_person_said_are_one_are_told_once_and_come_apart_again() -> None:
    events = Event("e1", "2025-02-01", "pressure", ("host",), "The Host threatens tariffs on the North.")
    pack = with_events(events)
    papers = Papers()
    papers.says("host", "propose", "econ.pressure", "threatened", target="north", date="2025-02-01")
    line = papers.entries[0].statement.id
    assert len(levers(papers.view(), pack)[0]) == 2
    papers.same(line, "e1", kind="event")
    found = one(levers(papers.view(), pack)[0])
    assert (found.id, found.names) == ("e1", {"e1", line})
    papers.merges.append(replace(papers.merges[0], action=MergeAction.PART, at=NOON + timedelta(hours=1)))
    assert len(levers(papers.view(), pack)[0]) == 2
    assert len(levers(papers.view(Moment(recorded_by=NOON)), pack)[0]) == 1


def test_a_start_and_an_end_stay_two_days_when_what_tells_of_them_is_one() -> None:
    pack = with_events(
        Event("e1", "2025-05-01", "truce", ("north",), "A halt from 8 May to 11 May."),
        Event("e2", "2025-05-02", "truce", ("south",), "A halt from 8 May to 11 May."),
    )
    papers = Papers()
    assert len(calendar(papers.view(), pack)[0]) == 4
    papers.same("e2", "e1", kind="event")
    assert [(d.kind, d.names) for d in calendar(papers.view(), pack)[0]] == [
        (Kind.STARTS, {"e1", "e2"}),
        (Kind.ENDS, {"e1", "e2"}),
    ]
