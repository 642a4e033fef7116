"""Rewrites and translations: pairs that share no runs of words, but what survives rewording.

The evidence of a pair: the weighted share of the smaller and of the larger one's marks (names, numbers, days) that
the other has too, the same for numbers and days alone, how far the shared ones come in the same order (longest common
subsequence), how much is shared at all, and within one language the share of content words. Marks that many documents of
the same days have weigh less. A logistic model turns this into a score.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.corpus.stories.facts import DocumentFacts
from detente.corpus.stories.port import MENTIONERS, StoryIndex
from detente.corpus.stories.survivals import NAME, Marks, Survivals, indexed_marks, kinds, weights

DAYS = 14  # between a report and its rewrite or translation
THRESHOLD = 0.8  # the false pair of development that came highest has 0.73, whole documents 0.60
NEAR = 0.2  # less than sure: counts where the document itself names whose text it carries
_CANDIDATES = 24
_LEAST_SHARED, _LEAST_WEIGHT = 4, 4.0
_UNREMARKABLE = 4  # documents that may mention something before it weighs less
# Fitted by `tools/make_story_cases.py --fit` on the development cases of quality/stories alone (their test cases were
# not read): rewrites and translations, whole and with sentences taken out at random, against independent reports of the same
# events, reports of other events in the same conflict, and the reports of examples/. Ridge-penalised maximum likelihood,
# classes weighted alike. Order: constant, smaller, larger, figures, order, amount, words, (across languages) constant.
COEFFICIENTS = (-9.52, 3.03, 1.66, 4.94, 2.43, 0.8, 1.94, 1.98)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A member that a document seems to reword: the score, 0 to 1, and how many marks they share."""

    number: int
    score: float
    shared: int
    across: bool

    @property
    def sure(self) -> bool:
        """Whether what survived rewording is enough by itself."""
        return self.score >= THRESHOLD


def rewrites(facts: DocumentFacts, index: StoryIndex) -> list[Rewritten]:
    """The members that the document rewords or translates, or that reword it, best first; also those only near it."""
    marks = indexed_marks(facts.survivals.marks)
    days = None if facts.day is None else (facts.day - DAYS, facts.day + DAYS)
    by_mark = index.mentioners(marks, days)
    rarity = {mark: rarity_of(len(numbers)) for mark, numbers in by_mark.items()}
    found = []
    for member in index.members(likely(by_mark)).values():
        other = (member.language, member.survivals)
        scored = score(facts, other, rarity=rarity)
        if scored is not None and scored[0] >= NEAR:
            across = member.language != facts.language
            found.append(Rewritten(member.number, scored[0], scored[1], across))
    return sorted(found, key=lambda one: (-one.score, one.number))


def likely(by_mark: Mapping[int, Sequence[int]]) -> list[int]:
    """The documents that share most of what few mention."""
    tally: dict[int, float] = {}
    count: dict[int, int] = {}
    for mark, numbers in by_mark.items():
        if len(numbers) > MENTIONERS:
            continue
        for number in numbers:
            tally[number] = tally.get(number, 0.0) + (mark & 15) * rarity_of(len(numbers))
            count[number] = count.get(number, 0) + 1
    enough = [number for number in tally if count[number] >= _LEAST_SHARED]
    return sorted(enough, key=lambda number: (-tally[number], number))[:_CANDIDATES]


def rarity_of(mentioners: int) -> float:
    """What is left of a mark's weight when so many documents have it (inverse document frequency, halved per 16)."""
    if mentioners <= _UNREMARKABLE:
        return 1.0
    return max(0.2, 1.0 - math.log(mentioners / _UNREMARKABLE, 16) / 2)


def score(
    facts: DocumentFacts, other: tuple[str, Survivals], *, rarity: Mapping[int, float]
) -> tuple[float, int] | None:
    """How surely two documents are one story, 0 to 1, and how many marks they share; None where too few."""
    across = facts.language != other[0]
    seen = evidence(facts.survivals, other[1], rarity=rarity, across=across)
    if seen is None:
        return None
    raised = float(np.dot(COEFFICIENTS, seen[0]))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, raised)))), seen[1]


def evidence(
    one: Survivals, other: Survivals, *, rarity: Mapping[int, float], across: bool
) -> tuple[NDArray[np.float64], int] | None:
    """The figures of a pair, in the order of COEFFICIENTS, and how many marks are shared; None where too few."""
    shared = one.marks[np.isin(one.marks, other.marks)]
    weight = _weighed(shared, rarity).sum()
    if len(shared) < _LEAST_SHARED or weight < _LEAST_WEIGHT:
        return None
    smaller, larger = sorted((_weighed(one.marks, rarity).sum(), _weighed(other.marks, rarity).sum()))
    figures = _figures(one, other, rarity)
    order = _in_order(shared, other.marks) / len(shared)
    words = 0.0 if across else _share(one.words, other.words)
    constant = 1.0 if across else 0.0
    amount = math.log(weight)
    row = [1.0, weight / (smaller + 2), weight / (larger + 2), figures, order, amount, words, constant]
    return np.array(row), len(shared)


def _weighed(marks: Marks, rarity: Mapping[int, float]) -> NDArray[np.float64]:
    factors = np.fromiter(
        (rarity.get(mark, 1.0) for mark in marks.tolist()), dtype=np.float64, count=len(marks)
    )
    return weights(marks) * factors


def _figures(one: Survivals, other: Survivals, rarity: Mapping[int, float]) -> float:
    """The weighted share of numbers and days of the one with fewer that stand in both."""
    first, second = (side.marks[kinds(side.marks) != NAME] for side in (one, other))
    shared = _weighed(first[np.isin(first, second)], rarity).sum()
    return float(shared / (min(_weighed(first, rarity).sum(), _weighed(second, rarity).sum()) + 1))


def _share(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> float:
    """The share of the smaller set of words that the other has too."""
    smaller = min(len(one), len(other))
    return float(len(np.intersect1d(one, other, assume_unique=True)) / smaller) if smaller else 0.0


def _in_order(shared: Marks, other: Marks) -> int:
    """How many shared marks come in the same order in both: the longest rising run of places (patience sorting)."""
    place = {mark: at for at, mark in enumerate(other.tolist())}
    tails: list[int] = []
    for mark in shared.tolist():
        at = place[mark]
        position = bisect_left(tails, at)
        tails[position : position + 1] = [at]
    return len(tails)
