"""The port of solvers, kept by python-sat: packages satisfy, conflicts are minimal and complete."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.constraints import evaluate
from detente.bargaining.constraints.evaluate import satisfied, search
from detente.bargaining.constraints.model import Clause, Literal
from detente.solvers.pysat import PySatSolver

VARIABLES = {"a": ("x", "y", "z"), "b": ("x", "y"), "c": ("in", "out")}


def is_(variable: str, *values: str) -> Literal:
    return Literal(variable, frozenset(values))


literals = st.sampled_from(sorted(VARIABLES)).flatmap(
    lambda name: st.frozensets(st.sampled_from([*VARIABLES[name], "elsewhere"]), max_size=2).map(
        lambda v: Literal(name, v)
    )
)
clauses = st.lists(literals, max_size=3).map(lambda ls: Clause(tuple(ls)))
many = st.lists(clauses, max_size=6)


@given(many)
def test_a_package_is_found_exactly_where_there_is_one(given_clauses: list[Clause]) -> None:
    there_is = any(
        satisfied(given_clauses, dict(zip(VARIABLES, values, strict=True)))
        for values in product(*VARIABLES.values())
    )
    package = PySatSolver().satisfy(VARIABLES, given_clauses)
    by_hand, ended = search(VARIABLES, given_clauses)
    assert ended
    assert (package is not None) == (by_hand is not None) == there_is
    for found in (package, by_hand):
        assert found is None or (set(found) == set(VARIABLES) and satisfied(given_clauses, found))


@given(many, st.lists(st.lists(clauses, min_size=1, max_size=2), max_size=5))
def test_conflicts_are_all_the_minimal_ones_smallest_first(
    hard: list[Clause], held: list[list[Clause]]
) -> None:
    groups = {f"g{i}": cs for i, cs in enumerate(held)}
    found = list(PySatSolver().minimal_conflicts(VARIABLES, hard, groups))
    shut: list[frozenset[str]] = []
    for size in range(len(groups) + 1):
        for names in map(frozenset, combinations(groups, size)):
            together = [*hard, *(c for n in names for c in groups[n])]
            if not any(s <= names for s in shut) and search(VARIABLES, together)[0] is None:
                shut.append(names)
    assert len(found) == len(set(found))
    assert set(found) == set(shut)
    assert [len(c) for c in found] == sorted(len(c) for c in found)


def test_hard_clauses_that_contradict_themselves_give_the_empty_conflict_alone() -> None:
    hard = [Clause((is_("a", "x"),)), Clause((is_("a", "y"),))]
    assert list(PySatSolver().minimal_conflicts(VARIABLES, hard, {"g": [Clause((is_("b", "x"),))]})) == [
        frozenset()
    ]


def test_plain_evaluation_says_where_it_gave_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five pigeons in four holes take more steps than are allowed here."""
    variables = {f"p{i}": tuple(f"h{j}" for j in range(4)) for i in range(5)}
    different = [
        Clause((Literal(one, frozenset(variables[one]) - {hole}), Literal(other, frozenset(variables[other]) - {hole})))
        for one, other in combinations(variables, 2) for hole in variables[one]
    ]  # fmt: skip
    assert search(variables, different) == (None, True)
    monkeypatch.setattr(evaluate, "_MAX_NODES", 50)
    assert search(variables, different) == (None, False)
