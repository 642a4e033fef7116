"""Questions by the value of asking; what is said in one breath is drawn together."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bargaining.worlds.drawing import robust
from detente.bargaining.results import QuestionKind
from detente.bargaining.worlds.valuing import valued
from detente.ledger.agenda import Key
from detente.packs.model import Pack
from small_worlds import BINDING_ISSUES, Papers, one


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack(issues=BINDING_ISSUES)


def test_a_question_is_worth_the_verdicts_that_its_answer_may_turn(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", stage="settlement", basis="analyst")
    papers.says("south", "demand", "terr.line", "old", stage="settlement")
    papers.says("north", "hedge", "align.rank", "formats", stage="settlement")
    drawn = robust(papers, pack)
    found = valued(papers.results(pack).questions, {"settlement": drawn})
    north = [q for q in found if q.party == "north"]
    line = one(q for q in north if q.kind is QuestionKind.ATTRIBUTED)
    assert north[0] == line
    assert line.value == one(drawn.of("north", Key("terr.line"))).value > 0.3
    assert dict(line.decides)["S1"] > 0.8
    assert [q.value for q in north] == sorted((q.value for q in north), reverse=True)
    assert all(q.value == 0 for q in valued(found, {}))


def test_which_deal_is_worth_what_it_decides_in_both(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "demand", "terr.line", "old", stage="settlement")
    papers.says("south", "demand", "terr.line", "old", stage="truce", paper="b")
    both = {stage: robust(papers, pack, stage) for stage in ("truce", "settlement")}
    asked = [q for q in papers.results(pack).questions if q.kind is QuestionKind.STAGE_UNCLEAR]
    north = one(q for q in valued(asked, both) if q.party == "north")
    stages = [u for drawn in both.values() for u in drawn.of("north", Key("terr.line")) if u.kind == "stage"]
    assert len(stages) == 2
    assert north.value == pytest.approx(sum(u.value for u in stages))
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", stage="truce")
    papers.says("north", "demand", "terr.line", "far", stage="settlement", paper="b")
    both = {stage: robust(papers, pack, stage) for stage in ("truce", "settlement")}
    told = one(q for q in papers.results(pack).questions if q.kind is QuestionKind.STAGE_UNCLEAR)
    assert one(valued([told], both)).value > 0.3


def test_what_is_put_to_both_sides_is_worth_both_answers(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "hedge", "forces.rearm", "one_side", stage="truce")
    drawn = robust(papers, pack, "truce")
    found = valued(papers.results(pack, "truce").questions, {"truce": drawn})
    values = {q.party: q.value for q in found if q.kind is QuestionKind.SAME_LIMITS}
    assert values["north"] == values["south"] > 0


def test_matters_of_one_breath_are_drawn_together(pack: Pack) -> None:
    papers = Papers()
    for instance in ("isle", "cape"):
        papers.says(
            "north", "demand", "terr.status", "dejure_third", instance=instance, stage="settlement", at=0
        )
        papers.says(
            "south", "reject", "terr.status", "dejure_third", instance=instance, stage="settlement", at=500
        )
    found = robust(papers, pack, worlds=10_000)
    assert "+" in one(found.locks).deadlock.members[0].id
    assert abs(one(found.locks).shut.value - 0.81) < 0.02
    assert {u.keys for u in found.unknowns if u.party == "north"} == {
        (Key("terr.status", "cape"), Key("terr.status", "isle"))
    }


def test_elements_of_a_set_are_given_up_or_taken_one_by_one(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "cf.precondition", "withdrawal", stage="truce")
    papers.says("south", "reject", "cf.precondition", "withdrawal", stage="truce")
    found = robust(papers, pack, "truce", worlds=10_000, recheck=50)
    assert abs(one(found.locks).shut.value - 0.81) < 0.02
    assert found.checked == 50


def test_conduct_holds_as_own_words_do(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "support.arms", "stop", stage="truce")
    papers.says("host", None, "support.arms", "keep", stage="truce", kind="event")
    found = robust(papers, pack, "truce", worlds=10_000, recheck=50)
    assert abs(one(found.locks).shut.value - 0.81) < 0.02
