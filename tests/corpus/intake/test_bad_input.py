"""A batch of all that is bad: a problem each, the good reports read, and memory within bounds."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.corpus.document import Document
from detente.corpus.gather import GatherOptions, gather_each
from detente.corpus.intake.parts import Limits
from detente.kernel.problems import Problem

GOOD = "Envoys of both sides met in Oslo on Thursday and agreed on nothing.\n"
PAGE = "<html><body><p>{}</p></body></html>"
RUSSIAN = "Послы обеих сторон встретились в Осло и договорились продолжить переговоры. " * 8

# Measured in a process of its own, so that what the tests hold does not count.
MEASURED = """
import json, resource, sys, threading, time
from pathlib import Path
from detente.corpus.gather import GatherOptions, gather_each
from detente.corpus.intake.parts import Limits
import os
def resident(process):
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0
def watch():
    me, path = os.getpid(), Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    while True:
        most[0] = max(most[0], resident(me))
        most[1] = max(most[1], sum(map(resident, path.read_text().split())))
        time.sleep(0.02)
most = [0, 0]
base = resident(os.getpid())
threading.Thread(target=watch, daemon=True).start()
options = GatherOptions(workers=2, limits=Limits(seconds=20, memory=600_000_000))
steps = [(type(s.result).__name__, s.result.name if hasattr(s.result, "name") else
          (s.result.code, s.result.place)) for s in gather_each([sys.argv[1]], options=options)]
print(json.dumps({"steps": steps, "parent": most[0] - base, "children": most[1]}))
"""


def zipped(files: list[tuple[str, bytes]]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return held.getvalue()


def bad() -> Iterator[tuple[str, bytes, set[str]]]:
    """Each bad file, with the codes that it must give."""
    inner = zipped([("zeros.txt", bytes(50_000_000))])
    for _ in range(3):
        inner = zipped([(f"{n}.zip", inner) for n in range(4)])
    locked = bytearray(zipped([("locked.txt", b"Locked.")]))
    locked[locked.index(b"PK\x03\x04") + 6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    lines = "".join(f"{n}: {GOOD}" for n in range(3000))
    deep = "<div>" * 100_000 + GOOD + "</div>" * 100_000
    yield "bomb.zip", zipped([("zeros.txt", bytes(50_000_000))]), {"expands-too-far"}
    yield "bombs.zip", inner, {"expands-too-far"}
    yield "deep.html", deep.encode(), {"too-deep"}
    yield "deep-tables.html", ("<table><tr><td>" * 100_000 + GOOD).encode(), {"too-deep"}
    yield "cut.txt.gz", gzip.compress(lines.encode())[:-300], {"damaged"}
    yield "crawl.warc", b"WARC/1.0\r\nWARC-Type: response\r\n\r\nbroken" * 9, {"damaged", "empty-report"}
    yield "way.zip", zipped([("../../way.txt", b"Out of the archive.")]), {"unsafe-name"}
    yield "nul.zip", zipped([("a?b.txt", b"Zero.")]).replace(b"a?b.txt", b"a\x00b.txt"), {"unsafe-name"}
    yield "bidi\u202etxt.txt", b"Another way round.", {"unsafe-name"}
    yield (
        "declared.html",
        PAGE.format('<meta charset="windows-1251">' + RUSSIAN).encode(),
        {"wrong-declaration"},
    )
    yield "locked.zip", bytes(locked), {"encrypted"}
    yield "picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(400), {"not-text"}
    yield "title.html", "<title>A\u202e title</title><p>Of a page.</p>".encode(), {"hidden-characters"}


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    for name, content, _ in bad():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "a-good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "z-good.html").write_text(PAGE.format("The last of all reports."), encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    with (tmp_path / "line.html").open("w", encoding="utf-8") as file:
        file.write("<html><body><p>")
        file.writelines("words of one line " * 1000 for _ in range(11_200))
    assert (tmp_path / "line.html").stat().st_size > 200_000_000
    return tmp_path


def test_each_is_a_problem_and_the_rest_is_read(batch: Path) -> None:
    options = GatherOptions(workers=2, limits=Limits(seconds=20))
    results = [step.result for step in gather_each([batch], options=options)]
    problems = [one for one in results if isinstance(one, Problem)]
    met = {(Path(p.place).relative_to(batch).parts[0], p.code) for p in problems if p.place[0] == "/"}
    for name, _, expected in bad():
        shown = name.replace("\u202e", "_")
        codes = {p.code for p in problems if shown in p.place or name in p.place}
        assert codes & expected, (name, codes)
    assert ("line.html", "too-large") in met
    assert ("loop", "folder-met-before") in met
    documents = {one.name for one in results if isinstance(one, Document)}
    assert {"a-good.txt", "z-good.html", "declared.html", "cut.txt.gz/cut.txt"} <= documents
    assert not [p for p in problems if p.code in {"reader-died", "too-slow", "reading-failed"}]
    assert all(problem.remedy for problem in problems)


def test_memory_stays_within_bounds(batch: Path) -> None:
    if not Path("/proc/self/statm").exists():
        pytest.skip("this system does not tell how much memory a process holds")
    command = [sys.executable, "-c", MEASURED, str(batch)]
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["parent"] < 256_000_000
    assert told["children"] < 512_000_000


@pytest.mark.parametrize(("start", "word"), [("<html><body><p>", "words of one line "), ("", "слова рядка ")])
def test_a_line_just_within_the_limit_ends_in_bounded_time(tmp_path: Path, start: str, word: str) -> None:
    """At the usual limit of 20 MB it takes ten times as long, and the clock of a report bounds it."""
    path = tmp_path / ("line.html" if start else "line.txt")
    path.write_text(start + word * (2_000_000 // len(word.encode()) - 1), encoding="utf-8")
    options = GatherOptions(limits=Limits(seconds=30, size=2_000_000))
    (step,) = gather_each([path], options=options)
    assert isinstance(step.result, Document)


def test_a_line_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "line.html").write_text("<html><body><p>" + "words of one line " * 500_000, encoding="utf-8")
    (tmp_path / "z.html").write_text(PAGE.format("The last of all reports."), encoding="utf-8")
    steps = list(gather_each([tmp_path], options=GatherOptions(limits=Limits(seconds=1.5))))
    problem, document = (step.result for step in steps)
    assert isinstance(problem, Problem)
    assert isinstance(document, Document)
    assert problem.code == "too-slow"
