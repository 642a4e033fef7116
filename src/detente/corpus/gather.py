"""Gathering: reports in files to documents with metadata and marked furniture; faults travel beside them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from detente.corpus.document import Document, Metadata
from detente.corpus.intake.files import (
    METADATA_NAME,
    SIZE_LIMIT,
    TEXT_SUFFIXES,
    FoundReport,
    find_reports,
)
from detente.corpus.intake.jobs import GatherOptions, fetched, jobs_of, parted
from detente.corpus.intake.making import read_pasted
from detente.corpus.intake.parts import Limits, Source
from detente.corpus.intake.pool import Outcome, Rules, run_here, run_in_children
from detente.corpus.intake.reading import Job
from detente.corpus.intake.recognise import recognise
from detente.corpus.metadata import merged, read_metadata
from detente.kernel.problems import Problem

__all__ = ["GatherOptions", "Gathered", "Gathering", "gather", "gather_each", "read_pasted", "same_text"]

# So few and small texts are read before a child process has loaded what it needs.
_FEW = 40
_SMALL = 200_000


@dataclass(frozen=True, slots=True)
class Gathering:
    """One thing that gathering came to, and how far it is: files done, files in all, documents so far.

    `again` names the document of this gathering that had the same text before.
    """

    result: Document | Problem
    files: int
    of: int
    documents: int
    again: str | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read: the documents in the order found, and the faults met on the way."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


def gather(
    paths: Iterable[Path | str], *, size_limit: int = SIZE_LIMIT, options: GatherOptions | None = None
) -> Gathered:
    """Read the reports in files, folders and patterns, with the metadata.csv that stands beside them.

    Raises NothingToRead where there is no report at all; every other fault is a problem and the rest goes on.
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    chosen = options or GatherOptions(limits=Limits(size=size_limit))
    for step in gather_each(paths, options=chosen):
        if isinstance(step.result, Problem):
            problems.append(step.result)
        elif step.again is not None:
            problems.append(same_text(step.result.name, step.again))
        else:
            documents.append(step.result)
    return Gathered(tuple(documents), tuple(problems))


def gather_each(paths: Iterable[Path | str], *, options: GatherOptions | None = None) -> Iterator[Gathering]:
    """As `gather`, each document and each problem as it comes; nothing that was given away is kept.

    Raises NothingToRead at once where there is no report at all, BadInput for an address that may not be asked.
    """
    chosen = options or GatherOptions()
    here, addresses = parted(list(paths), chosen)
    reports, problems = find_reports(here) if here or not addresses else ((), ())
    given, faults = _given_metadata(reports)
    return _gathered((reports, addresses), (*problems, *faults), (given, chosen))


def _gathered(
    asked: tuple[tuple[FoundReport, ...], Sequence[str]],
    problems: Iterable[Problem],
    known: tuple[Mapping[Path, Metadata], GatherOptions],
) -> Iterator[Gathering]:
    """The problems of the search, then what comes of each report; a text that came before is told to be so."""
    (reports, addresses), (given, options) = asked, known
    files, met, of = 0, dict[bytes, str](), len(reports) + len(addresses)
    for problem in problems:
        yield Gathering(problem, files, of, 0)
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        jobs, refused = jobs_of(reports, options, Path(folder))
        from_web, not_fetched = fetched(addresses, options, Path(folder))
        jobs += from_web
        for problem in (*refused, *not_fetched):
            yield Gathering(problem, files, of, 0)
        for number, outcome in _outcomes([job for _, job in jobs], options):
            report, job = jobs[number]
            if outcome is None:
                files += 1
                continue
            if isinstance(outcome, Problem):
                # In a folder of reports a table may be of anything: a coding, a list of sources.
                by_chance = outcome.code == "no-text-column" and report.met
                problem = replace(outcome, severity="note") if by_chance else outcome
                yield Gathering(problem, files, of, len(met))
                continue
            document = _described(outcome, job, given)
            first = met.setdefault(bytes.fromhex(document.hash)[:16], document.name)
            again = None if first is document.name else first
            yield Gathering(document, files, of, len(met), again)


def _outcomes(jobs: Sequence[Job], options: GatherOptions) -> Iterator[Outcome]:
    """What comes of the files: a few small texts are read here, all else in child processes."""
    rules = Rules(options.limits, options.workers)
    if len(jobs) <= _FEW and sum(job.size for job in jobs) <= _SMALL * 5 and all(map(_is_small_text, jobs)):
        return run_here(jobs, rules)
    return run_in_children(jobs, rules)


def _is_small_text(job: Job) -> bool:
    """Whether a file is a small text by its name and by its first bytes."""
    if job.size > _SMALL or job.path.suffix.lower() not in TEXT_SUFFIXES or not job.path.is_file():
        return job.size == 0
    try:
        with job.path.open("rb") as stream:
            return recognise(Source(job.name, job.place, stream)).format in {"text", None}
    except OSError:
        return True


def _described(document: Document, job: Job, given: Mapping[Path, Metadata]) -> Document:
    """The document with what its row of a metadata file says; the row of a file of many, of all of them."""
    below = document.name.removeprefix(job.name)
    row = given.get(Path(f"{job.path.absolute()}{below}"))
    if row is None and below:
        whole = given.get(job.path.absolute())
        row = replace(whole, title=None, url=None) if whole is not None else None
    if row is None:
        return document
    return replace(document, metadata=merged(row, document.metadata))


def _given_metadata(reports: tuple[FoundReport, ...]) -> tuple[Mapping[Path, Metadata], list[Problem]]:
    """What the metadata files beside the reports say, by the absolute path of the report."""
    given: dict[Path, Metadata] = {}
    problems: list[Problem] = []
    for table in _metadata_files(reports):
        rows, found = read_metadata(table)
        problems += found
        given |= {(table.parent / file).absolute(): row for file, row in rows.items()}
    return given, problems


def _metadata_files(reports: tuple[FoundReport, ...]) -> list[Path]:
    """The metadata files in the folders of the reports, and in those above up to where the search began."""
    folders: dict[Path, None] = {}
    for report in reports:
        if report.is_standard_input:
            continue
        above = len(Path(report.name).parts) if not Path(report.name).is_absolute() else 1
        for folder in list(report.path.parents)[:above]:
            folders.setdefault(folder)
    # The nearest table counts most, so it comes last.
    ordered = sorted(folders, key=lambda folder: (len(folder.parts), folder))
    return [folder / METADATA_NAME for folder in ordered if (folder / METADATA_NAME).is_file()]


def same_text(name: str, first: str) -> Problem:
    """A file that repeats another letter by letter: one document that appeared twice, since its text names it."""
    message = f"the same text as '{first}': one document that appeared twice, read once"
    return Problem(
        "same-text", name, message, "nothing to do; remove one of the two if it is a mistake", "note"
    )
