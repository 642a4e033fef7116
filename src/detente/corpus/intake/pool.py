"""A pool of child processes that read files: results in the order of the files, a bad file is a problem."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue
from time import monotonic

from detente.corpus.document import Document
from detente.corpus.intake.formats import FORMATS
from detente.corpus.intake.frames import mark_in, results_in
from detente.corpus.intake.nursery import Child, Told, cause_of_death, start_child
from detente.corpus.intake.parts import Limits
from detente.corpus.intake.reading import Job, Mark, after, read_file
from detente.kernel.problems import Problem

# (number of the job, what came of it); None when the job is done.
Outcome = tuple[int, Document | Problem | None]
_AHEAD = 3
_WINDOW = 64
_FILES_A_CHILD = 12
_BYTES_A_CHILD = 2_000_000
_MOST_DEATHS = 20
_MOST_STILLBIRTHS = 3
_TO_START = 30.0
_OVERSLEPT = 2.0


@dataclass(frozen=True, slots=True)
class Rules:
    """Under which limits files are read, by how many processes, with which readers; `clock` counts seconds."""

    limits: Limits = field(default_factory=Limits)
    workers: int | None = None
    formats: Mapping[str, str] = field(default_factory=lambda: FORMATS)
    clock: Callable[[], float] = monotonic


@dataclass(slots=True)
class _Task:
    """A job on its way: where its reading stands, and results that wait for the jobs before it."""

    number: int
    job: Job
    waiting: deque[tuple[Child, bytes]] = field(default_factory=deque)
    mark: Mark | None = None
    deaths: int = 0
    done: bool = False


@dataclass(slots=True)
class _Run:
    """A run of the pool: jobs to come, tasks in order of their jobs, those not yet given, and the children."""

    jobs: Iterator[Job]
    rules: Rules
    tasks: deque[_Task] = field(default_factory=deque)
    ungiven: deque[_Task] = field(default_factory=deque)
    given: dict[Child, deque[_Task]] = field(default_factory=dict)
    inbox: SimpleQueue[Told] = field(default_factory=SimpleQueue)
    drawn: int = 0
    stillbirths: int = 0
    exhausted: bool = False


def run_here(jobs: Iterable[Job], rules: Rules) -> Iterator[Outcome]:
    """Read files in this very process: the same results, without the safety of a child."""
    for number, job in enumerate(jobs):
        try:
            for result in read_file(job, rules.limits, rules.formats):
                yield number, result
        except MemoryError:
            yield number, _died(Mark((0,), job.name, job.place, drawing=True), "there was no memory left")
        yield number, None


def run_in_children(jobs: Iterable[Job], rules: Rules) -> Iterator[Outcome]:
    """Read files in child processes, each result when it is there and those of earlier files are out.

    A report that takes too long, or on which a child dies, is a problem; the file is read on after it.
    """
    run = _Run(iter(jobs), rules)
    try:
        while True:
            _give(run)
            if not run.tasks:
                return
            task = run.tasks[0]
            while task.waiting:
                child, content = task.waiting.popleft()
                child.handed_on(len(content), rules.clock())
                for result in results_in(content):
                    yield task.number, result
            if task.done:
                run.tasks.popleft()
                yield task.number, None
            else:
                _listen(run)
    finally:
        for child in run.given:
            child.process.kill()
        for child in run.given:
            child.close()


def _give(run: _Run) -> None:
    """Draw jobs and give them to children, each child some ahead; start children as the work asks for them."""
    while not run.exhausted and len(run.tasks) < _WINDOW:
        job = next(run.jobs, None)
        if job is None:
            run.exhausted = True
            break
        task = _Task(run.drawn, job)
        run.drawn += 1
        run.tasks.append(task)
        run.ungiven.append(task)
    for child, tasks in run.given.items():
        while run.ungiven and len(tasks) < _AHEAD and not child.leaving:
            _assign(run.ungiven.popleft(), child, run)
    while run.ungiven and len(run.given) < _wanted(run):
        child = _born(run)
        while run.ungiven and len(run.given[child]) < _AHEAD:
            _assign(run.ungiven.popleft(), child, run)


def _wanted(run: _Run) -> int:
    """How many children the waiting work is worth: each costs the loading of its libraries."""
    work = len(run.ungiven) // _FILES_A_CHILD + sum(t.job.size for t in run.ungiven) // _BYTES_A_CHILD
    asked = run.rules.workers or os.cpu_count() or 1
    return min(asked, max(1, len(run.given) + work))


def _born(run: _Run) -> Child:
    """A fresh child."""
    child = start_child(run.rules.limits, run.rules.formats, (run.inbox, run.rules.clock))
    run.given[child] = deque()
    return child


def _assign(task: _Task, child: Child, run: _Run) -> None:
    """Give a task to a child; where it has just died, its death is met later and the task given anew."""
    tasks = run.given[child]
    if not tasks:
        child.sign = run.rules.clock()
    task.mark = None
    tasks.append(task)
    child.give(task.job)


def _listen(run: _Run) -> None:
    """Wait for the next that a child tells, and take all that was told; look at the clock."""
    now = run.rules.clock()
    due = [_due(child, run) for child, tasks in run.given.items() if tasks and not child.is_full]
    rest = max(min(due, default=now + 1) - now, 0.01)
    try:
        told = run.inbox.get(timeout=min(rest, 3600))
        while True:
            _take(told, run)
            told = run.inbox.get_nowait()
    except Empty:
        pass
    late = run.rules.clock()
    if late - now > rest + _OVERSLEPT:  # All of us were stopped, not the children alone.
        for child in run.given:
            child.sign = late
    for child, tasks in run.given.items():
        if tasks and not child.is_full and _due(child, run) <= late and not child.too_slow:
            child.too_slow = True
            child.process.kill()


def _due(child: Child, run: _Run) -> float:
    """When a child must have given its next sign."""
    seconds = run.rules.limits.seconds
    return child.sign + (seconds if child.ready else max(seconds, _TO_START))


def _take(told: Told, run: _Run) -> None:
    """Take one thing that a child told; None is its death."""
    child, what = told
    if child not in run.given:
        return
    if what is None:
        _bury(child, run)
        return
    kind, mark, results = what
    tasks = run.given[child]
    if kind == "ready":
        child.ready = True
        run.stillbirths = 0
    if kind == "ready" or not tasks:
        return
    if results:
        tasks[0].waiting.append((child, results))
    if kind == "at":
        tasks[0].mark = mark_in(mark)
    else:
        child.leaving = kind == "leaving"
        tasks.popleft().done = True


def _bury(child: Child, run: _Run) -> None:
    """A child is gone: tell of it, and let a fresh one go on after the part it was at, with its other files."""
    tasks = run.given.pop(child)
    code = child.close()
    if tasks and not child.leaving:
        run.stillbirths += not child.ready
        _blame(tasks, (child, cause_of_death(code, run.rules.limits)), run)
    if not tasks:
        return
    # The fresh child takes over all of them in their order: a file never waits behind a later one.
    fresh = _born(run)
    for task in tasks:
        _assign(task, fresh, run)


def _blame(tasks: deque[_Task], death: tuple[Child, str], run: _Run) -> None:
    """The report that a child was at when it died is given up; where nothing was begun, it is tried again."""
    child, cause = death
    task = tasks[0]
    task.deaths += 1
    mark = task.mark or Mark((0,), task.job.name, task.job.place, drawing=True)
    hopeless = run.stillbirths >= _MOST_STILLBIRTHS
    if task.mark is None and not hopeless and task.deaths < _MOST_STILLBIRTHS:
        return
    limit = run.rules.limits.seconds
    problem = _too_slow(mark, limit) if child.too_slow else _died(mark, cause)
    task.waiting.append((child, child.last_words(problem)))
    start = after(mark) if task.deaths < _MOST_DEATHS and not hopeless else None
    if start is None or task.mark is None:
        task.done = True
        tasks.popleft()
    else:
        task.job = replace(task.job, start=start)


def _too_slow(mark: Mark, seconds: float) -> Problem:
    """A report that took more time than it may."""
    message = f"'{mark.name}' was given up after {seconds:g} seconds without a result; the rest was read"
    return Problem("too-slow", mark.place, message, "give its text, or allow more seconds", "error")


def _died(mark: Mark, cause: str) -> Problem:
    """A report at which the process that read it ended."""
    message = f"the reading of '{mark.name}' broke off: {cause}; the rest was read"
    return Problem("reader-died", mark.place, message, "give its text, or allow more memory", "error")
