"""Published problems with known results, in exact fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement

from hypothesis import assume, given
from hypothesis import strategies as st

from detente.bargaining.packages.adjusted_winner import adjusted_winner
from detente.bargaining.packages.hull import XY, draw_of
from detente.bargaining.packages.solutions import bargain, solve
from small_bargains import two_party

# Nash 1950, The bargaining problem, Econometrica 18: Bill's goods and Jack's goods with their utility to Bill and to Jack.
GOODS = {
    "book": (2, 4), "whip": (2, 2), "ball": (2, 1), "bat": (2, 2), "box": (4, 1),
    "pen": (10, 1), "toy": (4, 1), "knife": (6, 2), "hat": (2, 2),
}  # fmt: skip


def test_nashs_own_example_bill_and_jack() -> None:
    """Bill gives Jack book, whip, ball and bat; Jack gives Bill pen, toy and knife: gains 12 and 5, product 60."""
    problem = two_party(
        {f"x.{good}": {"bill": (bill, 0), "jack": (0, jack)} for good, (bill, jack) in GOODS.items()}, (12, 6)
    )
    found = problem.frontier
    nash = solve("nash", bargain(found))
    assert nash.value == (60,)
    (deal,) = nash.deals
    assert found.utilities(deal) == (24, 11)
    package = problem.space.package(deal[-1])
    assert {name[2:] for name, who in package.items() if who == "bill"} == {"box", "pen", "toy", "knife"}


def test_kalai_and_smorodinskys_example_against_nash() -> None:
    """Kalai and Smorodinsky 1975 (recalled): the hull of (1, 0), (0, 1) and (3/4, 3/4), then with (1, 7/10) added.

    Nash goes from (3/4, 3/4) to (1, 7/10): the second loses though it could only gain. Theirs goes to (10/13, 10/13).
    """
    smaller = [(Fraction(0), Fraction(1)), (Fraction(1), Fraction(0)), (Fraction(3, 4), Fraction(3, 4))]
    larger = [*smaller, (Fraction(1), Fraction(7, 10))]
    floor = (Fraction(0), Fraction(0))
    assert draw_of(smaller, floor).utilities == (Fraction(3, 4), Fraction(3, 4))  # type: ignore[union-attr]
    found = draw_of(larger, floor)
    assert found is not None
    assert found.utilities == (Fraction(10, 13), Fraction(10, 13))
    assert {larger[found.first], larger[found.second]} == {(0, 1), (1, Fraction(7, 10))}
    assert found.chance in {Fraction(3, 13), Fraction(10, 13)}


def test_adjusted_winner_on_a_published_divorce() -> None:
    """Brams and Taylor's site, pages.nyu.edu/adjustedwinner/divorce_hyp.htm: 69 each, of the house 3/5 to Bob.

    The page prints 23 for Bob's custody beside a total of 100; 25 gives that total, and nothing hangs on it.
    """
    bob = {"custody": Fraction(25), "alimony": Fraction(60), "house": Fraction(15)}
    carol = {"custody": Fraction(65), "alimony": Fraction(25), "house": Fraction(10)}
    found = adjusted_winner(bob, carol)
    assert found is not None
    assert found.shares == {"custody": 0, "alimony": 1, "house": Fraction(3, 5)}
    assert found.each == (69, 69)


def test_adjusted_winner_on_camp_david() -> None:
    """Brams and Togman 1996, Camp David: was the agreement fair? CMPS 15(1); numbers recalled: Egypt keeps 5/6 of Sinai."""
    egypt = {"sinai": 55, "recognition": 5, "west bank": 10, "linkage": 5, "rights": 20, "jerusalem": 5}
    israel = {"sinai": 35, "recognition": 10, "west bank": 20, "linkage": 10, "rights": 5, "jerusalem": 20}
    found = adjusted_winner(
        {m: Fraction(p) for m, p in egypt.items()}, {m: Fraction(p) for m, p in israel.items()}
    )
    assert found is not None
    assert found.split == "sinai"
    assert found.shares == {
        "sinai": Fraction(5, 6), "rights": 1, "recognition": 0, "west bank": 0, "linkage": 0, "jerusalem": 0,
    }  # fmt: skip
    assert found.each == (Fraction(395, 6), Fraction(395, 6))


points = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1
)


@given(points)
def test_adjusted_winner_gives_both_the_same_at_least_half_and_splits_one_matter_at_most(
    given_points: dict[str, tuple[int, int]],
) -> None:
    one = {m: Fraction(p) for m, (p, _) in given_points.items()}
    other = {m: Fraction(p) for m, (_, p) in given_points.items()}
    found = adjusted_winner(one, other)
    if not sum(one.values()) or not sum(other.values()):
        assert found is None
        return
    assert found is not None
    assert found.each[0] == found.each[1] >= 50
    total = sum(one.values()), sum(other.values())
    assert sum(100 * one[m] / total[0] * s for m, s in found.shares.items()) == found.each[0]
    assert sum(100 * other[m] / total[1] * (1 - s) for m, s in found.shares.items()) == found.each[1]
    parted = [m for m, s in found.shares.items() if 0 < s < 1 and (one[m] or other[m])]
    assert parted == ([found.split] if found.split else [])
    swapped = adjusted_winner(other, one)
    assert swapped is not None
    assert swapped.each == found.each


coordinates = st.integers(-2, 9).map(Fraction)
sets = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=7)
FLOOR = (Fraction(0), Fraction(0))


def ideal_of(utilities: list[XY]) -> tuple[Fraction | None, Fraction | None]:
    """The most of each in any draw between two packages while the other has at least nothing, by trying each two."""
    best: list[Fraction | None] = [None, None]
    for a, b in combinations_with_replacement(utilities, 2):
        for own in (0, 1):
            other = 1 - own
            chances = [Fraction(0), Fraction(1)]
            if a[other] != b[other]:
                chances.append((0 - b[other]) / (a[other] - b[other]))
            for chance in chances:
                if 0 <= chance <= 1 and chance * a[other] + (1 - chance) * b[other] >= 0:
                    value = chance * a[own] + (1 - chance) * b[own]
                    known = best[own]
                    best[own] = value if known is None or value > known else known
    return best[0], best[1]


@given(sets)
def test_the_draw_reaches_as_far_to_the_ideal_as_any_draw_between_two_packages(utilities: list[XY]) -> None:
    found = draw_of(utilities, FLOOR)
    ideal = ideal_of(utilities)
    if found is None:
        reachable = [
            c for a, b in combinations_with_replacement(utilities, 2)
            for c in _both_positive(a, b)
        ]  # fmt: skip
        assert not reachable
        return
    assert found.ideal == ideal
    assert ideal[0] is not None
    assert ideal[1] is not None
    reach = found.utilities[0] / ideal[0]
    assert found.utilities[1] / ideal[1] == reach
    for a, b in combinations_with_replacement(utilities, 2):
        chances = [Fraction(0), Fraction(1)]
        slope = (a[0] - b[0]) / ideal[0] - (a[1] - b[1]) / ideal[1]
        if slope:
            chances.append((b[1] / ideal[1] - b[0] / ideal[0]) / slope)
        for chance in (c for c in chances if 0 <= c <= 1):
            x, y = (chance * p + (1 - chance) * q for p, q in zip(a, b, strict=True))
            assert min(x / ideal[0], y / ideal[1]) <= reach
    mixed = [
        found.chance * p + (1 - found.chance) * q
        for p, q in zip(utilities[found.first], utilities[found.second], strict=True)
    ]
    assert tuple(mixed) == found.utilities


def _both_positive(a: XY, b: XY) -> list[Fraction]:
    """A chance with which both have more than nothing, if there is one."""
    low, high = Fraction(0), Fraction(1)
    for p, q in zip(a, b, strict=True):
        if p == q:
            if p <= 0:
                return []
        elif p > q:
            low = max(low, -q / (p - q))
        else:
            high = min(high, q / (q - p))
    middle = (low + high) / 2
    return (
        [middle]
        if low < high
        or (low == high and all(middle * p + (1 - middle) * q > 0 for p, q in zip(a, b, strict=True)))
        else []
    )


@given(sets, st.tuples(coordinates, coordinates))
def test_kalai_smorodinsky_is_monotone_on_the_hull(utilities: list[XY], more: XY) -> None:
    """Kalai and Smorodinsky 1975, axiom of monotonicity: what adds nothing to the most of one costs the other nothing."""
    before, after = draw_of(utilities, FLOOR), draw_of([*utilities, more], FLOOR)
    assume(before is not None)
    assert before is not None
    assert after is not None
    for one, other in ((0, 1), (1, 0)):
        if after.ideal[one] == before.ideal[one]:
            assert after.utilities[other] >= before.utilities[other]


def test_nothing_to_draw_from_and_nothing_to_gain_are_none() -> None:
    assert draw_of([], FLOOR) is None
    assert (
        draw_of([(Fraction(0), Fraction(3)), (Fraction(3), Fraction(0))], (Fraction(2), Fraction(2))) is None
    )
