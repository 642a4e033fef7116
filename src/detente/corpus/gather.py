"""Gathering: reports in files to documents with metadata and marked furniture; faults travel beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from detente.corpus.document import Document, Metadata
from detente.corpus.furniture.mark import mark_furniture
from detente.corpus.intake.files import (
    HTML_SUFFIXES,
    METADATA_NAME,
    SIZE_LIMIT,
    FoundReport,
    find_reports,
    read_text,
)
from detente.corpus.language import language_of
from detente.corpus.metadata import merged, read_metadata
from detente.corpus.pages.html import read_html
from detente.kernel.problems import Problem


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read: the documents in the order found, and the faults met on the way."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


def gather(paths: Iterable[Path | str], *, size_limit: int = SIZE_LIMIT) -> Gathered:
    """Read the reports in files, folders and patterns, with the metadata.csv that stands beside them.

    Raises NothingToRead where there is no report at all; every other fault is a problem and the rest goes on.
    """
    reports, problems = find_reports(paths)
    given, faults = _given_metadata(reports)
    collected = [*problems, *faults]
    documents: dict[str, Document] = {}
    for report in reports:
        document, found = read_report(report, size_limit=size_limit)
        collected += found
        if document is None:
            continue
        row = given.get(report.path.absolute())
        if row is not None:
            document = replace(document, metadata=merged(row, document.metadata))
        first = documents.setdefault(document.hash, document)
        if first is not document:
            collected.append(_same_text(document.name, first.name))
    return Gathered(tuple(documents.values()), tuple(collected))


def read_report(
    report: FoundReport, *, size_limit: int = SIZE_LIMIT
) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document of one file, or None with the problem that says why not."""
    text, problems = read_text(report.path, size_limit=size_limit)
    if text is None:
        return None, problems
    if report.path.suffix.lower() in HTML_SUFFIXES:
        document, found = read_html(text, name=report.name, place=str(report.path))
        return document, (*problems, *found)
    return read_pasted(text, name=report.name), problems


def read_pasted(text: str, *, name: str, metadata: Metadata | None = None) -> Document:
    """The document of pasted text: unaltered, its furniture marked, its language told from its words."""
    known = metadata or Metadata()
    if known.language is None:
        language = language_of(text)
        known = replace(known, language=language if language != "other" else None)
    return Document(name, text, known, mark_furniture(text))


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
        above = len(Path(report.name).parts) if not Path(report.name).is_absolute() else 1
        for folder in list(report.path.parents)[:above]:
            folders.setdefault(folder)
    # The nearest table counts most, so it comes last.
    ordered = sorted(folders, key=lambda folder: (len(folder.parts), folder))
    return [folder / METADATA_NAME for folder in ordered if (folder / METADATA_NAME).is_file()]


def _same_text(name: str, first: str) -> Problem:
    """A file that repeats another letter by letter: one document, since its text names it."""
    return Problem(
        "same-text", name, f"the same text as '{first}'; read once", "remove one of the two", "note"
    )
