"""Minimal conflicts, smallest first, with the minimal corrections that prove that none is missing.

Every set of groups holds together (it lies in a maximal such set, the complement of a correction) or does not (it contains a
minimal conflict). A map of both kinds is kept, and asked for the smallest set of which neither is known: MARCO (Liffiton,
Previti, Malik and Marques-Silva 2016, *Fast, flexible MUS enumeration*) with seeds by size, the duality of Ignatiev, Previti,
Liffiton and Marques-Silva 2015 (*Smallest MUS extraction with minimal hitting set dualization*). Corrections are grown by the
clause D (Marques-Silva, Heras, Janota, Previti and Belov 2013, *On computing minimal correction subsets*). The larger the
conflicts that are looked for, the more corrections are taken in without being asked for: once all are known, conflicts are
their minimal hitting sets (Reiter 1987) and need no further look at the constraints. Parts of the constraints that share
nothing are searched apart, level by level.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.bargaining.port import Expired, Unfinished
from detente.solvers.sat.encoding import Selected, parts
from detente.solvers.sat.fewest import Fewest
from detente.solvers.sat.patient import Patient

_MOST_UNASKED = 20_000  # corrections taken in unasked, at most: each one slows the map
_MOST_EARLY = 2_000  # conflicts found out of their turn and kept for it, at most


def conflicts(constraints: Selected, expired: Expired) -> Iterator[frozenset[str]]:
    """Every minimal conflict, smallest first; the empty one alone where the hard clauses cannot hold."""
    size = 0
    try:
        whole = Patient(constraints.clauses, expired)
        if not whole.holds():
            yield frozenset()
            return
        if whole.holds(list(constraints.selectors)):
            return
        searches = [_Part(part, expired) for part in parts(constraints)]
        while searches := [s for s in searches if not s.finished()]:
            size += 1
            for search in searches:
                yield from (search.part.named(found) for found in search.level(size))
    except Unfinished:
        raise Unfinished(max(0, size - 1)) from None


class _Part:
    """The search in one part: `together` knows the constraints, `untold` which sets of groups nothing is known of."""

    def __init__(self, part: Selected, expired: Expired) -> None:
        self.part = part
        self.together = Patient(part.clauses, expired)
        self.together.prefer(part.selectors)
        self.untold = Patient((), expired)
        self.fewest = Fewest((-s for s in part.selectors), part.selectors.stop - 1, self.untold)
        self.next = part.selectors.stop
        self.corrections: list[int] = []
        self.every_correction = False
        self.early: list[list[int]] = []
        self.exhausted = False

    def finished(self) -> bool:
        """Whether every conflict was given."""
        return self.exhausted and not self.early

    def level(self, size: int) -> Iterator[list[int]]:
        """Every conflict of a size, all smaller ones being known."""
        while not self.exhausted and self.fewest.reach(size):
            seed, _ = self.untold.split(self.part.selectors)
            if not self.every_correction and self.together.holds(seed):
                self._grow()
                self._take_in(2 ** (size - 1))
            else:
                self.untold.add([[-s for s in seed]])
                yield seed
        self.exhausted = self.exhausted or self.fewest.broken <= size
        yield from sorted(found for found in self.early if len(found) == size)
        self.early = [found for found in self.early if len(found) != size]

    def _grow(self) -> None:
        """From a set that holds together to a maximal one: its complement is a correction, blocked on both sides."""
        grown, self.next = self.next, self.next + 1
        while True:
            held, off = self.together.split(self.part.selectors)
            self.together.add([[-grown, *off]])
            if not off or not self.together.holds([*held, grown]):
                break
        self.together.add([[grown]])
        self.untold.add([off])
        self.corrections.append(_mask(off))

    def _take_in(self, number: int) -> None:
        """Corrections that nobody asked for; when there are no more, conflicts follow from them."""
        if len(self.corrections) > _MOST_UNASKED:
            return
        for _ in range(number):
            if not self.together.holds():
                self.every_correction = True
                self._hit_all()
                return
            self._grow()

    def _hit_all(self) -> None:
        """Minimal hitting sets of all corrections in no order, kept for the turn of their size."""
        while len(self.early) < _MOST_EARLY:
            if not self.untold.holds():
                self.exhausted = True
                return
            found = self._least(self.untold.split(self.part.selectors)[0])
            self.untold.add([[-s for s in found]])
            self.early.append(found)

    def _least(self, hitting: Sequence[int]) -> list[int]:
        """A hitting set without what it can do without."""
        kept = _mask(hitting)
        for selector in reversed(hitting):
            fewer = kept & ~(1 << selector)
            if all(correction & fewer for correction in self.corrections):
                kept = fewer
        return [s for s in hitting if kept >> s & 1]


def _mask(selectors: Sequence[int]) -> int:
    return sum(1 << s for s in selectors)
