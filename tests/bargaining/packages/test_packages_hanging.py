"""Trades, and how far solutions hang on what was entered."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings

from detente.bargaining.packages.frontier import pareto
from detente.bargaining.packages.sensitivity import tornado, walk_away_ranges
from detente.bargaining.packages.solutions import SOLUTIONS, bargain, solve
from detente.bargaining.packages.trades import halfway, trades
from detente.ledger.agenda import Key
from small_bargains import Bargaining, bargainings, two_party


def never() -> bool:
    return False


LOGROLL = two_party(
    {
        "x.port": {"north": (10, 0), "shared": (5, 2), "south": (0, 4)},
        "x.dam": {"north": (4, 0), "shared": (2, 5), "south": (0, 10)},
    },
    (0, 0),
)


def test_each_gives_where_it_cares_less() -> None:
    """From both shared (7, 7), the port to the north and the dam to the south is worth 10 to each."""
    base = {"x.port": "shared", "x.dam": "shared"}
    found, complete = trades(LOGROLL.points, LOGROLL.space, base, expired=never)
    assert complete
    (trade,) = found
    assert (trade.gainer, trade.giver) == ("alder", "birch")
    assert trade.got == ("x.port", "shared", "north")
    assert trade.given == ("x.dam", "shared", "south")
    assert trade.gains == {"alder": 3, "birch": 3}


def test_halfway_takes_on_each_matter_what_leaves_the_worse_off_most() -> None:
    assert halfway(LOGROLL.points, LOGROLL.space, LOGROLL.circuit) == {"x.port": "shared", "x.dam": "shared"}


@given(bargainings())
def test_a_trade_leaves_both_better_off_nobody_worse_and_breaks_no_rule(problem: Bargaining) -> None:
    base = halfway(problem.points, problem.space, problem.circuit)
    if base is None:
        assert not problem.every
        return
    found, _ = trades(problem.points, problem.space, base, expired=never)
    for trade in found:
        package = {**base, trade.got[0]: trade.got[2], trade.given[0]: trade.given[2]}
        assert problem.space.has(package)
        for party in problem.points.parties:
            gained = party.of(package) - party.of(base)
            assert gained == trade.gains[party.party] >= 0
            assert gained > 0 or party.party not in {trade.gainer, trade.giver}
        gainer, giver = problem.points.of(trade.gainer), problem.points.of(trade.giver)
        only_got = {**base, trade.got[0]: trade.got[2]}
        assert gainer.of(only_got) > gainer.of(base)
        assert giver.of(only_got) < giver.of(base)


@given(bargainings())
def test_a_package_on_the_frontier_has_no_trade(problem: Bargaining) -> None:
    for deal in problem.frontier.deals[:3]:
        assert trades(problem.points, problem.space, problem.space.package(deal[-1]), expired=never)[0] == ()


@given(bargainings())
@settings(max_examples=30)
def test_over_a_range_of_walk_aways_a_solution_picks_what_it_is_said_to(problem: Bargaining) -> None:
    found = problem.frontier
    ranges, complete = walk_away_ranges(found, SOLUTIONS, expired=never)
    assert complete
    for one in ranges:
        for floor in {one.low, one.high}:
            points = problem.points.changed(replace(problem.points.of(one.party), walk_away=floor))
            again = pareto(points, (problem.space, problem.circuit), expired=never)
            picked = solve(one.solution, bargain(again)).deals
            assert [d[-1] for d in picked] == [d[-1] for d in one.deals]
    for party in problem.points.parties:
        for name in SOLUTIONS:
            mine = [r for r in ranges if (r.party, r.solution) == (party.party, name)]
            assert not mine or any(r.low <= (party.floor or 0) <= r.high for r in mine)


def test_a_weight_that_decides_changes_the_package_and_is_told_in_the_points_as_entered() -> None:
    """South's dam is worth hardly more than north's: made smaller, the sum is larger with the dam in the north."""
    problem = two_party(
        {"x.dam": {"north": (10, 0), "south": (0, 11)}, "x.port": {"north": (1, 0), "south": (0, 5)}}
    )
    bars, complete = tornado(
        problem.frontier, problem.circuit, ("utilitarian", Fraction(1, 5)), expired=never
    )
    assert complete
    by = {(b.party, b.key): b for b in bars}
    dam = by["birch", Key("x.dam")]
    assert dam.lower.differs_on == 1
    assert dam.lower.utilities == (10, 5)
    assert dam.higher.differs_on == 0
    assert dam.higher.utilities == (0, 16)
    assert by["birch", Key("x.port")].lower.differs_on == 0


def test_out_of_time_says_so() -> None:
    found = LOGROLL.frontier
    assert walk_away_ranges(found, SOLUTIONS, expired=lambda: True)[1] is False
    assert tornado(found, LOGROLL.circuit, ("nash", Fraction(1, 10)), expired=lambda: True) == ((), False)
    base = {"x.port": "shared", "x.dam": "shared"}
    assert trades(LOGROLL.points, LOGROLL.space, base, expired=lambda: True) == ((), False)


def test_what_picks_nothing_has_no_tornado() -> None:
    problem = two_party({"x.a": {"v0": (0, 3), "v1": (2, 0)}}, (1, 1))
    assert tornado(problem.frontier, problem.circuit, ("nash", Fraction(1, 10)), expired=never) == ((), True)
