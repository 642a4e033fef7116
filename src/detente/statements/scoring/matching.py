"""Matching: which read record stands for which coded one, one to one.

Within a document, records of equal (kind, holder, issue) may be matched where half of the union of their
words is shared. Of all one-to-one matchings the one taken has the most pairs; of these, the greatest sum of
overlaps; of these, the most agreement in the other fields (so that a perfect reading is matched record by
record). It is found exactly, by successive best augmenting paths (Ahuja, Magnanti and Orlin 1993,
*Network Flows*, §12.4), not greedily.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from detente.statements.record import Statement
from detente.statements.scoring.overlap import half_shared, same_speaker, share, words_of

_OVERLAP_FIRST = 10**6
_Weights = Mapping[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Match:
    """A coded record and the read record that stands for it."""

    gold: Statement
    read: Statement


def match(gold: Iterable[Statement], read: Iterable[Statement]) -> tuple[Match, ...]:
    """The one-to-one matching of the records of one document; their order does not matter."""
    coded_groups, read_groups = _grouped(gold), _grouped(read)
    return tuple(
        pair
        for key in sorted(coded_groups.keys() & read_groups.keys())
        for pair in _matched(coded_groups[key], read_groups[key])
    )


def _grouped(statements: Iterable[Statement]) -> dict[tuple[str, str, str], list[Statement]]:
    groups: dict[tuple[str, str, str], list[Statement]] = {}
    for statement in statements:
        groups.setdefault((statement.kind, statement.holder or "", statement.issue), []).append(statement)
    return groups


def _matched(gold: list[Statement], read: list[Statement]) -> Iterable[Match]:
    coded, found = sorted(gold, key=_order), sorted(read, key=_order)
    coded_words = [words_of(s.evidence) for s in coded]
    read_words = [words_of(s.evidence) for s in found]
    weights = {
        (g, r): share(one, other) * _OVERLAP_FIRST + _agreement(coded[g], found[r])
        for g, one in enumerate(coded_words)
        for r, other in enumerate(read_words)
        if half_shared(one, other)
    }
    return (Match(coded[g], found[r]) for r, g in sorted(heaviest_matching(weights).items()))


def _order(statement: Statement) -> tuple[int, int, str]:
    """Records in an order that depends on nothing but what they say."""
    return (statement.span.start, statement.span.end, repr(statement))


def _agreement(gold: Statement, read: Statement) -> int:
    same: list[bool] = [
        getattr(gold, field) == getattr(read, field) for field in ("stance", "option", "basis", "instance")
    ]
    spoken = read.speaker is None if gold.speaker is None else same_speaker(gold.speaker, read.speaker)
    return sum(same) + spoken


def heaviest_matching(weights: _Weights) -> dict[int, int]:
    """The left partner of each matched right, by weights of (left, right): most pairs, then most weight."""
    partner: dict[int, int] = {}
    while path := _best_path(weights, partner):
        partner.update({right: left for left, right in path})
    return partner


def _best_path(weights: _Weights, partner: Mapping[int, int]) -> list[tuple[int, int]]:
    """The edges to take up on the augmenting path that gains most; none where no path is left."""
    taken = {left: right for right, left in partner.items()}
    gain = {left: 0 for left, _ in weights if left not in taken}
    reached: dict[int, int] = {}
    origin: dict[int, int] = {}
    changed = True
    while changed:
        changed = False
        for (left, right), weight in weights.items():
            if left not in gain or partner.get(right) == left:
                continue
            value = gain[left] + weight
            if right not in reached or value > reached[right]:
                reached[right], origin[right], changed = value, left, True
                if right in partner:
                    gain[partner[right]] = value - weights[(partner[right], right)]
    ends = [right for right in reached if right not in partner]
    if not ends:
        return []
    at: int | None = max(ends, key=lambda end: (reached[end], -end))
    path: list[tuple[int, int]] = []
    while at is not None:
        path.append((origin[at], at))
        at = taken.get(origin[at])
    return path
