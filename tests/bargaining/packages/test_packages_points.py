"""Points add up over matters; sets by their elements; ordered matters by two ends and a shape."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.packages.points import SHAPES, Matter, PartyPoints, Points, between, ordered_values
from detente.ledger.agenda import Key
from detente.packs.model import Leaf, Option
from small_bargains import Bargaining, bargainings

LINE, GUARDS = Key("x.line"), Key("x.guards")
ONE, HALF = Fraction(1), Fraction(1, 2)


def party(name: str, line: tuple[int, int], guards: tuple[int, int]) -> PartyPoints:
    return PartyPoints(
        name,
        {
            LINE: Matter(ONE, {"old": Fraction(line[0]), "new": Fraction(line[1])}),
            GUARDS: Matter(HALF, {"own": Fraction(guards[0]), "foreign": Fraction(guards[1])}, of_set=True),
        },
    )


def test_an_element_of_a_set_counts_where_it_is_in_and_only_there() -> None:
    north = party("north", (3, 1), (4, -2))
    package = {"x.line": "new", "x.guards#own": "in", "x.guards#foreign": "out"}
    assert north.of(package) == 3
    assert north.of({**package, "x.guards#foreign": "in"}) == 2
    assert north.swing(LINE) == 2
    assert north.swing(GUARDS) == 3


def test_a_matter_is_disputed_where_no_choice_is_best_for_all_whom_it_matters_to() -> None:
    points = Points("a", "b", "truce", (party("north", (3, 1), (4, 0)), party("south", (0, 2), (1, 0))))
    assert points.disputed(LINE)
    assert not points.disputed(GUARDS)
    assert points.disputed(LINE) and points.of("south").swing(GUARDS) == HALF


def test_a_walk_away_may_be_a_package_and_moves_with_the_weights() -> None:
    walk = {"x.line": "old", "x.guards#own": "in", "x.guards#foreign": "out"}
    north = PartyPoints("north", party("north", (3, 1), (4, 0)).matters, walk_away_package=walk)
    assert north.floor == 5
    assert north.with_weight(LINE, Fraction(2)).floor == 8


@given(bargainings())
def test_scaled_points_are_whole_and_lose_nothing(problem: Bargaining) -> None:
    numbers = problem.frontier.numbers
    for entered, worth, scale in zip(problem.points.parties, numbers.worths, numbers.scales, strict=True):
        for name, table in entered.worth.items():
            assert {v: Fraction(worth[name][v], scale) for v in table} == table


@given(st.permutations("abcdef"), st.sampled_from(SHAPES))
def test_a_shape_rises_from_the_worst_end_to_the_best(order: list[str], shape: str) -> None:
    values = "abcdef"
    ends = order[0], order[1]
    found = between(values, ends, shape)  # type: ignore[arg-type]
    assert (found[ends[0]], found[ends[1]]) == (0, 1)
    rising = values if ends[0] < ends[1] else values[::-1]
    goods = [found[v] for v in rising]
    assert goods == sorted(goods)


def test_only_ordered_lists_have_ends() -> None:
    options = (Option("low", "Low"), Option("high", "High"))
    assert ordered_values(Leaf("x.a", type="ordinal", options=options)) == ("low", "high")
    assert ordered_values(Leaf("x.a", type="categorical", options=options)) == ()
