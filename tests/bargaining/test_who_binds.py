"""Who binds, and how what they hold becomes constraints: signatories, providers, those who decide, needs, conditions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.bargaining.model import Role, Strength
from detente.kernel.errors import PackFault, WrongAnswer
from detente.packs.model import Pack
from detente.solvers.pysat import PySatSolver
from small_worlds import ISSUES, Papers, holds_of, one, steps

MORE = (
    ISSUES
    + """
- {party: south, issue: guar.presence, pole: "combat units in country", source: x}
- {party: north, issue: guar.presence, pole: none, source: x}
- {party: north, issue: forces.rearm, pole: frozen, source: x}
instances:
- {issue: terr.status, id: isle, name: The Isle, source: x}
- {issue: terr.status, id: cape, name: The Cape, source: x}
providers:
- {issue: terr.status, options: [dejure_third], parties: [host], source: x}
- {issue: support.arms, options: [grow, keep, truce_pause, cap, stop], parties: [host], source: x}
- {issue: guar.who, options: [us], parties: [host], source: x}
consent:
- {issue: align.union, parties: [union, south], source: x}
"""
)


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack(issues=MORE)


def group_ids(papers: Papers, pack: Pack, stage: str = "settlement") -> list[str]:
    return [g.id for g in papers.results(pack, stage).problem.groups]  # type: ignore[arg-type]


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


def test_that_there_is_a_ceasefire_is_a_hard_member_of_the_truce(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "reject", "cf.class", "interim")
    found = papers.results(pack, "truce")
    assert found.problem.hard[0].id == "deal"
    for option in ("unilateral", "reciprocal", "mechanism", "definitive"):
        papers.says("north", "reject", "cf.class", option)
    lock = one(papers.results(pack, "truce").deadlocks)
    assert [h.id for h in lock.rules] == ["deal"]


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
    assert [("host", "would stop: “Continue”")] in [steps(m) for m in found.moves["T1"]]


NEED = (
    MORE
    + """
needs:
- {id: cover, party: south, stage: settlement, name: cover, source: x,
   any_of: [["guar.presence in {rear_areas, on_line}", "support.arms in {grow, keep}"], ["guar.who contains us"]]}
- {id: other, party: host, stage: settlement, name: other, any_of: [["terr.line=old"]], source: x}
"""
)


def test_demands_that_leave_a_party_without_what_it_needs_are_a_deadlock_together(
    small_pack: Callable[..., Pack],
) -> None:
    pack = small_pack(issues=NEED)
    papers = Papers()
    papers.says("north", "reject", "guar.presence", "rear_areas")
    papers.says("north", "reject", "guar.who", "us")
    found = papers.results(pack)
    lock = one(found.deadlocks)
    assert [m.role for m in lock.members] == [Role.SIGNATORY, Role.SIGNATORY, Role.NEED]
    assert lock.members[2].wording.startswith("needs cover: ")
    assert [("south", "would do without cover")] in [steps(m) for m in found.moves[lock.id]]


def rules(*texts: str) -> str:
    return (
        MORE + "rules:\n" + "".join(f'- {{id: r{i}, rule: "{t}", source: x}}\n' for i, t in enumerate(texts))
    )


def test_a_rule_ties_issues_and_is_named_in_the_deadlock(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack(
        issues=rules(
            "terr.line=far implies econ.relief in {full, phased}",
            "terr.line=old contradicts econ.relief=full",
        )
    )
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "demand", "econ.relief", "keep")
    assert [h.id for h in one(papers.results(pack).deadlocks).rules] == ["r0"]


def test_rules_that_only_other_rules_bring_in_count_too(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack(issues=rules(
        "terr.line=far implies align.rank!=none", "terr.line=far implies align.rank=formats",
        "align.rank=formats implies align.expansion=treaty_stop", "align.expansion=treaty_stop implies econ.relief=full",
    ))  # fmt: skip
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("north", "reject", "align.rank", "deferred")
    papers.says("north", "reject", "align.expansion", "deferred")
    papers.says("south", "demand", "econ.relief", "keep")
    lock = one(papers.results(pack).deadlocks)
    assert [h.id for h in lock.rules] == ["r1", "r2", "r3"]


@pytest.mark.parametrize(
    ("text", "clash"),
    [
        ("terr.line=far implies guar.who contains none", True),
        ("terr.line=far contradicts guar.who contains us", True),
        ("terr.line=far implies guar.who contains p5", False),
        ("guar.who contains none", True),
        ("guar.who contains none contradicts terr.line=far", False),
        ("terr.line=far implies terr.status[*]=restored", False),
        ("terr.line=old implies guar.who contains none", False),
    ],
)
def test_rules_on_sets_say_what_is_in_them(small_pack: Callable[..., Pack], text: str, clash: bool) -> None:
    pack = small_pack(issues=rules(text))
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "demand", "guar.who", "us")
    assert bool(papers.results(pack).deadlocks) is clash


def test_a_rule_for_every_instance_holds_for_those_that_nobody_named(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack(issues=rules("terr.line=old implies terr.status[*]=restored and align.rank=none"))
    papers = Papers()
    papers.says("south", "demand", "terr.line", "old")
    papers.says("north", "demand", "align.rank", "formats")
    assert len(papers.results(pack).deadlocks) == 1


def test_a_soft_rule_binds_nobody(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack(
        issues=MORE
        + 'rules:\n- {id: s, rule: "terr.line=far contradicts econ.relief=keep", soft: true, source: x}\n'
    )
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "demand", "econ.relief", "keep")
    found = papers.results(pack)
    assert found.deadlocks == ()
    assert [h.id for h in found.problem.soft] == ["s"]


@pytest.mark.parametrize("said", ["terr.line", "align.nuclear"])
def test_a_pack_whose_hard_rules_contradict_one_another_is_at_fault_whatever_was_said(
    small_pack: Callable[..., Pack], said: str
) -> None:
    pack = small_pack(
        issues=rules(
            "guar.who contains us", "guar.who contains none", "terr.line=far implies econ.relief=full"
        )
    )
    papers = Papers()
    papers.says("north", "demand", said, None)
    with pytest.raises(
        PackFault, match=r"contradict one another for the settlement \(r0: .*; r1: .*\)"
    ) as fault:
        papers.results(pack)
    assert "r2" not in str(fault.value)


class Liar(PySatSolver):
    """Answers as it is told, whatever the question."""

    def __init__(
        self,
        conflict: frozenset[str] | None = None,
        package: dict[str, str] | None = None,
        *,
        stubborn: bool = False,
    ) -> None:
        self.conflict, self.package, self.stubborn = conflict, package, stubborn

    def minimal_conflicts(self, variables, hard, groups):  # type: ignore[no-untyped-def]
        return iter([self.conflict]) if self.conflict else super().minimal_conflicts(variables, hard, groups)

    def satisfy(self, variables, clauses):  # type: ignore[no-untyped-def]
        if self.stubborn and any("near" in lit.values for c in clauses for lit in c.literals):
            return None
        return self.package or super().satisfy(variables, clauses)


@pytest.mark.parametrize(
    ("solver", "says"),
    [
        (Liar(frozenset({"north:terr.line:own", "north:econ.relief:own"})), "satisfies them"),
        (
            Liar(frozenset({"north:terr.line:own", "south:terr.line:own", "north:econ.relief:own"})),
            "a deadlock without",
        ),
        (
            Liar(frozenset({"north:terr.line:own", "south:terr.line:own"}), {"terr.line": "near"}),
            "breaks a clause",
        ),
        (
            Liar(frozenset({"north:terr.line:own", "south:terr.line:own"}), stubborn=True),
            "no package for S1 where there is one",
        ),
    ],
)
def test_a_solvers_answer_that_plain_evaluation_refutes_is_never_shown(
    pack: Pack, solver: Liar, says: str
) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "demand", "terr.line", "old")
    papers.says("north", "demand", "econ.relief", "full")
    with pytest.raises(WrongAnswer, match=says):
        papers.results(pack, solver=solver)


def test_a_spent_budget_gives_what_there_is_and_says_so(pack: Pack) -> None:
    papers = Papers()
    for issue, option, other in (
        ("terr.line", "far", "old"),
        ("econ.relief", "full", "keep"),
        ("align.rank", "formats", "none"),
    ):
        papers.says("north", "demand", issue, option)
        papers.says("south", "demand", issue, other)
    ticks = iter(range(1000))
    found = papers.results(pack, clock=lambda: float(next(ticks)), budget_s=1.5)
    assert len(found.deadlocks) == 2
    assert not found.complete
    assert [p.code for p in found.problems] == ["truncated"]
    assert found.moves == {}
    assert papers.results(pack).complete
    assert papers.results(pack).problems == ()
