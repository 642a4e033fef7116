"""Review: list lines, act on them, take a file of actions, or take a person's whole coding."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from detente.desk.leaving import For, leaving_of
from detente.desk.project import Project
from detente.kernel.errors import BadInput, UnknownName
from detente.kernel.problems import Problem
from detente.ledger.entries import Review, ReviewAction, Standing
from detente.ledger.reviewing import ReviewedLine, standing
from detente.ledger.superseding import replacement_of

_COUNTED = {
    ReviewAction.ACCEPT: "accepted",
    ReviewAction.REJECT: "rejected",
    ReviewAction.EDIT: "edited",
    ReviewAction.ADD: "added",
    ReviewAction.UNDO: "undone",
    ReviewAction.SPLIT: "split",
    ReviewAction.MERGE: "merged",
    ReviewAction.CODE: "coded",
}


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who reviews, and the clock that dates the actions."""

    name: str
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file of actions or a coding did."""

    accepted: int = 0
    rejected: int = 0
    edited: int = 0
    added: int = 0
    undone: int = 0
    split: int = 0
    merged: int = 0
    coded: int = 0
    problems: tuple[Problem, ...] = ()


def lines_of(
    project: Project, *, standings: Iterable[Standing] = tuple(Standing)
) -> tuple[ReviewedLine, ...]:
    """The lines of a project with these standings, in the order of entry."""
    wanted = set(standings)
    folded = standing(project.file.entries(), project.file.reviews()).lines
    return tuple(line for line in folded.values() if line.standing in wanted)


def act(project: Project, *reviews: Review) -> None:
    """Append actions, all or none; raises UnknownName or BadInput where one cannot be carried out."""
    project.file.review(*reviews)


def apply_file(project: Project, path: Path, reviewer: Reviewer) -> Taken:
    """Take a review file: one JSON action a line (statement_id, action, reason, changes, reviewer, at).

    Actions that the project already has are skipped, so that a file can be taken twice; a faulty one is a
    problem, the others are taken.
    """
    lines = read_lines(path, what="review file")
    before = {key for r in project.file.reviews() for key in (_taken(r, dated=True), _taken(r, dated=False))}
    fresh, problems, now = [], [], reviewer.clock()
    for number, text in enumerate(lines, start=1):
        if text.strip():
            try:
                record = json.loads(text)
                review = _review(record, reviewer, now)
                if _taken(review, dated=bool(record.get("at"))) not in before:
                    fresh.append((f"{path.name}:{number}", review))
            except (ValueError, KeyError, TypeError, AttributeError) as fault:
                problems.append(
                    _refused(f"{path.name}:{number}", f"no review action ({type(fault).__name__}: {fault})")
                )
    return carry_out(project, fresh, problems)


def read_lines(path: Path, *, what: str) -> list[str]:
    """The lines of a JSONL file. Only line feeds end one: words may hold other separators."""
    try:
        return path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError as fault:
        raise BadInput(f"no {what} '{path}'; give a JSONL file") from fault
    except UnicodeDecodeError as fault:
        raise BadInput(f"{what} '{path}' is not UTF-8 (byte {fault.start}); save it as UTF-8") from fault
    except OSError as fault:
        raise BadInput(
            f"{what} '{path}' cannot be read ({fault.strerror}); check the path and its permissions"
        ) from fault


def _taken(review: Review, *, dated: bool) -> tuple[object, ...]:
    """What makes two actions the same one; a file that gives no times is known by its words alone."""
    changes = json.dumps(dict(review.changes), sort_keys=True, default=str)
    return (
        review.statement_id,
        review.action,
        review.at if dated else None,
        review.reviewer,
        review.reason,
        changes,
    )


def _review(record: Mapping[str, Any], reviewer: Reviewer, now: datetime) -> Review:
    at = datetime.fromisoformat(record["at"]) if record.get("at") else now
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return Review(
        str(record["statement_id"]),
        ReviewAction(record["action"]),
        str(record.get("reviewer", reviewer.name)),
        at,
        record.get("reason"),
        record.get("changes") or {},
    )


def as_record(review: Review) -> dict[str, Any]:
    """A review as a line of a review file."""
    return {
        "statement_id": review.statement_id,
        "action": str(review.action),
        "reviewer": review.reviewer,
        "at": review.at.isoformat(),
        "reason": review.reason,
        "changes": dict(review.changes),
    }


def exported(project: Project, reader: For = "anyone") -> tuple[str, int]:
    """The actions of a project as a review file, in the order of appending; and how many stay in it by its marks."""
    made = project.file.reviews()
    leaves = leaving_of(project.file) if reader != "project" else None
    going = [r for r in made if leaves is None or not leaves.stays(r.statement_id)]
    text = "".join(json.dumps(as_record(r), ensure_ascii=False) + "\n" for r in going)
    return text, len(made) - len(going)


def history(project: Project, statement_id: str | None = None) -> tuple[tuple[Review, bool], ...]:
    """Who did what and when, on every line or on one, in the order of time, and whether it still stands.

    An undo never stands: it is told by what stands no more.
    """
    reviews = project.file.reviews()
    reviewed = standing(project.file.entries(), reviews)
    kept = (*(line.reviews for line in reviewed.lines.values()), *reviewed.codes.values())
    standing_now = {id(review) for some in kept for review in some}
    in_time = sorted(reviews, key=lambda review: review.at)
    wanted = (r for r in in_time if statement_id is None or r.statement_id == statement_id)
    return tuple((review, id(review) in standing_now) for review in wanted)


def _refused(place: str, message: str) -> Problem:
    return Problem(
        "review-refused", place, message, "correct the line, or make the review file anew", "error"
    )


def carry_out(project: Project, reviews: Sequence[tuple[str, Review]], problems: Sequence[Problem]) -> Taken:
    """Append the actions; those that cannot be carried out are problems, and the others are taken.

    The actions of a split or merge, and those that undo one, come together or not at all.
    Raises ProjectFault where the file cannot be written: what was taken until then is kept.
    """
    counts = dict.fromkeys(ReviewAction, 0)
    faults = list(problems)
    for together in _together(reviews, project.file.reviews()):
        try:
            project.file.review(*(review for _, review in together))
        except (UnknownName, BadInput) as fault:
            faults.append(_refused(together[0][0], str(fault)))
            continue
        for _, review in together:
            counts[review.action] += 1
    numbers = {name: counts[action] for action, name in _COUNTED.items()}
    return Taken(**numbers, problems=tuple(faults))


def _together(
    reviews: Sequence[tuple[str, Review]], known: Iterable[Review]
) -> Iterator[list[tuple[str, Review]]]:
    """Actions one by one, but for those of one split or merge, and those of one instant that undo it."""
    bound: dict[str, frozenset[str]] = {}
    run: list[tuple[str, Review]] = []
    for review in known:
        bound |= _bound(review)
    for place, review in reviews:
        bound |= _bound(review)
        if run and not _belong(run[-1][1], review, bound):
            yield run
            run = []
        run.append((place, review))
    if run:
        yield run


def _bound(review: Review) -> dict[str, frozenset[str]]:
    """By line, with which others it was replaced or put in place."""
    made = replacement_of(review)
    return dict.fromkeys(made.every, frozenset(made.every)) if made else {}


def _belong(before: Review, review: Review, bound: Mapping[str, frozenset[str]]) -> bool:
    """Whether a review is part of what the one before it began."""
    if before.reviewer != review.reviewer or before.at != review.at:
        return False
    if replacement_of(review) is not None:
        return replacement_of(before) == replacement_of(review)
    undo = ReviewAction.UNDO
    return before.action is review.action is undo and review.statement_id in bound.get(
        before.statement_id, frozenset()
    )
