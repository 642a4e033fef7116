""" "X only if Y" is a tie between X and Y: it never forces X."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.packs.model import Pack
from small_worlds import BINDING_ISSUES, Papers, holds_of, one, steps


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack(issues=BINDING_ISSUES)


def group_ids(papers: Papers, pack: Pack, stage: str = "settlement") -> list[str]:
    return [g.id for g in papers.results(pack, stage).problem.groups]  # type: ignore[arg-type]


def test_x_only_if_y_never_forces_x(pack: Pack) -> None:
    papers = Papers()
    papers.says(
        "north", "accept", "terr.line", "near", condition="if relief", condition_on=(("econ.relief", "full"),)
    )
    papers.says("south", "demand", "econ.relief", "keep")
    found = papers.results(pack)
    assert found.deadlocks == ()
    papers.says("south", "demand", "terr.line", "near")
    papers.says("north", "reject", "terr.line", "deferred")
    papers.says("south", "reject", "terr.line", "old")
    papers.says("south", "reject", "terr.line", "far")
    found = papers.results(pack)
    assert {
        ("north", "terr.line"),
        ("north", "econ.relief"),
        ("south", "terr.line"),
        ("south", "econ.relief"),
    } in holds_of(found)
    lock = next(d for d in found.deadlocks if any(":if:" in m.id for m in d.members))
    assert "takes “Near line” only with “Full lifting and ban on new ones”" in {
        m.wording for m in lock.members
    }
    assert [("north", "would take “Near line” without “Full lifting and ban on new ones”")] in [
        steps(m) for m in found.moves[lock.id]
    ]


def test_two_conditions_on_one_option_are_two_groups_and_one_said_twice_is_one(pack: Pack) -> None:
    papers = Papers()
    said = (
        ("econ.relief", "full", "2025-03"),
        ("align.nuclear", "npt", "2025-04"),
        ("econ.relief", "full", "2025-05"),
    )
    for issue, option, day in said:
        papers.says(
            "north", "accept", "terr.line", "near", date=day, condition="if", condition_on=((issue, option),)
        )
    groups = papers.results(pack).problem.groups
    assert {g.id: len(g.lines) for g in groups} == {
        "north:terr.line:if:near:econ.relief=full:own": 2,
        "north:terr.line:if:near:align.nuclear=npt:own": 1,
    }


def test_a_condition_that_was_later_taken_back_is_gone(pack: Pack) -> None:
    papers = Papers()
    papers.says(
        "north",
        "accept",
        "terr.line",
        "near",
        date="2025-03-01",
        condition="if",
        condition_on=(("econ.relief", "full"),),
    )
    assert len(group_ids(papers, pack)) == 1
    papers.says("north", "accept", "terr.line", "near", basis="analyst", date="2025-04-01")
    assert len(group_ids(papers, pack)) == 1  # what others say takes nothing back
    papers.says("north", "accept", "terr.line", "near", date="2025-04-01")
    assert group_ids(papers, pack) == []


@pytest.mark.parametrize(
    ("issue", "option", "terms", "count"),
    [
        ("terr.line", "near", (("cf.precondition", "none"),), 0),  # no element of the set
        ("terr.line", "near", (("cf.precondition", "nowhere"),), 0),
        ("terr.line", "near", (("econ.relief", None),), 0),
        ("terr.line", "near", (("course.progress", "talks"),), 0),
        ("terr.line", "near", (("no.leaf", "x"),), 0),
        ("terr.line", "near", (("terr.status", "defacto"),), 0),  # on no instance of the agenda
        ("terr.line", "near", (("guar.who", "us"),), 1),
        ("guar.who", "us", (("terr.line", "near"),), 1),
        ("guar.who", "none_such", (("terr.line", "near"),), 0),
        ("terr.line", None, (("econ.relief", "full"),), 0),  # not the deal as such
    ],
)
def test_a_condition_binds_only_where_it_names_an_outcome(
    pack: Pack, issue: str, option: str | None, terms: tuple[tuple[str, str | None], ...], count: int
) -> None:
    papers = Papers()
    papers.says("north", "accept", issue, option, condition="if", condition_on=terms)
    assert len(group_ids(papers, pack)) == count


def test_a_condition_on_an_issue_of_several_instances_asks_for_one_of_them(pack: Pack) -> None:
    papers = Papers()
    papers.says(
        "north", "accept", "terr.line", "near", condition="if", condition_on=(("terr.status", "defacto"),)
    )
    for instance in ("isle", "cape"):
        papers.says("south", "hedge", "terr.status", "defacto", instance=instance)
    group = one(g for g in papers.results(pack).problem.groups if ":if:" in g.id)
    assert [{lit.variable for lit in c.literals} for c in group.clauses] == [
        {"terr.line", "terr.status[isle]", "terr.status[cape]"}
    ]


def test_a_yes_to_a_ceasefire_on_conditions_is_its_conditions(pack: Pack) -> None:
    papers = Papers()
    papers.says(
        "north",
        "accept",
        "cf.class",
        None,
        condition="if",
        condition_on=(("cf.precondition", "root_causes"),),
    )
    papers.says("south", "demand", "cf.precondition", "none")
    lock = one(papers.results(pack, "truce").deadlocks)
    assert "takes a ceasefire only with “Settlement of root causes”" in {m.wording for m in lock.members}
    papers.says(
        "north", "demand", "cf.precondition", "root_causes"
    )  # the condition repeats what is demanded outright
    assert not any(":if:" in name for name in group_ids(papers, pack, "truce"))
