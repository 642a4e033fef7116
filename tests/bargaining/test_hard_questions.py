"""Questions that are large, empty or odd: clear answers, what is known so far, nothing hangs."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from detente.bargaining.constraints.model import Clause, Group, Level, Literal, Role, StageProblem, Strength
from detente.bargaining.deadlocks import Found, deadlocks, how_far
from detente.bargaining.results import Reach
from detente.ledger.agenda import Key
from detente.packs.model import Pack
from detente.solvers.plain import PlainSolver
from detente.solvers.pysat import PySatSolver
from small_worlds import BINDING_ISSUES, Papers, members, one


def wish(party: str, variable: str, value: str) -> Group:
    clause = Clause((Literal(variable, frozenset({value})),))
    level = Level((clause,), f"asks for “{value}”")
    return Group(
        f"{party}:{variable}", party, (Key(variable),), (level, Level((), "would drop it", 1)),
        Strength.OWN, Role.SIGNATORY, (),
    )  # fmt: skip


def stage(*groups: Group) -> StageProblem:
    variables = {str(k): ("x", "y", "z") for g in groups for k in g.keys}
    return StageProblem("settlement", variables, (), (), groups)


def found(problem: StageProblem, *, seconds: float = 60, most: int = 200) -> Found:
    start = time.monotonic()
    return deadlocks(
        problem, PySatSolver(), expired=lambda: time.monotonic() - start > seconds, most=most
    )  # fmt: skip


def test_five_hundred_matters_apart_are_searched_to_the_end() -> None:
    matters = [f"m{i:03}" for i in range(500)]
    groups = [wish(p, m, v) for m in matters for p, v in (("veldora", "x"), ("kestria", "y"))]
    answer = found(stage(*groups), most=600)
    assert answer.complete
    assert len(answer.deadlocks) == 500


def test_the_limit_of_their_number_is_said_and_is_no_limit_where_it_is_just_reached() -> None:
    groups = [wish(p, m, v) for m in "abc" for p, v in (("veldora", "x"), ("kestria", "y"))]
    assert found(stage(*groups), most=3).reach == Reach("the end", 0, 3)
    cut = found(stage(*groups), most=2)
    assert cut.reach == Reach("number", 1, 2)
    assert how_far(cut.reach, cut.deadlocks) == (
        "at least 2 deadlocks; the smallest has 2 members; not all of that size are listed; only 2 are listed"
    )


def chained() -> StageProblem:
    """A lock of two on one matter, and one of five through conditions."""
    links = [
        Group(
            f"veldora:link{i}", "veldora", (Key(f"c{i}"),),
            (Level((Clause((Literal(f"c{i}", frozenset({"y", "z"})), Literal(f"c{i + 1}", frozenset({"x"})))),), "if"),
             Level((), "would drop it", 1)),
            Strength.OWN, Role.SIGNATORY, (),
        )
        for i in range(3)
    ]  # fmt: skip
    ends = [wish("veldora", "c0", "x"), wish("kestria", "c3", "y")]
    flat = [wish("veldora", "a", "x"), wish("kestria", "a", "y")]
    return stage(*flat, *ends, *links)


def test_all_of_the_smaller_size_are_known_when_a_larger_one_is_cut_off() -> None:
    assert [len(d.members) for d in found(chained()).deadlocks] == [2, 5]
    cut = found(chained(), most=1)
    assert how_far(cut.reach, cut.deadlocks) == (
        "at least one deadlock; the smallest has 2 members; all of up to 4 are listed; only one is listed"
    )


def test_nothing_found_in_no_time_is_not_called_agreement() -> None:
    cut = found(stage(wish("veldora", "a", "x"), wish("kestria", "a", "y")), seconds=-1)
    assert cut.deadlocks == ()
    assert (
        how_far(cut.reach, ()) == "no deadlock was found before the time ended the search; there may be some"
    )
    assert how_far(Reach("time", 3, 200), ()) == (
        "no deadlock was found before the time ended the search; none has up to 3 members"
    )


def test_ten_milliseconds_give_an_answer_about_a_thousand_contradictions() -> None:
    groups = [wish(f"party{i:03}", f"m{i % 7}", "xyz"[i % 3]) for i in range(400)]
    start = time.monotonic()
    answer = found(stage(*groups), seconds=0.01)
    assert not answer.complete
    assert time.monotonic() - start < 2


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack(issues=BINDING_ISSUES)


def test_an_empty_agenda_has_no_deadlock_and_one_party_none_but_with_itself(pack: Pack) -> None:
    nothing = Papers().results(pack)
    assert (nothing.deadlocks, nothing.complete) == ((), True)
    alone = Papers()
    alone.says("north", "demand", "terr.line", "far", date="2025-01-10")
    alone.says("north", "demand", "econ.relief", "full", date="2025-01-10")
    assert alone.results(pack).deadlocks == ()


def test_an_option_that_no_party_has_is_what_two_refusals_leave(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "reject", "align.rank", "none")
    papers.says("south", "reject", "align.rank", "formats")
    found = papers.results(pack)
    assert found.deadlocks == ()
    assert found.complete


def test_conditions_in_a_circle_lock_nothing_until_somebody_breaks_it(pack: Pack) -> None:
    papers = Papers()
    circle = (
        ("north", "econ.relief", "full", "align.rank", "formats"),
        ("south", "align.rank", "formats", "econ.relief", "full"),
    )
    for party, issue, option, other, wanted in circle:
        papers.says(
            party, "accept", issue, option, condition="if", condition_on=((other, wanted),)
        )  # fmt: skip
    assert papers.results(pack).deadlocks == ()
    for option in ("none", "embassies", "deferred"):
        papers.says("north", "reject", "align.rank", option)
    papers.says("south", "demand", "econ.relief", "keep")
    lock = one(papers.results(pack).deadlocks)
    assert ("south", "align.rank") in members(lock)


def test_the_plain_solver_answers_a_stage_as_the_other_does() -> None:
    problem = chained()
    both = [deadlocks(problem, solver, expired=lambda: False) for solver in (PlainSolver(), PySatSolver())]
    assert both[0] == both[1]
