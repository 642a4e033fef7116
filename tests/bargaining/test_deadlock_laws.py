"""Laws of deadlocks, corrections and what they share, against every package of small conflicts."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, product
from math import prod

from hypothesis import assume, given
from hypothesis import strategies as st

from detente.bargaining.constraints.evaluate import satisfied
from detente.bargaining.constraints.model import Clause, Hard, Role, StageProblem, touching
from detente.bargaining.deadlocks import deadlocks, how_far
from detente.bargaining.shared_demands import by_issue, by_parties, shared_demands
from detente.solvers.pysat import PySatSolver
from random_worlds import NAMES, World, renamed, worlds

SOLVER = PySatSolver()
MOST_PACKAGES = 10_000


def problem_of(world: World) -> StageProblem:
    return world.papers.results(world.pack).problem


class Packages:
    """Every package of a small stage that keeps to the hard rules, and which groups each satisfies."""

    def __init__(self, problem: StageProblem) -> None:
        hard = [c for h in problem.hard for c in h.clauses]
        every = (
            dict(zip(problem.variables, values, strict=True))
            for values in product(*problem.variables.values())
        )
        self.met = {
            frozenset(g.id for g in problem.groups if satisfied(g.clauses, package))
            for package in every
            if satisfied(hard, package)
        }

    def hold(self, names: Iterable[str]) -> bool:
        wanted = frozenset(names)
        return any(wanted <= met for met in self.met)


def small(problem: StageProblem) -> bool:
    packages = prod(len(values) for values in problem.variables.values())
    return packages <= MOST_PACKAGES and len(problem.groups) <= 10


def minimal(sets: Iterable[frozenset[str]]) -> set[frozenset[str]]:
    every = set(sets)
    return {s for s in every if not any(other < s for other in every)}


@given(worlds(most=8))
def test_deadlocks_and_corrections_are_those_that_every_package_shows(world: World) -> None:
    problem = problem_of(world)
    assume(small(problem))
    packages, names = Packages(problem), frozenset(g.id for g in problem.groups)
    shut = minimal(
        frozenset(some)
        for size in range(len(names) + 1)
        for some in combinations(sorted(names), size)
        if not packages.hold(some)
    )
    found = deadlocks(problem, SOLVER, expired=lambda: False)
    assert found.complete
    assert {frozenset(m.id for m in d.members) for d in found.deadlocks} == shut
    hard = [c for h in problem.hard for c in h.clauses]
    groups = {g.id: g.clauses for g in problem.groups}
    corrections = list(SOLVER.minimal_corrections(problem.variables, hard, groups))
    assert set(corrections) == minimal(names - met for met in packages.met)
    assert len(corrections) == len(set(corrections))
    for correction in corrections:
        assert all(correction & members for members in shut)
        for spare in correction:
            assert any(not (correction - {spare}) & members for members in shut)


@given(worlds())
def test_rules_that_share_nothing_with_what_is_held_can_be_left_aside(world: World) -> None:
    problem = problem_of(world)
    assume(problem.groups)
    held = list(problem.groups[0].clauses)
    tied = touching(problem, held)
    named = variables([*held, *(c for h in tied for c in h.clauses)])
    assert all(not variables(h.clauses) & named for h in problem.hard if h not in tied)
    apart = Hard("apart", "", "", (Clause(()),))
    assert apart not in touching(StageProblem(problem.stage, {}, (apart, *problem.hard), (), ()), held)


def variables(clauses: Iterable[Clause]) -> set[str]:
    return {lit.variable for c in clauses for lit in c.literals}


@given(worlds(), st.permutations(NAMES))
def test_other_names_of_the_parties_give_the_same_deadlocks_and_the_same_graph(
    world: World, others: list[str]
) -> None:
    names = dict(zip(NAMES, others, strict=True))
    back = {new: old for old, new in names.items()}
    here, there = (w.papers.results(w.pack) for w in (world, renamed(world, names.__getitem__)))

    def members(results, name=lambda party: party):  # type: ignore[no-untyped-def]
        locks = results.deadlocks
        return {
            frozenset((name(m.party), m.wording, m.strength, m.keys) for m in d.members) for d in locks
        }, {
            (name(g.party), g.wording) for g in shared_demands(locks).most
        }  # fmt: skip

    assert members(here) == members(there, back.__getitem__)


@given(worlds())
def test_the_graph_has_every_membership_and_names_every_demand_that_stands_in_most(world: World) -> None:
    found = world.papers.results(world.pack).deadlocks
    shared = shared_demands(found)
    assert set(shared.edges) == {(d.id, m.id) for d in found for m in d.members}
    assert {g.id for g in shared.demands} == {m.id for d in found for m in d.members}
    counts: dict[str, int] = {}
    for d in found:
        for m in d.members:
            if not d.not_on_offer and m.role in {Role.SIGNATORY, Role.PROVIDER}:
                counts[m.id] = counts.get(m.id, 0) + 1
    highest = max(counts.values(), default=0)
    assert [g.id for g in shared.most] == sorted(n for n, c in counts.items() if c == highest > 1)
    assert shared.count == (highest if highest > 1 else 0)
    assert all(set(shared.deadlocks_of(g.id)) == {d.id for d in found if g in d.members} for g in shared.most)


@given(worlds())
def test_every_deadlock_stands_under_each_of_its_matters_and_each_pair_of_its_parties(world: World) -> None:
    found = world.papers.results(world.pack).deadlocks
    matters, between = by_issue(found), by_parties(found)
    for d in found:
        assert {k for k, ids in matters.items() if d.id in ids} == {k for m in d.members for k in m.keys}
        pairs = {p for p, ids in between.items() if d.id in ids}
        parties = set(d.parties)
        assert pairs == ({p for p in between if len(p) == 2 and set(p) <= parties} or {tuple(parties)})
    assert list(between) == sorted(between)
    assert list(matters) == sorted(matters)


@given(worlds(), st.integers(0, 40), st.integers(1, 4))
def test_a_search_that_was_cut_off_says_up_to_what_size_nothing_is_missing(
    world: World, looks: int, most: int
) -> None:
    problem = problem_of(world)
    whole = deadlocks(problem, SOLVER, expired=lambda: False)
    left = iter(range(looks))
    some = deadlocks(problem, SOLVER, expired=lambda: next(left, None) is None, most=most)
    listed = {frozenset(m.id for m in d.members) for d in some.deadlocks}
    every = {frozenset(m.id for m in d.members) for d in whole.deadlocks}
    assert listed <= every
    assert some.complete is (some.reach.ended_by == "the end")
    assert bool(how_far(some.reach, some.deadlocks)) is not some.complete
    if some.complete:
        assert listed == every
    else:
        assert {s for s in every if len(s) <= some.reach.up_to} <= listed
        assert len(some.deadlocks) <= most
