"""Every job on a disk that refuses: full, gone read-only, failing at a write or at a sync, at each of its changes in turn.

`LD_PRELOAD=refusing.so python refusing.py FOLDER EACH SEED` (in tests/stores) prints one JSON line for each job. EACH: how many
changes are drawn for every way of refusing (1: for one way); 0: all of them, until the job comes to its end untouched.
"""

from __future__ import annotations

import ctypes
import errno
import gc
import json
import os
import random
import re
import shutil
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import refused_jobs
from refused_jobs import JOBS, Job, standing

WRITE, SYNC, CUT, NAME, MAKE, REMOVE = 1, 2, 4, 8, 16, 32
_TOLD = re.compile(r"detente: .+; .+ \[(project-fault|bad-input)\]")


@dataclass(frozen=True)
class Way:
    """A way to refuse: which changes, with which error, once or from then on."""

    kinds: int
    error: int
    lasting: bool


WAYS = {
    "full": Way(WRITE | CUT | NAME | MAKE, errno.ENOSPC, True),
    "full for once": Way(WRITE | CUT | NAME | MAKE, errno.ENOSPC, False),
    "read-only": Way(WRITE | SYNC | CUT | NAME | MAKE | REMOVE, errno.EROFS, True),
    "a sync fails": Way(SYNC, errno.EIO, False),
    "syncs fail": Way(SYNC, errno.EIO, True),
    "a write fails": Way(WRITE, errno.EIO, False),
}
UNHARMED = Way(0, 0, False)
_THROUGH = 70  # the code of a child that let something through


@dataclass(frozen=True)
class Seen:
    """What a child saw: the exit code, what it said, how many changes it made and how many were refused."""

    code: int
    said: str
    changes: int
    refused: int


def in_child(job: Job, place: Path, way: Way, at: int, *, again: bool = False) -> Seen:
    """Do a job in a child on a disk that refuses its change `at` (0: none); `again`: and once more on the open project."""
    said, told = os.memfd_create("said"), os.memfd_create("told")
    number = os.fork()
    if not number:
        code = _THROUGH
        try:
            os.dup2(said, 2)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            code = _done(job, place, (way, at, again, told))
        except BaseException:  # noqa: BLE001 - what the program let through
            traceback.print_exc()
        sys.stderr.flush()
        os._exit(code)
    _, status = os.waitpid(number, 0)
    heard, counts = (_read(file).decode() for file in (said, told))
    assert os.WIFEXITED(status), f"it was ended by signal {os.WTERMSIG(status)}: {heard}"
    assert os.WEXITSTATUS(status) != _THROUGH, heard
    return Seen(os.WEXITSTATUS(status), heard, *json.loads(counts))


def _done(job: Job, place: Path, how: tuple[Way, int, bool, int]) -> int:
    way, at, again, told = how
    disk, counts = ctypes.CDLL(None), [0, 0]
    shimmed = hasattr(disk, "refuse")

    def armed() -> None:
        if shimmed:
            disk.refuse(str(place).encode(), way.kinds, at, way.error, way.lasting)

    def disarmed() -> None:
        if shimmed:
            counts[:] = [disk.changes(), disk.refused()]
            disk.refuse(str(place).encode(), 0, 0, 0, 0)

    code = job.twice(place, armed, disarmed) if again else job.run(place, armed)
    gc.collect()
    if not again:
        disarmed()
    os.write(told, json.dumps(counts).encode())
    return code


def _read(file: int) -> bytes:
    with os.fdopen(file, "rb") as read:
        read.seek(0)
        return read.read()


def meet(name: str, folder: Path, *, each: int, seed: int) -> Counter[str]:
    """One job against every way of refusing; raises AssertionError where something is torn, lost, or badly told."""
    job, template, draw = JOBS[name], folder / "template", random.Random(f"{name} {seed}")
    before, after, seen = standing(template), None, Counter[str]()
    for way in WAYS.values() if each != 1 else [draw.choice(list(WAYS.values()))]:
        place = fresh(template, folder)
        undisturbed = in_child(job, place, way, 0)
        assert undisturbed.code == 0, undisturbed.said
        after = after or standing(place)
        points = range(1, undisturbed.changes + 1)
        for at in draw.sample(points, min(each, len(points))) if each else points:
            place = fresh(template, folder)
            what = f"{name}, {way}, change {at} of {undisturbed.changes}"
            try:
                found = in_child(job, place, way, at, again=job.act is not None and draw.random() < 0.5)
                seen["refused"] += found.refused > 0
                seen["told"] += found.code == 1
                check(job, place, (found, before, after))
            except Exception as fault:
                raise AssertionError(f"{what}: {fault}") from fault
    return seen


def check(
    job: Job, place: Path, met: tuple[Seen, object, object], freed: Callable[[], None] = lambda: None
) -> None:
    """All of it or nothing is there, the fault is told in words, and the job can be done once the disk is `freed`."""
    seen, before, after = met
    assert seen.code in {0, 1}, seen.said
    lines = seen.said.strip().splitlines() or [""]
    assert seen.code == 0 or _TOLD.fullmatch(lines[-1]), seen.said
    assert "Traceback" not in seen.said
    assert "Exception ignored" not in seen.said
    found = standing(place)
    if seen.code == 0:
        assert found == after, (found, after)
    elif not job.steps:
        assert found in (before, after), (found, before, after)
    freed()
    if found != after:
        again = in_child(job, place, UNHARMED, 0)
        assert again.code == 0, f"not to be done again: {again.said}"
        assert standing(place) == after, (standing(place), after)
        left = [path.name for path in place.iterdir() if path.name.startswith(".")]
        assert not left, left


def fresh(template: Path, folder: Path) -> Path:
    place = folder / "place"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(template, place)
    return place


def meet_all(folder: Path, names: Iterable[str], *, each: int, seed: int) -> int:
    """Print a line for each job; how many met a fault."""
    os.environ["TMPDIR"] = os.environ["SQLITE_TMPDIR"] = str(folder / "place")
    (folder / "template").mkdir(parents=True)
    refused_jobs.prepare(folder / "template")
    faults = 0
    for name in names:
        try:
            line: dict[str, object] = dict(meet(name, folder, each=each, seed=seed))
        except AssertionError as fault:
            faults, line = faults + 1, {"fault": str(fault)}
        print(json.dumps({"job": name, "seed": seed} | line), flush=True)  # noqa: T201
    return faults


if __name__ == "__main__":
    _, where, number, given, *names = sys.argv
    sys.exit(min(1, meet_all(Path(where), names or JOBS, each=int(number), seed=int(given))))
