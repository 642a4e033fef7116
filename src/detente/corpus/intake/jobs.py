"""Jobs: what is given as reports, made ready to be read: files, standard input, and, where allowed, addresses."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from detente.corpus.intake.files import SIZE_LIMIT, STANDARD_INPUT, FoundReport
from detente.corpus.intake.formats.plain import too_large
from detente.corpus.intake.parts import Limits
from detente.corpus.intake.reading import Job
from detente.kernel.errors import BadInput
from detente.kernel.problems import Problem

if TYPE_CHECKING:
    from detente.corpus.intake.fetch import Web

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class GatherOptions:
    """How reports are gathered: under which limits, by how many processes (None: as many as there are cores).

    `mapping` tells which column of a table of articles holds what; `stdin` stands for the path `-`; `web` is the
    way to addresses, None where none may be asked; `today` the day after which no report came out.
    """

    workers: int | None = None
    limits: Limits = field(default_factory=lambda: Limits(size=SIZE_LIMIT))
    mapping: Mapping[str, str] = field(default_factory=dict)
    stdin: BinaryIO | None = None
    web: Web | None = None
    today: date | None = None


Ready = tuple[FoundReport, Job]


def parted(paths: Sequence[Path | str], options: GatherOptions) -> tuple[list[Path | str], list[str]]:
    """What lies on this machine, and the addresses; raises BadInput for an address that may not be asked."""
    addresses = [str(path) for path in paths if str(path).lower().startswith(("http://", "https://"))]
    if addresses and options.web is None:
        raise BadInput(f"'{addresses[0]}' lies on the web, and nothing is fetched without leave; add --fetch")
    return [path for path in paths if str(path) not in addresses], addresses


def jobs_of(
    reports: Sequence[FoundReport], options: GatherOptions, folder: Path
) -> tuple[list[Ready], list[Problem]]:
    """The files to read, each with its report; standard input is kept in the folder meanwhile."""
    jobs: list[Ready] = []
    problems: list[Problem] = []
    for report in reports:
        path = report.path
        if report.is_standard_input:
            path = folder / STANDARD_INPUT
            problems += _kept(options.stdin or sys.stdin.buffer, path, options.limits.size)
        place = report.name if report.is_standard_input else str(report.path)
        try:
            size = path.stat().st_size
        except OSError:
            size = 0
        if path.exists() or not report.is_standard_input:
            jobs.append(
                (report, Job(report.name, place, path, size, columns=options.mapping, today=options.today))
            )
    return jobs, problems


def fetched(
    addresses: Sequence[str], options: GatherOptions, folder: Path
) -> tuple[list[Ready], list[Problem]]:
    """The files at addresses, kept in the folder meanwhile, and why there is none."""
    from detente.corpus.intake.fetch import fetch

    jobs: list[Ready] = []
    problems: list[Problem] = []
    for number, address in enumerate(addresses):
        if options.web is None:
            continue
        found = fetch(address, limits=options.limits, web=options.web)
        if isinstance(found, Problem):
            problems.append(found)
            continue
        path = folder / f"fetched-{number}"
        path.write_bytes(found.content)
        job = Job(
            found.name,
            found.place,
            path,
            len(found.content),
            stated=found.stated,
            columns=options.mapping,
            media_type=found.media_type,
            today=options.today,
        )
        jobs.append((FoundReport(path, found.name), job))
    return jobs, problems


def _kept(stream: BinaryIO, path: Path, limit: int) -> Iterator[Problem]:
    """Write a stream to a file, unless it is longer than the limit."""
    size = 0
    with path.open("wb") as file:
        while chunk := stream.read(min(_CHUNK, limit + 1)):
            size += file.write(chunk)
            if size > limit:
                break
    if size > limit:
        path.unlink()
        yield too_large("stdin", size, limit)
