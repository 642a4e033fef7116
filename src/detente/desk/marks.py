"""Marks of attribution: setting them, listing them, and what each keeps in the project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.desk.corpus.shelf import found_report
from detente.desk.leaving import leaving_of
from detente.desk.names import known
from detente.desk.people import suggested
from detente.desk.project import Project
from detente.kernel.problems import Problem
from detente.ledger.leaving import Leaving
from detente.ledger.marks import Mark
from detente.ledger.people import plain
from detente.ledger.reviewing import ReviewedLine, standing


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark that holds: of whom or what in words, how many lines it is on; `instead`: a stricter mark of the person."""

    mark: Mark
    told: str
    lines: int
    instead: Mark | None = None


def act(project: Project, mark: Mark) -> tuple[Marked, tuple[Problem, ...]]:
    """Append a mark; returns what it does, and what a person should look at: copies and spellings that it does not reach.

    A document is given by the name of its report or the first letters of its hash, a speaker as written in some statement.
    Raises UnknownName, Redacted or BadInput.
    """
    if mark.kind == "document":
        made = replace(mark, name=found_report(project.file, mark.name).doc)
    else:
        made = replace(
            mark, name=known(plain(mark.name), _speakers(project), what="speaker", where="this project")
        )
    project.file.mark(made)
    leaves = leaving_of(project.file)
    problems = (
        _copies(project, leaves, made) if mark.kind == "document" else _spellings(project, leaves, made)
    )
    return _marked(project, leaves, made), problems


def held(project: Project) -> tuple[Marked, ...]:
    """The marks that hold, in the order in which they were made."""
    leaves = leaving_of(project.file)
    newest = sorted(leaves.marks.standing.values(), key=lambda mark: mark.at)
    return tuple(_marked(project, leaves, mark) for mark in newest)


def _speakers(project: Project) -> Sequence[str]:
    """Everybody who speaks, or passes on words, in any line, and everybody who was merged with them."""
    lines = standing(project.file.entries(), project.file.reviews()).lines.values()
    names = [n for line in lines for n in (line.statement.speaker, *line.statement.via) if n]
    merged = [name for merge in project.file.merges() for name in (merge.name, merge.into)]
    return list(dict.fromkeys(map(plain, [*names, *merged])))


def _marked(project: Project, leaves: Leaving, mark: Mark) -> Marked:
    if mark.kind == "document":
        report = project.file.report(mark.name)
        told = report.name if report else mark.name[:12]
        return Marked(
            mark, told, sum(binding is not None and binding == mark for binding in leaves.on.values())
        )
    holds = leaves.marks.of_speaker(mark.name)
    instead = holds if holds is not None and holds.attribution is not mark.attribution else None
    names = {spelling.casefold() for spelling in leaves.marks.spellings(mark.name)}
    lines = standing(project.file.entries(), project.file.reviews()).lines.values()
    said = sum(any(plain(name).casefold() in names for name in _chain(line) if name) for line in lines)
    return Marked(mark, ", ".join(leaves.marks.spellings(mark.name)), said, instead)


def _chain(line: ReviewedLine) -> tuple[str | None, ...]:
    return (line.statement.speaker, *line.statement.via)


def _copies(project: Project, leaves: Leaving, mark: Mark) -> tuple[Problem, ...]:
    """Other documents of the story that are not marked as strictly: they may carry the same words."""
    reports = project.file.reports()
    mine = reports[mark.name]
    story = mine.story or mine.doc
    found = []
    for report in reports.values():
        other = leaves.marks.of_document(report.doc)
        loose = other is None or other.attribution.strictness < mark.attribution.strictness
        if (
            report.doc != mine.doc
            and (report.story or report.doc) == story
            and loose
            and mark.attribution.strictness
        ):
            message = "it is of the same story and may carry the same words; it is not marked so"
            found.append(Problem("copy-not-marked", report.name, message, "mark it too, if it should stay"))
    return tuple(found)


def _spellings(project: Project, leaves: Leaving, mark: Mark) -> tuple[Problem, ...]:
    """Names that may be the same person, and that the mark does not reach until somebody merges them."""
    if not mark.attribution.strictness:
        return ()
    mine = set(leaves.marks.spellings(mark.name))
    return tuple(
        Problem(
            "spelling-not-marked",
            alike.into if alike.name in mine else alike.name,
            f"it may be another spelling of '{mark.name}', which the mark does not reach",
            "`detente people merge` the two, or mark it too",
        )
        for alike in suggested(project)
        if (alike.name in mine) != (alike.into in mine)
    )
