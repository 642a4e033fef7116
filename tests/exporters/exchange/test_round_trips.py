"""What is exported and imported again is the same project: every row, every time, the same chain."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from detente.stores.sqlite import ProjectFile
from exporters.exchange.small_projects import Plan, back, everything, folder, make, out, plans

RUNS = int(os.environ.get("DETENTE_ROUND_TRIPS", "7"))  # `make long`: 300
FORMATS = ("jsonl", "csv", "parquet", "xlsx", "dna", "qdpx")
# A project is a file: to make smaller ones takes minutes, and the first that fails tells enough.
SLOW: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
}


@pytest.mark.parametrize("suffix", FORMATS)
@settings(max_examples=RUNS, **SLOW)
@given(plan=plans())
def test_a_project_comes_back_equal(suffix: str, plan: Plan) -> None:
    with folder() as here:
        project, file, again = here / "a.detente", here / f"a.{suffix}", here / "b.detente"
        make(project, plan)
        assert out(project, file).not_held == ()
        assert back(file, again).made
        assert everything(again) == everything(project)
        with ProjectFile.open(again) as opened:
            assert not opened.verify()


@pytest.mark.parametrize("suffix", FORMATS)
@settings(max_examples=max(2, RUNS // 3), **SLOW)
@given(plan=plans(), other=plans())
def test_taken_into_a_project_that_has_it_nothing_is_added(suffix: str, plan: Plan, other: Plan) -> None:
    with folder() as here:
        project, file, there = here / "a.detente", here / f"a.{suffix}", here / "b.detente"
        make(project, plan)
        make(there, other)
        out(project, file)
        back(file, there)
        once = everything(there)
        again = back(file, there)
        assert not again.made
        assert not any(again.new.values())
        assert everything(there) == once
        with ProjectFile.open(there) as opened:
            assert not opened.verify()
