"""Review: what people said of the lines, folded onto the statements as entered. Nothing entered changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from detente.kernel.dates import parse_when
from detente.kernel.errors import BadDate, BadInput, EvidenceMismatch
from detente.kernel.problems import Problem
from detente.kernel.spans import Span
from detente.kernel.suggest import did_you_mean
from detente.ledger.entries import Entry, Review, ReviewAction, Standing
from detente.statements.record import BASES, EDITABLE_FIELDS, KINDS, STANCES, Statement, Term

_CHOICES: Mapping[str, tuple[str | None, ...]] = {
    "kind": KINDS,
    "stance": (*STANCES, None),
    "basis": BASES,
    "stage": ("truce", "settlement", None),
}
_REQUIRED_TEXT = {"evidence", "issue", "origin", "doc"}
_SPAN_FIELDS = {"span", "start", "end"}
_RECORD_ONLY = {"doc", "doc_hash", "id", "confidence", "rules", "origin"}
_MUST_HAVE = ("evidence", "kind", "issue")


@dataclass(frozen=True, slots=True)
class ReviewedLine:
    """A line after review: the statement as it stands, and the reviews that made it so, undone ones left out.

    `original_id` is the id under which it was entered or added; an edited statement has another.
    """

    original_id: str
    statement: Statement
    standing: Standing
    recorded: datetime
    reviews: tuple[Review, ...] = ()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """All lines by original id, rejected ones among them: entries in their order, then what people added."""

    lines: Mapping[str, ReviewedLine]
    problems: tuple[Problem, ...]


def standing(
    entries: Iterable[Entry],
    reviews: Iterable[Review],
    *,
    recorded_by: datetime | None = None,
    texts: Mapping[str, str] | None = None,
) -> Reviewed:
    """Fold reviews onto entries, by `at` and then by appending; what came after `recorded_by` is not known.

    Accept, edit and add make a line accepted, reject makes it rejected, undo takes back the newest action
    that stands. What cannot be carried out changes nothing and is a problem (`review-unknown-statement`,
    `review-undoes-nothing`, `review-refused`). `texts` (by document hash) serve to look up new evidence.
    """
    known: dict[str, Entry] = {}
    for entry in entries:
        if recorded_by is None or entry.recorded <= recorded_by:
            known.setdefault(entry.statement.id, entry)
    made = [review for review in reviews if recorded_by is None or review.at <= recorded_by]
    stacks: dict[str, list[Review]] = {}
    problems: list[Problem] = []
    for review in sorted(made, key=lambda review: review.at):
        stack = stacks.setdefault(review.statement_id, [])
        fault = _fault(review, entry=known.get(review.statement_id), stack=stack, texts=texts)
        if fault is not None:
            problems.append(fault)
        elif review.action is ReviewAction.UNDO:
            stack.pop()
        else:
            stack.append(review)
    ids = dict.fromkeys([*known, *(name for name, stack in stacks.items() if stack)])
    lines = {name: _line(name, entry=known.get(name), stack=stacks.get(name, ())) for name in ids}
    return Reviewed(lines, tuple(problems))


def revised(statement: Statement, changes: Mapping[str, Any]) -> Statement:
    """The statement with edited fields; raises BadInput, BadDate or EvidenceMismatch where a change is none.

    Only EDITABLE_FIELDS change. New evidence comes with its place: `span` as [start, end], or `start`, `end`.
    """
    if not changes:
        raise BadInput("an edit without changes; name the fields to change and their values")
    _only_known(changes, allowed={*EDITABLE_FIELDS, *_SPAN_FIELDS})
    return replace(statement, **_fields(changes))


def added(record: Mapping[str, Any]) -> Statement:
    """The statement of a whole record, as `Statement.as_record(full=True)` gives it.

    `doc_hash` (or `doc`) is the document's hash; fields that are not given take the defaults, those of a
    person's coding. Raises BadInput, BadDate or EvidenceMismatch.
    """
    _only_known(record, allowed={*EDITABLE_FIELDS, *_SPAN_FIELDS, *_RECORD_ONLY})
    doc = record.get("doc_hash", record.get("doc"))
    missing = [name for name in _MUST_HAVE if record.get(name) is None] + ([] if doc else ["doc_hash"])
    if missing:
        raise BadInput(f"an added record without {', '.join(missing)}; give the whole record")
    plain = {
        name: value for name, value in record.items() if name not in {"doc", "doc_hash", "id", "confidence"}
    }
    values: dict[str, Any] = {"holder": None, "stance": None, **_fields(plain)}
    return Statement(**values, doc=_value("doc", doc), confidence=_share(record.get("confidence", 1.0)))


def _fault(
    review: Review, *, entry: Entry | None, stack: Sequence[Review], texts: Mapping[str, str] | None
) -> Problem | None:
    """Why a review cannot be carried out on what stands, or None."""
    if entry is None and not stack and review.action is not ReviewAction.ADD:
        message = "no statement of that id was entered or added by then"
        remedy = "look up the line's original id, or enter its document first"
        return _problem("review-unknown-statement", review, message=message, remedy=remedy)
    if review.action is ReviewAction.UNDO and not stack:
        message, remedy = (
            "no action on this line stands",
            "nothing is to be done; the line is as it was entered",
        )
        return _problem("review-undoes-nothing", review, message=message, remedy=remedy)
    try:
        _check_action(review)
        if review.action in {ReviewAction.EDIT, ReviewAction.ADD}:
            line = _line(review.statement_id, entry=entry, stack=[*stack, review])
            _check_evidence(line.statement, texts)
    except (BadInput, BadDate, EvidenceMismatch) as fault:
        message = f"{review.action} by {review.reviewer}: {fault}"
        return _problem("review-refused", review, message=message, remedy="append a corrected review")
    return None


def _check_action(review: Review) -> None:
    """Raise BadInput where a review lacks what its action needs or has what it cannot use."""
    if review.action is ReviewAction.REJECT and not (review.reason or "").strip():
        raise BadInput("a rejection without a reason; say why the line is wrong")
    if review.action is ReviewAction.ADD:
        found = added(review.changes).id
        if found != review.statement_id:
            raise BadInput(
                f"the added record's id is {found}, not {review.statement_id}; use the record's own id"
            )
    elif review.action is not ReviewAction.EDIT and review.changes:
        names = ", ".join(review.changes)
        raise BadInput(f"'{review.action}' changes no fields, yet {names} came with it; use 'edit'")


def _check_evidence(statement: Statement, texts: Mapping[str, str] | None) -> None:
    """Raise where the evidence is not in its document; without texts nothing is looked up."""
    if texts is None:
        return
    if statement.doc not in texts:
        raise BadInput(f"document {statement.doc} is not in the project; enter the document first")
    if statement.span.of(texts[statement.doc]) != statement.evidence:
        place = f"{statement.span.start}-{statement.span.end}"
        raise EvidenceMismatch(f"the document has other words at {place}; copy those of the span unaltered")


def _line(original_id: str, *, entry: Entry | None, stack: Sequence[Review]) -> ReviewedLine:
    """The line that an entry (or the record added first) has become by the actions that stand."""
    statement = entry.statement if entry else added(stack[0].changes)
    state = Standing.UNREVIEWED
    for review in stack:
        if review.action is ReviewAction.ADD:
            statement = added(review.changes)
        elif review.action is ReviewAction.EDIT:
            statement = revised(statement, review.changes)
        state = Standing.REJECTED if review.action is ReviewAction.REJECT else Standing.ACCEPTED
    recorded = entry.recorded if entry else stack[0].at
    return ReviewedLine(original_id, statement, standing=state, recorded=recorded, reviews=tuple(stack))


def _problem(code: str, review: Review, *, message: str, remedy: str) -> Problem:
    place = f"review of {review.statement_id} at {review.at.isoformat()}"
    return Problem(code, place, message, remedy=remedy, severity="error")


def _only_known(changes: Mapping[str, Any], *, allowed: set[str]) -> None:
    """Raise BadInput for a field that cannot be set."""
    for name in changes:
        if name not in allowed:
            close, names = did_you_mean(name, allowed), ", ".join(sorted(allowed))
            raise BadInput(f"'{name}' is no field to set{close}; fields are {names}")


def _fields(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Checked values of the record's fields; evidence and its place only together."""
    values = {name: _value(name, value) for name, value in changes.items() if name not in _SPAN_FIELDS}
    if _SPAN_FIELDS & set(changes) or "evidence" in changes:
        if "evidence" not in changes:
            raise BadInput("a new place without its words; give 'evidence' with 'span'")
        values["span"] = _span(changes)
    return values


def _span(changes: Mapping[str, Any]) -> Span:
    """The span of a change, from `span` or from `start` and `end`."""
    place = changes.get("span", [changes.get("start"), changes.get("end")])
    if isinstance(place, Span):
        return place
    if not (isinstance(place, list | tuple) and len(place) == 2 and all(type(n) is int for n in place)):
        raise BadInput(f"evidence without its place ({place!r}); give 'span' as [start, end] in code points")
    return Span(place[0], place[1])


def _value(name: str, value: Any) -> Any:
    """The value of one field as the record holds it; raises BadInput or BadDate."""
    if name in _CHOICES:
        if value not in _CHOICES[name]:
            raise BadInput(f"'{value}' is no {name}; choose one of {', '.join(map(str, _CHOICES[name]))}")
        return value
    if name in {"via", "rules"} or (name == "about" and value is not None):
        return _texts(name, value)
    if name == "condition_on" and value is not None:
        return _terms(value)
    required = name in _REQUIRED_TEXT
    if not (isinstance(value, str) and value if required else value is None or isinstance(value, str)):
        raise BadInput(f"{value!r} is no value of '{name}'; give text{'' if required else ' or null'}")
    if name == "date":
        parse_when(value)
    return value


def _texts(name: str, value: Any) -> tuple[str, ...]:
    if not (isinstance(value, list | tuple) and all(isinstance(text, str) for text in value)):
        raise BadInput(f"{value!r} is no value of '{name}'; give a list of texts")
    return tuple(value)


def _terms(value: Any) -> tuple[Term, ...]:
    try:
        terms = tuple((issue, option) for issue, option in value)
    except (TypeError, ValueError):
        terms = ((None, None),)
    if not all(isinstance(issue, str) and isinstance(option, str | None) for issue, option in terms):
        raise BadInput(f"{value!r} is no value of 'condition_on'; give a list of [issue, option]")
    return terms


def _share(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise BadInput(f"{value!r} is no confidence; give a number from 0 to 1")
    return float(value)
