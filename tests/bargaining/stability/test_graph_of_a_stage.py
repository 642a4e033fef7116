"""A conflict out of what parties said: who can give what is asked, and what firm positions tell of likes, and no more."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.bargaining.constraints.model import StageProblem
from detente.bargaining.constraints.stage import stage_problem
from detente.bargaining.stability.from_stage import Derived, derived
from detente.bargaining.stability.model import Verdict
from detente.bargaining.stability.stabilities import stabilities
from detente.packs.model import Pack
from small_worlds import BINDING_ISSUES, Papers


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack(issues=BINDING_ISSUES)


def problem_of(papers: Papers, pack: Pack) -> StageProblem:
    return stage_problem(papers.positions(pack), papers.view().counted, pack, stage="settlement")


def made(papers: Papers, pack: Pack) -> Derived:
    return derived(problem_of(papers, pack), pack)


def test_what_one_refuses_and_another_asks_for_is_an_option_of_each(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "demand", "terr.line", "old")
    found = made(papers, pack)
    assert [(g.party, g.value) for g in found.gifts] == [("north", "old"), ("south", "far")]
    assert found.conflict is not None
    assert found.conflict.decision_makers == ("North", "South")
    assert found.conflict.patterns == ("N N", "Y N", "N Y")  # no line is both the old and the far one
    assert {line.statement.holder for line in found.lines} == {"north", "south"}


def test_likes_are_known_where_a_demand_is_met_in_the_one_and_broken_in_the_other_only(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "demand", "terr.line", "old")
    conflict = made(papers, pack).conflict
    assert conflict is not None
    nothing, north_gives, south_gives = range(3)
    north, south = conflict.preferences
    assert north.better(south_gives, north_gives) is True
    assert north.better(south_gives, nothing) is True  # what is left open breaks a demand
    assert north.better(nothing, north_gives) is None  # both break it: how it compares them was not heard
    assert south.better(north_gives, nothing) is True
    found = stabilities(conflict)
    assert found.verdict("R", 0, nothing) is Verdict.NOT_KNOWN
    assert found.verdict("R", 1, north_gives) is Verdict.STABLE


def test_names_and_order_of_parties_change_nothing(pack: Pack) -> None:
    one, two = Papers(), Papers()
    for papers, (a, b) in ((one, ("north", "south")), (two, ("south", "north"))):
        papers.says(a, "demand", "econ.relief", "full")
        papers.says(b, "reject", "econ.relief", "full")
        papers.says(b, "demand", "terr.status", "defacto", instance="isle")
        papers.says(a, "reject", "terr.status", "defacto", instance="isle")
    first, second = made(one, pack), made(two, pack)
    assert first.conflict is not None
    swap = {"north": "south", "south": "north"}
    assert {(swap[g.party], str(g.key), g.value) for g in first.gifts} == {
        (g.party, str(g.key), g.value) for g in second.gifts
    }


def test_a_provider_can_give_what_is_its_own(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.status", "dejure_third", instance="isle")
    papers.says("host", "reject", "terr.status", "dejure_third", instance="isle")
    found = made(papers, pack)
    assert found.conflict is None
    assert "only Host can give" in found.missing
    assert found.not_movers == ("north",)


def test_nothing_firm_gives_no_conflict(pack: Pack) -> None:
    found = made(Papers(), pack)
    assert (found.conflict, found.gifts) == (None, ())
    assert found.missing.startswith("nobody can give")


def test_a_set_is_given_element_by_element_and_matters_can_be_chosen(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "demand", "terr.line", "old")
    papers.says("south", "demand", "guar.who", "us")
    papers.says("north", "reject", "guar.who", "us")
    found = made(papers, pack)
    assert ("north", "guar.who", "us") in {(g.party, str(g.key), g.value) for g in found.gifts}
    assert found.conflict is not None
    assert len(found.conflict.states) == 6
    problem = problem_of(papers, pack)
    chosen = derived(problem, pack, [k for g in problem.groups for k in g.keys if k.issue == "terr.line"])
    assert chosen.conflict is not None
    assert len(chosen.conflict.states) == 3


def test_too_many_options_ask_for_a_choice(pack: Pack) -> None:
    papers = Papers()
    for n in range(12):
        papers.says("north", "demand", "terr.status", "dejure_party", instance=f"place {n}")
        papers.says("south", "reject", "terr.status", "dejure_party", instance=f"place {n}")
        papers.says("south", "demand", "terr.status", "restored", instance=f"town {n}")
        papers.says("north", "reject", "terr.status", "restored", instance=f"town {n}")
    found = made(papers, pack)
    assert found.conflict is None
    assert "choose those that matter" in found.missing
    assert len(found.gifts) == 24
