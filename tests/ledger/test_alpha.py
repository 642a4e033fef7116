"""Krippendorff's alpha against the worked examples of Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability*."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.ledger.alpha import alpha, with_interval


def units(*coders: str) -> list[list[str]]:
    """The values of each unit; a point is a missing one."""
    return [
        [value for value in unit if value != "."] for unit in zip(*(c.split() for c in coders), strict=True)
    ]


BINARY = units("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
TWO_CODERS = units("a a b b d c c c e d d a", "b a b b b c c c e d d d")
FOUR_CODERS = units(
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


@pytest.mark.parametrize(
    ("given_units", "published"),
    [(BINARY, 0.095), (TWO_CODERS, 0.692), (FOUR_CODERS, 0.743)],
    ids=["A: binary, two observers", "B: nominal, two observers", "C: nominal, four observers, missing data"],
)
def test_the_published_examples(given_units: list[list[str]], published: float) -> None:
    found = alpha(given_units)
    assert found is not None
    assert round(found, 3) == published


def test_the_interval_holds_the_value_and_is_the_same_each_time() -> None:
    found = with_interval(FOUR_CODERS)
    assert (found.units, found.values) == (11, 40)
    assert found.value is not None and found.low is not None and found.high is not None
    assert found.low < found.value < found.high <= 1
    assert with_interval(FOUR_CODERS) == found
    wide = with_interval(FOUR_CODERS * 50)
    assert wide.low is not None and wide.high is not None
    assert wide.high - wide.low < (found.high - found.low) / 3


@pytest.mark.parametrize("without", [[], [["a"]], [["a", "a"], ["a", "a"]]])
def test_values_that_do_not_vary_tell_nothing(without: list[list[str]]) -> None:
    found = with_interval(without)
    assert (found.value, found.low, found.high) == (None, None, None)


values = st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=20)


@given(values)
def test_the_order_of_units_and_coders_does_not_matter(given_units: list[list[str]]) -> None:
    found = alpha(given_units)
    turned = [unit[::-1] for unit in given_units][::-1]
    assert alpha(turned) == pytest.approx(found) if found is not None else alpha(turned) is None


@given(values)
def test_alpha_is_one_only_for_full_agreement(given_units: list[list[str]]) -> None:
    found = alpha(given_units)
    if found is not None:
        assert found <= 1
        agree = all(len(set(unit)) < 2 for unit in given_units)
        assert (found == pytest.approx(1)) == agree
