"""How what is held can be given a part at a time: bundles, areas, elements, steps along an axis."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.packs.model import Pack
from small_worlds import BINDING_ISSUES, Papers, one, steps


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack(issues=BINDING_ISSUES)


def group_ids(papers: Papers, pack: Pack, stage: str = "settlement") -> list[str]:
    return [g.id for g in papers.results(pack, stage).problem.groups]  # type: ignore[arg-type]


def test_demands_said_in_one_breath_are_one_group_and_one_move(pack: Pack) -> None:
    papers = Papers()
    for issue, option in (("terr.line", "far"), ("econ.relief", "full")):
        papers.says("north", "demand", issue, option, at=100)
    papers.says("south", "demand", "terr.line", "old")
    found = papers.results(pack)
    lock = one(found.deadlocks)
    north = next(m for m in lock.members if m.party == "north")
    assert [str(k) for k in north.keys] == ["terr.line", "econ.relief"]
    assert [("north", "would also take “Old line”")] in [steps(m) for m in found.moves[lock.id]]
    papers.says("north", "demand", "econ.relief", "full", paper="other")  # said apart: two groups again
    assert {"north:terr.line:own", "north:econ.relief:own"} <= set(group_ids(papers, pack))


def test_areas_named_in_one_breath_are_loosened_together(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.status", "dejure_intl", instance="isle and cape")
    papers.says("south", "reject", "terr.status", "dejure_intl", instance="isle")
    found = papers.results(pack)
    lock = one(found.deadlocks)
    assert [("north", "would leave it to later")] in [steps(m) for m in found.moves[lock.id]]
    level = next(m.steps[0] for m in found.moves[lock.id] if m.by == ("north",) and "later" in m.steps[0].to)
    assert {lit.variable for c in level.group.levels[level.level].clauses for lit in c.literals} == {
        "terr.status[isle]", "terr.status[cape]",
    }  # fmt: skip


def test_areas_that_are_held_otherwise_are_loosened_one_by_one(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.status", "dejure_intl", instance="isle, cape", at=100)
    papers.says("north", "accept", "terr.status", "defacto", instance="cape", at=100)
    papers.says("south", "reject", "terr.status", "dejure_intl", instance="isle")
    found = papers.results(pack)
    bundle = next(g for g in found.problem.groups if g.party == "north")
    assert len(bundle.keys) == 2
    assert all(lv.clauses for lv in bundle.levels[:-1])
    assert one(found.deadlocks).members[0] == bundle


def test_elements_of_a_set_are_given_one_at_a_time(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "cf.precondition", "withdrawal")
    papers.says("north", "demand", "cf.precondition", "stop_aid")
    papers.says("south", "demand", "cf.precondition", "none")
    found = papers.results(pack, "truce")
    lock = one(found.deadlocks)
    north = next(m for m in lock.members if m.party == "north")
    assert [lv.wording for lv in north.levels[1:]] == [
        "would do without “End of outside aid”", "would do without “Withdrawal from claimed areas”", "would drop it",
    ]  # fmt: skip
    south = next(m for m in lock.members if m.party == "south")
    assert "would take “End of outside aid”" in {lv.wording for lv in south.levels}


def test_a_smaller_step_of_each_may_open_what_a_whole_step_of_one_does(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "guar.presence", "none_allowed")
    papers.says("south", "demand", "guar.presence", "on_line")
    found = papers.results(pack)
    lock = one(found.deadlocks)
    shared = [m for m in found.moves[lock.id] if m.by == ("north", "south")]
    assert len(shared) >= 3
    assert all(max(s.steps for s in m.steps) < 5 for m in shared)
    north = next(m for m in found.moves[lock.id] if m.by == ("north",) and "later" not in m.steps[0].to)
    assert steps(north) == [("north", "would also take “Units of such states on the line”")]
