"""Lines in the place of others: a line split into several, several merged into one, a reading that gives again what stood.

A split or a merge is several reviews that are appended at once: one on each line that is replaced, which makes it
superseded, and an `add` of each line that takes its place. Each names all of them (`lines`, `into`), so that every line can
still be folded alone, and an undo finds the others. Either all of them stand or none (`splitting.incomplete`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.kernel.errors import BadInput
from detente.ledger.entries import Review, ReviewAction

_REPLACES = ("lines", "into")
_BETWEEN = ("between",)
_MARKS: Mapping[ReviewAction, tuple[str, ...]] = {
    ReviewAction.ADD: (*_REPLACES, *_BETWEEN),
    ReviewAction.ACCEPT: _BETWEEN,
    ReviewAction.EDIT: _BETWEEN,
    ReviewAction.REJECT: _BETWEEN,
    ReviewAction.SPLIT: _REPLACES,
    ReviewAction.MERGE: _REPLACES,
    ReviewAction.SAME: _REPLACES,
}
_TOLD = {
    ReviewAction.SPLIT: "split into",
    ReviewAction.MERGE: "merged into",
    ReviewAction.SAME: "found to say the same as",
}


@dataclass(frozen=True, slots=True)
class Replacement:
    """Which lines were replaced, and which stand in their place; a line can be among both where one of several is kept."""

    lines: tuple[str, ...]
    into: tuple[str, ...]

    @property
    def every(self) -> tuple[str, ...]:
        """All lines that it concerns, once."""
        return tuple(dict.fromkeys((*self.lines, *self.into)))

    def as_marks(self) -> dict[str, Any]:
        """As a review carries it in its changes."""
        return {"lines": list(self.lines), "into": list(self.into)}


def marks_of(action: ReviewAction) -> tuple[str, ...]:
    """What the changes of an action may hold beside fields: other lines, and the coders between whom it decides."""
    return _MARKS.get(action, ())


def replacement_of(review: Review) -> Replacement | None:
    """The split or merge that a review is part of; None for any other, and for what a reading gave again."""
    given = [review.changes.get(name) for name in _REPLACES if name in marks_of(review.action)]
    if review.action is ReviewAction.SAME or not given or not all(_is_names(one) for one in given):
        return None
    return Replacement(*(tuple(one or ()) for one in given))


def _is_names(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(one, str) for one in value)


def told_of(review: Review) -> str:
    """What became of a line, in words: `split into s1, s2`."""
    return f"{_TOLD[review.action]} {', '.join(review.changes['into'])}"


def between_of(review: Review) -> tuple[str, ...]:
    """The coders between whom a review decides; none for an ordinary one."""
    return tuple(review.changes.get("between", ()))


def check_replacement(review: Review) -> None:
    """Raise BadInput where a review names other lines or coders in a way that cannot be."""
    marks = {name: review.changes[name] for name in marks_of(review.action) if name in review.changes}
    for name, value in marks.items():
        if not _is_names(value):
            raise BadInput(f"{value!r} is no value of '{name}'; give a list of texts")
    if review.action in _TOLD:
        _check_superseded(review)
    elif ("lines" in marks) != ("into" in marks):
        raise BadInput(
            "'lines' and 'into' go together: the lines that are replaced, and those in their place"
        )
    elif "into" in marks and review.statement_id not in marks["into"]:
        raise BadInput("the added line is not among those that 'into' names; name it")


def _check_superseded(review: Review) -> None:
    """Raise BadInput where a split, a merge or a repetition does not say what it replaces by what."""
    unknown = set(review.changes) - set(_REPLACES)
    if unknown or set(review.changes) != set(_REPLACES):
        raise BadInput(f"'{review.action}' needs 'lines' and 'into' in its changes, and nothing else")
    lines, into = review.changes["lines"], review.changes["into"]
    if not (review.reason or "").strip():
        raise BadInput(f"'{review.action}' without a reason; say why other lines take its place")
    if review.statement_id not in lines or review.statement_id in into:
        raise BadInput(f"the line {review.statement_id} must be among 'lines' and not among 'into'")
    few = {
        ReviewAction.SPLIT: (len(lines) == 1 and len(set(into)) >= 2, "one line into two or more"),
        ReviewAction.MERGE: (len(set(lines)) >= 2 and len(into) == 1, "two lines or more into one"),
        ReviewAction.SAME: (len(lines) == 1 and len(into) == 1, "one line that repeats another"),
    }
    fits, wanted = few[review.action]
    if not fits:
        raise BadInput(f"{len(lines)} lines into {len(into)}; '{review.action}' is of {wanted}")
