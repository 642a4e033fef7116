"""Clauses that tell of a meeting: of what kind, and whether it took place, is to, or is only wished for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.corpus.meetings.words import (
    AHEAD,
    CALLED_OFF,
    CLAUSE,
    CUES,
    HAPPENED,
    TELLING,
    UNREAL,
    MeetingKind,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence that tells of a meeting; places are in the sentence, `cue_end` behind its telling words."""

    start: int
    end: int
    cue_end: int
    kind: MeetingKind
    planned: bool


def clauses_of(sentence: str, days: Sequence[tuple[int, int]]) -> Iterator[Clause]:
    """The clauses of a sentence that tell of a meeting; a question tells of none. `days` are the ranges of its dates."""
    if sentence.rstrip('"”’» ').endswith("?"):
        return
    at = 0
    for start, end in (*((m.start(), m.end()) for m in CLAUSE.finditer(sentence)), (len(sentence), 0)):
        clause = _clause(sentence, (at, start), days)
        if clause is not None:
            yield clause
        at = end


def _clause(sentence: str, bounds: tuple[int, int], days: Sequence[tuple[int, int]]) -> Clause | None:
    """The meeting that one clause tells of, if any."""
    start, end = bounds
    cue = _cue(sentence, bounds)
    if cue is None:
        return None
    kind, match = cue
    if UNREAL.search(sentence, start, match.end()) or CALLED_OFF.search(sentence, match.end(), end):
        return None
    if AHEAD.search(sentence, start, end):
        return Clause(start, end, match.end(), kind, planned=True)
    by_verb = TELLING.search(sentence, match.start(), match.end())
    by_noun = HAPPENED.search(sentence, start, end) or any(start <= day[0] < end for day in days)
    telling = by_verb or by_noun or (kind in {"call", "visit"} and TELLING.search(sentence, start, end))
    return Clause(start, end, match.end(), kind, planned=False) if telling else None


def _cue(sentence: str, bounds: tuple[int, int]) -> tuple[MeetingKind, re.Match[str]] | None:
    """The words that tell of a meeting, by the kind that counts first; a verb before a noun of the same kind."""
    start, end = bounds
    for kind, pattern in CUES:
        found = list(pattern.finditer(sentence, start, end))
        verbs = [match for match in found if TELLING.search(sentence, match.start(), match.end())]
        if found:
            return kind, (verbs or found)[0]
    return None
