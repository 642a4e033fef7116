"""Offers and answers: who put what to whom, who answered, and who was not heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.ledger.dealings.answers import exchanges
from detente.ledger.dealings.asked import Put, unanswered
from detente.ledger.dealings.grounds import How
from detente.ledger.dealings.replies import Exchange, Reply, ReplyWord
from detente.packs.model import Event, Pack, Proposal
from random_worlds import PLAIN_PACK
from small_worlds import BINDING_ISSUES, Papers, one

DAYS = ("2025-01-10", "2025-02-10", "2025-03-10", None)
SWAP = {"north": "south", "south": "north"}
TEXT = Proposal("p1", "The plan", "2025-01-05", ("north",), "text", {"terr.line": "near"}, event="e1")
EVENTS = {
    "e1": Event("e1", "2025-01-05", "proposal", ("north",), "The North tables a plan.", proposal="p1"),
    "e2": Event("e2", "2025-01-09", "reaction", ("south",), "The South calls the plan thin."),
}
TABLED = replace(PLAIN_PACK, proposals={"p1": TEXT}, events=EVENTS)


def log(papers: Papers, pack: Pack = PLAIN_PACK) -> tuple[Exchange, ...]:
    return exchanges(papers.view(), pack)[0]


def reply(exchange: Exchange, party: str = "south") -> Reply:
    return one(r for r in exchange.replies if r.party == party)


def offered(**more: str) -> Papers:
    papers = Papers()
    papers.says("north", "propose", "terr.line", "near", paper="a", date="2025-02-01", **more)
    return papers


def test_an_offer_without_an_answer_is_no_answer_heard_and_never_a_refusal() -> None:
    found = one(log(offered()))
    assert (found.offer.by, found.offer.to) == (("north",), ("south",))
    assert reply(found).word is ReplyWord.NONE
    assert found.unanswered == ("south",)


@pytest.mark.parametrize(
    ("stance", "more", "word"),
    [
        ("accept", {}, ReplyWord.YES),
        ("accept", {"condition": "if it is watched"}, ReplyWord.CONDITIONS),
        ("reject", {}, ReplyWord.NO),
        ("hedge", {}, ReplyWord.ASKS),
    ],
)
def test_an_answer_is_what_the_other_says_of_it_afterwards(
    stance: str, more: dict[str, str], word: ReplyWord
) -> None:
    papers = offered()
    papers.says("south", stance, "terr.line", "near", paper="b", date="2025-02-03", **more)
    answer = reply(one(log(papers)))
    assert (answer.word, answer.grounds.how) == (word, How.INFERRED)
    assert one(answer.grounds.lines).statement.stance == stance


@pytest.mark.parametrize(
    ("stance", "own", "word"),
    [
        ("reject", False, ReplyWord.NO),
        ("reject", True, ReplyWord.NO),
        ("accept", False, ReplyWord.YES),
        ("accept", True, ReplyWord.NONE),
    ],
)
def test_undated_words_answer_the_only_offer_of_just_that_option(
    stance: str, own: bool, word: ReplyWord
) -> None:
    papers = offered()
    if own:
        papers.says("south", "propose", "terr.line", "near", paper="c", date="2024-02-01")
    papers.says("south", stance, "terr.line", "near", paper="b")
    answer = reply(one(e for e in log(papers) if e.offer.by == ("north",)))
    assert (answer.word, answer.when.known) == (word, False)
    assert answer.grounds.how is (How.INFERRED if word is not ReplyWord.NONE else How.FOUND)


def test_undated_words_answer_none_of_several_offers() -> None:
    papers = offered()
    papers.says("north", "propose", "terr.line", "near", paper="d", date="2025-06-01")
    papers.says("south", "reject", "terr.line", "near", paper="b")
    assert {reply(e).word for e in log(papers)} == {ReplyWord.NONE}


def test_what_an_outsider_gives_itself_asks_no_signatory_for_a_yes(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack(issues=BINDING_ISSUES)
    papers = Papers()
    papers.says("host", "propose", "support.arms", "grow", date="2025-02-01")
    papers.says("host", "propose", "terr.line", "near", date="2025-02-02", stage="settlement")
    arms, line = log(papers, pack)
    assert (arms.offer.to, arms.unanswered) == ((), ())
    assert line.offer.to == ("north", "south")


@pytest.mark.parametrize("issue", ["proc.deadline", "econ.pressure"])
def test_a_deadline_and_pressure_are_no_offers(small_pack: Callable[..., Pack], issue: str) -> None:
    papers = Papers()
    papers.says("host", "propose", issue, "urged", target="north", date="2025-02-01")
    assert log(papers, small_pack()) == ()


def test_a_text_that_its_maker_replaced_waits_for_no_answer_any_more() -> None:
    later = replace(TEXT, id="p2", name="The second plan", date="2025-03-05", event=None)
    pack = replace(TABLED, proposals={"p1": TEXT, "p2": later}, events={"e1": EVENTS["e1"]})
    papers = Papers()
    assert one(unanswered(papers.view(), pack, log(papers, pack))).offer == "p2"


def test_another_option_put_in_the_same_passage_is_a_counter_offer() -> None:
    papers = offered()
    papers.says("south", "propose", "terr.line", "old", paper="a", date="2025-02-03", at=100)
    assert reply(log(papers)[0]).word is ReplyWord.COUNTER


def test_yes_from_one_voice_and_no_from_another_is_yes_and_no() -> None:
    papers = offered()
    papers.says("south", "accept", "terr.line", "near", paper="b", date="2025-02-03")
    papers.says("south", "reject", "terr.line", "near", paper="b", date="2025-02-04", speaker="an aide")
    assert reply(one(log(papers))).word is ReplyWord.MIXED


def test_what_an_expert_says_a_party_would_answer_is_no_answer() -> None:
    papers = offered()
    papers.says("south", "reject", "terr.line", "near", paper="b", date="2025-02-03", basis="analyst")
    assert reply(one(log(papers))).word is ReplyWord.NONE


def test_thirty_days_and_thirty_days_extendable_are_one_matter(small_pack: Callable[..., Pack]) -> None:
    papers = Papers()
    papers.says("north", "propose", "cf.duration", "days30x", date="2025-02-01")
    papers.says("south", "accept", "cf.duration", "days30", paper="b", date="2025-02-03")
    assert reply(one(log(papers, small_pack()))).word is ReplyWord.YES


def test_an_answer_goes_to_the_newest_offer_that_it_can_answer() -> None:
    papers = offered()
    papers.says("north", "propose", "terr.line", "near", paper="c", date="2025-03-01")
    papers.says("south", "reject", "terr.line", "near", paper="b", date="2025-03-03")
    assert [reply(e).word for e in log(papers)] == [ReplyWord.NONE, ReplyWord.NO]


def test_terms_put_in_one_breath_are_one_offer_and_an_answer_may_be_to_a_part(
    small_pack: Callable[..., Pack],
) -> None:
    pack = small_pack()
    papers = Papers()
    papers.says("north", "propose", "cf.duration", "days30", at=100)
    papers.says("north", "propose", "cf.monitor", "osce_un", at=200)
    papers.says("north", "propose", "cf.area", "all", at=9000)
    papers.says("south", "accept", "cf.monitor", "osce_un", at=5000)
    first, apart = sorted(log(papers, pack), key=lambda e: -len(e.offer.terms))
    assert len(first.offer.terms) == 2
    assert len(apart.offer.terms) == 1
    assert (reply(first).word, reply(first).partly) == (ReplyWord.YES, True)


def test_a_demand_is_in_the_log_once_it_was_answered_and_waits_until_then() -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", target="south", date="2025-02-01")
    assert log(papers) == ()
    waits = one(unanswered(papers.view(), PLAIN_PACK, ()))
    assert (waits.put, waits.to) == (Put.DEMAND, ("south",))
    papers.says("south", "reject", "terr.line", "far", target="north", date="2025-02-02")
    assert reply(one(log(papers))).word is ReplyWord.NO
    assert unanswered(papers.view(), PLAIN_PACK, log(papers)) == ()


def test_a_question_waits_until_the_other_is_heard_on_the_matter() -> None:
    papers = Papers()
    papers.says("north", "hedge", "terr.line", None, date="2025-02-01")
    assert one(unanswered(papers.view(), PLAIN_PACK, ())).put is Put.QUESTION
    papers.says("south", "demand", "terr.line", "old", paper="b", date="2025-02-05")
    assert [a.by for a in unanswered(papers.view(), PLAIN_PACK, ())] == []


def test_a_text_of_the_pack_is_answered_by_an_event_in_the_sources_words() -> None:
    answer = reply(one(log(Papers(), TABLED)))
    assert (answer.word, answer.said) == (ReplyWord.REACTED, "The South calls the plan thin.")
    assert [e.id for e in answer.grounds.events] == ["e2"]


def test_a_report_of_a_text_is_no_second_offer() -> None:
    papers = Papers()
    papers.says("north", "propose", "terr.line", "near", date="2025-01-20")
    papers.says("north", "propose", "terr.line", "near", paper="b", date="2025-03-20")
    first, later = log(papers, TABLED)
    assert (first.offer.id, len(first.offer.grounds.lines)) == ("p1", 1)
    assert later.offer.form == "offer"


def test_what_a_person_enters_takes_the_place_of_what_was_found(small_pack: Callable[..., Pack]) -> None:
    papers = offered()
    found = log(papers)[0].offer.id
    pack = small_pack(
        dealings=f"""
offers:
- {{id: o1, replaces: [{found}], by: [north], to: [south], date: 2025-02-01, what: a line in the hills, source: minutes}}
answers:
- {{id: a1, offer: o1, party: south, answer: "no", date: 2025-02-02, text: refused at table, source: minutes}}
"""
    )
    exchange = one(log(papers, pack))
    assert (exchange.offer.what, exchange.offer.grounds.how) == ("a line in the hills", How.ENTERED)
    assert (reply(exchange).word, reply(exchange).grounds.source) == (ReplyWord.NO, "minutes")


def test_an_entry_that_replaces_nothing_is_told(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack(dealings="offers:\n- {id: o1, replaces: [zz], drop: true, source: minutes}\n")
    assert one(exchanges(Papers().view(), pack)[1]).code == "replaces-nothing"


sayings = st.tuples(
    st.sampled_from(["north", "south"]),
    st.sampled_from(["propose", "demand", "accept", "reject", "hedge"]),
    st.sampled_from(["old", "near", "far", None]),
    st.sampled_from(DAYS),
    st.sampled_from(["a", "b", "c"]),
    st.booleans(),
)


def papers_of(
    said: list[tuple[str, str, str | None, str | None, str, bool]], *, swap: bool = False
) -> Papers:
    papers = Papers()
    for at, (party, stance, option, day, paper, named) in enumerate(said):
        holder = SWAP[party] if swap else party
        target = SWAP[holder] if named else None
        papers.says(holder, stance, "terr.line", option, paper=paper, date=day, target=target, at=at * 300)
    return papers


def outline(found: tuple[Exchange, ...], *, swap: bool) -> list[object]:
    def name(party: str) -> str:
        return SWAP[party] if swap else party

    return sorted(
        repr(
            (
                [name(p) for p in e.offer.by],
                e.offer.when.isoformat(),
                [(str(t.key), t.option) for t in e.offer.terms],
                [(name(r.party), str(r.word), r.partly, len(r.lines)) for r in e.replies],
            )
        )
        for e in found
    )


@given(st.lists(sayings, max_size=8))
def test_swapped_parties_give_a_swapped_log(
    said: list[tuple[str, str, str | None, str | None, str, bool]],
) -> None:
    plain, swapped = log(papers_of(said)), log(papers_of(said, swap=True))
    assert outline(plain, swap=False) == outline(swapped, swap=True)


@given(st.lists(sayings, max_size=8))
def test_an_answer_dated_before_its_offer_is_never_its_answer(
    said: list[tuple[str, str, str | None, str | None, str, bool]],
) -> None:
    for exchange in log(papers_of(said)):
        for answer in exchange.replies:
            for line in answer.grounds.lines:
                assert not line.said.certainly_before(exchange.offer.when)
                assert line.statement.holder not in exchange.offer.by


@given(st.lists(sayings, max_size=6))
def test_a_line_on_another_matter_changes_nothing(
    said: list[tuple[str, str, str | None, str | None, str, bool]],
) -> None:
    papers = papers_of(said)
    before = log(papers)
    papers.says("south", "event", "course.progress", None, paper="z", kind="event")
    assert log(papers) == before
