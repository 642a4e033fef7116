"""Words of one time: which of many can be set against each other, found without trying every pair."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from detente.kernel.dates import When
from detente.ledger.grades import Grade, Graded
from detente.ledger.shifts import fresh

_LENGTHS = (1, 31, 120, 400)  # days; words whose time is not told closer are set against all


@dataclass(frozen=True, slots=True)
class Nearness:
    """When words are of one time: where no more than `days` need lie between them.

    `fresh_days`: words known only by the day of their report are taken to be at most so old (None: of any age). It keeps an
    old word from being set against every later report; it never makes a contradiction sure.
    """

    days: int = 7
    fresh_days: int | None = 90

    def one_time(self, a: When, b: When) -> bool:
        """Whether two words can be of one time."""
        return apart(fresh(a, self.fresh_days), fresh(b, self.fresh_days)) <= self.days


def apart(a: When, b: When) -> int:
    """The fewest days that can lie between two times."""
    gaps = [(y.earliest - x.latest).days for x, y in ((a, b), (b, a)) if y.earliest and x.latest]
    return max(0, *gaps) if gaps else 0


def farthest(a: When, b: When) -> float:
    """The most days that can lie between two times; infinite where an end is not known."""
    ends = [(x.latest - y.earliest).days if x.latest and y.earliest else None for x, y in ((a, b), (b, a))]
    known = [e for e in ends if e is not None]
    return max(known) if len(known) == len(ends) else float("inf")


def pairs(words: Sequence[Graded], near: Nearness) -> Iterator[tuple[Graded, Graded]]:
    """The pairs of words on one matter that may clash, each once and in their order.

    One of the two refuses a value that the other takes, or both take one on the same day; and they can be of one time.
    """
    found: set[tuple[int, int]] = set()
    takers: dict[str, list[int]] = {}
    for i, word in enumerate(words):
        for value, grade in word.grades.items():
            if grade >= Grade.CONDITIONAL:
                takers.setdefault(value, []).append(i)
    times = {value: _Times(words, some, near) for value, some in takers.items()}
    for i, word in enumerate(words):
        for value, grade in word.grades.items():
            if grade is Grade.REFUSED and value in times:
                found |= {(min(i, j), max(i, j)) for j in times[value].near(word.when) if i != j}
    days: dict[tuple[When, str], list[int]] = {}
    for i, word in enumerate(words):
        if word.named and word.when.earliest and word.utterance.basis in {"own", "counterpart"}:
            days.setdefault((word.when, word.utterance.stance), []).append(i)
    found |= {(a, b) for some in days.values() for n, a in enumerate(some) for b in some[n + 1 :]}
    yield from ((words[i], words[j]) for i, j in sorted(found))


class _Times:
    """Words by when they were said, those told closely apart from those that are not."""

    def __init__(self, words: Sequence[Graded], some: Sequence[int], near: Nearness) -> None:
        self._near = near
        self._open: list[int] = []
        together: dict[int, list[tuple[date, int]]] = {}
        for i in some:
            when = fresh(words[i].when, near.fresh_days)
            length = next((n for n in _LENGTHS if _lasts(when) < n), None)
            if length is None or when.earliest is None:
                self._open.append(i)
            else:
                together.setdefault(length, []).append((when.earliest, i))
        self._by_length = {n: sorted(members) for n, members in together.items()}

    def near(self, when: When) -> Iterator[int]:
        """The words that may be of one time with some time; more than those, never fewer."""
        yield from self._open
        when = fresh(when, self._near.fresh_days)
        for length, members in self._by_length.items():
            first, last = 0, len(members)
            if when.earliest:
                first = bisect_left(members, _back(when.earliest, self._near.days + length), key=_day)
            if when.latest:
                last = bisect_right(members, _on(when.latest, self._near.days), key=_day)
            yield from (i for _, i in members[first:last])


def _lasts(when: When) -> float:
    return (when.latest - when.earliest).days if when.earliest and when.latest else float("inf")


def _day(member: tuple[date, int]) -> date:
    return member[0]


def _back(day: date, days: int) -> date:
    return date.fromordinal(max(1, day.toordinal() - days))


def _on(day: date, days: int) -> date:
    return date.fromordinal(min(date.max.toordinal(), day.toordinal() + days))
