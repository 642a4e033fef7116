"""Build a project: gather reports, read or take statements, enter them one report at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from detente import __version__
from detente.corpus.document import Document
from detente.corpus.gather import Gathering, GatherOptions
from detente.desk import DEFAULT_READER
from detente.desk.choose import choose_reader, reader_mark
from detente.desk.corpus.shelf import Shelf
from detente.desk.entering import Clock, Entered, Progress, Reads, enter, read_kept
from detente.desk.gathering import GATHERING, coding_of, gathering_of, kept_problems, metadata_table
from detente.desk.packs import sound_pack
from detente.desk.reading import read_one
from detente.desk.settling import settle
from detente.kernel.errors import NothingToRead
from detente.kernel.ids import cache_key, digest
from detente.kernel.problems import Problem
from detente.packs.model import Pack
from detente.statements.importing import Imported
from detente.statements.port import Reader, Reading
from detente.statements.record import Statement
from detente.stores.sqlite import ProjectFile

READER_VERSION = __version__


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build: `statements` is a person's coding in place of reading, `metadata` a table."""

    clock: Clock
    progress: Progress
    reader: str = DEFAULT_READER
    statements: Path | None = None
    metadata: Path | None = None
    gathering: GatherOptions = field(default_factory=GatherOptions)


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

    Without reports those that the project holds unread are read. Raises NothingToRead, BadInput, PackFault,
    UnknownName or ProjectFault; faults of reports are problems.
    """
    pack = sound_pack(pack_name)
    if not reports and options.statements is None and output.exists():
        return _read_what_is_there(pack, pack_name, (output, options))
    steps, faults, reads = _prepared(reports, pack, options)
    with _target(output) as project:
        shelf = Shelf(project, pack)
        settings = _settings(pack, pack_name, options)
        _keep(project, settings)
        entered = enter(shelf, steps, clock=options.clock, progress=options.progress, reads=reads)
        settle(project, options.clock())
        met = (*entered.problems, *faults)
        _keep(project, {GATHERING: kept_problems(project.settings(), entered.names, met)})
    return _built(output, pack, entered, faults=faults)


def add(reports: Sequence[str], *, pack_name: str, output: Path, options: BuildOptions) -> Built:
    """Reports to a project file, unread: placed in their stories, dated, ready to be asked or read later."""
    pack = sound_pack(pack_name)
    table = metadata_table(options.metadata)
    steps = gathering_of(reports, table=table, coding=None, options=_today(options))
    with _target(output) as project:
        known = project.settings()
        if "pack" not in known:
            _keep(project, _settings(pack, pack_name, options))
        entered = enter(Shelf(project, pack), steps, clock=options.clock, progress=options.progress)
        _keep(project, {GATHERING: kept_problems(known, entered.names, entered.problems)})
    return _built(output, pack, entered)


def _prepared(
    reports: Sequence[str], pack: Pack, options: BuildOptions
) -> tuple[Iterable[Gathering], tuple[Problem, ...], Reads]:
    """What is gathered, the faults of a coding, and how documents are read: by a reader or from the coding."""
    table = metadata_table(options.metadata)
    steps: Iterable[Gathering] = gathering_of(
        reports, table=table, coding=options.statements, options=_today(options)
    )
    if options.statements is None:
        reader = choose_reader(options.reader)(pack)
        return steps, (), _reads(_Source(pack, reader, None, options))
    steps = list(steps)  # a coding names its reports, so all of them are needed before the first is entered
    documents = [step.result for step in steps if isinstance(step.result, Document)]
    imported = coding_of(options.statements, documents, pack)
    return steps, imported.problems, _reads(_Source(pack, None, imported, options))


def _today(options: BuildOptions) -> GatherOptions:
    """How reports are gathered, with the day on which that is."""
    return replace(options.gathering, today=options.clock().date())


def _read_what_is_there(pack: Pack, pack_name: str, where: tuple[Path, BuildOptions]) -> Built:
    """Read the documents of a project that nobody read yet."""
    output, options = where
    reader = choose_reader(options.reader)(pack)
    with ProjectFile.open(output, writable=True) as project:
        if not project.size():
            raise NothingToRead(f"{output} holds no report; name files, folders or patterns")
        _keep(project, _settings(pack, pack_name, options))
        reads = _reads(_Source(pack, reader, None, options))
        shelf = Shelf(project, pack)
        entered = read_kept(shelf, clock=options.clock, progress=options.progress, reads=reads)
    return _built(output, pack, entered)


def _built(output: Path, pack: Pack, entered: Entered, *, faults: tuple[Problem, ...] = ()) -> Built:
    return Built(
        output,
        pack.id,
        documents=entered.documents,
        new_documents=entered.new_documents,
        new_statements=entered.new_statements,
        problems=(*entered.problems, *faults, *entered.reading_problems, *entered.refused.values()),
    )


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


def _keep(project: ProjectFile, settings: Mapping[str, object]) -> None:
    """Append the settings that say something new: a build that changes nothing leaves the file as it is."""
    before = project.settings()
    changed = {n: v for n, v in settings.items() if before.get(n) != v and (v or n in before)}
    if changed:
        project.keep_settings(changed)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where statements come from: a reader, or a person's coding."""

    pack: Pack
    reader: Reader | None
    imported: Imported | None
    options: BuildOptions

    def key(self, document: Document) -> str:
        """The cache key of the document's reading."""
        step = "import" if self.imported else f"read:{reader_mark(self.options.reader)}"
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


def _reads(source: _Source) -> Reads:
    return Reads(source.key, source.read)
