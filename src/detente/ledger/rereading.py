"""Reading again: what a later reading says of words on which a person has decided already.

A line with the same id keeps its reviews by itself. One that says the same as what was decided, or as what the decision was
made on, repeats it and is not asked again. One that says something else of the same words is a changed answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from detente.ledger.entries import Review, ReviewAction, Standing
from detente.ledger.reviewing import ReviewedLine
from detente.statements.record import CODEBOOK_FIELDS, Statement
from detente.statements.scoring.overlap import half_shared, share, words_of

READ_AGAIN = "detente"  # who appends that a line repeats another
# The bounds of the evidence, the wording of the speaker and whom it addresses are no reason to ask again.
SUBSTANCE = tuple(f for f in CODEBOOK_FIELDS if f not in {"doc", "evidence", "target", "speaker", "via"})


@dataclass(frozen=True, slots=True)
class Again:
    """A line of a later reading, and the line decided on before that it repeats or answers otherwise."""

    line: ReviewedLine
    decided: ReviewedLine
    repeats: bool


def read_again(
    lines: Iterable[ReviewedLine], entered: Mapping[str, Statement], reviews: Iterable[Review]
) -> tuple[Again, ...]:
    """The waiting lines that came later than a decision's line and share half of its words, each with the closest one.

    `entered`: statements as entered, by id. Lines on which anything was ever done are left to what was done.
    """
    touched = {review.statement_id for review in reviews if review.action is not ReviewAction.CODE}
    of_doc: dict[str, list[ReviewedLine]] = {}
    for line in lines:
        of_doc.setdefault(line.statement.doc, []).append(line)
    return tuple(again for found in of_doc.values() for again in _in_document(found, entered, touched))


def _in_document(
    lines: Sequence[ReviewedLine], entered: Mapping[str, Statement], touched: set[str]
) -> Iterator[Again]:
    decided = [line for line in lines if line.reviews and line.reviews[-1].action is not ReviewAction.SAME]
    waiting = [x for x in lines if x.standing is Standing.UNREVIEWED and x.original_id not in touched]
    for line in waiting if decided else ():
        before = [
            (repeats, _likeness(line.statement, other.statement), other)
            for other in decided
            if other.recorded < line.recorded
            and (repeats := _answers(line.statement, other, entered.get(other.original_id))) is not None
        ]
        if before:
            repeats, _, other = max(before, key=lambda one: one[:2])
            yield Again(line, other, repeats)


def _answers(new: Statement, decided: ReviewedLine, entered: Statement | None) -> bool | None:
    """True where a line repeats what was decided, False where it says otherwise, None where it is of something else."""
    known = [s for s in (decided.statement, entered) if s is not None and _on_the_same_words(new, s)]
    if any(says_the_same(new, s) for s in known):
        return True
    akin = (s for s in known if s.kind == new.kind and (s.holder == new.holder or s.issue == new.issue))
    return False if any(akin) else None


def _on_the_same_words(one: Statement, other: Statement) -> bool:
    return one.span.overlaps(other.span) and half_shared(words_of(one.evidence), words_of(other.evidence))


def _likeness(one: Statement, other: Statement) -> tuple[int, int]:
    """How many fields agree, and the share of the words."""
    fields = sum(getattr(one, name) == getattr(other, name) for name in SUBSTANCE)
    return fields, share(words_of(one.evidence), words_of(other.evidence))


def says_the_same(one: Statement, other: Statement) -> bool:
    """Whether two lines say the same, whatever the bounds of their words and the wording of their speakers."""
    return all(getattr(one, name) == getattr(other, name) for name in SUBSTANCE)


def repetitions(found: Iterable[Again], at: datetime) -> tuple[Review, ...]:
    """The reviews that let lines follow the decisions they repeat."""
    return tuple(
        Review(
            again.line.original_id,
            ReviewAction.SAME,
            READ_AGAIN,
            at,
            reason=f"a later reading says again what {_who(again.decided)} decided",
            changes={"lines": [again.line.original_id], "into": [again.decided.original_id]},
        )
        for again in found
        if again.repeats
    )


def _who(line: ReviewedLine) -> str:
    newest = line.reviews[-1]
    return f"{newest.reviewer} on {newest.at:%Y-%m-%d}"
