"""Rules and needs of a pack, a solver that is not believed, a budget that ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.bargaining.constraints.model import Role
from detente.bargaining.port import never
from detente.bargaining.results import Reach
from detente.kernel.errors import PackFault, WrongAnswer
from detente.packs.model import Pack
from detente.solvers.pysat import PySatSolver
from small_worlds import BINDING_ISSUES, Papers, one, steps


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack(issues=BINDING_ISSUES)


NEED = (
    BINDING_ISSUES
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
        BINDING_ISSUES
        + "rules:\n"
        + "".join(f'- {{id: r{i}, rule: "{t}", source: x}}\n' for i, t in enumerate(texts))
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
        issues=BINDING_ISSUES
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
        PackFault,
        match=r"2 hard rules contradict one another for the settlement "
        r"\(r0 \(small/issues.yaml:\d+; source: x\): guar.who contains us; r1 \(small/.*\): .*\)",
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

    def minimal_conflicts(self, variables, hard, groups, *, expired=never):  # type: ignore[no-untyped-def]
        return (
            iter([self.conflict])
            if self.conflict
            else super().minimal_conflicts(variables, hard, groups, expired=expired)
        )

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
    now = [0.0]

    class Slow(PySatSolver):
        """Takes a second for each conflict."""

        def minimal_conflicts(self, variables, hard, groups, *, expired=never):  # type: ignore[no-untyped-def]
            for conflict in super().minimal_conflicts(variables, hard, groups, expired=expired):
                now[0] += 1
                yield conflict

    found = papers.results(pack, clock=lambda: now[0], budget_s=3, solver=Slow())
    assert len(found.deadlocks) == 2
    assert not found.complete
    assert found.reach == Reach("time", up_to=1, limit=200)
    assert [(p.code, p.message) for p in found.problems] == [
        (
            "truncated",
            "at least 2 deadlocks; the smallest has 2 members; not all of that size are listed; the time ended the search",
        )
    ]
    assert set(found.moves) == {"S1", "S2"}
    assert papers.results(pack).complete
    assert papers.results(pack).problems == ()
