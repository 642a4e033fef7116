"""Who binds: signatories by all they hold, providers for what only they can give, those whose an issue is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.bargaining.constraints.model import Role, Strength
from detente.packs.model import Pack
from small_worlds import BINDING_ISSUES, Papers, holds_of, one, steps


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack(issues=BINDING_ISSUES)


def test_two_signatories_who_exclude_one_another_are_in_deadlock(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "reject", "terr.line", "near")
    found = papers.results(pack)
    lock = one(found.deadlocks)
    assert (lock.id, lock.strength, lock.checked, lock.parties) == (
        "S1",
        Strength.OWN,
        True,
        ("north", "south"),
    )
    assert len(lock.lines) == 2
    assert {m.by: steps(m) for m in found.moves["S1"] if "later" not in m.steps[0].to} == {
        ("north",): [("north", "would also take “Old line”")],
        ("south",): [("south", "would also take “Far line”")],
        ("north", "south"): [
            ("north", "would also take “Near line”"),
            ("south", "would also take “Near line”"),
        ],
    }
    assert ("north",) in {m.by for m in found.moves["S1"] if "later" in m.steps[0].to}


def test_a_mediators_word_is_shown_and_does_not_bind(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("host", "demand", "terr.line", "old")
    assert holds_of(papers.results(pack)) == []


def test_a_provider_binds_for_what_only_it_can_give(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.status", "dejure_third", instance="isle")
    papers.says("host", "reject", "terr.status", "dejure_third", instance="isle")
    papers.says("host", "reject", "terr.status", "defacto", instance="cape")
    papers.says("north", "demand", "terr.status", "defacto", instance="cape")
    found = papers.results(pack)
    assert holds_of(found, offered=False) == [{("north", "terr.status[isle]"), ("host", "terr.status[isle]")}]
    assert holds_of(found) == []  # nobody offers it: listed apart
    assert one(g.role for g in found.problem.groups if g.party == "host") is Role.PROVIDER


def test_a_provider_binds_by_its_demand_for_what_only_it_can_give(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.status", "restored", instance="isle")
    papers.says("host", "demand", "terr.status", "dejure_third", instance="isle")
    papers.says("host", "demand", "guar.who", "us")
    papers.says("host", "demand", "guar.who", "p5")
    papers.says("north", "reject", "guar.who", "us")
    papers.says("north", "reject", "guar.who", "p5")
    assert holds_of(papers.results(pack)) == [
        {("north", "guar.who"), ("host", "guar.who")},
        {("north", "terr.status[isle]"), ("host", "terr.status[isle]")},
    ]
    host = one(g for g in papers.results(pack).problem.groups if g.id.startswith("host:guar.who"))
    assert [lit.variable for c in host.clauses for lit in c.literals] == ["guar.who#us"]


def test_an_issue_that_is_not_the_signatories_to_decide_is_bound_by_those_whose_it_is(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "reject", "align.union", "eligible")
    papers.says("south", "demand", "align.union", "eligible")
    papers.says("union", "reject", "align.union", "eligible")
    assert holds_of(papers.results(pack), offered=False) == [
        {("south", "align.union"), ("union", "align.union")}
    ]
    assert one(papers.results(pack).deadlocks).not_on_offer


def test_a_party_that_contradicts_itself_is_a_deadlock_of_one(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "reject", "terr.line", "far")
    papers.says("north", "demand", "terr.line", "far", basis="analyst", speaker="A", paper="a")
    papers.says("north", "demand", "terr.line", "far", basis="analyst", speaker="B", paper="b")
    papers.says("north", "reject", "terr.line", "deferred")
    assert holds_of(papers.results(pack)) == [{("north", "terr.line")}]


def test_that_there_is_a_ceasefire_is_a_hard_member_of_the_truce(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "reject", "cf.class", "interim")
    found = papers.results(pack, "truce")
    assert found.problem.hard[0].id == "deal"
    for option in ("unilateral", "reciprocal", "mechanism", "definitive"):
        papers.says("north", "reject", "cf.class", option)
    lock = one(papers.results(pack, "truce").deadlocks)
    assert [h.id for h in lock.rules] == ["deal"]


def test_a_question_on_ones_own_side_would_lock_if_it_were_a_condition(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "hedge", "forces.rearm", "one_side")
    papers.says("north", "hedge", "forces.rearm", "symmetric")
    papers.says(
        "north", "hedge", "forces.rearm", "free"
    )  # at the far end from its pole: no condition of its own
    papers.says("north", "hedge", "forces.rearm", None)
    papers.says("south", "demand", "forces.rearm", "free")
    found = papers.results(pack, "truce")
    locks = [d for d in found.deadlocks if d.strength is Strength.ASKED]
    assert {m.id for d in locks for m in d.members if m.party == "north"} == {
        "north:forces.rearm:asked:one_side", "north:forces.rearm:asked:symmetric",
    }  # fmt: skip
    papers.says("north", "demand", "forces.rearm", "one_side")  # now it demands what it asked about
    assert not [d for d in papers.results(pack, "truce").deadlocks if d.strength is Strength.ASKED]


def test_what_a_provider_does_is_conduct_and_no_position(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "support.arms", "stop", stage="truce")
    for paper in ("a", "b"):
        papers.says("host", None, "support.arms", "keep", kind="event", paper=paper)
    papers.says("host", None, "support.arms", "keep", kind="event", stage="settlement")
    papers.says("host", None, "support.arms", "stop", kind="event", basis="analyst")
    papers.says("south", None, "support.arms", "keep", kind="event")
    papers.says("host", None, "guar.who", "us", kind="event")
    found = papers.results(pack, "truce")
    conduct = one(g for g in found.problem.groups if g.role is Role.CONDUCT)
    assert (conduct.id, len(conduct.lines), conduct.firm) == ("host:support.arms:keep:conduct", 2, False)
    assert one(found.deadlocks).strength is Strength.ASKED
    assert [("host", "would end its present course: “Continue”")] in [steps(m) for m in found.moves["T1"]]
