"""Frontiers and solutions agree with brute force on every generated case, and keep their axioms."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.bargaining.packages.frontier import Frontier, pareto
from detente.bargaining.packages.points import Matter, PartyPoints, Points
from detente.bargaining.packages.solutions import SOLUTIONS, Solution, bargain, few_best, solve, spread
from detente.kernel.errors import WrongAnswer
from small_bargains import Bargaining, Vector, bargainings, product, two_party, undominated


def picked(found: Frontier, name: str) -> set[Vector]:
    return {found.utilities(d) for d in solve(name, bargain(found)).deals}


def solution(problem: Bargaining, name: str) -> Solution:
    return solve(name, bargain(problem.frontier))


@given(bargainings())
def test_the_frontier_is_what_brute_force_finds(problem: Bargaining) -> None:
    found = problem.frontier
    assert found.complete
    assert {found.utilities(d) for d in found.deals} == undominated(problem.every)
    assert len({d[:-1] for d in found.deals}) == len(found.deals)


@given(bargainings())
def test_nash_makes_the_product_of_gains_largest_and_is_on_the_frontier(problem: Bargaining) -> None:
    strict = {v for v in problem.acceptable if all(x > 0 for x in problem.gains(v))}
    chosen = picked(problem.frontier, "nash")
    if not strict:
        assert chosen == set()
        assert "no package is" in solution(problem, "nash").why_none
        return
    most = max(product(problem.gains(v)) for v in strict)
    assert chosen == {v for v in strict if product(problem.gains(v)) == most}
    assert chosen <= undominated(problem.every)


@given(bargainings())
def test_egalitarian_leximin_and_utilitarian_are_those_of_brute_force(problem: Bargaining) -> None:
    assume(problem.acceptable)
    every, frontier = problem.acceptable, undominated(problem.every)
    least = max(min(problem.gains(v)) for v in every)
    assert picked(problem.frontier, "egalitarian") == {
        v for v in every & frontier if min(problem.gains(v)) == least
    }
    sort = max(sorted(problem.gains(v)) for v in every)
    assert picked(problem.frontier, "leximin") == {v for v in every if sorted(problem.gains(v)) == sort}
    total = max(sum(v) for v in every)
    assert picked(problem.frontier, "utilitarian") == {v for v in every if sum(v) == total}


@given(bargainings())
def test_kalai_smorodinsky_makes_the_least_share_of_the_ideal_largest(problem: Bargaining) -> None:
    assume(problem.acceptable)
    ideal = [max(problem.gains(v)[i] for v in problem.acceptable) for i in range(len(problem.floors))]
    assume(all(x > 0 for x in ideal))

    def shares(vector: Vector) -> list[Fraction]:
        return sorted(g / i for g, i in zip(problem.gains(vector), ideal, strict=True))

    most = max(shares(v) for v in problem.acceptable)
    assert picked(problem.frontier, "kalai-smorodinsky") == {
        v for v in problem.acceptable if shares(v) == most
    }


def rescaled(party: PartyPoints, factor: Fraction) -> PartyPoints:
    matters = {k: Matter(m.weight * factor, m.values) for k, m in party.matters.items()}
    return replace(party, matters=matters, walk_away=(party.walk_away or Fraction(0)) * factor)


@given(bargainings(), st.sampled_from([Fraction(1, 3), Fraction(2), Fraction(7, 5)]))
def test_nash_and_kalai_smorodinsky_do_not_depend_on_a_partys_scale(
    problem: Bargaining, factor: Fraction
) -> None:
    first, *others = problem.points.parties
    other = Bargaining(problem.space, replace(problem.points, parties=(rescaled(first, factor), *others)))
    for name in ("nash", "kalai-smorodinsky"):
        numbers = [{d[-1] for d in solution(p, name).deals} for p in (problem, other)]
        assert numbers[0] == numbers[1]


@given(bargainings(), st.permutations(["oak", "pine", "rowan"]))
def test_renaming_and_reordering_parties_changes_nothing(problem: Bargaining, names: list[str]) -> None:
    again = [replace(p, party=n) for p, n in zip(problem.points.parties, names, strict=False)]
    other = Bargaining(
        problem.space, replace(problem.points, parties=tuple(sorted(again, key=lambda p: p.party)))
    )
    assert {d[-1] for d in problem.frontier.deals} == {d[-1] for d in other.frontier.deals}
    for name in SOLUTIONS:
        assert {d[-1] for d in solution(problem, name).deals} == {d[-1] for d in solution(other, name).deals}
    few = few_best(bargain(problem.frontier), 3), few_best(bargain(other.frontier), 3)
    assert [d[-1] for d in few[0]] == [d[-1] for d in few[1]]


@given(bargainings())
def test_the_few_that_differ_most_are_distinct_and_begin_with_the_best(problem: Bargaining) -> None:
    of = bargain(problem.frontier)
    chosen = spread(problem.space, of, 4)
    assert len(set(chosen)) == len(chosen) == min(4, len(of.deals))
    assert chosen[:1] == few_best(of, 1)


def test_without_walk_aways_only_the_sum_and_the_frontier_are_told() -> None:
    problem = two_party({"x.a": {"v0": (0, 3), "v1": (2, 0)}})
    assert solution(problem, "nash").why_none == "no walk-away is entered for alder, birch"
    assert picked(problem.frontier, "utilitarian") == {(0, 3)}


def test_nothing_at_or_above_every_walk_away_is_said() -> None:
    problem = two_party({"x.a": {"v0": (0, 3), "v1": (2, 0)}}, (1, 1))
    assert {solution(problem, n).why_none for n in SOLUTIONS} == {"no package is at or above every walk-away"}


def test_nobody_who_can_gain_nothing_has_a_share_of_an_ideal() -> None:
    problem = two_party({"x.a": {"v0": (0, 3), "v1": (0, 1)}}, (0, 0))
    assert "can gain nothing" in solution(problem, "kalai-smorodinsky").why_none


def test_ties_are_all_told() -> None:
    problem = two_party({"x.a": {"v0": (1, 3), "v1": (3, 1)}}, (0, 0))
    assert picked(problem.frontier, "nash") == {(1, 3), (3, 1)}


def test_out_of_time_one_package_is_known_and_the_frontier_is_not_called_complete() -> None:
    problem = two_party({"x.a": {"v0": (0, 3), "v1": (2, 0)}, "x.b": {"v0": (0, 3), "v1": (2, 0)}})
    found = pareto(problem.points, (problem.space, problem.circuit), expired=lambda: True)
    assert (found.how, found.complete, len(found.deals)) == ("search", False, 1)


class Lying:
    """An optimiser whose packages break a rule."""

    name = "lying"

    def frontier(self, space, worths, *, expired):  # type: ignore[no-untyped-def]
        return [dict.fromkeys(space.variables, "v1")], True


def test_an_optimiser_is_not_trusted() -> None:
    problem = two_party({"x.a": {"v0": (0, 3), "v1": (2, 0)}})
    from detente.bargaining.constraints.model import Clause, Literal

    space = problem.space.within([Clause((Literal("x.a", frozenset({"v0"})),))])
    with pytest.raises(WrongAnswer, match="is not what it claims"):
        pareto(problem.points, (space, None), expired=lambda: False, optimiser=Lying(), only_optimiser=True)


def test_points_are_labelled_with_who_entered_them_and_when() -> None:
    points = Points("A. Mediator", "2025-03-01", "truce", ())
    assert points.label == "points entered by A. Mediator on 2025-03-01"
