"""What each side has held hardest: an order of one party's own demands, which nothing said of others changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import assume, given

from detente.bargaining.holding import Holding, Record, holdings
from detente.kernel.spans import Span
from detente.ledger.entries import Entry
from detente.ledger.shifts import shifts
from detente.packs.model import Pack
from random_worlds import World, worlds_told_more_of_one_side
from small_worlds import BINDING_ISSUES, Papers, one

EVENTS = """
events:
- {id: e1, date: 2025-02-10, kind: talks, parties: [north, south], terms: "The two met.", url: "https://example.org"}
- {id: e3, date: 2025-05-01, kind: talks, parties: [north], terms: "Later.", url: "https://example.org"}
"""


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack(issues=BINDING_ISSUES, events=EVENTS)


def held(papers: Papers, pack: Pack) -> tuple[Holding, ...]:
    seen = papers.view()
    record = Record(papers.positions(pack), shifts(seen, pack), seen.counted)
    return holdings(papers.results(pack).problem, record, pack)


def order(found: tuple[Holding, ...], party: str) -> list[tuple[int, str]]:
    return [(h.rank, str(h.group.keys[0])) for h in found if h.party == party]


def test_own_words_go_before_reports_repeated_before_single_plain_before_hedged(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "econ.relief", "full", basis="reported")
    papers.says("north", "demand", "terr.line", "far", date="2025-01-10")
    papers.says("north", "demand", "terr.line", "far", date="2025-02-10", paper="b")
    papers.says("north", "demand", "align.neutrality", "plain", paper="c")
    papers.says(
        "north", "accept", "just.amnesty", "blanket", condition="if", condition_on=(("terr.line", "far"),)
    )
    found = held(papers, pack)
    issues = [issue for _, issue in order(found, "north")]
    assert issues[:2] == ["terr.line", "align.neutrality"]
    assert issues[-1] == "econ.relief"
    first = found[0]
    assert (first.occasions, first.repeated, first.hedged, first.moved) == (2, True, False, False)


def test_two_demands_that_nothing_tells_apart_share_a_place(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("north", "demand", "econ.relief", "full", paper="b")
    assert [rank for rank, _ in order(held(papers, pack), "north")] == [1, 1]


def weigh(papers: Papers, words: str, about: tuple[str, ...], **more: object) -> None:
    at = 1000 * len(papers.entries)
    said = papers.says("north", None, "course.leverage", None, kind="assessment", about=about, **more)
    papers.entries.pop()
    statement = replace(said, evidence=words, span=Span(at, at + len(words)))
    papers.entries.append(Entry(statement, papers.entries[-1].recorded))


def test_what_others_say_of_priorities_tells_equals_apart_and_the_party_s_own_word_goes_before_firmness(
    pack: Pack,
) -> None:
    papers = Papers()
    papers.says("north", "demand", "econ.relief", "full")
    papers.says("north", "demand", "terr.line", "far", paper="b")
    weigh(
        papers,
        "relief matters less to the North than the line",
        ("econ.relief", "terr.line"),
        basis="analyst",
    )
    assert order(held(papers, pack), "north") == [(1, "terr.line"), (2, "econ.relief")]
    papers.says("north", "demand", "econ.relief", "full", date="2025-01-10", paper="c")
    papers.says("north", "demand", "econ.relief", "full", date="2025-02-10", paper="d")
    assert order(held(papers, pack), "north")[0] == (
        1,
        "econ.relief",
    )  # said more than once: no equals any more
    weigh(papers, "the line is more important to us than relief", ("terr.line", "econ.relief"), basis="own")
    found = held(papers, pack)
    assert order(found, "north") == [(1, "terr.line"), (2, "econ.relief")]
    assert [(w.lesser, w.greater, w.own) for w in found[0].weighed] == [
        ("econ.relief", "terr.line", True), ("econ.relief", "terr.line", False),
    ]  # fmt: skip


def test_words_that_do_not_tell_which_counts_less_and_words_that_contradict_order_nothing(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "econ.relief", "full")
    papers.says("north", "demand", "terr.line", "far", paper="b")
    weigh(papers, "relief and the line are weighed together", ("econ.relief", "terr.line"), basis="analyst")
    weigh(papers, "relief does not matter less than the line", ("econ.relief", "terr.line"), basis="analyst")
    assert [rank for rank, _ in order(held(papers, pack), "north")] == [1, 1]
    for words in ("relief matters less than the line", "relief matters more than the line"):
        weigh(papers, words, ("econ.relief", "terr.line"), basis="own")
    assert [rank for rank, _ in order(held(papers, pack), "north")] == [1, 1]


def test_a_move_made_before_is_told_with_its_size_and_what_happened_in_those_days(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", date="2025-02-01")
    papers.says("north", "demand", "terr.line", "near", date="2025-02-20", paper="b")
    papers.says("north", "demand", "econ.relief", "full", paper="c")
    found = held(papers, pack)
    line = one(h for h in found if h.group.keys[0].issue == "terr.line")
    past = one(line.past)
    assert line.moved
    assert (past.shift.size, [e.id for e in past.events]) == (1, ["e1"])
    assert set(past.shift.lines) <= set(line.lines)


@given(worlds_told_more_of_one_side())
def test_more_reports_of_one_side_change_nothing_in_the_order_of_another(pair: tuple[World, World]) -> None:
    side = pair[0].pack.belligerents[0]
    assume(not any(s.option is None and s.stance == "reject" for s in pair[0].said))
    before, after = (held(w.papers, w.pack) for w in pair)

    def others(found: tuple[Holding, ...]) -> list[tuple[object, ...]]:
        return [(h.party, h.rank, h.group.id, h.firmness) for h in found if h.party != side]

    assert others(before) == others(after)
