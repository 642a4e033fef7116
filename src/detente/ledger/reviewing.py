"""Review: what people said of the lines, folded onto the statements as entered. Nothing entered changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from detente.kernel.errors import BadDate, BadInput, EvidenceMismatch
from detente.kernel.problems import Problem
from detente.ledger.entries import SUPERSEDES, Entry, Review, ReviewAction, Standing
from detente.ledger.record_fields import SPAN_FIELDS, fields_of, only_known, share_of, value_of
from detente.ledger.superseding import check_replacement, marks_of, told_of
from detente.statements.record import EDITABLE_FIELDS, Statement

_RECORD_ONLY = {"doc", "doc_hash", "id", "confidence", "rules", "origin"}
_MUST_HAVE = ("evidence", "kind", "issue")
_STATE = {ReviewAction.REJECT: Standing.REJECTED} | dict.fromkeys(SUPERSEDES, Standing.SUPERSEDED)
JUDGED = ("accept", "edit", "reject", "add")  # what a second coder can say of a line


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
    """All lines by original id, rejected ones among them: entries in their order, then what people added.

    `codes`: by statement id what second coders said of it, newest last, withdrawn ones left out.
    """

    lines: Mapping[str, ReviewedLine]
    problems: tuple[Problem, ...]
    codes: Mapping[str, tuple[Review, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class _Made:
    """What stands of the reviews so far: by statement id the actions on the line, and second coders' judgements."""

    stacks: dict[str, list[Review]] = field(default_factory=dict)
    codes: dict[str, list[Review]] = field(default_factory=dict)


def standing(
    entries: Iterable[Entry],
    reviews: Iterable[Review],
    *,
    recorded_by: datetime | None = None,
    texts: Mapping[str, str] | None = None,
) -> Reviewed:
    """Fold reviews onto entries, by `at` and then by appending; what came after `recorded_by` is not known.

    Accept, edit and add make a line accepted, reject makes it rejected, split, merge and same make it superseded, undo
    takes back the newest action that stands; a second coder's judgement changes no line. What cannot be carried out
    changes nothing and is a problem (`review-unknown-statement`, `review-undoes-nothing`, `review-refused`). `texts` (by
    document hash) serve to look up new evidence.
    """
    known: dict[str, Entry] = {}
    for entry in entries:
        if recorded_by is None or entry.recorded <= recorded_by:
            known.setdefault(entry.statement.id, entry)
    heard = [review for review in reviews if recorded_by is None or review.at <= recorded_by]
    made, problems = _Made(), []
    for review in sorted(heard, key=lambda review: review.at):
        fault = _fault(review, entry=known.get(review.statement_id), made=made, texts=texts)
        if fault is not None:
            problems.append(fault)
        elif review.action is ReviewAction.CODE:
            made.codes.setdefault(review.statement_id, []).append(review)
        elif review.action is ReviewAction.UNDO:
            _undo(review, made)
        else:
            made.stacks.setdefault(review.statement_id, []).append(review)
    stacks = made.stacks
    ids = dict.fromkeys([*known, *(name for name, stack in stacks.items() if stack)])
    lines = {name: _line(name, entry=known.get(name), stack=stacks.get(name, ())) for name in ids}
    return Reviewed(lines, tuple(problems), {name: tuple(c) for name, c in made.codes.items() if c})


def _undo(review: Review, made: _Made) -> None:
    """Take back the newest action on a line, or the newest judgement of the second coder who asks."""
    if not review.changes:
        made.stacks[review.statement_id].pop()
        return
    codes = made.codes[review.statement_id]
    codes.remove(next(c for c in reversed(codes) if c.reviewer == review.reviewer))


def revised(statement: Statement, changes: Mapping[str, Any]) -> Statement:
    """The statement with edited fields; raises BadInput, BadDate or EvidenceMismatch where a change is none.

    Only EDITABLE_FIELDS change. New evidence comes with its place: `span` as [start, end], or `start`, `end`.
    """
    if not changes:
        raise BadInput("an edit without changes; name the fields to change and their values")
    only_known(changes, allowed={*EDITABLE_FIELDS, *SPAN_FIELDS})
    return replace(statement, **fields_of(changes))


def added(record: Mapping[str, Any]) -> Statement:
    """The statement of a whole record, as `Statement.as_record(full=True)` gives it.

    `doc_hash` (or `doc`) is the document's hash; fields that are not given take the defaults, those of a
    person's coding. Raises BadInput, BadDate or EvidenceMismatch.
    """
    only_known(record, allowed={*EDITABLE_FIELDS, *SPAN_FIELDS, *_RECORD_ONLY})
    doc = record.get("doc_hash", record.get("doc"))
    missing = [name for name in _MUST_HAVE if record.get(name) is None] + ([] if doc else ["doc_hash"])
    if missing:
        raise BadInput(f"an added record without {', '.join(missing)}; give the whole record")
    plain = {
        name: value for name, value in record.items() if name not in {"doc", "doc_hash", "id", "confidence"}
    }
    values: dict[str, Any] = {"holder": None, "stance": None, **fields_of(plain)}
    return Statement(**values, doc=value_of("doc", doc), confidence=share_of(record.get("confidence", 1.0)))


def _fault(
    review: Review, *, entry: Entry | None, made: _Made, texts: Mapping[str, str] | None
) -> Problem | None:
    """Why a review cannot be carried out on what stands, or None."""
    stack, codes = made.stacks.get(review.statement_id, ()), made.codes.get(review.statement_id, ())
    births = review.action is ReviewAction.ADD or review.changes.get("judged") == "add"
    if entry is None and not stack and not codes and not births:
        message = "no statement of that id was entered or added by then"
        remedy = "look up the line's original id, or enter its document first"
        return _problem("review-unknown-statement", review, message=message, remedy=remedy)
    own = [code for code in codes if code.reviewer == review.reviewer]
    if review.action is ReviewAction.UNDO and not (own if review.changes else stack):
        message = "no judgement of its coder stands" if review.changes else "no action on this line stands"
        remedy = "nothing is to be done; the line is as it was entered"
        return _problem("review-undoes-nothing", review, message=message, remedy=remedy)
    try:
        _check_action(review, stack)
        if review.action is ReviewAction.CODE:
            _check_code(review, entry=entry, stack=stack, texts=texts)
        elif review.action in {ReviewAction.EDIT, ReviewAction.ADD}:
            line = _line(review.statement_id, entry=entry, stack=[*stack, review])
            _check_evidence(line.statement, texts)
    except (BadInput, BadDate, EvidenceMismatch) as fault:
        message = f"{review.action} by {review.reviewer}: {fault}"
        return _problem("review-refused", review, message=message, remedy="append a corrected review")
    return None


def _check_action(review: Review, stack: Sequence[Review]) -> None:
    """Raise BadInput where a review lacks what its action needs or has what it cannot use."""
    action = review.action
    if stack and stack[-1].action in SUPERSEDES and action not in {ReviewAction.UNDO, ReviewAction.CODE}:
        raise BadInput(f"the line was {told_of(stack[-1])}; undo that first")
    if action is ReviewAction.REJECT and not (review.reason or "").strip():
        raise BadInput("a rejection without a reason; say why the line is wrong")
    check_replacement(review)
    if action is ReviewAction.ADD:
        found = added(_fields_in(review)).id
        if found != review.statement_id:
            raise BadInput(
                f"the added record's id is {found}, not {review.statement_id}; use the record's own id"
            )
    elif action is ReviewAction.UNDO and review.changes:
        if dict(review.changes) != {"of": "code"}:
            raise BadInput(
                'an undo changes no fields; {"of": "code"} alone takes back a second coder\'s judgement'
            )
    elif action in {ReviewAction.ACCEPT, ReviewAction.REJECT, ReviewAction.UNDO} and _fields_in(review):
        names = ", ".join(_fields_in(review))
        raise BadInput(f"'{action}' changes no fields, yet {names} came with it; use 'edit'")


def _check_code(
    review: Review, *, entry: Entry | None, stack: Sequence[Review], texts: Mapping[str, str] | None
) -> None:
    """Raise where a second coder's judgement is none, or is of other words than its document's."""
    coded = judgement(review)
    if review.changes["judged"] == "add":
        if coded is None or coded.id != review.statement_id:
            raise BadInput("a line that a coder adds stands under its record's own id; use that")
    elif coded is not None and (entry is not None or stack):
        doc = _line(review.statement_id, entry=entry, stack=stack).statement.doc
        if coded.doc != doc:
            raise BadInput(
                f"the judged record is of document {coded.doc}, the line of {doc}; give the line's own"
            )
    if coded is not None:
        _check_evidence(coded, texts)


def judgement(code: Review) -> Statement | None:
    """The line as a second coder has it; None where there is none to it. Raises BadInput, BadDate or EvidenceMismatch."""
    judged, record = code.changes.get("judged"), code.changes.get("record")
    if set(code.changes) - {"judged", "record"} or judged not in JUDGED:
        raise BadInput(
            f"'{judged}' is no judgement; give 'judged' as one of {', '.join(JUDGED)}, and 'record'"
        )
    if judged == "reject":
        if record is not None:
            raise BadInput("a judgement that rejects the line has no record; leave it out")
        return None
    if not isinstance(record, Mapping):
        raise BadInput(f"a judgement '{judged}' without its record; give the whole record")
    return added(record)


def _fields_in(review: Review) -> dict[str, Any]:
    """The changes of a review without what tells which other lines and coders it is about."""
    return {name: value for name, value in review.changes.items() if name not in marks_of(review.action)}


def _check_evidence(statement: Statement, texts: Mapping[str, str] | None) -> None:
    """Raise where the evidence is not in its document; without texts nothing is looked up."""
    if texts is None:
        return
    if statement.doc not in texts:
        raise BadInput(f"document {statement.doc} is not in the project; enter the document first")
    if statement.span.of(texts[statement.doc]) != statement.evidence:
        place = f"{statement.span.start}-{statement.span.end}"
        raise EvidenceMismatch(f"the document has other words at {place}; copy those of the span unaltered")


def after_each(entry: Entry | None, stack: Sequence[Review]) -> Iterator[tuple[Review, Statement, Standing]]:
    """What a line was after each of the actions that stand."""
    if not stack:
        return
    statement = entry.statement if entry else added(_fields_in(stack[0]))
    for review in stack:
        if review.action is ReviewAction.ADD:
            statement = added(_fields_in(review))
        elif review.action is ReviewAction.EDIT:
            statement = revised(statement, _fields_in(review))
        yield review, statement, _STATE.get(review.action, Standing.ACCEPTED)


def _line(original_id: str, *, entry: Entry | None, stack: Sequence[Review]) -> ReviewedLine:
    """The line that an entry (or the record added first) has become by the actions that stand."""
    statement = entry.statement if entry else added(_fields_in(stack[0]))
    state = Standing.UNREVIEWED
    for _, after, now in after_each(entry, stack):
        statement, state = after, now
    recorded = entry.recorded if entry else stack[0].at
    return ReviewedLine(original_id, statement, standing=state, recorded=recorded, reviews=tuple(stack))


def _problem(code: str, review: Review, *, message: str, remedy: str) -> Problem:
    place = f"review of {review.statement_id} at {review.at.isoformat()}"
    return Problem(code, place, message, remedy=remedy, severity="error")
