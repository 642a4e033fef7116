"""Handing a project on in a format that others read, and taking one in: the whole of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from detente import __version__
from detente.desk.choose import choose, names
from detente.desk.entering import Clock, Progress
from detente.desk.exchanged_lines import LINE_SHAPE, line_records, spell_records
from detente.desk.leaving import (
    For,
    leaving_of,
    outgoing_lines,
    outgoing_records,
    outgoing_spells,
    told_outside,
    withheld,
)
from detente.desk.packs import sound_pack
from detente.kernel.errors import BadInput, DetenteError, ProjectFault, UnknownName
from detente.kernel.problems import Problem
from detente.kernel.suggest import did_you_mean
from detente.packs.load import load_pack
from detente.stores import taking, whole
from detente.stores.drafts import cleared, draft_of, put_in_place, put_over, sync
from detente.stores.opening import check_free, check_settled, lay_out_draft
from detente.stores.sqlite import ProjectFile

if TYPE_CHECKING:
    from detente.exporters.exchange.port import Exchange, Outgoing, Placed, Record

Way = Literal["write", "read"]
GROUP = "detente.exchanges"
_TABLES = ("jsonl", "csv", "parquet", "xlsx")
_EVERY = 1_000  # records between two tellings of progress


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, in which format, how many records it was made of, and what the format does not hold."""

    path: Path
    format: str
    records: int
    not_held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import. `format` is found from the file's name where it is None, `pack` is that of the project."""

    clock: Clock
    progress: Progress
    format: str | None = None
    pack: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What was taken in, and what the project had already."""

    project: Path
    format: str
    made: bool
    new: Mapping[str, int]
    known: Mapping[str, int]
    problems: tuple[Problem, ...]


def format_of(path: Path, given: str | None = None, *, way: Way) -> str:
    """The name of a format: the one given, or the end of a file's name; raises UnknownName with those that go that way."""
    known = names(GROUP)
    if given is not None:
        if given not in known:
            hint = did_you_mean(given, known) or "."
            raise UnknownName(f"no format '{given}'{hint} Known: {', '.join(_going(way))}")
        return given
    fits = [name for name in known if path.name.lower().endswith(f".{name}")]
    if not fits:
        raise UnknownName(
            f"the name of '{path.name}' tells no format; end it in one of .{', .'.join(_going(way))}, or give --format"
        )
    return max(fits, key=len)


def _going(way: Way) -> list[str]:
    """The formats that are written, or those that are read."""
    return [name for name in names(GROUP) if getattr(choose(GROUP, name), way) is not None]


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How to export: `lines`: a table of the lines as they stand after review; `reader`: for anyone, or the project's own."""

    progress: Progress
    lines: bool = False
    reader: For = "anyone"


def exported(project: Path, output: Path, *, name: str, options: ExportOptions) -> Exported:
    """Write a project, or a table of its lines, to a file that is whole or not there.

    For anyone, what marks keep in the project stays there, and how much that is is told; for the project's own everything
    is written. Raises BadInput for a format that holds no project or a file that cannot be written.
    """
    from detente.exporters.exchange.port import Outgoing

    exchange: Exchange = choose(GROUP, name)
    if exchange.write is None:
        raise BadInput(f"'{name}' is read only; export as {', '.join(_going('write'))}")
    if options.lines and name not in _TABLES:
        raise BadInput(f"--lines gives a table; end the file in .{', .'.join(_TABLES)}")
    (total, link), progress = _head(project), options.progress
    going = Outgoing(
        project.stem,
        partial(_told, partial(whole.records_of, project), (total, progress)),
        partial(_told, partial(line_records, project), (0, progress)),
        whole.shape(),
        partial(_told, partial(spell_records, project), (0, progress)),
        {"written_by": __version__, "entries": str(total), "link": link},
    )
    stays: tuple[str, ...] = ()
    if options.reader != "project":
        going, stays = _by_marks(project, going, lines=options.lines)
    if options.lines:
        going = replace(going, records=going.lines, shape=LINE_SHAPE)
    not_held = _written(output, partial(_write, exchange, going))
    return Exported(output, name, total, (*stays, *not_held))


def _by_marks(project: Path, going: Outgoing, *, lines: bool) -> tuple[Outgoing, tuple[str, ...]]:
    """What leaves of a project by its marks, and in words what stays."""
    with ProjectFile.open(project) as file:
        if not file.marks():
            return going, ()
        leaves, told = leaving_of(file), {}
        if leaves.docs:
            told = told_outside(file, leaves)
    stays = withheld(leaves).words(tables=lines)
    return (
        replace(
            going,
            records=lambda: outgoing_records(going.records(), leaves),
            lines=lambda: outgoing_lines(going.lines(), leaves, told),
            spells=lambda: outgoing_spells(going.spells(), leaves),
        ),
        (*stays, "marks, and the team's own settings (--for project writes everything)"),
    )


def _write(exchange: Exchange, going: Any, path: Path) -> tuple[str, ...]:
    if exchange.write is None:
        return ()
    return exchange.write(path, going)


def _head(project: Path) -> tuple[int, str]:
    """How many records a project has, and the last link of its chain."""
    if not project.exists():
        raise ProjectFault(f"no project '{project}'; check the path")
    with ProjectFile.open(project) as file:
        return file.head()


def _told(records: Callable[[], Iterator[Record]], told: tuple[int, Progress]) -> Iterator[Record]:
    total, progress = told
    for number, record in enumerate(records(), start=1):
        if number % _EVERY == 0 or number == total:
            progress(number, total, record.get("record", "spell"))
        yield record


def _written(path: Path, write: Callable[[Path], tuple[str, ...]]) -> tuple[str, ...]:
    """Write under another name first, sync, and put in place."""
    if path.is_dir() or not path.parent.is_dir():
        raise BadInput(f"'{path}' cannot be written; name a file in a folder that exists")
    draft = draft_of(path)
    try:
        not_held = write(draft)
        sync(draft)
        put_over(draft, path)
    except OSError as fault:
        raise BadInput(
            f"'{path}' cannot be written ({fault.strerror or fault}); free some space or choose another place, or "
            "change its permissions"
        ) from fault
    finally:
        cleared(draft)
    return not_held


def imported(path: Path, into: Path, options: ImportOptions) -> Imported:
    """Take a file into a project: a new one, or one that is there, to which only what is new is added.

    It is one transaction; a new project is made under another name and put in place whole. Raises BadInput with the
    row, what is wrong and what to do, and leaves nothing behind.
    """
    name = format_of(path, options.format, way="read")
    exchange: Exchange = choose(GROUP, name)
    if exchange.read is None:
        raise BadInput(f"'{name}' is written only; import {', '.join(_going('read'))}")
    if not path.is_file():
        raise BadInput(f"no file '{path}'; check the path")
    if options.pack is not None and into.exists():
        raise BadInput(f"'{into}' has a pack of its own; leave out --pack, or import into a new project")
    now = whole.instant(options.clock())
    seen = _Seen(now, options.progress)
    rows = seen.passing(exchange.read(path, whole.shape()))
    if into.exists():
        made, taken = False, taking.take(into, rows, at=now)
    else:
        made, taken = True, _made(into, rows, (seen, options))
    problems = _problems(into, seen)
    return Imported(into, name, made, dict(taken.new), dict(taken.known), problems)


@dataclass(slots=True)
class _Seen:
    """What passed by on its way in."""

    now: str
    progress: Progress
    issues: dict[str, str] = field(default_factory=dict)
    redacted: dict[str, str] = field(default_factory=dict)
    settings: set[str] = field(default_factory=set)

    def passing(self, rows: Iterator[Placed]) -> Iterator[Placed]:
        """The rows, with the present time where they tell none."""
        shape = whole.shape()
        for number, (place, record) in enumerate(rows, start=1):
            for name in ("recorded", "at"):
                if name in shape.get(str(record.get("record")), {}) and record.get(name) is None:
                    record[name] = self.now
            if record.get("record") == "statement":
                self.issues.setdefault(str(record.get("issue")), place)
            if record.get("record") == "redaction":
                self.redacted.setdefault(str(record.get("doc")), place)
            if record.get("record") == "setting":
                self.settings.add(str(record.get("name")))
            if number % _EVERY == 0:
                self.progress(number, 0, place)
            yield place, record


def _made(into: Path, rows: Iterator[Placed], how: tuple[_Seen, ImportOptions]) -> taking.Taken:
    """Make a project of rows, under another name until it is whole."""
    seen, options = how
    check_free(into)
    draft = draft_of(into)
    try:
        lay_out_draft(draft, into)
        taken = taking.take(draft, rows)
        if options.pack is not None or "pack" not in seen.settings:
            _keep_pack(draft, options)
        check_settled(draft, into)
        put_in_place(draft, into)
    except FileExistsError as fault:
        raise ProjectFault(f"{into} was made meanwhile; choose another name") from fault
    except OSError as fault:
        raise ProjectFault(f"{into} cannot be made ({fault.strerror}); choose another folder") from fault
    finally:
        cleared(draft)
    return taken


def _keep_pack(draft: Path, options: ImportOptions) -> None:
    pack_name = options.pack or "world"
    pack = sound_pack(pack_name)
    with ProjectFile.open(draft, writable=True, clock=options.clock) as file:
        file.keep_settings(
            {
                "pack": str(Path(pack_name).resolve())
                if (Path(pack_name) / "pack.yaml").is_file()
                else pack_name,
                "pack_digest": pack.digest,
                "pack_version": pack.version,
                "reader": "import",
                "written_by": __version__,
            }
        )


def _problems(project: Path, seen: _Seen) -> tuple[Problem, ...]:
    """What should be looked at after an import: a pack that is not here, issues that it does not have."""
    with ProjectFile.open(project) as file:
        name = str(file.settings().get("pack", "world"))
        there = tuple(
            _redacted_elsewhere(doc, at) for doc, at in seen.redacted.items() if file.has_document(doc)
        )
    if not seen.issues:
        return there
    try:
        pack = load_pack(name)
    except DetenteError as fault:
        remedy = "ask with --pack, or put the pack where it was"
        return (
            *there,
            Problem("pack-not-here", "settings", f"the project's pack cannot be loaded: {fault}", remedy),
        )
    unknown = [issue for issue in seen.issues if pack.leaf(issue) is None]
    remedy = "edit the lines in review (`--edit ID --set issue=…`), or add the issue to the pack"
    told = (
        Problem("unknown-issue", seen.issues[issue], f"pack '{pack.id}' has no issue '{issue}'", remedy)
        for issue in unknown
    )
    return (*there, *told)


def _redacted_elsewhere(doc: str, place: str) -> Problem:
    """A document that was taken out of the project that the file comes from, and that is here still."""
    message = f"document {doc[:12]} was taken out there, and this project still holds it"
    return Problem("redacted-elsewhere", place, message, f"detente redact P --document {doc[:12]} --reason …")
