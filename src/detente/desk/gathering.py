"""Gathering for a build: documents, metadata, a person's coding; and the faults met, kept in the project."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from detente.corpus.document import Document, Metadata
from detente.corpus.gather import Gathering, GatherOptions, gather_each
from detente.corpus.metadata import merged, read_metadata
from detente.kernel.errors import BadInput, NothingToRead
from detente.kernel.problems import Problem
from detente.kernel.suggest import did_you_mean
from detente.packs.model import Pack
from detente.statements.importing import Imported, import_statements

GATHERING = "gathering_problems"
_LINE = re.compile(r":\d+$")


def gathering_problems(settings: Mapping[str, object]) -> tuple[Problem, ...]:
    """The faults that builds met in gathering: such a report has no document to hang them on."""
    kept = settings.get(GATHERING)
    return tuple(Problem(*fields) for fields in kept) if isinstance(kept, list) else ()


def kept_problems(
    settings: Mapping[str, object], looked_at: Collection[str], problems: Sequence[Problem]
) -> list[list[str]]:
    """The faults of gathering to keep, as plain data: those met now, and earlier ones of other reports."""
    earlier = [p for p in gathering_problems(settings) if not _of(p, looked_at)]
    met = dict.fromkeys((*earlier, *problems))
    return [[p.code, p.place, p.message, p.remedy, p.severity] for p in met]


def _of(problem: Problem, looked_at: Collection[str]) -> bool:
    """Whether a fault is of a report that was read now, or of a line of a table (read anew by each build)."""
    place = problem.place
    return bool(_LINE.search(place)) or any(place == n or place.endswith(f"/{n}") for n in looked_at)


@dataclass(slots=True)
class Table:
    """A metadata file that stands elsewhere: its rows by name of report, and the names that were met so far."""

    path: Path
    rows: Mapping[str, Metadata]
    faults: tuple[Problem, ...]
    met: set[str]

    def laid_over(self, document: Document) -> Document:
        """The document with what its row says."""
        self.met.add(document.name)
        row = self.rows.get(document.name)
        return replace(document, metadata=merged(row, document.metadata)) if row is not None else document

    def unmatched(self) -> tuple[Problem, ...]:
        """What was wrong in the file, and its rows for reports that did not come."""
        return (*self.faults, *_unmatched(self.rows, self.met, self.path))


def metadata_table(path: Path | None) -> Table | None:
    """The metadata file that stands elsewhere; raises BadInput where there is none."""
    if path is None:
        return None
    if not path.is_file():
        raise BadInput(f"no metadata file '{path}'; it is a CSV with the columns of docs/projects.md")
    rows, told = read_metadata(path)
    return Table(path, rows, tuple(f for f in told if f.code != "unknown-file"), set())


def gathering_of(
    reports: Sequence[str], *, table: Table | None, coding: Path | None, options: GatherOptions
) -> Iterator[Gathering]:
    """The documents of the reports and the faults met, as they come; what the table says of them laid over.

    Without reports they are looked for beside the coding. Raises NothingToRead at once where there is none.
    """
    paths = list(reports) or ([str(coding.parent)] if coding else [])
    if not paths:
        raise NothingToRead("no reports given; name files, folders or patterns")
    return _laid_over(gather_each(paths, options=options), table)


def _laid_over(steps: Iterable[Gathering], table: Table | None) -> Iterator[Gathering]:
    for step in steps:
        if table is not None and isinstance(step.result, Document):
            yield replace(step, result=table.laid_over(step.result))
        else:
            yield step
    for fault in table.unmatched() if table is not None else ():
        yield Gathering(fault, 0, 0, 0)


def _unmatched(given: Mapping[str, object], names: Collection[str], path: Path) -> tuple[Problem, ...]:
    """Rows of a metadata file that stands elsewhere, for reports that are not among the given ones."""
    return tuple(
        Problem(
            "unknown-file",
            str(path),
            f"no report is named '{name}'{did_you_mean(name, names)}",
            "correct the name or remove the row",
        )
        for name in given
        if name not in names
    )


def coding_of(path: Path, documents: Sequence[Document], pack: Pack) -> Imported:
    """The records of a person's coding on their documents; raises BadInput where not one can be taken."""
    if not path.is_file():
        raise BadInput(f"no statements file '{path}'; give a JSONL file with one record a line")
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # other separators may stand in the words
    except UnicodeDecodeError as fault:
        raise BadInput(f"'{path}' is not UTF-8 (byte {fault.start}); save it as UTF-8") from fault
    imported = import_statements(lines, {d.name: d for d in documents}, pack, name=path.name)
    if not imported.statements:
        first = f": {imported.problems[0]}" if imported.problems else ""
        raise BadInput(f"no record of '{path}' could be taken{first}")
    return imported
