"""Moves of a whole stage: every minimal set of steps, by brute force; what each side could do alone, and why it cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from math import prod

import pytest
from hypothesis import assume, given

from detente.bargaining.constraints.evaluate import search
from detente.bargaining.constraints.model import Clause, Group, Level, Literal, Role, StageProblem, Strength
from detente.bargaining.constraints.variables import relevant
from detente.bargaining.results import StageResults
from detente.bargaining.stage_moves.ladders import clauses_at, ladder_of
from detente.bargaining.stage_moves.minimal import Held, Limits, minimal_steps
from detente.bargaining.stage_moves.model import StageMoves
from detente.bargaining.stage_moves.parts import bearings
from detente.bargaining.stage_moves.whole import stage_moves
from detente.kernel.errors import WrongAnswer
from detente.ledger.agenda import Key
from detente.packs.model import Pack
from detente.solvers.pysat import PySatSolver
from random_worlds import World, worlds, worlds_told_more_of_one_side
from small_worlds import BINDING_ISSUES, Papers, one

SOLVER = PySatSolver()
Vector = tuple[tuple[str, int], ...]


def never() -> bool:
    return False


def moves_of(found: StageResults, pack: Pack, *, most: int = 100_000) -> StageMoves:
    signing = pack.signatories[found.stage]
    return stage_moves(found.problem, found.deadlocks, signing, solver=SOLVER, expired=never, most=most)


def possible(problem: StageProblem, levels: dict[str, int]) -> bool:
    clauses = [c for h in problem.hard for c in h.clauses] + clauses_at(problem.groups, levels)
    package, ended = search(relevant(clauses, problem.variables), clauses)
    assert ended
    return package is not None


def every_minimal_vector(problem: StageProblem) -> set[Vector]:
    """By trying every level of every group."""
    ladders = [ladder_of(g) for g in problem.groups]
    assume(prod(len(x.rungs) for x in ladders) <= 1500)
    names = [g.id for g in problem.groups]
    open_ = [
        v for v in product(*(x.rungs for x in ladders)) if possible(problem, dict(zip(names, v, strict=True)))
    ]

    def below(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
        pairs = zip(ladders, one, other, strict=True)
        return one != other and all(a == b or a in x.below[b] for x, a, b in pairs)

    least = [v for v in open_ if not any(below(w, v) for w in open_)]
    return {tuple((n, i) for n, i in zip(names, v, strict=True) if i) for v in least}


def vectors(found: StageMoves, order: list[str]) -> Iterator[Vector]:
    for chosen in product(*(p.openings for p in found.parts)):
        levels = {s.group.id: s.level for o in chosen for s in o.steps}
        yield tuple((n, levels[n]) for n in order if n in levels)


@given(worlds(most=6))
def test_the_parts_put_together_give_exactly_the_minimal_sets_that_brute_force_finds(world: World) -> None:
    results = world.papers.results(world.pack)
    expected = every_minimal_vector(results.problem)
    found = moves_of(results, world.pack)
    assert found.complete
    told = list(vectors(found, [g.id for g in results.problem.groups]))
    assert len(told) == len(set(told)) == found.ways
    assert set(told) == expected


@given(worlds())
def test_every_opening_opens_its_part_and_one_of_each_part_makes_a_package(world: World) -> None:
    results = world.papers.results(world.pack)
    found = moves_of(results, world.pack)
    held = {d for p in found.parts for d in p.deadlocks}
    assert held == {d.id for d in results.deadlocks}
    assert sum(len(p.deadlocks) for p in found.parts) == len(held)
    for part in found.parts:
        names = {g.id for g in part.groups}
        for opening in part.openings:
            levels = {s.group.id: s.level for s in opening.steps}
            inside = StageProblem(
                results.stage, results.problem.variables, results.problem.hard, (),
                tuple(g for g in results.problem.groups if g.id in names),
            )  # fmt: skip
            assert possible(inside, levels)
    first = {s.group.id: s.level for p in found.parts for s in p.openings[0].steps}
    assert possible(results.problem, first)


@given(worlds())
def test_somebody_can_open_a_stage_alone_exactly_where_dropping_all_it_holds_does(world: World) -> None:
    results = world.papers.results(world.pack)
    found = moves_of(results, world.pack)
    for mover in found.movers:
        dropped = {g.id: len(g.levels) - 1 for g in results.problem.groups if g.party in mover.parties}
        assert mover.opens_all is possible(results.problem, dropped)
        assert (mover.ways > 0) is (mover.opens_all and bool(found.parts))
        for lock in results.deadlocks:
            assert (lock.id in mover.stays_shut) is not any(m.party in mover.parties for m in lock.members)


@given(worlds_told_more_of_one_side())
def test_more_reports_of_one_side_never_make_the_other_side_s_move_for_a_stage_cheaper(
    pair: tuple[World, World],
) -> None:
    said_more, other = pair[0].pack.belligerents
    assume(not any(s.option is None and s.stance == "reject" for s in pair[0].said if s.party == other))
    costs = []
    for world in pair:
        found = moves_of(world.papers.results(world.pack), world.pack)
        mover = one(m for m in found.movers if m.parties == (other,))
        least = [
            min(sum(s.steps for s in o.steps) for o in p.within((other,)))
            for p in found.parts
            if p.within((other,))
        ]
        costs.append(sum(least) if mover.opens_all else None)
    before, after = costs
    assert before is not None or after is None
    assert said_more != other
    if before is not None and after is not None:
        assert after >= before


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack(issues=BINDING_ISSUES)


def test_a_side_that_holds_nothing_in_a_deadlock_cannot_open_the_stage_and_is_told_which_stays_shut(
    pack: Pack,
) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "demand", "terr.line", "old")
    papers.says("north", "demand", "support.arms", "stop")
    papers.says("host", "demand", "support.arms", "keep")
    results = papers.results(pack)
    found = moves_of(results, pack)
    assert len(found.parts) == 2
    movers = {m.parties: m for m in found.movers}
    arms = one(d.id for d in results.deadlocks if "host" in d.parties)
    assert movers[("north",)].opens_all
    assert movers[("south",)].stays_shut == (arms,)
    assert movers[("south",)].ways == 0
    assert list(movers) == [("north",), ("south",), ("north", "south"), ("host", "north", "south")]
    third = one(p for p in found.parts if p.deadlocks == (arms,))
    assert ("host",) in {o.by for o in third.openings}


def test_a_stage_without_deadlocks_has_no_part_and_needs_no_step(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    found = moves_of(papers.results(pack), pack)
    assert found.parts == ()
    assert all(m.opens_all and m.ways == 0 for m in found.movers)


def test_what_the_number_or_the_time_cuts_off_is_said(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "demand", "terr.line", "old")
    results = papers.results(pack)
    assert moves_of(results, pack).ways > 1
    cut = moves_of(results, pack, most=1)
    assert (cut.complete, cut.ways) == (False, 1)
    late = stage_moves(
        results.problem, results.deadlocks, ("north", "south"), solver=SOLVER, expired=lambda: True
    )
    assert not late.complete
    assert late.ways == 0
    assert one(late.parts).deadlocks


class Lying(PySatSolver):
    """Says that everything can hold."""

    def satisfy(self, variables, clauses):  # type: ignore[no-untyped-def]
        return {name: values[0] for name, values in variables.items()}


def test_a_solver_that_lies_is_found_out(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "demand", "terr.line", "old")
    results = papers.results(pack)
    with pytest.raises(WrongAnswer, match="breaks a clause"):
        stage_moves(results.problem, results.deadlocks, ("north", "south"), solver=Lying(), expired=never)


def test_parts_share_no_matter_and_a_matter_that_every_clause_leaves_a_value_ties_nothing() -> None:
    def group(name: str, *clauses: Clause) -> Group:
        levels = (Level(clauses, "holds"), Level((), "would drop it", 1))
        return Group(name, name, (Key("x.a"),), levels, Strength.OWN, Role.SIGNATORY, ())

    def lit(variable: str, *values: str) -> Literal:
        return Literal(variable, frozenset(values))

    tie = Clause((lit("c", "1"),))
    groups = (
        group("p", Clause((lit("a", "1"),)), tie), group("q", Clause((lit("a", "2"),))),
        group("r", Clause((lit("b", "1"),)), tie), group("s", Clause((lit("b", "2"),))),
    )  # fmt: skip
    problem = StageProblem("truce", dict.fromkeys("abc", ("1", "2")), (), (), groups)
    assert [{g.id for g in b.groups} for b in bearings(problem)] == [{"p", "q"}, {"r", "s"}]
    against = StageProblem(
        "truce", problem.variables, (), (), (*groups, group("t", Clause((lit("c", "2"),))))
    )
    assert [{g.id for g in b.groups} for b in bearings(against)] == [set("pqrst")]


def test_what_can_hold_already_needs_the_empty_set_of_steps() -> None:
    level = Level((Clause((Literal("a", frozenset({"1"})),)),), "holds")
    group = Group("p", "p", (Key("x.a"),), (level, Level((), "drops", 1)), Strength.OWN, Role.SIGNATORY, ())
    found = minimal_steps(Held((group,), (), {"a": ("1", "2")}), SOLVER, Limits(never))
    assert (found.steps, found.complete) == (((),), True)
