"""Figures: the Beta quantiles behind them, and what one, two and contrary utterances amount to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.ledger.beta import beta_cdf, beta_quantile
from detente.ledger.fold import figure
from detente.packs.model import Pack
from small_worlds import Papers

SCIPY = [  # scipy.stats.beta.ppf(p, a, b), SciPy 1.17.1
    (0.05, 0.5, 0.5, 0.006156),
    (0.95, 0.5, 0.5, 0.993844),
    (0.05, 4.5, 0.5, 0.637513),
    (0.95, 4.5, 0.5, 0.999538),
    (0.05, 2.5, 0.5, 0.430741),
    (0.95, 2.5, 0.5, 0.999132),
    (0.05, 8.5, 0.5, 0.792492),
    (0.95, 0.5, 4.5, 0.362487),
    (0.05, 4.5, 4.5, 0.239298),
    (0.5, 3.4, 1.6, 0.705464),
    (0.95, 12.5, 6.5, 0.822666),
    (0.05, 60.5, 0.5, 0.968624),
    (0.95, 0.5, 60.5, 0.031376),
    (0.25, 100.5, 200.5, 0.315350),
    (0.999, 2, 3, 0.935962),
]


@pytest.mark.parametrize(("p", "a", "b", "x"), SCIPY)
def test_beta_quantiles_are_those_of_scipy(p: float, a: float, b: float, x: float) -> None:
    assert beta_quantile(p, a, b) == pytest.approx(x, abs=1.5e-6)


def test_the_beta_distribution_ends_where_it_must() -> None:
    assert beta_cdf(-0.1, 2, 3) == 0
    assert beta_cdf(1.0, 2, 3) == 1
    assert beta_cdf(0.3, 2.5, 4.5) == pytest.approx(0.4065390167, abs=1e-9)
    assert beta_cdf(0.9, 0.5, 0.5) == pytest.approx(0.7951672353, abs=1e-9)


masses = st.lists(st.tuples(st.floats(0, 6), st.sampled_from([0.0, 0.25, 0.5, 1.0])), max_size=6)


@given(masses)
def test_a_figure_lies_within_its_interval_of_probabilities(weighted: list[tuple[float, float]]) -> None:
    found = figure(weighted)
    assert 0 <= found.low <= found.high <= 1
    assert not (found.firm_yes and found.firm_no)
    assert found.p == pytest.approx(
        (0.5 + found.mass_for) / (1 + found.mass_for + found.mass_against), abs=1e-5
    )


@given(masses)
def test_what_speaks_for_a_value_mirrors_what_speaks_against_it(weighted: list[tuple[float, float]]) -> None:
    one, other = figure(weighted), figure([(w, 1 - q) for w, q in weighted])
    assert one.p == pytest.approx(1 - other.p, abs=2e-6)
    assert one.low == pytest.approx(1 - other.high, abs=2e-6)


def test_nothing_said_gives_the_prior_which_is_not_firm() -> None:
    found = figure([])
    assert (found.p, found.firm_yes, found.firm_no) == (0.5, False, False)


def test_one_flat_own_word_is_firm_and_a_may_is_not(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack()
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "demand", "terr.line", "old", certainty="may")
    assert papers.stand(pack, "north", "terr.line", "far").firm
    assert not papers.stand(pack, "south", "terr.line", "old").firm


def test_an_older_word_halves_with_every_half_life_before_its_contrary(
    small_pack: Callable[..., Pack],
) -> None:
    pack = small_pack()
    papers = Papers()
    papers.says("north", "accept", "terr.line", "near", date="2025-01-01")
    papers.says("north", "reject", "terr.line", "near", date="2025-06-30")
    found = papers.stand(pack, "north", "terr.line", "near").figure
    assert found.mass_for == pytest.approx(2.0)
    assert found.mass_against == pytest.approx(4.0)


def test_an_undated_word_counts_half_beside_a_dated_contrary_and_is_no_sign_of_a_shift(
    small_pack: Callable[..., Pack],
) -> None:
    pack = small_pack()
    papers = Papers()
    papers.says("north", "accept", "terr.line", "near")
    papers.says("north", "reject", "terr.line", "near", date="2025-06-30")
    found = papers.stand(pack, "north", "terr.line", "near").figure
    assert (found.mass_for, found.mass_against) == (2.0, 4.0)


def test_an_agreeing_word_does_not_age(small_pack: Callable[..., Pack]) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", date="2022-01-01")
    papers.says("north", "demand", "terr.line", "far", date="2025-06-30")
    assert papers.stand(small_pack(), "north", "terr.line", "far").figure.mass_for == 8.0
