"""Work on projects that is killed at random moments, and what must be true of its files afterwards.

`python killing.py WORK,WORK FOLDER KILLS SEED` (in tests/stores) prints one JSON line for each. A kill is a SIGKILL of a
child process: after a mark drawn from all that the work makes, and a part of the time until the next. A folder lives through three kills, so that work goes on over what
killed work left; then the work is done to its end.
"""

from __future__ import annotations

import json
import os
import random
import select
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path

import killed_works
from killed_works import Begin, Done

from detente.stores.sqlite import ProjectFile

LIVES = 3


@dataclass
class Figures:
    """What was seen: kills, those that hit inside a call, acknowledged calls, and the longest reopening."""

    work: str
    seed: int
    kills: int = 0
    inside: int = 0
    acknowledged: int = 0
    reopen_s: float = 0.0


@dataclass
class Told:
    """The marks of a child: what it began (`>`), what it acknowledged (`<`), and when each was heard."""

    fd: int
    marks: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    part: bytes = b""

    @property
    def done(self) -> list[str]:
        return [mark[1:] for mark in self.marks if mark[0] == "<"]

    @property
    def inside(self) -> bool:
        """Whether the last thing heard is that something began."""
        return bool(self.marks) and self.marks[-1][0] == ">"

    def listen(self, marks: float, until: float = float("inf")) -> bool:
        """Hear the child until a number of marks or a moment; False where it ended before."""
        while len(self.marks) < marks and (left := until - time.monotonic()) > 0:
            if select.select([self.fd], [], [], min(left, 60))[0]:
                some = os.read(self.fd, 4096)
                if not some:
                    return False
                *whole, self.part = (self.part + some).split(b"\n")
                self.marks += [mark.decode() for mark in whole]
                self.times += [time.monotonic()] * len(whole)
        return True

    def close(self) -> None:
        """Hear the child to its end."""
        while self.listen(float("inf")):
            pass
        os.close(self.fd)


def child(work: Callable[[Begin, Done], None]) -> tuple[int, int]:
    """Do the work in a child; its number and where it is heard. A mark that was written outlives the child."""
    hear, speak = os.pipe()
    number = os.fork()
    if number:
        os.close(speak)
        return number, hear
    code = 1
    try:
        os.close(hear)
        work(lambda name: _write(speak, f">{name}\n"), lambda name: _write(speak, f"<{name}\n"))
        code = 0
    except BaseException:  # noqa: BLE001 - a child tells everything that stops it
        traceback.print_exc()
    os._exit(code)


def _write(fd: int, mark: str) -> None:
    os.write(fd, mark.encode())


def killed(work: Callable[[Begin, Done], None], *, marks: int, delay: float) -> tuple[bool, Told]:
    """Let a child work and kill it a moment after so many marks; whether that hit it, and what it told."""
    number, hear = child(work)
    told = Told(hear)
    if told.listen(marks):
        told.listen(float("inf"), time.monotonic() + delay)
    os.kill(number, signal.SIGKILL)
    _, status = os.waitpid(number, 0)
    told.close()
    assert not (os.WIFEXITED(status) and os.WEXITSTATUS(status)), "the work failed by itself"
    return os.WIFSIGNALED(status), told


@contextmanager
def fresh(template: Path, folder: Path) -> Iterator[Path]:
    place = folder / "place"
    shutil.copytree(template, place)
    try:
        yield place
    finally:
        shutil.rmtree(place)


def reopened(place: Path) -> float:
    """The longest time until a project of a folder answers, its log played back where one was left."""
    longest = 0.0
    for path in sorted(place.glob("*.detente")):
        if killed_works.is_present(path):
            start = time.perf_counter()
            with ProjectFile.open(path, writable=True) as project:
                project.head()
            longest = max(longest, time.perf_counter() - start)
    return longest


def undisturbed(work: killed_works.Work, place: Path) -> list[float]:
    """Let a child work to its end; how long it took after each mark until the next."""
    start = time.monotonic()
    number, hear = child(lambda begin, done: work.run(place, begin, done))
    told = Told(hear)
    told.close()
    assert os.waitpid(number, 0)[1] == 0, "the work failed by itself"
    work.check(place, told.done)
    assert work.is_ended(place)
    return [after - before for before, after in pairwise([start, *told.times])]


def kills(name: str, folder: Path, *, count: int, seed: int) -> Figures:
    """Kill a work so many times; raises AssertionError at the first thing that is lost, torn or in the way."""
    draw, told = random.Random(f"{name} {seed}"), Figures(name, seed)
    work, template = killed_works.WORKS[name](), folder / name
    template.mkdir(parents=True)
    work.prepare(template)
    with fresh(template, folder) as place:
        gaps = undisturbed(work, place)
    while told.kills < count:
        with fresh(template, folder) as place:
            _lives(work, place, (told, draw, gaps, count))
    return told


def _lives(
    work: killed_works.Work, place: Path, how: tuple[Figures, random.Random, list[float], int]
) -> None:
    """Kill a work a few times in one folder, each time at any of its marks that are left, then do it to its end."""
    told, draw, gaps, count = how
    acknowledged: list[str] = []
    first = 0
    for _ in range(LIVES):
        at = draw.randrange(len(gaps) - first)
        delay = draw.uniform(0, gaps[first + at])
        hit, heard = killed(lambda begin, done: work.run(place, begin, done), marks=at, delay=delay)
        told.kills += hit
        told.inside += hit and heard.inside
        told.reopen_s = max(told.reopen_s, reopened(place))
        acknowledged += heard.done
        first = min(first + len(heard.marks), len(gaps) - 1)
        work.check(place, acknowledged)
        if not hit or told.kills >= count:
            break
    told.acknowledged += len(acknowledged)
    work.run(place, lambda _: None, acknowledged.append)
    work.check(place, acknowledged)
    assert work.is_ended(place)
    left = [path.name for path in place.iterdir() if path.name.startswith(".") and not _is_named(path)]
    assert not left, f"left over: {left}"


def _is_named(draft: Path) -> bool:
    """Whether a draft has got its name already: killed before the first name was taken away, it takes no room."""
    return any(draft.samefile(path) for path in draft.parent.iterdir() if not path.name.startswith("."))


if __name__ == "__main__":
    _, works, where, number, seed = sys.argv
    for given in works.split(","):
        seen = asdict(kills(given, Path(where), count=int(number), seed=int(seed)))
        print(json.dumps(seen), flush=True)  # noqa: T201
