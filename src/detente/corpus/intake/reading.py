"""Reading a file: recognised, taken apart, each report made a document; a pure step that any process can run."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import BinaryIO

from detente.corpus.document import Document, Metadata
from detente.corpus.intake.formats import FORMATS, LARGE, STREAMED, format_of
from detente.corpus.intake.formats.plain import too_large
from detente.corpus.intake.making import document_of
from detente.corpus.intake.parts import Article, Embedded, Limits, Part, Source
from detente.corpus.intake.recognise import recognise
from detente.kernel.problems import Problem

Way = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read; `today` is the day of reading, after which no report came out.

    `start` is the way to the part to begin with, where an earlier reading broke off.
    """

    name: str
    place: str
    path: Path
    size: int = 0
    stated: Metadata = Metadata()
    columns: Mapping[str, str] = field(default_factory=dict)
    media_type: str | None = None
    today: date | None = None
    start: Way = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the reading of a file stands: the way to a part (a number in each file on the way), and its name.

    `drawing` while the part is looked for in its file, whose name it then is; else while it is made a document.
    """

    way: Way
    name: str
    place: str
    drawing: bool = False


@dataclass(slots=True)
class _Trip:
    """The reading of one job: where it starts, what may still be unpacked."""

    job: Job
    limits: Limits
    formats: Mapping[str, str]
    left: int
    over: bool = False


def read_file(job: Job, limits: Limits, formats: Mapping[str, str] = FORMATS) -> Iterator[Document | Problem]:
    """The documents of a file as they come, and the problems met between them."""
    for step in steps_of(job, limits, formats):
        if not isinstance(step, Mark):
            yield step


def steps_of(
    job: Job, limits: Limits, formats: Mapping[str, str] = FORMATS
) -> Iterator[Document | Problem | Mark]:
    """As read_file, with a mark before each piece of work, so that who watches knows what it is about."""
    yield Mark((0,), job.name, job.place, drawing=True)
    stream = _opened(job, limits)
    if isinstance(stream, Problem):
        yield stream
        return
    with stream:
        source = Source(job.name, job.place, stream, job.media_type, job.stated, job.columns)
        yield from _steps(source, (), _Trip(job, limits, formats, limits.expanded))


def after(mark: Mark) -> Way | None:
    """The way to the part that comes next when the marked one is given up; None where nothing can come."""
    if not mark.drawing:
        return (*mark.way[:-1], mark.way[-1] + 1)
    holder = mark.way[:-1]
    return (*holder[:-1], holder[-1] + 1) if holder else None


def _opened(job: Job, limits: Limits) -> BinaryIO | Problem:
    """The bytes of the file; a small one is read at once."""
    try:
        state = job.path.stat()
        if not stat.S_ISREG(state.st_mode):
            return _unreadable(job.place, "this is no ordinary file")
        if state.st_size <= limits.size:
            return BytesIO(job.path.read_bytes())
        return job.path.open("rb")
    except (OSError, ValueError) as fault:
        return _unreadable(job.place, getattr(fault, "strerror", None) or str(fault))


def _steps(source: Source, way: Way, trip: _Trip) -> Iterator[Document | Problem | Mark]:
    """The steps of one file, which stands at `way` in the file of the job."""
    start = trip.job.start
    inside = len(start) > len(way) and start[: len(way)] == way
    found = recognise(source)
    if found.format not in STREAMED | LARGE:
        size = source.stream.seek(0, 2)
        source.stream.seek(0)
        if size > trip.limits.size:
            yield too_large(source.place, size, trip.limits.size)
            return
    if not inside:
        yield from found.problems
    if found.format is None:
        return
    if found.format not in trip.formats:
        yield Problem("unread-format", source.place, f"no reader for '{found.format}'", "save it as text")
        return
    parts = format_of(found.format, trip.formats)(source, trip.limits)
    first = start[len(way)] if inside else 0
    number = 0
    for part in _drawn(parts, source, way if found.format in STREAMED else None):
        if isinstance(part, Mark):
            yield part
            continue
        if number >= first:
            yield from _taken(part, (*way, number), trip)
        number += 1
        if trip.over:
            return


def _drawn(parts: Iterator[Part], source: Source, way: Way | None) -> Iterator[Part | Mark]:
    """The parts of a file, of one of many reports each after a mark; a reader that fails ends it with a problem."""
    for number in count():
        if way is not None:
            yield Mark((*way, number), source.name, source.place, drawing=True)
        try:
            part = next(parts, None)
        except MemoryError:
            raise
        except Exception as fault:  # noqa: BLE001 - whatever a strange file does to its reader, others are read
            yield _failed(source.place, fault)
            return
        if part is None:
            return
        yield part


def _taken(part: Part, here: Way, trip: _Trip) -> Iterator[Document | Problem | Mark]:
    """The documents of one part of a file."""
    if isinstance(part, Problem):
        yield part
    elif isinstance(part, Article):
        yield Mark(here, part.name, part.place)
        yield from _made(part, trip.job.today)
    elif len(here) > trip.limits.depth:
        message = f"files stand in each other more than {trip.limits.depth} deep; not read"
        yield Problem("nested-too-deep", part.place, message, "unpack the archives within it", "error")
    else:
        yield Mark(here, part.name, part.place)
        yield from _within(part, here, trip)


def _made(article: Article, today: date | None) -> Iterator[Document | Problem]:
    """The document of an article, and what is to be told of it."""
    try:
        document, problems = document_of(article, today=today)
    except MemoryError:
        raise
    except Exception as fault:  # noqa: BLE001 - one strange report must not end the batch
        yield _failed(article.place, fault)
        return
    yield from problems
    if document is not None:
        yield document


def _within(part: Embedded, here: Way, trip: _Trip) -> Iterator[Document | Problem | Mark]:
    """The documents of a file within a file."""
    trip.left -= len(part.content)
    if trip.left < 0:
        trip.over = True
        message = (
            f"all that is within it expands to more than {trip.limits.expanded:,} bytes; the rest not read"
        )
        yield Problem("expands-too-far", trip.job.place, message, "unpack it with care", "error")
        return
    with BytesIO(part.content) as stream:
        source = Source(part.name, part.place, stream, part.media_type, part.stated, trip.job.columns)
        yield from _steps(source, here, trip)


def _unreadable(place: str, why: str) -> Problem:
    """A file that the system does not let us read."""
    return Problem(
        "unreadable", place, f"cannot be read: {why}", "check the path and its permissions", "error"
    )


def _failed(place: str, fault: Exception) -> Problem:
    """A report on which its reader failed; of the fault only its words go on."""
    message = f"the reader failed ({type(fault).__name__}: {str(fault)[:300]})"
    return Problem("reading-failed", place, message, "please report this with the file", "error")
