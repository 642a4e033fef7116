"""What each coder says of each line, apart from what became of it: ordinary reviews and second coders' judgements alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from detente.ledger.entries import Entry, ReviewAction, Standing
from detente.ledger.reviewing import Reviewed, after_each, judgement
from detente.ledger.superseding import between_of
from detente.statements.record import Statement
from detente.statements.scoring.matching import heaviest_matching
from detente.statements.scoring.overlap import half_shared, share, words_of


@dataclass(frozen=True, slots=True)
class Judgement:
    """A coder's newest word on a line: the line as the coder has it, or None where there is none to it."""

    coder: str
    line: str
    statement: Statement | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Unit:
    """Words that two coders or more have judged, with what each has; one who did not judge them is not in it."""

    doc: str
    judged: Mapping[str, Judgement]

    def statement(self, coder: str) -> Statement | None:
        """What a coder has."""
        return self.judged[coder].statement

    @property
    def first(self) -> tuple[int, int]:
        """Where it begins: for the order of the document."""
        spans = [j.statement.span for j in self.judged.values() if j.statement]
        return min(((s.start, s.end) for s in spans), default=(0, 0))


def judgements(reviewed: Reviewed, entries: Iterable[Entry]) -> tuple[Judgement, ...]:
    """Every coder's newest judgement of each line. What was decided between coders, or by the program, is nobody's."""
    entered = {entry.statement.id: entry for entry in entries}
    newest: dict[tuple[str, str], Judgement] = {}
    for name, line in reviewed.lines.items():
        for review, statement, state in after_each(entered.get(name), line.reviews):
            if between_of(review) or review.action is ReviewAction.SAME:
                continue
            has = statement if state is Standing.ACCEPTED else None
            newest[review.reviewer, name] = Judgement(review.reviewer, name, has, review.at)
    for name, codes in reviewed.codes.items():
        for code in codes:
            before = newest.get((code.reviewer, name))
            if before is None or before.at <= code.at:
                newest[code.reviewer, name] = Judgement(code.reviewer, name, judgement(code), code.at)
    return tuple(newest.values())


def coders_of(found: Iterable[Judgement]) -> tuple[str, ...]:
    """Everybody who judged a line, by name."""
    return tuple(sorted({one.coder for one in found}))


def units(
    found: Sequence[Judgement], coders: Sequence[str], *, docs: Mapping[str, str], read: Iterable[str]
) -> tuple[Unit, ...]:
    """What coders have, put side by side, in the order of documents and words.

    A line that several judged is one unit. What is left of two coders is matched where half of the words are shared, so that
    a line that one split, moved or wrote anew stands beside the other's. A line that only one coder has, and no reader
    proposed (`read`: ids that readers proposed), counts as missed by a coder who judged any line of its document; a proposed
    line that a coder did not judge is missing. `docs`: by line the document it stands in.
    """
    proposed = set(read)
    of_doc: dict[str, dict[str, dict[str, Judgement]]] = {}
    for one in found:
        if one.coder in coders:
            of_doc.setdefault(docs[one.line], {}).setdefault(one.line, {})[one.coder] = one
    made: list[Unit] = []
    for doc, lines in of_doc.items():
        there = {coder for judged in lines.values() for coder in judged}
        for judged in _side_by_side(list(lines.values()), coders):
            whole = dict(judged)
            if not {one.line for one in judged.values()} & proposed:
                one = next(iter(judged.values()))
                missed = [coder for coder in coders if coder in there and coder not in judged]
                whole |= {coder: replace(one, coder=coder, statement=None) for coder in missed}
            has = any(one.statement for one in whole.values())
            if len(whole) > 1 and (has or {one.line for one in whole.values()} & proposed):
                made.append(Unit(doc, whole))
    order = {doc: n for n, doc in enumerate(of_doc)}
    return tuple(sorted(made, key=lambda unit: (order[unit.doc], unit.first)))


_Judged = dict[str, Judgement]


def _side_by_side(lines: list[_Judged], coders: Sequence[str]) -> list[_Judged]:
    """Lines of one document, those of two coders joined that each have without the other."""
    for number, one in enumerate(coders):
        for other in coders[number + 1 :]:
            left = [j for j in lines if _alone(j, one, other)]
            right = [j for j in lines if _alone(j, other, one)]
            weights = {
                (x, y): weight
                for x, a in enumerate(left)
                for y, b in enumerate(right)
                if (weight := _overlap(a, b, (one, other)))
            }
            for y, x in heaviest_matching(weights).items():
                joined = _joined(left[x], right[y])
                lines = [j for j in lines if j is not left[x] and j is not right[y]] + [joined]
    return lines


def _alone(judged: _Judged, one: str, other: str) -> bool:
    """Whether a coder has a line here that the other has not."""
    mine, theirs = judged.get(one), judged.get(other)
    return mine is not None and mine.statement is not None and (theirs is None or theirs.statement is None)


def _overlap(a: _Judged, b: _Judged, coders: tuple[str, str]) -> int:
    """The share of the words in whole billionths; 0 below a half, or where a third coder has a line on both sides."""
    one, other = a[coders[0]].statement, b[coders[1]].statement
    both = [c for c in a.keys() & b.keys() if a[c].statement and b[c].statement]
    if both or one is None or other is None or not one.span.overlaps(other.span):
        return 0
    words, others = words_of(one.evidence), words_of(other.evidence)
    return share(words, others) if half_shared(words, others) else 0


def _joined(a: _Judged, b: _Judged) -> _Judged:
    """Both units in one; a line that a coder has counts before one that the same coder has not."""
    return {c: a[c] if c in a and (a[c].statement or c not in b) else b[c] for c in dict.fromkeys((*a, *b))}
