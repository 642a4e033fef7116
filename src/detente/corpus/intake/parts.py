"""Parts: what a file gives: reports, files within it, and problems; and the limits under which it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Literal

from detente.corpus.document import Metadata
from detente.kernel.problems import Problem

Markup = Literal["text", "html"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How far one file may go before it is given up, with a problem.

    `seconds` for one report of it, `memory` in bytes above what the process held before, `size` in bytes of one
    report, `expanded` in bytes and `ratio` (expanded to packed) of one archive, `depth` of files within files.
    """

    seconds: float = 60.0
    memory: int = 1_500_000_000
    size: int = 20_000_000
    expanded: int = 2_000_000_000
    ratio: int = 200
    depth: int = 4


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: a seekable stream, its name among the reports, and its place for messages.

    `media_type` is what somebody stated of it (a mail, a web server), `stated` what its container told of it;
    `columns` says for a table of articles which of its columns holds what (field of the report -> column).
    """

    name: str
    place: str
    stream: BinaryIO
    media_type: str | None = None
    stated: Metadata = Metadata()
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Article:
    """One report as its format gives it: plain text or the markup of a page, and what the file states of it."""

    name: str
    place: str
    text: str
    markup: Markup = "text"
    stated: Metadata = Metadata()


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file within a file (a member of an archive, a web page in a WARC, an attachment), to be read as one."""

    name: str
    place: str
    content: bytes
    media_type: str | None = None
    stated: Metadata = Metadata()


Part = Article | Embedded | Problem
Format = Callable[[Source, Limits], Iterator[Part]]
