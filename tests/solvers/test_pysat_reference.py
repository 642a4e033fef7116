"""The solver on published-size cases: five parties, twenty issues of four options (shared/reference/deadlocks)."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from itertools import islice, pairwise
from pathlib import Path

import pytest

from detente.bargaining.constraints.evaluate import satisfied, search
from detente.bargaining.constraints.model import Clause, Literal
from detente.solvers.pysat import PySatSolver

Case = tuple[dict[str, tuple[str, ...]], dict[str, list[Clause]], Mapping[str, int]]


def case(shared: Path, size: int) -> Case:
    """Variables, groups (one for each statement) and the known counts; a literal is issue*4 + option + 1, or its denial."""
    path = shared / "reference" / "deadlocks" / f"case{size}.json"
    given = json.loads(path.read_text(encoding="utf-8"))
    options = tuple(f"o{i}" for i in range(given["options"]))
    variables = {f"i{i}": options for i in range(given["issues"])}

    def literal(number: int) -> Literal:
        issue, option = divmod(abs(number) - 1, len(options))
        named = frozenset({options[option]})
        return Literal(f"i{issue}", named if number > 0 else frozenset(options) - named)

    groups = {
        f"s{n}": [Clause(tuple(literal(x) for x in clause)) for clause in statement["clauses"]]
        for n, statement in enumerate(given["statements"])
    }
    return variables, groups, given.get("known", {})


@pytest.mark.shared
def test_the_nineteen_minimal_deadlocks_of_fifty_statements_are_found_smallest_first(shared: Path) -> None:
    variables, groups, known = case(shared, 50)
    found = list(PySatSolver().minimal_conflicts(variables, [], groups))
    assert len(found) == len(set(found)) == known["minimal_deadlocks"] == 19
    assert [len(c) for c in found] == sorted(len(c) for c in found)
    for conflict in found:
        assert search(variables, [c for name in conflict for c in groups[name]]) == (None, True)
        for spare in conflict:
            clauses = [c for name in conflict - {spare} for c in groups[name]]
            package, _ = search(variables, clauses)
            assert package is not None
            assert satisfied(clauses, package)


@pytest.mark.shared
def test_the_corrections_of_fifty_statements_are_the_minimal_sets_that_hit_every_deadlock(
    shared: Path,
) -> None:
    variables, groups, known = case(shared, 50)
    conflicts = list(PySatSolver().minimal_conflicts(variables, [], groups))
    found = list(PySatSolver().minimal_corrections(variables, [], groups))
    assert len(found) == len(set(found)) == 480
    assert [len(c) for c in found] == sorted(len(c) for c in found)
    for correction in found:
        assert all(correction & c for c in conflicts)
        for spare in correction:
            assert any(not (correction - {spare}) & c for c in conflicts)
    assert known["minimal_deadlocks"] == len(conflicts)


@pytest.mark.shared
def test_every_deadlock_of_fifty_statements_and_every_correction_come_at_once(shared: Path) -> None:
    variables, groups, _ = case(shared, 50)
    seconds = []
    for _ in range(3):
        start = time.process_time()
        deadlocks = list(PySatSolver().minimal_conflicts(variables, [], groups))
        corrections = list(PySatSolver().minimal_corrections(variables, [], groups))
        seconds.append(time.process_time() - start)
        assert (len(deadlocks), len(corrections)) == (19, 480)
    assert min(seconds) < 0.25


@pytest.mark.shared
@pytest.mark.parametrize("size", [150, 200, 300])
def test_of_many_statements_the_least_comes_at_once_and_a_hundred_deadlocks_in_a_second(
    shared: Path, size: int
) -> None:
    variables, groups, _ = case(shared, size)
    seconds: list[tuple[float, ...]] = []
    for _ in range(3):
        times = [time.process_time()]
        next(PySatSolver().minimal_corrections(variables, [], groups))
        times.append(time.process_time())
        search = PySatSolver().minimal_conflicts(variables, [], groups)
        next(search)
        times.append(time.process_time())
        assert len(list(islice(search, 100))) == 100
        times.append(time.process_time())
        seconds.append(tuple(b - a for a, b in pairwise(times)))
    least, first, hundred = (min(of) for of in zip(*seconds, strict=True))
    assert least < 0.05
    assert first < 0.05
    assert hundred < 1


def test_matters_that_nothing_ties_are_searched_apart_and_to_the_end() -> None:
    """Forty deadlocks that share nothing: 2^40 corrections, of which none need be looked at together."""
    variables = {f"v{i:02}": ("x", "y") for i in range(40)}
    groups = {f"{v}{value}": [Clause((Literal(v, frozenset({value})),))] for v in variables for value in "xy"}
    assert len(list(PySatSolver().minimal_conflicts(variables, [], groups))) == 40


def test_conflicts_without_number_still_come_one_after_the_other() -> None:
    """Thirty votes, one of three on each, and one demand that somebody is heard nowhere: 3^30 conflicts of one size."""
    variables = {f"v{i:02}{who}": ("yes", "no") for i in range(30) for who in "abc"}
    hard = [Clause(tuple(Literal(f"v{i:02}{who}", frozenset({"yes"})) for i in range(30) for who in "abc"))]
    groups = {
        f"{i:02}{who}": [Clause((Literal(f"v{i:02}{x}", frozenset({"no"})),)) for x in who]
        for i in range(30)
        for who in ("ab", "bc", "ca")
    }
    found = list(islice(PySatSolver().minimal_conflicts(variables, hard, groups), 3))
    assert [len(c) for c in found] == [60, 60, 60]
