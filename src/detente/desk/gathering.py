"""Gathering for a build: documents, metadata, a person's coding; and the faults met, kept in the project."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from detente.corpus.document import Document
from detente.corpus.gather import gather
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
    settings: Mapping[str, object], documents: Sequence[Document], problems: Sequence[Problem]
) -> list[list[str]]:
    """The faults of gathering to keep, as plain data: those met now, and earlier ones of other reports."""
    looked_at = {d.name for d in documents}
    earlier = [p for p in gathering_problems(settings) if not _of(p, looked_at)]
    met = dict.fromkeys((*earlier, *problems))
    return [[p.code, p.place, p.message, p.remedy, p.severity] for p in met]


def _of(problem: Problem, looked_at: Collection[str]) -> bool:
    """Whether a fault is of a report that was read now, or of a line of a table (read anew by each build)."""
    place = problem.place
    return bool(_LINE.search(place)) or any(place == n or place.endswith(f"/{n}") for n in looked_at)


def gathered(
    reports: Sequence[str], *, metadata: Path | None, coding: Path | None
) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """The documents of the reports, what the metadata file says of them laid over what was found in them.

    Without reports they are looked for beside the coding. Raises NothingToRead or BadInput.
    """
    paths = list(reports) or ([str(coding.parent)] if coding else [])
    if not paths:
        raise NothingToRead("no reports given; name files, folders or patterns")
    found = gather(paths)
    if metadata is None:
        return found.documents, found.problems
    if not metadata.is_file():
        raise BadInput(f"no metadata file '{metadata}'; it is a CSV with the columns of docs/projects.md")
    given, told = read_metadata(metadata)
    faults = [f for f in told if f.code != "unknown-file"]
    laid = tuple(
        replace(d, metadata=merged(given[d.name], d.metadata)) if d.name in given else d
        for d in found.documents
    )
    return laid, (*found.problems, *faults, *_unmatched(given, found.documents, metadata))


def _unmatched(given: Mapping[str, object], documents: Sequence[Document], path: Path) -> tuple[Problem, ...]:
    """Rows of a metadata file that stands elsewhere, for reports that are not among the given ones."""
    names = {d.name for d in documents}
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
