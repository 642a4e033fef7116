"""Child processes: a report on which one hangs, dies or wants too much memory is a problem, the rest is read."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from detente.corpus.document import Document
from detente.corpus.intake import nursery, pool
from detente.corpus.intake.formats import FORMATS
from detente.corpus.intake.nursery import Child
from detente.corpus.intake.parts import Limits
from detente.corpus.intake.pool import Outcome, Rules, run_here, run_in_children
from detente.corpus.intake.reading import Job
from detente.kernel.problems import Problem

STRANGE = '''
"""A format of lines: each line is a report, and some lines do what they say."""
import os, sys, time
from detente.corpus.intake.parts import Article, Embedded

def read(source, limits):
    for number, line in enumerate(source.stream.read().decode().split("\\n")):
        if line == "hang between": time.sleep(1000)
        if line == "fail": raise ValueError("a strange line")
        if line == "inner": yield Embedded(f"{source.name}/{number}", source.place, b"deep one\\nhang between\\ndeep two")
        else: yield Article(f"{source.name}/{number}", f"{source.place}/{number}", line)

def strange(article, **more):
    if article.text == "hang": time.sleep(1000)
    if article.text == "die": os.kill(os.getpid(), 9)
    if article.text == "crash": os.abort()
    if article.text == "leave": os._exit(3)
    if article.text == "grow":
        held = []
        while True: held.append(bytearray(10_000_000))
    if article.text == "print": print("loud"); os.write(1, b"loud")
    return usual(article, **more)

from detente.corpus.intake import reading
usual, reading.document_of = reading.document_of, strange
reading.STREAMED = reading.STREAMED | {"text"}
'''

Make = Callable[..., Job]


@pytest.fixture
def formats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    """Readers of which the one for text does what the text says; only children ever load it."""
    (tmp_path / "strange_format.py").write_text(STRANGE, encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return {**FORMATS, "text": "strange_format:read"}


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def job(name: str, *lines: str) -> Job:
        path = tmp_path / f"{name}.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        return Job(name, name, path, path.stat().st_size)

    return job


def rules(formats: Mapping[str, str] = FORMATS, *, workers: int = 2, **limits: float) -> Rules:
    return Rules(Limits(**limits), workers, formats)  # type: ignore[arg-type]


def told(outcomes: Iterator[Outcome]) -> list[tuple[int, str]]:
    """Each outcome as the number of its job and its text, its code in brackets, or a full stop."""
    return [
        (number, "." if one is None else one.text if isinstance(one, Document) else f"[{one.code}]")
        for number, one in outcomes
    ]


def test_results_come_in_the_order_of_the_files(make: Make) -> None:
    jobs = [make(str(n), f"Envoys met {n} times.") for n in range(60)]
    here = list(run_here(jobs, rules()))
    assert list(run_in_children(iter(jobs), rules())) == here
    assert [number for number, _ in here] == [n for n in range(60) for _ in (0, 1)]


def test_a_report_that_hangs_is_given_up_and_its_file_read_on(formats: Mapping[str, str], make: Make) -> None:
    jobs = [make("a", "one", "hang", "two", "hang", "three"), make("b", "four")]
    found = list(run_in_children(jobs, rules(formats, seconds=1.0)))
    assert told(iter(found)) == [
        *((0, "one"), (0, "[too-slow]"), (0, "two"), (0, "[too-slow]"), (0, "three"), (0, ".")),
        *((1, "four"), (1, ".")),
    ]
    problem = found[1][1]
    assert isinstance(problem, Problem)
    assert problem.place == "a/1"


def test_a_format_that_hangs_between_reports_gives_up_its_file_alone(
    formats: Mapping[str, str], make: Make
) -> None:
    jobs = [make("a", "one", "hang between", "two"), make("b", "inner", "three"), make("c", "four")]
    found = told(run_in_children(jobs, rules(formats, seconds=1.0)))
    assert found == [
        *((0, "one"), (0, "[too-slow]"), (0, ".")),
        *((1, "deep one"), (1, "[too-slow]"), (1, "three"), (1, ".")),
        *((2, "four"), (2, ".")),
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [("die", "SIGKILL"), ("crash", "SIGABRT"), ("leave", "code 3"), ("grow", "100 MB of memory")],
)
def test_a_child_that_dies_is_a_problem_of_its_report(
    formats: Mapping[str, str], make: Make, line: str, why: str
) -> None:
    jobs = [make("a", "one", line, "two"), make("b", "three"), make("c", "four")]
    found = list(run_in_children(jobs, rules(formats, memory=100_000_000)))
    assert told(iter(found)) == [
        *((0, "one"), (0, "[reader-died]"), (0, "two"), (0, ".")),
        *((1, "three"), (1, "."), (2, "four"), (2, ".")),
    ]
    problem = found[1][1]
    assert isinstance(problem, Problem)
    assert (problem.place, why in problem.message) == ("a/1", True)


def test_a_reader_that_fails_ends_its_file_with_a_problem(formats: Mapping[str, str], make: Make) -> None:
    found = told(run_in_children([make("a", "one", "fail", "two"), make("b", "three")], rules(formats)))
    assert found == [(0, "one"), (0, "[reading-failed]"), (0, "."), (1, "three"), (1, ".")]


def test_a_file_on_which_children_die_again_and_again_is_given_up(
    formats: Mapping[str, str], make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_MOST_DEATHS", 3)
    found = told(run_in_children([make("a", *["die"] * 9), make("b", "one")], rules(formats)))
    assert found == [*[(0, "[reader-died]")] * 3, (0, "."), (1, "one"), (1, ".")]


def test_what_a_library_prints_does_not_reach_the_parent(formats: Mapping[str, str], make: Make) -> None:
    assert told(run_in_children([make("a", "print", "two")], rules(formats)))[:2] == [
        (0, "print"),
        (0, "two"),
    ]


def test_a_child_that_is_killed_from_outside_takes_no_other_report_with_it(make: Make) -> None:
    jobs = [make(str(n), f"Envoys met {n} times.") for n in range(40)]
    seen: list[tuple[int, str]] = []
    outcomes = run_in_children(jobs, rules(workers=1))
    for number, one in outcomes:
        if number == 5 and one is not None:
            for child in children_of(os.getpid()):
                os.kill(child, signal.SIGKILL)
        seen += told(iter([(number, one)]))
    lost = [(number, what) for number, what in seen if what == "[reader-died]"]
    assert len(lost) <= 1
    texts = {number for number, what in seen if what.startswith("Envoys")}
    assert texts | {number for number, _ in lost} == set(range(40))


def test_a_child_that_cannot_start_is_a_problem_of_each_report(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", ["/nowhere"])
    found = told(run_in_children([make("a", "one"), make("b", "two")], rules()))
    assert found == [(0, "[reader-died]"), (0, "."), (1, "[reader-died]"), (1, ".")]


def test_who_stops_listening_leaves_no_child_behind(make: Make) -> None:
    outcomes = run_in_children([make(str(n), f"Envoys {n}.") for n in range(40)], rules())
    next(outcomes)
    assert children_of(os.getpid())
    outcomes.close()  # type: ignore[attr-defined]
    assert children_of(os.getpid()) == []
    assert [thread for thread in threading.enumerate() if thread is not threading.main_thread()] == []


def test_an_interruption_leaves_no_child_behind(formats: Mapping[str, str], make: Make) -> None:
    job = make("a", "hang")
    # A process that was started in the background of a shell ignores the signal.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Timer(0.8, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    try:
        with pytest.raises(KeyboardInterrupt):
            list(run_in_children([job], rules(formats)))
    finally:
        signal.signal(signal.SIGINT, before)
    assert children_of(os.getpid()) == []


def test_a_slow_listener_holds_the_children_back(
    formats: Mapping[str, str], make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, children, slept = 100_000, list[Child](), 0.0
    monkeypatch.setattr(nursery, "ROOM", room)

    def started(*given: object) -> Child:
        children.append(nursery.start_child(*given))  # type: ignore[arg-type]
        return children[-1]

    monkeypatch.setattr(pool, "start_child", started)
    jobs = [make(str(n), *[f"{n} {m} " + "words " * 4000 for m in range(20)]) for n in range(4)]
    asked = replace(rules(formats, seconds=5.0), clock=lambda: time.monotonic() + slept)
    outcomes = run_in_children(jobs, asked)
    assert isinstance(next(outcomes)[1], Document)
    while not all(child.is_full for child in children):
        threading.Event().wait(0.01)
    slept = 1000.0  # longer than a report may take: the children wait, they do not hang
    assert [what for _, what in told(outcomes) if what.startswith("[")] == []
    assert children[0].held == 0


def children_of(process: int) -> list[int]:
    """The processes that a process started and that are not ended."""
    path = Path(f"/proc/{process}/task/{process}/children")
    if not path.exists():
        pytest.skip("this system does not tell of child processes")
    return [int(child) for child in path.read_text().split()]
