"""Splitting a line into several and merging several into one: as the reviews to append, all at once; and whether all stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations
from typing import Any

from detente.kernel.errors import BadInput
from detente.kernel.problems import Problem
from detente.kernel.spans import Span
from detente.ledger.entries import Review, ReviewAction
from detente.ledger.reviewing import ReviewedLine
from detente.ledger.superseding import Replacement, replacement_of
from detente.statements.record import Statement

_BY_HAND: dict[str, Any] = {"confidence": 1.0, "origin": "person", "rules": ()}


@dataclass(frozen=True, slots=True)
class Act:
    """Who reviews, when, and why; `report` is the name of the report that the lines stand in."""

    reviewer: str
    at: datetime
    reason: str | None
    report: str


def split(line: ReviewedLine, parts: Sequence[Statement], act: Act) -> tuple[Review, ...]:
    """The reviews that put parts in the place of a line; raises BadInput where they are no parts of it."""
    made = [replace(part, **_BY_HAND) for part in parts]
    check_split(line.statement, made)
    return _replaced(ReviewAction.SPLIT, ([line], made), act)


def merge(lines: Sequence[ReviewedLine], into: Statement, act: Act) -> tuple[Review, ...]:
    """The reviews that put one line in the place of several; raises BadInput where they do not go into it."""
    made = replace(into, **_BY_HAND)
    check_merge([line.statement for line in lines], made)
    return _replaced(ReviewAction.MERGE, (lines, [made]), act)


def spanning(statements: Sequence[Statement], text: str) -> Statement:
    """The first of some lines with the words from where the first begins to where the last ends."""
    whole = Span(min(s.span.start for s in statements), max(s.span.end for s in statements))
    return replace(statements[0], span=whole, evidence=whole.of(text))


def check_split(line: Statement, parts: Sequence[Statement]) -> None:
    """Raise BadInput where parts are fewer than two, of other words than the line's, or share words."""
    if len(parts) < 2:
        raise BadInput(f"{len(parts)} parts; a split needs two or more, else edit the line")
    for part in parts:
        if part.doc != line.doc:
            raise BadInput(f"“{part.evidence}” is of another document; a part stands in the line's own")
        if not part.span.overlaps(line.span):
            raise BadInput(
                f"“{part.evidence}” shares no word with the line's “{line.evidence}”; a part is of its words, "
                "else add a line"
            )
    for one, other in combinations(parts, 2):
        if one.span.overlaps(other.span):
            raise BadInput(
                f"the parts “{one.evidence}” and “{other.evidence}” share words; give each its own, or add a "
                "second line on the same words"
            )


def check_merge(lines: Sequence[Statement], into: Statement) -> None:
    """Raise BadInput where lines are of several documents, or what they go into is of other words than theirs."""
    if len(lines) < 2:
        raise BadInput(f"{len(lines)} line; a merge needs two or more, else edit it")
    docs = dict.fromkeys(line.doc for line in (*lines, into))
    if len(docs) > 1:
        raise BadInput(
            f"the lines stand in {len(docs)} documents; one line has its words in one (reports of one story are "
            "counted as one without a merge)"
        )
    if not any(line.span.overlaps(into.span) for line in lines):
        raise BadInput(f"“{into.evidence}” shares no word with the lines; take words of theirs")


def _replaced(
    action: ReviewAction, what: tuple[Sequence[ReviewedLine], Sequence[Statement]], act: Act
) -> tuple[Review, ...]:
    lines, made = what
    ids = Replacement(tuple(line.original_id for line in lines), tuple(s.id for s in made))
    twice = [name for names in (ids.lines, ids.into) for name in names if names.count(name) > 1]
    if twice:
        raise BadInput(f"{twice[0]} is named twice; name each line once")
    marks = ids.as_marks()
    gone = [
        Review(name, action, act.reviewer, act.at, act.reason, marks)
        for name in ids.lines
        if name not in ids.into
    ]
    put = [
        Review(
            s.id,
            ReviewAction.ADD,
            act.reviewer,
            act.at,
            act.reason,
            s.as_record(doc_name=act.report, full=True) | marks,
        )
        for s in made
    ]
    return (*gone, *put)


def incomplete(
    lines: Mapping[str, ReviewedLine], *, only: Collection[Replacement] | None = None
) -> tuple[Problem, ...]:
    """Splits and merges of which a part stands and another does not; `only` looks at some of them.

    `lines` must hold every line that those name.
    """
    found: dict[Replacement, set[str]] = {}
    for name, line in lines.items():
        for made in _replacements(line.reviews):
            found.setdefault(made, set()).add(name)
    wanted = found if only is None else {made: names for made, names in found.items() if made in only}
    return tuple(
        Problem(
            "review-incomplete",
            f"lines {', '.join(made.every)}",
            f"only {', '.join(sorted(names))} stand as replaced or put in place",
            "undo the whole split or merge, or append what is missing",
            "error",
        )
        for made, names in wanted.items()
        if names != set(made.every)
    )


def _replacements(reviews: Iterable[Review]) -> Iterable[Replacement]:
    return (made for review in reviews if (made := replacement_of(review)) is not None)
