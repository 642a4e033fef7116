"""Build a project: gather reports, read or take statements, enter them one report at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from detente import __version__
from detente.corpus.document import Document
from detente.corpus.gather import gather
from detente.corpus.metadata import merged, read_metadata
from detente.corpus.stories import stories
from detente.desk.choose import choose
from detente.desk.reports import report_of
from detente.kernel.errors import BadInput, NothingToRead
from detente.kernel.ids import cache_key, digest
from detente.kernel.problems import Problem
from detente.packs.load import load_pack
from detente.packs.model import Pack
from detente.statements.importing import Imported, import_statements
from detente.statements.port import Reader, Reading
from detente.statements.record import Statement
from detente.stores.sqlite import ProjectFile

Progress = Callable[[int, int, str], None]
Clock = Callable[[], datetime]
DEFAULT_READER = "rules"
READER_VERSION = __version__


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build: `statements` takes a person's coding instead of reading; `metadata` gives dates and publishers."""

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
    """Reports to a project file. Running again adds nothing; a killed build loses nothing that was acknowledged.

    Raises NothingToRead, BadInput, PackFault, UnknownName or ProjectFault; faults of single reports are problems.
    """
    pack = load_pack(pack_name)
    documents, problems = _documents(reports, options)
    imported = _coded(options.statements, documents, pack) if options.statements else None
    if imported is not None:
        problems += imported.problems
    reader: Reader | None = None if imported is not None else choose("detente.readers", options.reader)(pack)
    with _target(output) as project:
        project.keep_settings(_settings(pack, pack_name, options))
        counts = _enter(project, documents, _Reading(pack, reader, imported, options))
    return Built(output, pack.id, len(documents), counts[0], counts[1], (*problems, *counts[2]))


def _target(output: Path) -> ProjectFile:
    return ProjectFile.open(output, writable=True) if output.exists() else ProjectFile.create(output)


def _settings(pack: Pack, pack_name: str, options: BuildOptions) -> dict[str, object]:
    given = str(Path(pack_name).resolve()) if (Path(pack_name) / "pack.yaml").is_file() else pack_name
    how = "statements file" if options.statements else options.reader
    return {"pack": given, "pack_digest": pack.digest, "pack_version": pack.version, "reader": how, "written_by": __version__}


def _documents(reports: Sequence[str], options: BuildOptions) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """The documents of the reports, with what the metadata file says of them laid over what was found in them."""
    paths = list(reports) or ([str(options.statements.parent)] if options.statements else [])
    if not paths:
        raise NothingToRead("no reports given; name files, folders or patterns")
    found = gather(paths)
    if options.metadata is None:
        return found.documents, found.problems
    if not options.metadata.is_file():
        raise BadInput(f"no metadata file '{options.metadata}'; it is a CSV with the columns of docs/projects.md")
    given, faults = read_metadata(options.metadata)
    laid = tuple(replace(d, metadata=merged(given[d.name], d.metadata)) if d.name in given else d for d in found.documents)
    return laid, (*found.problems, *faults)


def _coded(path: Path, documents: Sequence[Document], pack: Pack) -> Imported:
    if not path.is_file():
        raise BadInput(f"no statements file '{path}'; give a JSONL file with one record a line")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as fault:
        raise BadInput(f"'{path}' is not UTF-8 (byte {fault.start}); save it as UTF-8") from fault
    imported = import_statements(lines, {d.name: d for d in documents}, pack, name=path.name)
    if not imported.statements:
        first = f": {imported.problems[0]}" if imported.problems else ""
        raise BadInput(f"no record of '{path}' could be taken{first}")
    return imported


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
            step=step, version=READER_VERSION, pack_digest=self.pack.digest, inputs=[document.hash, digest(coded) if coded else None]
        )

    def _coded(self, document: Document) -> Sequence[Statement]:
        return self.imported.statements.get(document.name, ()) if self.imported else ()

    def read(self, document: Document) -> Reading:
        """The statements of a document; a reader that fails on one report is a problem of that report."""
        if self.imported is not None:
            return Reading(self.imported.statements.get(document.name, ()))
        if self.reader is None:
            return Reading(())
        try:
            return self.reader(document)
        except Exception as fault:  # noqa: BLE001  (one report that a reader cannot take must not end a long build)
            message = f"the reader failed ({type(fault).__name__}: {fault})"
            return Reading((), (Problem("reading-failed", document.name, message, "please report this with the page", "error"),))


def _enter(project: ProjectFile, documents: Sequence[Document], reading: _Reading) -> tuple[int, int, tuple[Problem, ...]]:
    """Read and enter what is not yet entered; the stories of old reports that new ones join are kept too."""
    known = project.reports()
    everything = {d.hash: d for d in (*project.documents(), *documents)}
    shared = stories(tuple(everything.values()))
    now = reading.options.clock
    new_documents = new_statements = 0
    problems: list[Problem] = []
    for number, document in enumerate(documents, start=1):
        key = reading.key(document)
        report = report_of(document, shared.get(document.hash), reading.pack)
        if project.has(key):
            if known.get(document.hash) != report:
                project.keep_report(report, recorded=now())
        else:
            found = reading.read(document)
            new_statements += project.enter(
                document, report=report, statements=found.statements, problems=found.problems, cache_key=key, recorded=now()
            )
            new_documents += document.hash not in known
            problems.extend(found.problems)
        reading.options.progress(number, len(documents), document.name)
    _join(project, known, (everything, shared), reading)
    return new_documents, new_statements, tuple(problems)


def _join(
    project: ProjectFile, known: Mapping[str, object], joined: tuple[Mapping[str, Document], Mapping[str, str]], reading: _Reading
) -> None:
    """Reports that were entered before and now share a story with a new one."""
    everything, shared = joined
    current = project.reports()
    for doc in known:
        report = current.get(doc)
        if report is not None and doc in everything and report.story != shared.get(doc):
            project.keep_report(replace(report, story=shared.get(doc)), recorded=reading.options.clock())
