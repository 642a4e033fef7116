"""Gathering against trafilatura alone, texts a second per core, a feed of 100,000 items, and peak memory.

One JSON line each. Pages and texts are those of the project, each copy with changed words. Seconds are those of the
processor, of parent and children together, so that other work on the machine does not count; ratios of medians.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from xml.sax.saxutils import escape

from detente.corpus.document import Document
from detente.corpus.gather import GatherOptions, gather_each
from detente.corpus.intake.parts import Limits
from detente.corpus.intake.pool import Rules, run_here
from detente.corpus.intake.reading import Job

ROOT = Path(__file__).resolve().parents[1]
RUNS = 3
PAGES, TEXTS, ITEMS = 480, 600, 100_000


def pages() -> list[str]:
    """The labelled pages of the project where there are any, else those of the examples."""
    paths = sorted(ROOT.glob("quality/pages/*.html")) or sorted(ROOT.glob("examples/*/*.html"))
    return [path.read_text(encoding="utf-8", errors="replace") for path in paths]


def texts() -> list[str]:
    """The reports of the examples that are plain text."""
    return [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("examples/*/*.txt"))]


def copies(of: list[str], count: int, ending: str) -> Iterator[tuple[str, str]]:
    """Names and texts of so many reports, no two alike."""
    for number in range(count):
        text = of[number % len(of)]
        changed = text.replace("<p>", f"<p>No. {number}: ", 2) if ending == ".html" else f"{number}: {text}"
        yield f"{number:05}{ending}", changed


def seconds(work: Callable[[], object]) -> float:
    """How long the processor works on it, in this process and in children that end with it."""
    import resource

    def spent() -> float:
        used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(one.ru_utime + one.ru_stime for one in used)

    started = spent()
    work()
    return spent() - started


def written(folder: Path, reports: Iterator[tuple[str, str]]) -> list[Job]:
    """The reports as files, and the jobs to read them."""
    jobs = []
    for name, text in reports:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        jobs.append(Job(name, name, path, path.stat().st_size))
    return jobs


def gathered(folder: Path, workers: int) -> int:
    """How many documents a whole gather gives, each let go at once."""
    steps = gather_each([folder], options=GatherOptions(workers=workers))
    return sum(isinstance(step.result, Document) for step in steps)


def html(folder: Path) -> None:
    """The whole reading of pages against trafilatura alone, by turns in one process; then by a child."""
    from trafilatura import extract

    jobs = written(folder, copies(pages(), PAGES, ".html"))
    contents = [job.path.read_text(encoding="utf-8") for job in jobs]

    def alone() -> None:
        for page in contents:
            extract(page, favor_precision=True, include_comments=False, include_tables=True)

    def ours() -> None:
        for _ in run_here(jobs, Rules()):
            pass

    alone(), ours()
    theirs, own = zip(*((seconds(alone), seconds(ours)) for _ in range(RUNS)), strict=True)
    child = median(seconds(lambda: gathered(folder, 1)) for _ in range(RUNS))
    show(
        "html",
        pages=PAGES,
        trafilatura_per_s=round(PAGES / median(theirs), 1),
        here_per_s=round(PAGES / median(own), 1),
        child_per_s=round(PAGES / child, 1),
        ratio=round(median(theirs) / median(own), 3),
        ratio_with_child=round(median(theirs) / child, 3),
    )


def plain(folder: Path) -> None:
    """Texts a second of one core, and a second of the clock with as many children as there are cores."""
    written(folder, copies(texts(), TEXTS, ".txt"))
    one = median(seconds(lambda: gathered(folder, 1)) for _ in range(RUNS))
    cores = os.cpu_count() or 1
    started = time.perf_counter()
    gathered(folder, cores)
    every = time.perf_counter() - started
    show(
        "text",
        texts=TEXTS,
        per_s_per_core=round(TEXTS / one, 1),
        cores=cores,
        per_s_by_clock=round(TEXTS / every, 1),
    )


def feed(folder: Path) -> None:
    """A feed of 100,000 items, as a stream: documents a second, and what parent and child held at most."""
    path = folder / "feed.xml"
    words = escape(" ".join(texts()[0].split())[:900])
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0"?><rss version="2.0"><channel><title>Talks</title>')
        for number in range(ITEMS):
            file.write(
                f"<item><title>Report {number}</title><link>https://example.org/{number}</link>"
                f"<description>{number}: {words}</description></item>"
            )
        file.write("</channel></rss>")
    before = peak(children=False)
    started = time.perf_counter()
    options = GatherOptions(workers=1, limits=Limits(seconds=120))
    found = sum(isinstance(s.result, Document) for s in gather_each([path], options=options))
    spent = time.perf_counter() - started
    show(
        "feed",
        items=ITEMS,
        documents=found,
        per_s=round(found / spent, 1),
        parent_more_mb=peak(children=False) - before,
        child_peak_mb=peak(children=True),
    )


def peak(*, children: bool) -> int:
    """The most memory that this process, or the largest of its ended children, has held, in MB."""
    import resource

    who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(who).ru_maxrss * unit // 1_000_000


def show(name: str, **figures: object) -> None:
    """Print one JSON line."""
    print(json.dumps({"benchmark": f"intake: {name}", **figures}), flush=True)


def main(names: list[str]) -> None:
    """Run the parts that are named, or all."""
    parts: dict[str, Callable[[Path], None]] = {"html": html, "text": plain, "feed": feed}
    for name in names or list(parts):
        with tempfile.TemporaryDirectory() as folder:
            parts[name](Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
