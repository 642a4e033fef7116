"""Trace: from any line of an answer back to its sentences (DESIGN §3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.bargaining.results import Deadlock
from detente.corpus.sentences import sentences
from detente.desk.project import Answer, Project, history_of
from detente.kernel.errors import UnknownName
from detente.kernel.spans import Span
from detente.kernel.suggest import did_you_mean
from detente.ledger.entries import Line, Review
from detente.ledger.reviewing import ReviewedLine, standing


@dataclass(frozen=True, slots=True)
class Trace:
    """One statement with its sentence, its report, the rules that fired and the reviews made of it."""

    line: ReviewedLine
    report: str
    publisher: str | None
    published: str | None
    sentence: str
    sentence_span: Span
    reviews: Sequence[Review]


def trace(project: Project, name: str, found: Answer | None) -> tuple[str, tuple[Trace, ...]]:
    """What a name stands for, in words, and the statements under it.

    A name is a statement's id, a deadlock's (T1, S2) or a party's position `party:issue[instance]`; raises UnknownName.
    """
    reviewed = standing(project.file.entries(), project.file.reviews()).lines
    if name in reviewed:
        return "statement", (_trace(project, reviewed[name]),)
    edited = [r for r in reviewed.values() if r.statement.id == name]
    if edited:
        return "statement (edited in review)", tuple(_trace(project, r) for r in edited)
    for title, lines in _named(found).items():
        if title == name:
            return title, tuple(_trace(project, reviewed[x.original_id]) for x in lines)
    known = [*_named(found), *reviewed]
    raise UnknownName(f"nothing in this project is called '{name}'{did_you_mean(name, known)} Give a statement id, T1, S1 or party:issue")


def _named(found: Answer | None) -> dict[str, tuple[Line, ...]]:
    if found is None:
        return {}
    locks: dict[str, Deadlock] = {d.id: d for r in found.stages.values() for d in r.deadlocks}
    named = {name: d.lines for name, d in locks.items()}
    for position in found.positions:
        title = f"{position.party}:{position.key}"
        named[title] = tuple(dict.fromkeys((*named.get(title, ()), *position.lines)))
    return named


def _trace(project: Project, line: ReviewedLine) -> Trace:
    statement = line.statement
    document = project.file.document(statement.doc)
    report = history_of(project).reports.get(statement.doc)
    around = [s for s in sentences(document) if s.overlaps(statement.span)] or [statement.span]
    whole = Span(min(s.start for s in around), max(s.end for s in around))
    return Trace(
        line, document.name, report.publisher if report else None, report.published.isoformat() if report else None,
        whole.of(document.text), whole, line.reviews,
    )  # fmt: skip
