"""An index of stories in memory, for one batch of documents."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from detente.corpus.stories.facts import DocumentFacts, day_of
from detente.corpus.stories.port import HOLDERS, MENTIONERS, Member
from detente.corpus.stories.sketch import Runs
from detente.corpus.stories.survivals import indexed_marks
from detente.kernel.dates import When

_UNDATED = -1


class MemoryIndex:
    """A StoryIndex that lasts as long as the program."""

    def __init__(self) -> None:
        """Begin empty."""
        self._numbers: dict[str, int] = {}
        self._members: list[Member] = []
        self._facts: list[DocumentFacts] = []
        self._holders: dict[int, list[int]] = {}
        self._mentioners: dict[int, list[tuple[int, int]]] = {}
        self._stories: dict[int, list[int]] = {}

    def number_of(self, doc: str) -> int | None:
        """The number of a document."""
        return self._numbers.get(doc)

    def add(self, facts: DocumentFacts, *, story: int | None, left_out: Collection[int]) -> int:
        """Add a document to a story, or to one of its own."""
        known = self._numbers.get(facts.doc)
        if known is not None:
            return known
        number = len(self._members)
        where = number if story is None else story
        member = Member(
            number, facts.doc, facts.day, facts.language, facts.sketch.total, facts.survivals, where
        )
        self._numbers[facts.doc] = number
        self._members.append(member)
        self._facts.append(facts)
        self._stories.setdefault(where, []).append(number)
        for run in facts.sketch.hashes.tolist():
            holding = self._holders.setdefault(run, [])
            if run not in left_out and len(holding) < HOLDERS:
                holding.append(number)
        for mark in indexed_marks(facts.survivals.marks):
            insort(self._mentioners.setdefault(mark, []), (_on(facts.day), number))
        return number

    def holders(self, runs: Sequence[int]) -> Mapping[int, Sequence[int]]:
        """Who holds each run."""
        return {run: self._holders[run] for run in runs if self._holders.get(run)}

    def mentioners(self, marks: Sequence[int], days: tuple[int, int] | None) -> Mapping[int, Sequence[int]]:
        """Who mentions each mark on those days, or undated."""
        found: dict[int, Sequence[int]] = {}
        for mark in marks:
            rows = self._mentioners.get(mark, [])
            if days is not None:
                undated = bisect_right(rows, (_UNDATED, len(self._members)))
                low = bisect_left(rows, (days[0], -1))
                high = bisect_right(rows, (days[1], len(self._members)))
                rows = rows[:undated] + rows[low:high]
            if rows:
                found[mark] = [number for _, number in rows[: MENTIONERS + 1]]
        return found

    def members(self, numbers: Collection[int]) -> Mapping[int, Member]:
        """Documents by number."""
        return {number: self._members[number] for number in numbers}

    def runs(self, number: int) -> Runs:
        """The runs of a document in the order of its text."""
        return self._facts[number].runs

    def facts(self, number: int) -> DocumentFacts:
        """All facts of a document."""
        return self._facts[number]

    def story_of(self, numbers: Collection[int]) -> Mapping[int, int]:
        """The story of each document."""
        return {number: self._members[number].story for number in numbers}

    def size(self, story: int) -> int:
        """How many members a story has, up to two."""
        return min(2, len(self._stories[story]))

    def merge(self, story: int, *, into: int) -> None:
        """Make two stories one."""
        if story == into:
            return
        moved = self._stories.pop(story)
        self._stories[into] += moved
        for number in moved:
            self._members[number] = replace(self._members[number], story=into)

    def origin(self, story: int) -> str:
        """The member that came out first."""
        return self._in_order(story)[0]

    def together(self, doc: str) -> Sequence[str]:
        """The members of a document's story, its origin first."""
        number = self._numbers.get(doc)
        return [] if number is None else self._in_order(self._members[number].story)

    def redate(self, doc: str, published: When) -> None:
        """Tell that a known document came out on another day."""
        number = self._numbers.get(doc)
        if number is None or self._members[number].day == day_of(published):
            return
        before = self._members[number]
        self._members[number] = after = replace(before, day=day_of(published))
        for mark in indexed_marks(before.survivals.marks):
            self._mentioners[mark].remove((_on(before.day), number))
            insort(self._mentioners[mark], (_on(after.day), number))

    def _in_order(self, story: int) -> list[str]:
        members = [self._members[number] for number in self._stories[story]]
        members.sort(key=lambda one: (one.day is None, one.day or 0, one.number))
        return [member.doc for member in members]

    def grouping(self) -> Mapping[str, str]:
        """The origin of the story of every document."""
        named = {story: self.origin(story) for story in self._stories}
        return {member.doc: named[member.story] for member in self._members}

    def flush(self) -> None:
        """Nothing lasts here."""


def _on(day: int | None) -> int:
    return _UNDATED if day is None else day
