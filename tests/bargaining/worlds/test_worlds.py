"""What holds in how many worlds: draws from the fold, for each stage and each party alike."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import numpy as np
import pytest

from bargaining.worlds.drawing import robust
from detente.bargaining.worlds import plain
from detente.bargaining.worlds.asking import Drawn, unknowns
from detente.bargaining.worlds.naming import Naming
from detente.bargaining.worlds.outcomes import Outcome
from detente.bargaining.worlds.results import Robustness
from detente.bargaining.worlds.sample import Chance, Sample
from detente.bargaining.worlds.shares import Share
from detente.bargaining.worlds.yeses import Draw, Yes, Yeses
from detente.kernel.errors import WrongAnswer
from detente.ledger.agenda import Key
from detente.packs.model import Pack
from small_worlds import ISSUES, Papers, one

LINE = Key("terr.line")
PROPOSALS = """
proposals:
- {id: near, name: Near, date: 2025-03-11, by: [host], basis: text, terms: {terr.line: near, econ.relief: full}}
- {id: own, name: Own, date: 2025-03-11, by: [north], basis: text, terms: {terr.line: land}}
- {id: all, name: All, date: 2025-03-11, by: [host], basis: text, stage: truce, terms: {cf.precondition: [withdrawal]}}
- {id: none, name: None, date: 2025-03-11, by: [host], basis: text, stage: truce, terms: {cf.precondition: [none]}}
"""


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack(issues=ISSUES, proposals=PROPOSALS)


@pytest.fixture
def clash() -> Papers:
    """Each side asks for the line in its own words, once."""
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", stage="settlement")
    papers.says("south", "demand", "terr.line", "old", stage="settlement")
    return papers


def share_of(found: Robustness, result: str) -> float:
    return one(x for x in found.locks if x.deadlock.id == result).shut.value


def test_one_flat_word_of_its_own_holds_in_nine_worlds_of_ten(pack: Pack, clash: Papers) -> None:
    found = robust(clash, pack, worlds=20_000)
    low, high = one(found.locks).shut.interval
    assert low - 0.005 < 0.9 * 0.9 < high + 0.005  # Beta(0.5, 4.5): P 0.1 of each yes, drawn apart
    assert one(found.locks).shut.words == "in most worlds"
    assert found.checked == 3


def test_what_both_sides_repeat_in_their_own_words_holds_in_nearly_all_worlds(pack: Pack) -> None:
    papers = Papers()
    for month in range(1, 7):
        for party, option in (("north", "far"), ("south", "old")):
            day = f"2025-0{month}-01"
            papers.says(
                party, "demand", "terr.line", option, stage="settlement", date=day, paper=f"{party}{month}"
            )
    assert one(robust(papers, pack).locks).shut.value > 0.95


def test_more_worlds_come_nearer(pack: Pack, clash: Papers) -> None:
    widths = [
        high - low
        for n in (100, 1000, 10_000)
        for low, high in [one(robust(clash, pack, worlds=n).locks).shut.interval]
    ]
    assert widths == sorted(widths, reverse=True)
    assert abs(share_of(robust(clash, pack, worlds=40_000), "S1") - 0.81) < 0.01


def test_words_that_do_not_tell_their_stage_are_about_it_in_half_of_the_worlds(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "demand", "terr.line", "old", stage="settlement")
    found = robust(papers, pack, worlds=20_000)
    assert abs(share_of(found, "S1") - 0.405) < 0.02
    stage = one(u for u in found.unknowns if u.kind == "stage")
    assert (stage.party, stage.keys) == ("north", (LINE,))
    assert stage.value > 0.4


def test_an_accepted_far_line_is_a_nearer_one_too_in_every_world(pack: Pack) -> None:
    papers = Papers()
    papers.says("south", "accept", "terr.line", "far", stage="settlement")
    found = papers.results(pack)
    yeses = Yeses(papers.positions(pack), found.problem, pack)
    numbers = [yeses.takes("south", LINE, v) for v in ("far", "near", "old")]
    sample = Sample(Chance(500, np.random.default_rng(3)), Naming(papers.positions(pack), pack))
    rows = Drawn(yeses.every, sample, "settlement").heard
    far, near, old = (rows[n] for n in numbers)
    assert (far <= near).all()
    assert (near <= old).all()
    assert far.mean() > 0.8


def test_correlation_keeps_each_share_and_moves_those_of_several_matters(pack: Pack) -> None:
    papers = Papers()
    for issue, north, south in (("terr.line", "far", "old"), ("align.neutrality", "neutral", "free")):
        options = [o.id for o in pack.leaves[issue].options if not o.could_be]
        papers.says("north", "demand", issue, north if north in options else options[-1], stage="settlement")
        papers.says("south", "demand", issue, south if south in options else options[0], stage="settlement")
    apart = robust(papers, pack, worlds=20_000)
    together = robust(papers, pack, worlds=20_000, correlation={"party": 1.0})
    some = robust(papers, pack, worlds=20_000, correlation={"north": 1.0})
    assert len(apart.locks) == 2
    for found in (together, some):
        assert all(abs(share_of(found, x.deadlock.id) - x.shut.value) < 0.02 for x in apart.locks)
    assert together.none_shut.value > some.none_shut.value > apart.none_shut.value + 0.02


def test_who_was_not_heard_is_told_apart_from_who_was(pack: Pack) -> None:
    papers = Papers()
    papers.says("south", "accept", "terr.line", "near", stage="settlement")
    near = one(p for p in robust(papers, pack, worlds=10_000).proposals if p.scored.proposal.id == "near")
    assert near.unheard == (("north", Key("econ.relief")), ("north", LINE), ("south", Key("econ.relief")))
    assert list(near.by_party) == ["south"]
    assert abs(near.heard.value - 0.9) < 0.02
    assert abs(near.if_asked.value - 0.9 / 8) < 0.02
    own = one(p for p in robust(papers, pack).proposals if p.scored.proposal.id == "own")
    assert own.by_party.keys() == {"south"}  # who tabled a text is not asked for it


def test_a_proposal_on_which_nobody_was_heard_is_not_told_as_agreed(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "align.rank", "formats", stage="settlement")
    near = one(p for p in robust(papers, pack).proposals if p.scored.proposal.id == "near")
    assert near.heard == Share(0, 0)
    assert near.heard.words == "not looked at"


def test_an_element_asked_for_breaks_a_whole_list_without_it(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "cf.precondition", "stop_aid", stage="truce")
    papers.says("south", "demand", "cf.precondition", "none", stage="truce")
    found = {p.scored.proposal.id: p for p in robust(papers, pack, "truce", worlds=5000).proposals}
    assert found["all"].by_party["north"].value < 0.2
    assert found["all"].by_party["south"].value < 0.2
    assert found["none"].by_party["south"].value == 1
    assert found["none"].by_party["north"].value < 0.2
    matter = one(m for m in robust(papers, pack, "truce").matters if m.key == Key("cf.precondition"))
    assert matter.heard.value < 0.4


def test_a_text_that_leaves_a_need_unmet_is_agreed_in_no_world(small_pack: Callable[..., Pack]) -> None:
    need = 'needs:\n- {id: cover, party: south, stage: settlement, name: cover, any_of: [["terr.line=old"]], source: x}\n'
    pack = small_pack(issues=ISSUES + need, proposals=PROPOSALS)
    papers = Papers()
    papers.says("south", "accept", "terr.line", "near", stage="settlement")
    papers.says("north", "demand", "terr.line", "far", stage="settlement")
    found = robust(papers, pack)
    near = one(p for p in found.proposals if p.scored.proposal.id == "near")
    assert (near.heard.count, near.by_party["south"].count) == (0, 0)
    assert abs(one(found.locks).shut.value - 0.9) < 0.03  # the need holds in every world
    assert all(m.opens["S1"].count == m.opens["S1"].worlds for m in one(found.locks).moves)


def test_a_condition_holds_as_surely_as_it_was_said_and_a_question_in_half_of_the_worlds(pack: Pack) -> None:
    papers = Papers()
    papers.says("south", "accept", "terr.line", "near", stage="settlement")
    papers.says(
        "north", "accept", "terr.line", "near", stage="settlement", condition="if", condition_on=(("econ.relief", "keep"),)
    )  # fmt: skip
    near = one(p for p in robust(papers, pack, worlds=10_000).proposals if p.scored.proposal.id == "near")
    assert abs(near.by_party["north"].value - 0.9 * 0.1) < 0.02
    papers = Papers()
    papers.says("north", "hedge", "terr.line", "far", stage="settlement")
    papers.says("south", "demand", "terr.line", "old", stage="settlement")
    assert abs(share_of(robust(papers, pack, worlds=10_000), "S1") - 0.45) < 0.03


def test_a_position_known_surely_is_worth_no_question(pack: Pack) -> None:
    draws = [Draw("north", Key("a"), ""), Draw("south", Key("b"), ""), Draw("south", Key("c"), "")]
    yeses = [
        Yes("north", Key("a"), "takes x", 1.0, draws[0]),
        Yes("south", Key("b"), "takes x", 0.5, draws[1]),
        Yes("south", Key("c"), "takes x", 0.5, draws[2]),
    ]
    worlds = Drawn(yeses, Sample(Chance(4000, np.random.default_rng(5)), Naming((), pack)), "settlement")
    found, complete = unknowns([Outcome("S1", "deadlock", ((0, 1),))], worlds, lambda: False)
    values = {u.keys[0].issue: u.value for u in found}
    assert complete
    assert values["a"] == values["c"] == 0
    assert abs(values["b"] - 0.5) < 0.03
    sure = one(u for u in found if u.party == "north")
    assert one(sure.bearings).reduction == 0
    open_one = one(one(u for u in found if u.keys[0].issue == "b").bearings)
    assert abs(open_one.reduction - 0.25) < 0.01
    assert (open_one.low.value, open_one.high.value, open_one.decides.value) == (0, 1, 1)


def test_the_tornado_of_a_result_has_its_widest_bar_first(pack: Pack, clash: Papers) -> None:
    clash.says("south", "reject", "terr.line", "far", stage="settlement", basis="analyst")
    found = robust(clash, pack)
    bars = found.tornado("S1")
    widths = [b.decides.count for _, b in bars]
    assert {u.party for u, _ in bars} == {"north", "south"}
    assert widths == sorted(widths, reverse=True)
    assert all(b.decides.count == b.high.count - b.low.count for _, b in bars)


def test_what_the_budget_cut_off_is_said(pack: Pack, clash: Papers) -> None:
    ticks = count()
    found = robust(clash, pack, clock=lambda: float(next(ticks)), budget_s=0)
    assert not found.complete
    assert one(found.problems).code == "truncated"
    assert found.locks == found.unknowns == ()
    assert found.none_shut == Share(0, 0)
    told, moved = set(), set()
    for budget in range(2, 400, 2):
        ticks = count()
        some = robust(clash, pack, clock=lambda: float(next(ticks)), budget_s=budget)  # noqa: B023
        assert [p.code for p in some.problems] == ([] if some.complete else ["truncated"])
        told.add((bool(some.locks), some.complete))
        moved |= {len(lock.moves) for lock in some.locks}
        if some.complete:
            break
    assert told == {(False, False), (True, False), (True, True)}
    assert len(moved) > 2


def test_a_world_that_comes_out_otherwise_is_never_shown(
    pack: Pack, clash: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "opens", lambda *_: None)
    with pytest.raises(WrongAnswer, match="S1 comes out otherwise in world 0"):
        robust(clash, pack)
    monkeypatch.undo()
    monkeypatch.setattr(plain, "agrees", lambda *_, **__: None)
    with pytest.raises(WrongAnswer, match="comes out otherwise in world 0"):
        robust(clash, pack)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "in no world"), (1, "in few worlds"), (20, "in few worlds"), (21, "in less than half of the worlds"),
        (40, "in about half of the worlds"), (60, "in about half of the worlds"),
        (61, "in more than half of the worlds"), (80, "in most worlds"), (99, "in most worlds"), (100, "in all worlds"),
    ],
)  # fmt: skip
def test_shares_are_told_in_words(number: int, words: str) -> None:
    share = Share(number, 100)
    low, high = share.interval
    assert share.words == words
    assert low <= share.value <= high
