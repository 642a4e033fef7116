"""On a disk that is full, read-only or failing every job ends in words or is done, with all of it there or nothing."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from refused_jobs import JOBS

HERE = Path(__file__).parent
EACH = int(os.environ.get("DETENTE_FAULTS", "1"))  # `make long`: 12; 0 for every change of every job
SEED = int(os.environ.get("DETENTE_SEED", random.SystemRandom().randrange(10**6)))
DRAW = random.Random(SEED)


def some(count: int) -> list[str]:
    """So many jobs in CI, all of them in the long run."""
    return sorted(JOBS) if EACH != 1 else DRAW.sample(sorted(JOBS), count)


def outcome(programs: list[subprocess.Popen[str]]) -> list[dict[str, object]]:
    """The lines of programs that came to a good end."""
    found = []
    for program in programs:
        out, complaint = program.communicate()
        print(out)  # noqa: T201 - the seed and what was seen, for whoever looks
        assert program.returncode == 0, f"seed {SEED}: {out}{complaint}"
        found += [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    return found


def started(*command: object, **more: str) -> subprocess.Popen[str]:
    words = [str(word) for word in command]
    path = os.pathsep.join([str(HERE.parent), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        words,
        env=os.environ | {"PYTHONPATH": path} | more,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that stands between a program and the disk."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("needs Linux and a C compiler")
    made = tmp_path_factory.mktemp("disk") / "refusing.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", made, HERE / "refusing.c", "-ldl"], check=True)
    return made


def test_a_change_that_the_disk_refuses_is_told_and_nothing_is_half_done(
    refusing: Path, tmp_path: Path
) -> None:
    """What must hold is asserted in `refusing.check`, for each change that was refused."""
    names = some(12)
    script, library = HERE / "refusing.py", str(refusing)
    programs = [
        started(sys.executable, script, tmp_path / f"{n}", EACH, SEED, *names[n::2], LD_PRELOAD=library)
        for n in range(2)
    ]
    seen = outcome(programs)
    assert sorted(str(line["job"]) for line in seen) == sorted(names)
    refused = sum(int(str(line.get("refused", 0))) for line in seen)
    assert refused >= len(seen) * 2 // 3  # a change that is drawn may lie beyond what a job makes
    assert any(line.get("told") for line in seen)


def test_a_real_disk_that_is_full_or_read_only_is_told(tmp_path: Path) -> None:
    alone = ["unshare", "--user", "--map-root-user", "--mount"]
    if sys.platform != "linux" or shutil.which("unshare") is None:
        pytest.skip("needs Linux and unshare")
    probe = 'mount -t tmpfs none "$0"'
    if subprocess.run([*alone, "sh", "-c", probe, tmp_path], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a disk in a name space of its own")
    names = some(3)
    seen = outcome([started(*alone, sys.executable, HERE / "real_disk.py", tmp_path / "work", *names)])
    assert {str(line["job"]) for line in seen} == set(names)
    assert all(line["read-only"] for line in seen)
