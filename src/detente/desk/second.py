"""Second coders: judgements that stand beside the first reviewer's and change no line, made blind where that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from detente.corpus.document import Document
from detente.desk.context import whole_sentence
from detente.desk.corrections import changes_of, line_of, nearest
from detente.desk.project import Project
from detente.desk.reviewing import Reviewer, act
from detente.kernel.errors import BadInput, UnknownName
from detente.kernel.spans import Span
from detente.ledger.entries import Entry, Review, ReviewAction, Standing
from detente.ledger.reviewing import Reviewed, ReviewedLine, added, revised, standing
from detente.ledger.undoing import undo_code
from detente.statements.record import Statement


@dataclass(frozen=True, slots=True)
class Coder:
    """A second coder. `blind`: sees what readers proposed and nothing of other people's decisions."""

    reviewer: Reviewer
    blind: bool = False


@dataclass(frozen=True, slots=True)
class ToCode:
    """A line that a second coder has not judged, as it is shown."""

    line: str
    statement: Statement


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with lines that a second coder has not judged; the coder is shown the words alone."""

    doc: str
    span: Span
    lines: tuple[str, ...]


def to_code(project: Project, coder: Coder) -> tuple[ToCode, ...]:
    """The lines that a second coder has not judged, in the order of entry."""
    entries = project.file.entries()
    reviewed = standing(entries, project.file.reviews())
    done = {
        name
        for name, codes in reviewed.codes.items()
        if any(c.reviewer == coder.reviewer.name for c in codes)
    }
    return tuple(
        ToCode(name, statement)
        for name, statement in _seen(entries, reviewed, coder).items()
        if name not in done
    )


def sentences_to_code(project: Project, coder: Coder) -> tuple[Sentence, ...]:
    """The sentences of the lines that a second coder has not judged, each once, in the order of entry."""
    found: dict[tuple[str, Span], list[str]] = {}
    for one in to_code(project, coder):
        document = project.file.document(one.statement.doc)
        found.setdefault((one.statement.doc, whole_sentence(document, one.statement.span)), []).append(
            one.line
        )
    return tuple(Sentence(doc, span, tuple(lines)) for (doc, span), lines in found.items())


def _seen(entries: Sequence[Entry], reviewed: Reviewed, coder: Coder) -> dict[str, Statement]:
    """The lines that a coder may see: as readers proposed them, or as they stand after others' decisions."""
    if coder.blind:
        by_id = {entry.statement.id: entry.statement for entry in entries}
        return {name: said for name, said in by_id.items() if not _repeats(reviewed.lines[name])}
    live = (line for line in reviewed.lines.values() if line.standing is not Standing.SUPERSEDED)
    return {line.original_id: line.statement for line in live}


def _repeats(line: ReviewedLine) -> bool:
    """Whether the program found that a later reading says again what another line says."""
    return bool(line.reviews) and line.reviews[-1].action is ReviewAction.SAME


def code(
    project: Project,
    statement_id: str,
    judged: str,
    *,
    coder: Coder,
    pairs: Sequence[str] = (),
    reason: str | None = None,
) -> Review:
    """Append a second coder's judgement of a line; raises UnknownName or BadInput.

    `judged`: accept, edit (with `field=value` pairs) or reject (with a reason).
    """
    if judged == "reject" and not (reason or "").strip():
        raise BadInput("a rejection without a reason; say why the line is wrong")
    name = line_of(project, statement_id).original_id
    entries = project.file.entries()
    seen = _seen(entries, standing(entries, project.file.reviews()), coder)
    if name not in seen:
        raise UnknownName(
            f"no reader proposed '{statement_id}', so that it is not shown blind; code it without --blind"
        )
    statement = seen[name]
    if pairs:
        statement = revised(statement, changes_of(project, name, pairs))
    record = None if judged == "reject" else _record(project.file.document(statement.doc), statement)
    review = _review(name, coder, {"judged": judged, "record": record}, reason=reason)
    act(project, review)
    return review


def code_sentence(
    project: Project, sentence: Sentence, lines: Sequence[Sequence[str]], *, coder: Coder
) -> tuple[Review, ...]:
    """Append what a coder has in a sentence seen without proposals: own lines as `field=value` pairs, none for no line.

    The words of a line are the sentence where no evidence is given. What readers proposed there counts as not in the coding.
    """
    document = project.file.document(sentence.doc)
    made = [_own_line(document, sentence, pairs) for pairs in lines]
    rejected = [_review(name, coder, {"judged": "reject", "record": None}) for name in sentence.lines]
    own = [_review(s.id, coder, {"judged": "add", "record": _record(document, s)}) for s in made]
    theirs = [review for review in rejected if review.statement_id not in {s.id for s in made}]
    act(project, *theirs, *own)
    return (*theirs, *own)


def _own_line(document: Document, sentence: Sentence, pairs: Sequence[str]) -> Statement:
    given: dict[str, Any] = {}
    for pair in pairs:
        field, sign, value = pair.partition("=")
        if not sign:
            raise BadInput(f"'{pair}' sets nothing; write field=value, for example stance=accept")
        given[field.strip()] = None if value == "null" else value
    words = given.get("evidence")
    span = nearest(document, words, sentence.span) if words else sentence.span
    record = (
        {"basis": "reported"} | given | {"evidence": span.of(document.text), "span": [span.start, span.end]}
    )
    return replace(added(record | {"doc_hash": document.hash}), confidence=1.0)


def withdraw(project: Project, statement_id: str, coder: Coder) -> Review:
    """Take back a second coder's newest judgement of a line; raises UnknownName or BadInput."""
    review = undo_code(statement_id, (coder.reviewer.name, coder.reviewer.clock()))
    act(project, review)
    return review


def _record(document: Document, statement: Statement) -> dict[str, Any]:
    return statement.as_record(doc_name=document.name, full=True)


def _review(name: str, coder: Coder, changes: dict[str, Any], *, reason: str | None = None) -> Review:
    by = coder.reviewer
    return Review(name, ReviewAction.CODE, by.name, by.clock(), reason, changes)
