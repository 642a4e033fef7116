"""The child process: reads one file after another within its limits, and tells each step to its parent."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from detente.corpus.document import Document
from detente.corpus.intake.frames import Kind, frame
from detente.corpus.intake.parts import Limits
from detente.corpus.intake.reading import Job, Mark, steps_of
from detente.kernel.problems import Problem

OUT_OF_MEMORY = 77
_STATM = Path("/proc/self/statm")
# Memory that a child may keep after a file; one that keeps more gives way to a fresh one.
_KEPT = 300_000_000


@dataclass(frozen=True, slots=True)
class Orders:
    """What a child is told when it starts."""

    limits: Limits
    formats: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Line:
    """The way to the parent, and the clock that ends a child whose parent is gone."""

    out: BinaryIO
    patience: float

    def tell(self, kind: Kind, mark: Mark | None, results: list[Document | Problem]) -> None:
        """Send one frame; the clock stands still while the parent lets us wait."""
        self.clock(0)
        self.out.write(frame(kind, mark, results))
        self.out.flush()
        results.clear()
        self.clock(self.patience)

    def clock(self, seconds: float) -> None:
        """Set the alarm that ends this process, or with 0 unset it."""
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, seconds)


def main() -> None:
    """Read files as told on standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interruption ends
    source = sys.stdin.buffer
    line = _own_line(0)
    try:
        orders: Orders = pickle.load(source)  # noqa: S301 - our parent wrote it
        held = _memory()
        _limit_memory(orders.limits.memory)
        line = _Line(line.out, 2 * orders.limits.seconds + 60)
        line.tell("ready", None, [])
        line.clock(0)
        while True:
            job: Job = pickle.load(source)  # noqa: S301 - our parent wrote it
            found = _read(job, orders, line)
            full = _memory() > held + _KEPT
            line.tell("leaving" if full else "done", None, found)
            line.clock(0)
            if full:
                break
    except (EOFError, BrokenPipeError, pickle.UnpicklingError):
        pass
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # no memory to clean up in
    os._exit(0)


def _read(job: Job, orders: Orders, line: _Line) -> list[Document | Problem]:
    """Read one file; what was found before a step is told with the step, so that nothing is lost in it."""
    found: list[Document | Problem] = []
    for step in steps_of(job, orders.limits, orders.formats):
        if isinstance(step, Mark):
            line.tell("at", step, found)
        else:
            found.append(step)
    return found


def _own_line(patience: float) -> _Line:
    """Standard output for ourselves alone: what libraries print goes nowhere."""
    out = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return _Line(out, patience)


def _memory() -> int:
    """The bytes of memory in use, 0 where the system does not tell."""
    try:
        return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return 0


def _limit_memory(more: int) -> None:
    """Let the system refuse more memory than there is now and `more`, where it can."""
    try:
        import resource

        addressed = int(_STATM.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = addressed + more
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard < 0 else min(limit, hard), hard))
    except (ImportError, OSError, ValueError, AttributeError):
        return
