"""Several programs in one project at once: nobody is told to wait, nothing is lost, every reader sees whole reports only."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SECONDS = float(os.environ.get("DETENTE_SECONDS", "2"))  # `make long`: 60
BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "concurrency.py"


@pytest.fixture(scope="module")
def seen() -> dict[str, Any]:
    command = [sys.executable, BENCHMARK, "--seconds", str(SECONDS)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    print(done.stdout)  # noqa: T201 - the times, for whoever looks
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("who", ["one_writer_four_readers", "four_writers"])
def test_programs_at_work_at_once_do_not_disturb_each_other(who: str, seen: dict[str, Any]) -> None:
    """Times are for the benchmark; here only what was told, what is there, and whether it is whole."""
    found = seen[who]
    assert found["errors"] == []
    assert found["torn"] == []
    assert found["whole"]
    assert found["lost"] == 0
    assert all(found["each"]), "a writer never had its turn"
    assert found["questions"] or who == "four_writers"
