"""The solver on published-size cases: five parties, twenty issues of four options (shared/reference/deadlocks)."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from itertools import islice
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
@pytest.mark.parametrize("size", [150, 200, 300])
def test_the_first_deadlocks_of_many_statements_come_within_seconds(shared: Path, size: int) -> None:
    variables, groups, _ = case(shared, size)
    start = time.monotonic()
    found = list(islice(PySatSolver().minimal_conflicts(variables, [], groups), 10))
    assert len(found) == 10
    assert time.monotonic() - start < 20
