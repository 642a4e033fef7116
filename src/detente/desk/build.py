"""Build a project: gather reports, read or take statements, enter them one report at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from detente import __version__
from detente.corpus.document import Document
from detente.corpus.stories.grouping import stories
from detente.desk.choose import choose
from detente.desk.gathering import GATHERING, coding_of, gathered, kept_problems
from detente.desk.packs import sound_pack
from detente.desk.reading import DEFAULT_READER, read_one
from detente.desk.reports import report_of
from detente.kernel.ids import cache_key, digest
from detente.kernel.problems import Problem
from detente.ledger.entries import Report
from detente.packs.model import Pack
from detente.statements.importing import Imported
from detente.statements.port import Reader, Reading
from detente.statements.record import Statement
from detente.stores.sqlite import ProjectFile

Progress = Callable[[int, int, str], None]
Clock = Callable[[], datetime]
READER_VERSION = __version__


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build: `statements` is a person's coding in place of reading, `metadata` a table."""

    clock: Clock
    progress: Progress
    reader: str = DEFAULT_READER
    statements: Path | None = None
    metadata: Path | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. `new_statements` is 0 where the same reports were built before."""

    project: Path
    pack: str
    documents: int
    new_documents: int
    new_statements: int
    problems: tuple[Problem, ...]


def build(reports: Sequence[str], *, pack_name: str, output: Path, options: BuildOptions) -> Built:
    """Reports to a project file. Again adds nothing; a killed build loses nothing that was acknowledged.

    Raises NothingToRead, BadInput, PackFault, UnknownName or ProjectFault; faults of reports are problems.
    """
    pack = sound_pack(pack_name)
    documents, problems = gathered(reports, metadata=options.metadata, coding=options.statements)
    imported = coding_of(options.statements, documents, pack) if options.statements else None
    if imported is not None:
        problems += imported.problems
    reader: Reader | None = None if imported is not None else choose("detente.readers", options.reader)(pack)
    with _target(output) as project:
        before = project.settings()
        settings = _settings(pack, pack_name, options)
        settings[GATHERING] = kept_problems(before, documents, problems)
        _keep(project, settings, before)
        counts = _enter(project, documents, _Reading(pack, reader, imported, options))
    return Built(output, pack.id, len(documents), counts[0], counts[1], (*problems, *counts[2]))


def _target(output: Path) -> ProjectFile:
    return ProjectFile.open(output, writable=True) if output.exists() else ProjectFile.create(output)


def _settings(pack: Pack, pack_name: str, options: BuildOptions) -> dict[str, object]:
    given = str(Path(pack_name).resolve()) if (Path(pack_name) / "pack.yaml").is_file() else pack_name
    how = "statements file" if options.statements else options.reader
    return {
        "pack": given,
        "pack_digest": pack.digest,
        "pack_version": pack.version,
        "reader": how,
        "written_by": __version__,
    }


def _keep(project: ProjectFile, settings: Mapping[str, object], before: Mapping[str, object]) -> None:
    """Append the settings that say something new: a build that changes nothing leaves the file as it is."""
    changed = {n: v for n, v in settings.items() if before.get(n) != v and (v or n in before)}
    if changed:
        project.keep_settings(changed)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What entering needs: the pack, and either a reader or a person's coding."""

    pack: Pack
    reader: Reader | None
    imported: Imported | None
    options: BuildOptions

    def key(self, document: Document) -> str:
        """The cache key of the document's reading."""
        step = "import" if self.imported else f"read:{self.options.reader}"
        coded = [s.as_record(doc_name=document.name, full=True) for s in self._coded(document)]
        return cache_key(
            step=step,
            version=READER_VERSION,
            pack_digest=self.pack.digest,
            inputs=[document.hash, digest(coded) if coded else None],
        )

    def _coded(self, document: Document) -> Sequence[Statement]:
        return self.imported.statements.get(document.name, ()) if self.imported else ()

    def read(self, document: Document) -> Reading:
        """The statements of a document."""
        if self.imported is not None:
            return Reading(self.imported.statements.get(document.name, ()))
        return read_one(self.reader, document) if self.reader else Reading(())


def _enter(
    project: ProjectFile, documents: Sequence[Document], reading: _Reading
) -> tuple[int, int, tuple[Problem, ...]]:
    """Read and enter what is not yet entered; the stories of old reports that new ones join are kept too."""
    known = project.reports()
    everything = {d.hash: d for d in (*project.documents(), *documents)}
    shared = stories(tuple(everything.values()))
    now = reading.options.clock
    new_documents = new_statements = 0
    problems: list[Problem] = []
    for number, document in enumerate(documents, start=1):
        key = reading.key(document)
        if project.has(key):
            _renew(
                project, document, reading, now_known=(known.get(document.hash), shared.get(document.hash))
            )
        else:
            found = reading.read(document)
            report = report_of(document, found.statements, reading.pack, story=shared.get(document.hash))
            new_statements += project.enter(
                document,
                report=report,
                statements=found.statements,
                problems=found.problems,
                cache_key=key,
                recorded=now(),
            )
            new_documents += document.hash not in known
            problems.extend(found.problems)
        reading.options.progress(number, len(documents), document.name)
    _join(project, known, reading, joined=(everything, shared))
    return new_documents, new_statements, tuple(problems)


def _renew(
    project: ProjectFile,
    document: Document,
    reading: _Reading,
    *,
    now_known: tuple[Report | None, str | None],
) -> None:
    """What was learned of a report since it was entered: a date, a publisher, a story."""
    before, story = now_known
    report = report_of(document, (), reading.pack, story=story)
    if before is not None:
        report = replace(report, room=before.room or report.room)
    if report != before:
        project.keep_report(report, recorded=reading.options.clock())


def _join(
    project: ProjectFile,
    known: Mapping[str, object],
    reading: _Reading,
    *,
    joined: tuple[Mapping[str, Document], Mapping[str, str]],
) -> None:
    """Reports that were entered before and now share a story with a new one."""
    everything, shared = joined
    current = project.reports()
    for doc in known:
        report = current.get(doc)
        if report is not None and doc in everything and report.story != shared.get(doc):
            project.keep_report(replace(report, story=shared.get(doc)), recorded=reading.options.clock())
