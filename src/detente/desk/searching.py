"""Search: the lines of a project by words, by meaning, by what they are about; counts of them; searches kept under a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from detente.desk.people import lines_by
from detente.desk.project import Project
from detente.desk.search_filters import Search, asked_of
from detente.kernel.errors import BadInput, ProjectFault, UnknownName
from detente.kernel.problems import Problem
from detente.kernel.suggest import did_you_mean
from detente.ledger.entries import Report
from detente.ledger.reviewing import ReviewedLine
from detente.ledger.view import report_of
from detente.models.vectors import Meaning
from detente.stores.search_index import Found, Progress, SearchIndex

PREFIX = "search:"  # of the settings that keep searches
_AT_A_TIME = 64  # sentences that are encoded before they are kept
_MORE = 20  # to be found beyond those asked for, of which some are the same words again


@dataclass(frozen=True, slots=True)
class Hit:
    """A line that was found, its report, the day on which it was said (None: undated), and how like it is."""

    line: ReviewedLine
    report: Report
    day: date | None
    likeness: float | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The lines found, how many there are in all (None where they are ordered by likeness), and counts by field.

    `without_vectors`: lines that cannot be found by meaning yet.
    """

    search: Search
    hits: tuple[Hit, ...]
    total: int | None
    facets: Mapping[str, Mapping[str, int]] | None
    problems: tuple[Problem, ...] = ()
    without_vectors: int = 0


@contextmanager
def index_of(project: Project, progress: Progress) -> Iterator[SearchIndex]:
    """The search index of a project, brought up to date; in memory where the file cannot be written."""
    try:
        index = SearchIndex(project.path, writable=True, progress=progress)
    except ProjectFault:
        index = SearchIndex(project.path, writable=False, progress=progress)
    try:
        yield index
    finally:
        index.close()


def search(
    project: Project, index: SearchIndex, wanted: Search, *, limit: int, facets: bool = False
) -> Result:
    """The lines that a search finds; raises BadInput, BadDate or UnknownName for what cannot be asked."""
    asked = asked_of(project.pack, index, wanted)
    if wanted.speaker:
        asked = replace(asked, lines=lines_by(project, wanted.speaker))
    if wanted.meaning is None and wanted.like is None:
        found, total = index.find(asked, limit=limit), index.count(asked)
        counts = index.facets(asked) if facets else None
        return Result(wanted, _hits(index, found), total, counts, project.problems)
    if facets:
        raise BadInput("counts are of words and filters; leave --facets out, or --meaning and --like")
    meaning = Meaning()
    vector, same = _meant(index, wanted, meaning)
    found = index.nearest(vector, asked, limit=limit + _MORE)
    hits = [hit for hit in _hits(index, found) if not _overlaps(hit.line, same)]
    missing = index.without_vectors(meaning.encoder)
    return Result(wanted, tuple(hits[:limit]), None, None, project.problems, missing)


def _hits(index: SearchIndex, found: Sequence[Found]) -> tuple[Hit, ...]:
    lines, reports = index.lines([one.line for one in found])
    by_id = {one.line: one for one in found}
    points = ((line, by_id[line.original_id]) for line in lines)
    return tuple(Hit(line, report_of(line.statement, reports), one.day, one.likeness) for line, one in points)


def _meant(index: SearchIndex, wanted: Search, meaning: Meaning) -> tuple[Any, ReviewedLine | None]:
    """The vector of what is meant, and the line that it is of."""
    if wanted.meaning is not None and wanted.like is not None:
        raise BadInput("--meaning and --like ask for two meanings; give one")
    if wanted.like is None:
        vector = meaning([wanted.meaning or ""])[0]
        if vector is None:
            raise BadInput(
                f"'{wanted.meaning}' has no meaning to the encoder, which knows English alone; search for words"
            )
        return vector, None
    lines, _ = index.lines([wanted.like])
    if not lines:
        raise UnknownName(f"no statement '{wanted.like}' in this project; `detente search` shows the ids")
    vector = index.vector(wanted.like)
    if vector is None:
        vector = meaning([lines[0].statement.evidence])[0]
    if vector is None:
        raise BadInput(f"{wanted.like} is not in English, all that the encoder knows; search for its words")
    return vector, lines[0]


def _overlaps(line: ReviewedLine, same: ReviewedLine | None) -> bool:
    """Whether a line stands on words of the line that others are to be like."""
    if same is None:
        return False
    mine, other = line.statement, same.statement
    return mine.doc == other.doc and mine.span.overlaps(other.span)


def prepare(index: SearchIndex, progress: Progress) -> tuple[int, int]:
    """Make the vectors that are missing, a few at a time, each kept when it is made; how many, and how many in no language."""
    meaning = Meaning()
    total, made, without = index.without_vectors(meaning.encoder), 0, 0
    while some := index.next_without(meaning.encoder, limit=_AT_A_TIME):
        lines, _ = index.lines([name for _, name in some])
        said = {line.original_id: line.statement.evidence for line in lines}
        vectors = meaning([said.get(name, "") for _, name in some])
        index.keep_vectors(meaning.encoder, dict(zip((n for n, _ in some), vectors, strict=True)))
        made, without = made + len(some), without + sum(vector is None for vector in vectors)
        progress(made, total, "")
    return made - without, without


def kept_searches(project: Project) -> Mapping[str, Search]:
    """The searches that were kept, by name."""
    names = {field.name for field in fields(Search)}
    found = {}
    for name, value in sorted(project.file.settings().items()):
        if name.startswith(PREFIX) and isinstance(value, dict):
            found[name.removeprefix(PREFIX)] = Search(**{k: v for k, v in value.items() if k in names})
    return found


def kept_search(project: Project, name: str) -> Search:
    """The search of that name; raises UnknownName."""
    found = kept_searches(project)
    if name not in found:
        hint = did_you_mean(name, found) or f"; kept: {', '.join(found) or 'none'}"
        raise UnknownName(f"no search '{name}' was kept in this project{hint}")
    return found[name]


def keep_search(project: Project, name: str, wanted: Search) -> None:
    """Keep a search under a name; an earlier one of that name stays in the history."""
    if not name.strip():
        raise BadInput("a search is kept under a name; give one, such as --save corridors")
    told = {key: value for key, value in asdict(wanted).items() if value}
    project.file.keep_settings({PREFIX + name.strip(): told})
