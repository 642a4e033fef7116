"""Taking back: the newest action on a line with all that was done at once with it, or a reviewer's own last actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from detente.kernel.errors import BadInput, UnknownName
from detente.ledger.entries import Entry, Review, ReviewAction
from detente.ledger.reviewing import Reviewed, standing
from detente.ledger.superseding import replacement_of

_Stacks = Mapping[str, Sequence[Review]]
_OF_CODE = {"of": "code"}


def undo(name: str, reviewed: Reviewed, by: tuple[str, datetime]) -> tuple[Review, ...]:
    """The reviews that take back the newest action on a line; a split or a merge is taken back on all its lines.

    Raises UnknownName, or BadInput where somebody acted later on one of those lines.
    """
    stacks = {line: point.reviews for line, point in reviewed.lines.items()}
    return tuple(Review(line, ReviewAction.UNDO, *by) for line in _together(name, stacks))


def undo_last(
    count: int, entries: Iterable[Entry], *, reviews: Sequence[Review], by: tuple[str, datetime]
) -> tuple[Review, ...]:
    """The reviews that take back a reviewer's own last actions and judgements that stand, newest first.

    Raises BadInput where fewer stand, or where somebody acted later on the same line.
    """
    who, reviewed = by[0], standing(entries, reviews)
    order = {id(review): n for n, review in enumerate(sorted(reviews, key=lambda review: review.at))}
    stacks = {line: list(point.reviews) for line, point in reviewed.lines.items()}
    codes = {line: [c for c in found if c.reviewer == who] for line, found in reviewed.codes.items()}
    made: list[Review] = []
    for number in range(count):
        own = [r for found in (*stacks.values(), *codes.values()) for r in found if r.reviewer == who]
        if not own:
            raise BadInput(f"{who} has {number} actions that stand, not {count}; undo no more than these")
        newest = max(own, key=lambda review: order[id(review)])
        line = newest.statement_id
        if newest.action is ReviewAction.CODE:
            codes[line].pop()
            made.append(Review(line, ReviewAction.UNDO, *by, changes=_OF_CODE))
            continue
        if stacks[line][-1] is not newest:
            raise BadInput(_later(line, stacks[line][-1]))
        for other in _together(line, stacks):
            stacks[other].pop()
            made.append(Review(other, ReviewAction.UNDO, *by))
    return tuple(made)


def undo_code(name: str, by: tuple[str, datetime]) -> Review:
    """The review that takes back a second coder's newest judgement of a line."""
    return Review(name, ReviewAction.UNDO, *by, changes=_OF_CODE)


def _together(name: str, stacks: _Stacks) -> tuple[str, ...]:
    """The lines on which the newest action on a line is to be taken back."""
    if name not in stacks:
        raise UnknownName(f"no line '{name}' stands; `--history` shows what was done with it")
    if not stacks[name]:
        raise BadInput(f"{name}: no action on this line stands; it is as it was entered")
    made = replacement_of(stacks[name][-1])
    if made is None:
        return (name,)
    for line in made.every:
        newest = stacks[line][-1]
        if replacement_of(newest) != made:
            raise BadInput(_later(line, newest))
    return made.every


def _later(line: str, newest: Review) -> str:
    """That somebody acted later on a line."""
    return (
        f"{newest.reviewer} acted on {line} later ({newest.action}, {newest.at:%Y-%m-%d %H:%M}); undo that first: "
        f"--undo {line}"
    )
