"""Copies: documents that share runs of words; found by rare shared runs, judged on all of them.

Runs that stand in very many stories (an agency's footer, a press service's formula) count for nothing. Only one run
in eight is indexed, so which of the others are such is told by those around them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.corpus.stories.facts import DocumentFacts
from detente.corpus.stories.port import HOLDERS, StoryIndex
from detente.corpus.stories.sketch import SCALE, Runs, shared_runs

CONTAINMENT = 0.3  # of the smaller document's runs
STORIES = 20  # a run that stands in more of them is a formula
_PER_STORY = 3  # documents of one story that the index tells of a run
_CANDIDATES = 16  # documents whose text is looked at
_HOPEFUL = 0.1  # estimated containment from which a text is looked at
_SMALL_PART = 0.5  # a text that makes up less of another is only a part of it
_EVERYWHERE = 0.7  # of the larger text lies between the first and the last run taken from it
_NAMES, _NAMES_SHARE = 2, 0.25  # names of the part that must recur in the rest


@dataclass(frozen=True, slots=True)
class Copied:
    """A document that shares runs with a member: `containment` of the smaller, `cover` of the larger document.

    `whole` is false where the larger one carries the smaller among things that have nothing to do with it.
    """

    number: int
    containment: float
    cover: float
    larger: bool
    shared: int
    whole: bool


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Who holds the kept runs of a document: `stories` of all of them, `formulas` the runs that do not count."""

    by_run: Mapping[int, Sequence[int]]
    stories: Mapping[int, int]
    formulas: frozenset[int]

    def left_out(self, story: int | None) -> frozenset[int]:
        """The runs of which enough documents are known, so that one more of that story need not be indexed."""
        full = set()
        for run, numbers in self.by_run.items():
            same = sum(self.stories[number] == story for number in numbers)
            if len(numbers) >= HOLDERS or same >= _PER_STORY:
                full.add(run)
        return frozenset(full)


def held(facts: DocumentFacts, index: StoryIndex) -> Held:
    """Who holds the runs of a document that the index keeps."""
    by_run = index.holders(facts.sketch.hashes.tolist())
    stories = index.story_of({number for numbers in by_run.values() for number in numbers})
    formulas = frozenset(
        run for run, numbers in by_run.items() if len({stories[number] for number in numbers}) > STORIES
    )
    return Held(by_run, stories, formulas)


def copies(facts: DocumentFacts, index: StoryIndex, *, who: Held, also: Sequence[int] = ()) -> list[Copied]:
    """The members that share 0.3 or more of the smaller text's runs, best first; `also` are looked at too."""
    formula_runs = _formula_runs(facts, who.formulas)
    own = np.setdiff1d(facts.different, formula_runs, assume_unique=True)
    found = []
    for number in _candidates(facts, index, who=who, also=also):
        theirs = np.setdiff1d(index.runs(number), formula_runs)
        copied = _judged(facts, own, member=(number, theirs), index=index)
        if copied is not None:
            found.append(copied)
    return sorted(found, key=lambda one: (-one.shared, one.number))


def _candidates(facts: DocumentFacts, index: StoryIndex, *, who: Held, also: Sequence[int]) -> list[int]:
    """Documents that share enough kept runs that count; those with the most first."""
    shared = Counter(
        number for run, numbers in who.by_run.items() if run not in who.formulas for number in numbers
    )
    likely = [number for number, _ in shared.most_common(4 * _CANDIDATES)]
    totals = index.members(likely)
    short = facts.sketch.total
    hopeful = [
        number for number in likely if shared[number] * SCALE >= _HOPEFUL * min(short, totals[number].total)
    ]
    return list(dict.fromkeys([*hopeful[:_CANDIDATES], *also[:_CANDIDATES]]))


def _judged(facts: DocumentFacts, own: Runs, *, member: tuple[int, Runs], index: StoryIndex) -> Copied | None:
    """How much two documents share; None where it is too little."""
    number, theirs = member
    common = shared_runs(own, theirs)
    smaller, larger = sorted((len(own), len(theirs)))
    if not smaller or len(common) < CONTAINMENT * smaller:
        return None
    cover, is_larger = len(common) / larger, len(own) > len(theirs)
    whole = cover >= _SMALL_PART
    if not whole:
        other = index.facts(number)
        part, text = (other, facts) if is_larger else (facts, other)
        whole = _of_one_matter(part, text, common)
    return Copied(number, len(common) / smaller, cover, is_larger, len(common), whole)


def _of_one_matter(part: DocumentFacts, text: DocumentFacts, common: Runs) -> bool:
    """Whether the rest of a text speaks of whom its part speaks of; a round-up's other items do not.

    An abridgement, which takes something from everywhere, is of one matter with its source in any case.
    """
    taken = np.flatnonzero(np.isin(text.runs, common))
    if taken[-1] - taken[0] >= _EVERYWHERE * len(text.runs):
        return True
    names = np.unique(part.names[0])
    marks, places = text.names
    if not len(names):
        return True
    at = np.minimum((places * len(text.runs)).astype(np.int64), len(text.runs) - 1)
    rest = marks[~np.isin(text.runs[at], common)]
    recurring = len(np.intersect1d(names, rest))
    return recurring >= max(min(_NAMES, len(names)), _NAMES_SHARE * len(names))


def _formula_runs(facts: DocumentFacts, formulas: frozenset[int]) -> Runs:
    """The runs of a text that lie among formulas: nearer to one than to a kept run that is none."""
    if not formulas:
        return np.empty(0, dtype=np.uint64)
    kept = np.flatnonzero(np.isin(facts.runs, facts.sketch.hashes))
    known = np.isin(facts.runs[kept], np.fromiter(formulas, dtype=np.uint64))
    places = np.arange(len(facts.runs))
    after = np.clip(np.searchsorted(kept, places), 0, len(kept) - 1)
    before = np.clip(after - 1, 0, len(kept) - 1)
    nearest = np.where(places - kept[before] <= kept[after] - places, before, after)
    nearest = np.where(kept[after] == places, after, nearest)
    return np.unique(facts.runs[known[nearest]])
