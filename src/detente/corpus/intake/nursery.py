"""Child processes from the parent's side: started, given files, listened to, and laid to rest."""

from __future__ import annotations

import contextlib
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Condition, Thread
from typing import TypeAlias

from detente.corpus.intake.child import OUT_OF_MEMORY, Orders
from detente.corpus.intake.frames import Kind, next_frame
from detente.corpus.intake.parts import Limits
from detente.corpus.intake.reading import Job
from detente.kernel.problems import Problem

# Bytes of results of one child that may wait in the parent; a child that is so far ahead stands still.
ROOM = 4_000_000
_TO_END = 2.0


@dataclass(slots=True, eq=False)
class Child:
    """A process that reads files: `sign` is when it last told something, `held` the bytes not yet handed on."""

    process: subprocess.Popen[bytes]
    sign: float
    room: Condition = field(default_factory=Condition)
    held: int = 0
    ready: bool = False
    leaving: bool = False
    too_slow: bool = False
    closed: bool = False
    listener: Thread | None = None

    @property
    def is_full(self) -> bool:
        """Whether the child stands still until its results are handed on."""
        return self.held >= ROOM

    def give(self, what: Job | Orders) -> None:
        """Send orders or a file to read; to a child that is gone nothing is sent."""
        stdin = self.process.stdin
        if stdin is not None:
            with contextlib.suppress(OSError, ValueError):
                stdin.write(pickle.dumps(what))
                stdin.flush()

    def handed_on(self, size: int, now: float) -> None:
        """Bytes of results were handed on: there is room for more."""
        with self.room:
            if self.is_full:
                self.sign = now
            self.held -= size
            self.room.notify()

    def last_words(self, problem: Problem) -> bytes:
        """A problem as if the child had told it of itself."""
        content = pickle.dumps([problem])
        with self.room:
            self.held += len(content)
        return content

    def close(self) -> int:
        """End the child, wait for its end, and give its exit code."""
        with self.room:
            self.closed = True
            self.room.notify_all()
        if self.process.stdin is not None:
            with contextlib.suppress(OSError, ValueError):
                self.process.stdin.close()
        try:
            code = self.process.wait(_TO_END)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        if self.listener is not None:
            self.listener.join()
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code


# What a child told: kind, mark and results of a frame; None when it is gone.
Told: TypeAlias = "tuple[Child, tuple[Kind, bytes, bytes] | None]"


def start_child(
    limits: Limits, formats: Mapping[str, str], ears: tuple[SimpleQueue[Told], Callable[[], float]]
) -> Child:
    """A fresh child process, and a thread that puts what it tells into the inbox."""
    inbox, clock = ears
    # A fresh interpreter, not a fork: it is sure beside threads, and never runs the caller's own script again.
    program = f"import sys; sys.path[:] = {sys.path!r}; from detente.corpus.intake.child import main; main()"
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    child = Child(process, clock())
    child.listener = Thread(target=_listen, args=(child, inbox, clock), daemon=True)
    child.listener.start()
    child.give(Orders(limits, dict(formats)))
    return child


def _listen(child: Child, inbox: SimpleQueue[Told], clock: Callable[[], float]) -> None:
    """Put into the inbox what a child tells, as long as there is room, and at last that it is gone."""
    stream = child.process.stdout
    try:
        while stream is not None and (told := next_frame(stream)) is not None:
            with child.room:
                while child.is_full and not child.closed:
                    child.room.wait()
                child.sign = clock()
                child.held += len(told[2])
            inbox.put((child, told))
    except (OSError, ValueError):
        pass
    inbox.put((child, None))


def cause_of_death(code: int, limits: Limits) -> str:
    """Why a process ended, in words, from its exit code."""
    if code == OUT_OF_MEMORY:
        return f"it needs more than the {limits.memory / 1e6:,.0f} MB of memory that it may have"
    if code < 0:
        try:
            return f"its process was ended by the signal {signal.Signals(-code).name}"
        except ValueError:
            return f"its process was ended by the signal {-code}"
    return f"its process ended with the code {code}"
