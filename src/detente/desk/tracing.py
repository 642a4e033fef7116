"""Trace: from any line of an answer or a brief back to its sentences (DESIGN §3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from detente.corpus.sources.grade import Credibility
from detente.desk.briefing import Heading, brief_of, outgoing_brief
from detente.desk.context import whole_sentence
from detente.desk.leaving import leaving_of
from detente.desk.project import Answer, Project
from detente.kernel.errors import UnknownName
from detente.kernel.spans import Span
from detente.kernel.suggest import did_you_mean
from detente.ledger.credibility import credibility_of
from detente.ledger.entries import Line, Report, Review
from detente.ledger.reviewing import ReviewedLine, standing

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


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
    credibility: Credibility


@dataclass(frozen=True, slots=True)
class Traced:
    """What a name stands for, and the statements under it; none where it says that nothing was found."""

    name: str
    kind: str
    text: str
    traces: tuple[Trace, ...]


def trace(project: Project, name: str, asked: Callable[[], Answer]) -> Traced:
    """What a name stands for, and the statements under it; the answer is asked for only where it is needed.

    A name is a statement's id, a brief line's (`l` and 12 digits), a deadlock's (T1, S2), a proposal's, or a
    party's position `party:issue[instance]`. Raises UnknownName.
    """
    reviewed = standing(project.file.entries(), project.file.reviews()).lines
    reports = project.file.reports()
    edited = {r.statement.id: r for r in reviewed.values()}
    line = reviewed.get(name) or edited.get(name)
    if line is not None:
        kind = "statement" if name in reviewed else "statement as edited in review"
        return Traced(name, kind, line.statement.evidence, (_trace(project, line, (reviewed, reports)),))
    found = asked()
    named = _named(project, found)
    if name not in named:
        hint = did_you_mean(name, [*named, *reviewed])
        raise UnknownName(
            f"nothing in this answer is called '{name}'{hint or ';'} give the id of a statement or of a "
            "brief's line, T1, S1, a proposal or party:issue"
        )
    kind, text, ids = named[name]
    return Traced(
        name, kind, text, tuple(_trace(project, reviewed[i], (reviewed, reports)) for i in dict.fromkeys(ids))
    )


_Named = tuple[str, str, tuple[str, ...]]


def _named(project: Project, found: Answer) -> Mapping[str, _Named]:
    """Kind, words and statement ids of everything in an answer that has a name."""
    named: dict[str, _Named] = {}
    for line in brief_of(project, found, Heading(_LONG_AGO)).lines:
        named.setdefault(line.id, ("line of the brief", line.text, tuple(e.statement for e in line.evidence)))
    for name, told in _named_outside(project, found).items():
        named.setdefault(name, told)
    for results in found.stages.values():
        for lock in results.deadlocks:
            held = "; ".join(f"{project.pack.party_name(m.party)} {m.wording}" for m in lock.members)
            named[lock.id] = ("deadlock", held, _ids(lock.lines))
        for score in results.proposals:
            lines = [line for terms in score.terms.values() for t in terms for line in t.lines]
            earlier = named.get(score.proposal.id, ("", "", ()))[2]
            named[score.proposal.id] = ("proposal", score.proposal.name, (*earlier, *_ids(lines)))
    for position in found.shown:
        title = f"{position.party}:{position.key}"
        named[title] = ("position", title, (*named.get(title, ("", "", ()))[2], *_ids(position.lines)))
    return named


def _named_outside(project: Project, found: Answer) -> Mapping[str, _Named]:
    """Lines of the brief for anyone, and the lines that it shows under names of their own: known in the project alone."""
    leaves = leaving_of(project.file)
    if not leaves.docs:
        return {}
    inside = {shown: line for line, shown in leaves.shown.items()}
    kind = "line that stays in the project"
    named: dict[str, _Named] = {leaves.shown[name]: (kind, name, (name,)) for name in leaves.on}
    brief, _ = outgoing_brief(project, found, Heading(_LONG_AGO))
    for line in brief.lines:
        ids = tuple(inside.get(e.statement, e.statement) for e in line.evidence)
        named.setdefault(line.id, ("line of the brief for anyone", line.text, ids))
    return named


def _ids(lines: Iterable[Line]) -> tuple[str, ...]:
    return tuple(line.original_id for line in lines)


def _trace(
    project: Project, line: ReviewedLine, known: tuple[Mapping[str, ReviewedLine], Mapping[str, Report]]
) -> Trace:
    reviewed, reports = known
    statement = line.statement
    document = project.file.document(statement.doc)
    report = reports.get(statement.doc)
    whole = whole_sentence(document, statement.span)
    return Trace(
        line,
        document.name,
        report.publisher if report else None,
        report.published.isoformat() if report else None,
        whole.of(document.text),
        whole,
        line.reviews,
        credibility_of(line, reviewed.values(), reports),
    )
