"""Questions on the terms themselves: same limits, order, what is left; and to those who do not sign."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.bargaining.results import Question, QuestionKind, StageResults
from detente.packs.model import Pack
from small_worlds import BINDING_ISSUES, Papers, one

PROPOSALS = """
proposals:
- {id: text, name: Text, date: 2025-03-11, by: [host], basis: text, stage: truce, terms: {cf.class: interim}}
"""
GIVEN = """
- {issue: econ.relief, options: [phased, full], parties: [host, other], source: x}
"""
MORE_PARTIES = """
parties:
- {id: north, name: North, source: invented}
- {id: south, name: South, source: invented}
- {id: host, name: Host, source: invented}
- {id: other, name: Other, source: invented}
- {id: union, name: Union, kind: bloc, members: [host], source: invented}
"""


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    issues = BINDING_ISSUES.replace("consent:", f"{GIVEN.strip()}\nconsent:")
    return small_pack(issues=issues, parties=MORE_PARTIES, proposals=PROPOSALS)


def of_kind(results: StageResults, party: str, kind: QuestionKind) -> list[Question]:
    return [q for q in results.questions if (q.party, q.kind) == (party, kind)]


def test_who_asks_the_other_for_a_limit_is_asked_for_the_same(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "hedge", "forces.rearm", "one_side", stage="truce")
    papers.says("north", "demand", "support.arms", "stop", stage="truce")
    results = papers.results(pack, "truce")
    asked = one(of_kind(results, "north", QuestionKind.SAME_LIMITS))
    assert "Would you take the same limits on your side, supplies from abroad included" in asked.text
    assert {str(k) for k in asked.keys} == {"forces.rearm", "support.arms"}
    other = one(of_kind(results, "south", QuestionKind.SAME_LIMITS))
    assert other.text.startswith("North raises limits for your side on")
    assert not [
        q for q in results.questions if q.kind is QuestionKind.NOT_ANSWERED and q.key.issue == "forces.rearm"
    ]


def test_nobody_is_asked_for_the_same_limits_who_offers_them_or_of_whom_others_say_it(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "forces.rearm", "one_side", stage="truce")
    papers.says("south", "propose", "forces.rearm", "symmetric", stage="truce")
    assert not of_kind(papers.results(pack, "truce"), "north", QuestionKind.SAME_LIMITS)
    papers = Papers()
    papers.says("north", "demand", "forces.rearm", "one_side", stage="truce", basis="analyst")
    assert not of_kind(papers.results(pack, "truce"), "north", QuestionKind.SAME_LIMITS)


def test_what_comes_before_and_after_is_asked_of_both_sides(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "align.order", "precondition", stage="truce")
    papers.says("north", "demand", "terr.line", "far", stage="truce")
    papers.says("south", "demand", "cf.precondition", "none", stage="truce")
    results = papers.results(pack, "truce")
    north = one(of_kind(results, "north", QuestionKind.ORDER))
    assert north.text.startswith("Reports tie a ceasefire of yours to")
    assert {str(k) for k in north.keys} == {"align.order", "terr.line"}
    assert (
        "Does that shut out rules that bind both sides"
        in one(of_kind(results, "south", QuestionKind.ORDER)).text
    )


@pytest.mark.parametrize(
    ("basis", "words"), [("own", "You refuse “Far line”"), ("reported", "You are reported to refuse")]
)
def test_who_refuses_one_thing_is_asked_what_is_left(pack: Pack, basis: str, words: str) -> None:
    papers = Papers()
    papers.says("north", "demand", "guar.presence", "none_allowed", stage="settlement")
    papers.says("south", "reject", "guar.presence", "none_allowed", stage="settlement", basis=basis)
    papers.says("host", "propose", "guar.presence", "western", stage="settlement")
    found = of_kind(papers.results(pack), "south", QuestionKind.REMAINING)
    assert words.partition(" “")[0] in one(found).text
    papers = Papers()
    papers.says("north", "demand", "guar.presence", "none_allowed", stage="settlement")
    papers.says("south", "reject", "guar.presence", "none_allowed", stage="settlement", basis="analyst")
    assert not of_kind(papers.results(pack), "south", QuestionKind.REMAINING)


def test_the_shortest_time_and_a_date_ask_for_what_comes_after(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "propose", "cf.duration", "days3", stage="truce")
    papers.says("south", "propose", "cf.duration", "days30", stage="truce")
    papers.says("host", "propose", "proc.deadline", "set", stage="truce")
    papers.says("south", "propose", "proc.deadline", "set", stage="truce", basis="analyst")
    results = papers.results(pack, "truce")
    north = one(of_kind(results, "north", QuestionKind.AFTERWARDS))
    assert "you named “3 days”, others “30 days”" in north.text
    assert not of_kind(results, "south", QuestionKind.AFTERWARDS)
    assert (
        "What follows where the date passes?" in one(of_kind(results, "host", QuestionKind.AFTERWARDS)).text
    )


def test_whose_need_is_left_unmet_is_asked_what_would_do_instead(small_pack: Callable[..., Pack]) -> None:
    need = 'needs:\n- {id: cover, party: south, stage: settlement, name: cover, any_of: [["terr.line=old"]], source: x}\n'
    pack = small_pack(issues=BINDING_ISSUES + need)
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", stage="settlement")
    results = papers.results(pack)
    asked = one(of_kind(results, "south", QuestionKind.INSTEAD))
    assert asked.text.endswith(
        "What would do instead? It names: cover: Line of control when fighting stops: Old line."
    )
    assert asked.hangs == ("S1",)


def test_what_one_side_asked_in_vain_is_asked_of_the_sponsor(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "hedge", "cf.orders", None, stage="truce")
    papers.says("north", "hedge", "cf.adjudicate", None, stage="truce")
    results = papers.results(pack, "truce")
    asked = one(of_kind(results, "host", QuestionKind.UNANSWERED))
    assert {k.issue for k in asked.keys} == {"cf.orders", "cf.adjudicate"}
    assert asked.text.startswith("North asked about")
    raised = one(of_kind(results, "north", QuestionKind.NOT_ANSWERED))
    assert {k.issue for k in raised.keys} == {"cf.orders", "cf.adjudicate"}
    south = [q for q in of_kind(results, "south", QuestionKind.NOT_HEARD) if q.key.issue.startswith("cf.")]
    assert any("North raised it; nothing was read from you" in q.text for q in south)


def test_who_offers_what_others_must_give_too_is_asked_whether_they_agree(pack: Pack) -> None:
    papers = Papers()
    papers.says("host", "propose", "econ.relief", "phased", stage="settlement")
    results = papers.results(pack)
    assert (
        "It takes Other too, not heard on it: are you agreed?"
        in one(of_kind(results, "host", QuestionKind.CONSENT)).text
    )
    assert one(of_kind(results, "other", QuestionKind.NOT_HEARD)).text.startswith("Host names “Phased”")
    papers.says("other", "propose", "econ.relief", "full", stage="settlement")
    results = papers.results(pack)
    assert not of_kind(results, "host", QuestionKind.CONSENT)
    for party in ("host", "other"):
        assert "Can both stand in one deal" in one(of_kind(results, party, QuestionKind.DIFFERING)).text


def test_a_third_party_is_asked_which_deal_and_what_it_means(pack: Pack) -> None:
    papers = Papers()
    papers.says("union", "propose", "terr.line", "land", stage="truce")
    papers.says("north", "demand", "terr.line", "far", stage="settlement")
    results = papers.results(pack, "truce")
    assert (
        "part of a ceasefire, or of a settlement?"
        in one(of_kind(results, "union", QuestionKind.STAGE_UNCLEAR)).text
    )
    assert (
        "Which do you mean: “Near line” or “Far line”?"
        in one(of_kind(results, "union", QuestionKind.UNNAMED)).text
    )
    papers = Papers()
    papers.says("union", "propose", "terr.line", "land", stage="truce", basis="analyst")
    assert not [q for q in papers.results(pack, "truce").questions if q.party == "union"]


def test_what_only_others_say_is_not_put_into_a_mouth(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "land", basis="analyst", stage="settlement")
    papers.says("south", "demand", "terr.line", None, basis="analyst", stage="settlement")
    texts = [q.text for q in papers.results(pack).questions if q.kind is QuestionKind.UNNAMED]
    assert len(texts) == 2
    assert all(t.startswith("Others say that you") for t in texts)
