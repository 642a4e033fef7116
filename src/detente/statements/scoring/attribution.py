"""How well attributions are found, against a person's: words of content, whole attributions, indirect ones.

Words are runs of letters and digits. A read attribution stands for a coded one where half of the union of the words of
their contents is shared, one to one, the greatest share first; it is attributed where the sources agree as well: half of
the words of the shorter source, or both without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.kernel.spans import Span
from detente.statements.attribution import Attribution

_WORD = re.compile(r"\w+")
_Places = frozenset[int]


@dataclass(frozen=True, slots=True)
class Found:
    """Counts that can be added up over documents: shared, coded and read ones; of indirect ones coded and found."""

    words: tuple[int, int, int] = (0, 0, 0)
    contents: tuple[int, int, int] = (0, 0, 0)
    attributed: tuple[int, int, int] = (0, 0, 0)
    indirect: tuple[int, int] = (0, 0)

    def __add__(self, other: Found) -> Found:
        """The counts of both."""
        return Found(
            _sum(self.words, other.words),
            _sum(self.contents, other.contents),
            _sum(self.attributed, other.attributed),
            (self.indirect[0] + other.indirect[0], self.indirect[1] + other.indirect[1]),
        )

    def rates(self) -> dict[str, float | None]:
        """F1 of words and of attributions, and the share of indirect ones found; None where there is nothing to find."""
        return {
            "content_words_f1": _f1(self.words),
            "content_f1": _f1(self.contents),
            "attributed_f1": _f1(self.attributed),
            "indirect_recall": self.indirect[1] / self.indirect[0] if self.indirect[0] else None,
        }


def _sum(one: tuple[int, int, int], other: tuple[int, int, int]) -> tuple[int, int, int]:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _f1(counts: tuple[int, int, int]) -> float | None:
    both, coded, read = counts
    return 2 * both / (coded + read) if coded + read else None


def compare(text: str, coded: Sequence[Attribution], read: Sequence[Attribution]) -> Found:
    """The counts of one document."""
    starts = [m.start() for m in _WORD.finditer(text)]

    def places(spans: Iterable[Span | None]) -> _Places:
        return frozenset(p for s in spans if s for p in starts if s.start <= p < s.end)

    gold = [(places(a.content), places([a.source])) for a in coded]
    mine = [(places(a.content), places([a.source])) for a in read]
    all_gold = frozenset().union(*(c for c, _ in gold))
    all_mine = frozenset().union(*(c for c, _ in mine))
    matched = _matched([c for c, _ in gold], [c for c, _ in mine])
    sourced = [(g, r) for g, r in matched if _same_source(gold[g][1], mine[r][1])]
    indirect = [i for i, a in enumerate(coded) if a.type == "indirect"]
    return Found(
        (len(all_gold & all_mine), len(all_gold), len(all_mine)),
        (len(matched), len(coded), len(read)),
        (len(sourced), len(coded), len(read)),
        (len(indirect), sum(g in indirect for g, _ in matched)),
    )


def _matched(coded: Sequence[_Places], read: Sequence[_Places]) -> list[tuple[int, int]]:
    """One to one, the greatest share first."""
    shares = [
        (len(g & r) / len(g | r), -i, -j)
        for i, g in enumerate(coded)
        for j, r in enumerate(read)
        if g & r and 2 * len(g & r) >= len(g | r)
    ]
    taken: list[tuple[int, int]] = []
    for _, i, j in sorted(shares, reverse=True):
        if all(-i != a and -j != b for a, b in taken):
            taken.append((-i, -j))
    return taken


def _same_source(one: _Places, other: _Places) -> bool:
    if not one or not other:
        return not one and not other
    return 2 * len(one & other) >= min(len(one), len(other))
