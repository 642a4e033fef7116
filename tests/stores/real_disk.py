"""Every job on a real disk that is full, or that was made read-only: `unshare -rm python real_disk.py FOLDER`.

The disk is a small one in memory, mounted in a name space of its own. Prints one JSON line for each job.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import refused_jobs
from refused_jobs import JOBS, standing
from refusing import UNHARMED, check, fresh, in_child

ROOMS = (0, 12, 48, 160)  # KiB that are left
SIZE = 24  # MiB


def _mount(disk: Path, *options: str) -> None:
    subprocess.run(["mount", *options, str(disk)], check=True)


def _fill(disk: Path, room: int) -> Path:
    """Take all the room of a disk but some."""
    filler, free = disk / "filler", os.statvfs(disk)
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_bsize - room * 1024)
    return filler


def meet(name: str, template: Path, disk: Path) -> Counter[str]:
    """One job with a little room left, and with none to write at all."""
    job, before, seen = JOBS[name], standing(template), Counter[str]()
    place = fresh(template, disk)
    assert in_child(job, place, UNHARMED, 0).code == 0
    after = standing(place)
    for room in ROOMS:
        place = fresh(template, disk)
        filler = _fill(disk, room)
        found = in_child(job, place, UNHARMED, 0)
        seen["full"] += found.code
        check(job, place, (found, before, after), filler.unlink)
        filler.unlink(missing_ok=True)
    place = fresh(template, disk)
    _mount(disk, "-o", "remount,ro")
    found = in_child(job, place, UNHARMED, 0)
    seen["read-only"] += found.code
    check(job, place, (found, before, after), lambda: _mount(disk, "-o", "remount,rw"))
    return seen


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    (folder / "template").mkdir(parents=True)
    (folder / "disk").mkdir()
    os.environ["TMPDIR"] = os.environ["SQLITE_TMPDIR"] = str(folder / "disk" / "place")
    refused_jobs.prepare(folder / "template")
    _mount(folder / "disk", "-t", "tmpfs", "-o", f"size={SIZE}m", "none")
    for given in sys.argv[2:] or JOBS:
        print(json.dumps({"job": given} | meet(given, folder / "template", folder / "disk")), flush=True)  # noqa: T201
