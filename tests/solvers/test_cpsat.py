"""CP-SAT proves the same frontiers as circuits and brute force."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from detente.bargaining.packages.circuit import TooMany
from detente.bargaining.packages.frontier import pareto
from detente.kernel.errors import BadInput, MissingExtra
from detente.solvers import cpsat
from small_bargains import Bargaining, bargainings, two_party, undominated

pytest.importorskip("ortools", reason="needs the extra 'packages'")


@given(bargainings(parties=(2, 2)))
@settings(max_examples=40, deadline=None)
def test_the_frontier_is_proven_and_is_that_of_brute_force(problem: Bargaining) -> None:
    found = pareto(
        problem.points,
        (problem.space, None),
        expired=lambda: False,
        optimiser=cpsat.CpSat(),
        only_optimiser=True,
    )
    assert (found.how, found.complete) == ("cp-sat", True)
    assert {found.utilities(d) for d in found.deals} == undominated(problem.every)


def test_out_of_time_what_was_found_is_given_and_not_called_proven() -> None:
    problem = two_party({"x.a": {"v0": (0, 3), "v1": (2, 0)}})
    calls = iter([False, True])
    packages, proven = cpsat.CpSat().frontier(
        problem.space, problem.frontier.numbers.worths, expired=lambda: next(calls)
    )
    assert (len(packages), proven) == (1, False)


def test_a_step_without_time_is_not_called_proven() -> None:
    problem = two_party({"x.a": {"v0": (0, 3), "v1": (2, 0)}})
    solver = cpsat.CpSat(step_s=0.0)
    assert solver.frontier(problem.space, problem.frontier.numbers.worths, expired=lambda: False)[1] is False


def test_points_too_fine_for_it_are_refused() -> None:
    fine = two_party({"x.a": {"v0": (0, 2**40), "v1": (2**40, 0)}})
    with pytest.raises(BadInput, match="too fine"):
        cpsat.CpSat().frontier(fine.space, fine.frontier.numbers.worths, expired=lambda: False)
    assert fine.frontier.complete
    assert fine.points.parties[0].swing(next(iter(fine.points.parties[0].matters))) == Fraction(2**40)


def test_where_it_is_not_installed_the_command_to_install_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cpsat, "has_cp_sat", lambda: False)
    with pytest.raises(MissingExtra, match=r"pip install 'detente\[packages\]'"):
        cpsat.CpSat()


def test_it_is_asked_where_the_circuit_does_not_end_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = two_party({"x.a": {"v0": (0, 3), "v1": (2, 0)}})

    def too_many(*_: object, **__: object) -> None:
        raise TooMany

    monkeypatch.setattr("detente.bargaining.packages.frontier.frontier", too_many)
    found = pareto(
        problem.points, (problem.space, problem.circuit), expired=lambda: False, optimiser=cpsat.CpSat()
    )
    assert (found.how, found.complete, len(found.deals)) == ("cp-sat", True, 2)
