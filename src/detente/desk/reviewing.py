"""Review: list lines, act on them, take a file of actions, or take a person's whole coding."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
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
    problems: tuple[Problem, ...] = ()


def lines_of(
    project: Project, *, standings: Iterable[Standing] = tuple(Standing)
) -> tuple[ReviewedLine, ...]:
    """The lines of a project with these standings, in the order of entry."""
    wanted = set(standings)
    folded = standing(project.file.entries(), project.file.reviews()).lines
    return tuple(line for line in folded.values() if line.standing in wanted)


def act(project: Project, review: Review) -> None:
    """Append one action; raises UnknownName or BadInput where it cannot be carried out."""
    project.file.review(review)


def apply_file(project: Project, path: Path, reviewer: Reviewer) -> Taken:
    """Take a review file: one JSON action a line (statement_id, action, reason, changes, reviewer, at).

    Actions that the project already has are skipped, so that a file can be taken twice; a faulty one is a
    problem, the others are taken.
    """
    lines = read_lines(path, what="review file")
    before = {key for r in project.file.reviews() for key in (_taken(r, dated=True), _taken(r, dated=False))}
    fresh, problems = [], []
    for number, text in enumerate(lines, start=1):
        if text.strip():
            try:
                record = json.loads(text)
                review = _review(record, reviewer)
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


def _review(record: Mapping[str, Any], reviewer: Reviewer) -> Review:
    at = datetime.fromisoformat(record["at"]) if record.get("at") else reviewer.clock()
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


def _refused(place: str, message: str) -> Problem:
    return Problem(
        "review-refused", place, message, "correct the line, or make the review file anew", "error"
    )


def carry_out(project: Project, reviews: Sequence[tuple[str, Review]], problems: Sequence[Problem]) -> Taken:
    """Append the actions; those that cannot be carried out are problems, and the others are taken.

    Raises ProjectFault where the file cannot be written: what was taken until then is kept.
    """
    counts = dict.fromkeys(ReviewAction, 0)
    faults = list(problems)
    for place, review in reviews:
        try:
            project.file.review(review)
            counts[review.action] += 1
        except (UnknownName, BadInput) as fault:
            faults.append(_refused(place, str(fault)))
    return Taken(
        counts[ReviewAction.ACCEPT],
        counts[ReviewAction.REJECT],
        counts[ReviewAction.EDIT],
        counts[ReviewAction.ADD],
        counts[ReviewAction.UNDO],
        tuple(faults),
    )
