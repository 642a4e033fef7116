"""What every solver of the entry-point group `detente.solvers` must do."""

from __future__ import annotations

import random
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from itertools import combinations, islice, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.constraints.evaluate import satisfied
from detente.bargaining.constraints.model import Clause, Literal
from detente.bargaining.port import Solver, Unfinished

Groups = Mapping[str, list[Clause]]
Setting = tuple[Mapping[str, tuple[str, ...]], list[Clause], Groups]

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
POINTS = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["entry-points"]["detente.solvers"]


def made(name: str) -> Solver:
    module, _, factory = POINTS[name].partition(":")
    solver: Solver = getattr(import_module(module), factory)()
    return solver


each_solver = pytest.mark.parametrize("name", sorted(POINTS))


@st.composite
def settings(draw: st.DrawFn) -> Setting:
    """Up to four variables of up to four values (at most 256 packages), hard clauses, and up to six groups."""
    variables = {name: tuple("wxyz"[: draw(st.integers(2, 4))]) for name in "abcd"[: draw(st.integers(1, 4))]}
    literals = st.sampled_from(sorted(variables)).flatmap(
        lambda v: st.frozensets(st.sampled_from([*variables[v], "elsewhere"]), max_size=3).map(
            lambda values: Literal(v, values)
        )
    )
    clauses = st.lists(literals, min_size=0, max_size=3).map(lambda found: Clause(tuple(found)))
    full = clauses.filter(lambda c: bool(c.literals) and all(lit.values for lit in c.literals))
    hard = draw(st.lists(full, max_size=2)) if draw(st.booleans()) else draw(st.lists(clauses, max_size=2))
    held = draw(st.lists(st.lists(full, min_size=1, max_size=2), max_size=6))
    return variables, hard, {f"g{i}": cs for i, cs in enumerate(held)}


def together(setting: Setting, names: Iterable[str]) -> bool:
    """Whether some package satisfies the hard clauses and these groups: every package is tried."""
    variables, hard, groups = setting
    clauses = [*hard, *(c for n in names for c in groups[n])]
    packages = (dict(zip(variables, values, strict=True)) for values in product(*variables.values()))
    return any(satisfied(clauses, package) for package in packages)


def least(names: Iterable[str], has: Callable[[frozenset[str]], bool]) -> set[frozenset[str]]:
    every = sorted(names)
    found: list[frozenset[str]] = []
    for size in range(len(every) + 1):
        for some in map(frozenset, combinations(every, size)):
            if not any(s <= some for s in found) and has(some):
                found.append(some)
    return set(found)


def in_order(found: list[frozenset[str]]) -> bool:
    return [len(s) for s in found] == sorted(len(s) for s in found) and len(found) == len(set(found))


@each_solver
@given(setting=settings())
def test_a_package_is_found_exactly_where_there_is_one(name: str, setting: Setting) -> None:
    variables, hard, _ = setting
    package = made(name).satisfy(variables, hard)
    assert (package is not None) == together(setting, ())
    assert package is None or (set(package) == set(variables) and satisfied(hard, package))


@each_solver
@given(setting=settings())
def test_conflicts_are_all_the_minimal_ones_smallest_first(name: str, setting: Setting) -> None:
    found = list(made(name).minimal_conflicts(*setting))
    assert in_order(found)
    assert set(found) == least(setting[2], lambda some: not together(setting, some))


@each_solver
@given(setting=settings())
def test_corrections_are_all_the_minimal_ones_fewest_first(name: str, setting: Setting) -> None:
    found = list(made(name).minimal_corrections(*setting))
    assert in_order(found)
    assert set(found) == least(setting[2], lambda off: together(setting, setting[2].keys() - off))


@each_solver
@given(setting=settings())
def test_corrections_are_exactly_the_minimal_sets_that_hit_every_conflict(
    name: str, setting: Setting
) -> None:
    conflicts = list(made(name).minimal_conflicts(*setting))
    corrections = set(made(name).minimal_corrections(*setting))
    if conflicts == [frozenset()]:
        assert corrections == set()
    else:
        assert corrections == least(setting[2], lambda off: all(off & c for c in conflicts))


@each_solver
@given(setting=settings(), seed=st.integers(0, 99))
def test_the_order_in_which_things_are_given_changes_nothing(name: str, setting: Setting, seed: int) -> None:
    variables, hard, groups = setting
    shuffled = random.Random(seed)

    def mixed(things: Iterable[object]) -> list:  # type: ignore[type-arg]
        found = list(things)
        shuffled.shuffle(found)
        return found

    other = (
        {n: variables[n] for n in mixed(variables)},
        mixed(hard),
        {n: mixed(groups[n]) for n in mixed(groups)},
    )
    solver = made(name)
    assert list(solver.minimal_conflicts(*setting)) == list(solver.minimal_conflicts(*other))
    assert list(solver.minimal_corrections(*setting)) == list(solver.minimal_corrections(*other))


def pairs(count: int) -> Setting:
    """So many matters on which two parties want different things: a deadlock each, 2 ** count corrections."""
    variables = {f"v{i:02}": ("x", "y") for i in range(count)}
    groups = {
        f"{who} {v}": [Clause((Literal(v, frozenset({value})),))]
        for v in variables
        for who, value in (("one", "x"), ("other", "y"))
    }
    return variables, [], groups


def given_until(search: Iterator[frozenset[str]]) -> tuple[list[frozenset[str]], Unfinished | None]:
    found = []
    try:
        while True:
            found.append(next(search))
    except StopIteration:
        return found, None
    except Unfinished as ended:
        return found, ended


@each_solver
@given(setting=settings(), looks=st.integers(0, 60), corrections=st.booleans())
def test_a_search_that_is_ended_gave_everything_of_the_size_that_it_says(
    name: str, setting: Setting, looks: int, corrections: bool
) -> None:
    left = iter(range(looks))
    solver = made(name)
    search = solver.minimal_corrections if corrections else solver.minimal_conflicts
    whole = list(search(*setting))
    found, ended = given_until(search(*setting, expired=lambda: next(left, None) is None))
    assert found == whole[: len(found)]
    if ended is None:
        assert found == whole
    else:
        assert all(s in found for s in whole if 0 < len(s) <= ended.up_to)


@each_solver
@pytest.mark.parametrize("what", ["minimal_conflicts", "minimal_corrections"])
def test_nothing_is_looked_for_when_there_is_no_time(name: str, what: str) -> None:
    found, ended = given_until(getattr(made(name), what)(*pairs(3), expired=lambda: True))
    assert (found, ended and ended.up_to) == ([], 0)


@each_solver
def test_the_first_answers_come_before_the_others_are_known(name: str) -> None:
    setting = pairs(30)
    assert [len(s) for s in islice(made(name).minimal_conflicts(*setting), 30)] == [2] * 30


@each_solver
def test_nothing_to_hold_is_no_conflict_and_needs_no_correction(name: str) -> None:
    solver = made(name)
    assert list(solver.minimal_conflicts({}, [], {})) == []
    assert list(solver.minimal_corrections({}, [], {})) == [frozenset()]
    assert solver.satisfy({}, []) == {}


def pigeons(count: int) -> Setting:
    """One more pigeon than holes: hard to refute. Each pigeon's wish to have a hole of its own is a group."""
    holes = tuple(f"h{i:02}" for i in range(count))
    variables = {f"p{i:02}": (*holes, "none") for i in range(count + 1)}
    hard = [
        Clause(
            (
                Literal(one, frozenset(variables[one]) - {hole}),
                Literal(other, frozenset(variables[other]) - {hole}),
            )
        )
        for one, other in combinations(variables, 2)
        for hole in holes
    ]
    return variables, hard, {p: [Clause((Literal(p, frozenset(holes)),))] for p in variables}


@each_solver
@pytest.mark.parametrize("what", ["minimal_conflicts", "minimal_corrections"])
def test_a_question_that_takes_too_long_is_left_when_the_time_is_over(name: str, what: str) -> None:
    start = time.monotonic()
    search = getattr(made(name), what)(*pigeons(14), expired=lambda: time.monotonic() - start > 0.2)
    found, ended = given_until(search)
    assert found == []
    assert ended is not None
    assert time.monotonic() - start < 5
