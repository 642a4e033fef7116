"""Programs killed at random moments lose nothing that they acknowledged and leave nothing half."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from killed_works import WORKS

KILLS = int(os.environ.get("DETENTE_KILLS", "21"))  # `make long`: 1000
SEED = int(os.environ.get("DETENTE_SEED", random.SystemRandom().randrange(10**6)))
HALVES = ("enter,review,build,export", "import,backup,migrate")
REOPEN_S = 2.0


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Every work killed in turn; two programs share it, as most machines have two cores."""
    script, each = Path(__file__).with_name("killing.py"), -(-KILLS // len(WORKS))
    running = [
        subprocess.Popen(
            [sys.executable, script, half, tmp_path_factory.mktemp("killed"), str(each), str(SEED)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for half in HALVES
    ]
    found = {}
    for program in running:
        out, complaint = program.communicate()
        assert program.returncode == 0, f"seed {SEED}: {out}{complaint}"
        for line in out.splitlines():
            print(line)  # noqa: T201 - the seed and what was seen, for whoever looks
            found[json.loads(line)["work"]] = json.loads(line)
    return found


@pytest.mark.parametrize("work", sorted(WORKS))
def test_a_killed_program_loses_nothing_and_leaves_nothing_half(
    work: str, figures: dict[str, dict[str, Any]]
) -> None:
    """What must hold of the files is asserted in `killed_works`, after each kill and after the work was gone on with."""
    assert figures[work]["kills"] == -(-KILLS // len(WORKS))


@pytest.mark.skipif(KILLS < 1000, reason="times are taken in the long run only")
def test_a_project_is_open_again_within_two_seconds(figures: dict[str, dict[str, Any]]) -> None:
    assert max(seen["reopen_s"] for seen in figures.values()) <= REOPEN_S


def test_kills_hit_in_the_middle_of_work(figures: dict[str, dict[str, Any]]) -> None:
    assert sum(seen["inside"] for seen in figures.values()) >= KILLS / 2
    assert sum(seen["acknowledged"] for seen in figures.values()) > 0
