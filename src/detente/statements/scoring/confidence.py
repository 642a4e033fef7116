"""From which confidence positions may stand unmarked: where 17 in 20 are right (DESIGN §1.8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from detente.statements.record import Statement
from detente.statements.scoring.tallies import Coded, Says, terms_of, tuple_of

TARGET = 0.85
_Keys = Callable[[Statement], set[Says]]


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a reader says of a document, once: its highest confidence, and whether it is right."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Unmarked:
    """The lowest confidence from which precision reaches `target`, and what stands unmarked from there.

    `threshold` None: no confidence does. `records`, `claims`: how many read positions, and how many
    distinct ones. The first precision is of the very documents that the threshold was chosen on; the
    `held_out` figures take, for each document, the threshold that the others would choose.
    """

    target: float
    threshold: float | None
    precision: float | None
    recall: float | None
    records: int
    claims: int
    held_out_precision: float | None
    held_out_recall: float | None


def lowest_threshold(claims: Iterable[Claim], target: float = TARGET) -> float | None:
    """The lowest confidence that occurs from which the claims are right at least to `target`."""
    best: float | None = None
    right = every = 0
    for confidence, group in groupby(sorted(claims, key=lambda c: -c.confidence), key=lambda c: c.confidence):
        for claim in group:
            right, every = right + claim.right, every + 1
        if right / every >= target:
            best = confidence
    return best


def unmarked(corpus: Sequence[Coded], *, by_term: bool, target: float = TARGET) -> Unmarked:
    """The threshold of a corpus; a position is right by its tuple, or by term with option and instance."""
    claims = [_claims(document, by_term=by_term) for document in corpus]
    coded = sum(len(_all_keys(d.gold, _keys_for(d, by_term=by_term))) for d in corpus)
    threshold = lowest_threshold((c for some in claims for c in some), target)
    held: list[Claim] = []
    for i, own in enumerate(claims):
        limit = lowest_threshold((c for j, some in enumerate(claims) if j != i for c in some), target)
        held += [c for c in own if limit is not None and c.confidence >= limit]
    kept = [c for some in claims for c in some if threshold is not None and c.confidence >= threshold]
    positions = [s for d in corpus for s in d.read if s.kind == "position"]
    records = sum(threshold is not None and s.confidence >= threshold for s in positions)
    right, held_right = sum(c.right for c in kept), sum(c.right for c in held)
    return Unmarked(
        target,
        threshold,
        _part(right, len(kept)),
        _part(right, coded),
        records,
        len(kept),
        _part(held_right, len(held)),
        _part(held_right, coded),
    )


def _part(some: int, every: int) -> float | None:
    return some / every if every else None


def _keys_for(document: Coded, *, by_term: bool) -> _Keys:
    if by_term:
        return lambda s: terms_of(s, document.instances)
    return lambda s: {tuple_of(s)} if s.kind == "position" else set()


def _all_keys(statements: Iterable[Statement], keys: _Keys) -> set[Says]:
    return {key for s in statements for key in keys(s)}


def _claims(document: Coded, *, by_term: bool) -> list[Claim]:
    keys = _keys_for(document, by_term=by_term)
    coded = _all_keys(document.gold, keys)
    highest: dict[Says, float] = {}
    for statement in document.read:
        for key in keys(statement):
            highest[key] = max(statement.confidence, highest.get(key, 0.0))
    return [Claim(confidence, key in coded) for key, confidence in sorted(highest.items())]
