"""A circuit stands for exactly the packages that plain enumeration finds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.constraints.model import Clause, Literal
from detente.bargaining.packages.algebras import best, count, frontier, undominated
from detente.bargaining.packages.circuit import TooMany, circuit_of
from detente.bargaining.packages.space import Space, every_package
from small_bargains import spaces


def never() -> bool:
    return False


@given(spaces())
def test_counting_agrees_with_enumeration(space: Space) -> None:
    assert count(circuit_of(space, expired=never)) == len(list(every_package(space)))


@given(spaces(), st.data())
def test_the_best_few_are_those_of_enumeration_equals_by_number(space: Space, data: st.DataObject) -> None:
    worth = {n: {v: data.draw(st.integers(-3, 3)) for v in values} for n, values in space.variables.items()}
    ranked = sorted((-sum(worth[n][v] for n, v in p.items()), space.number(p)) for p in every_package(space))
    found = best(circuit_of(space, expired=never), space, worth, most=3)
    assert found == [(-value, number) for value, number in ranked[:3]]


@given(spaces())
def test_a_number_names_its_package(space: Space) -> None:
    for package in every_package(space):
        number = space.number(package)
        assert space.package(number) == package
        assert number == sum(space.digits()[n][v] for n, v in package.items())


@given(spaces())
def test_packages_stand_in_the_order_of_their_values(space: Space) -> None:
    places = [tuple(space.variables[n].index(v) for n, v in p.items()) for p in every_package(space)]
    assert places == sorted(places)


def test_a_space_without_package_has_an_empty_circuit() -> None:
    no = Space({"x.a": ("v0", "v1")}, (Clause((Literal("x.a", frozenset()),)),))
    circuit = circuit_of(no, expired=never)
    assert circuit.nodes == ()
    assert count(circuit) == 0
    assert best(circuit, no, {}) == []
    assert frontier(circuit, no, ({}, {}), expired=never) == []


def test_a_search_out_of_time_says_so() -> None:
    with pytest.raises(TooMany):
        circuit_of(Space({"x.a": ("v0", "v1")}, ()), expired=lambda: True)


def test_points_finer_than_a_machine_word_are_compared_one_by_one() -> None:
    big = 2**70
    points = [(big, 0, 1, 0), (0, big, 1, 1), (0, big - 1, 1, 2), (big, 0, 1, 3)]
    assert undominated(points) == [(big, 0, 1, 0), (0, big, 1, 1)]
    with pytest.raises(TooMany):
        undominated(points, expired=lambda: True)
    with pytest.raises(TooMany):
        undominated([(1, 0, 1, 0)], expired=lambda: True)


def test_five_hundred_matters_in_a_chain_of_rules_are_counted_at_once() -> None:
    names = [f"x.m{i}" for i in range(500)]
    chain = tuple(
        Clause((Literal(a, frozenset({"no"})), Literal(b, frozenset({"yes"})))) for a, b in pairwise(names)
    )
    space = Space(dict.fromkeys(names, ("yes", "no")), chain)
    assert count(circuit_of(space, expired=never)) == 501
