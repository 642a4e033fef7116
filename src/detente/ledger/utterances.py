"""Utterances: twelve reports of one press conference are one, two experts in one article are not two sources (DESIGN §6)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.kernel.certainty import Interval, Scale, interval_of
from detente.kernel.dates import When
from detente.kernel.problems import Problem
from detente.ledger.agenda import Key, keys_of
from detente.ledger.entries import Line
from detente.packs.model import Pack, Stage
from detente.statements.record import Basis, Stance, Term


class Voice(StrEnum):
    """On what a position rests: the party's own words, plain reporting, or experts, writers, counterparts, unnamed sources."""

    OWN = "in its own words"
    REPORTED = "reported"
    ATTRIBUTED = "attributed"


VOICES: tuple[Voice, ...] = (Voice.OWN, Voice.REPORTED, Voice.ATTRIBUTED)
_VOICE_OF: dict[Basis, Voice] = {
    "own": Voice.OWN,
    "reported": Voice.REPORTED,
    "insider": Voice.ATTRIBUTED,
    "counterpart": Voice.ATTRIBUTED,
    "analyst": Voice.ATTRIBUTED,
}


@dataclass(frozen=True, slots=True)
class Utterance:
    """One act of saying by or about a party, towards one option of one key, however many reports carry it."""

    party: str
    key: Key
    stage: Stage | None
    stance: Stance
    option: str | None
    voice: Voice
    basis: Basis
    said: When
    certainty: Interval
    conditional: bool
    condition_on: tuple[Term, ...]
    lines: tuple[Line, ...]

    @property
    def day(self) -> date | None:
        """The last day on which it can have been said, no later than the first report of it; None where undated."""
        first = self.said.earliest or date.min
        published = [
            line.published.latest
            for line in self.lines
            if line.published.latest and line.published.latest >= first
        ]
        return min((d for d in (self.said.latest, *published) if d), default=None)

    @property
    def act(self) -> tuple[object, ...]:
        """The act of saying (speaker, day, issue, option): reports that code its stance, stage or condition apart share it."""
        return _act(self.lines[0], self.key)

    @property
    def stories(self) -> frozenset[str]:
        """Stories that carry it."""
        return frozenset(line.report.story or line.report.doc for line in self.lines)

    @property
    def rooms(self) -> frozenset[str]:
        """Newsrooms and panels it comes from: the unit in which independent sources are counted."""
        return frozenset(line.report.room or line.report.story or line.report.doc for line in self.lines)


def utterances(
    lines: Iterable[Line], pack: Pack, *, scale: Scale = Scale.ICD203
) -> tuple[tuple[Utterance, ...], tuple[Problem, ...]]:
    """The positions among the lines as utterances, in the order of their first line, with problems of instances."""
    groups: dict[tuple[object, ...], list[tuple[Key, Line]]] = {}
    problems: dict[str, Problem] = {}
    for line in lines:
        if (
            line.statement.kind != "position"
            or line.statement.holder is None
            or line.statement.stance is None
        ):
            continue
        keys, faults = keys_of(line, pack)
        problems.update({f.message: f for f in faults})
        for key in keys:
            groups.setdefault(_identity(line, key), []).append((key, line))
    return tuple(_utterance(members, scale) for members in groups.values()), tuple(problems.values())


def _identity(line: Line, key: Key) -> tuple[object, ...]:
    """The act of saying, with all that changes what it means."""
    s = line.statement
    return (*_act(line, key), s.stage, s.stance, bool(s.condition))


def _act(line: Line, key: Key) -> tuple[object, ...]:
    """Speaker, day, issue, option; in its own voice a party's leader, capital and spokesman are one speaker."""
    s = line.statement
    speaker = s.holder if s.basis == "own" else _surname(s.speaker)
    day = line.said.isoformat() if line.said.earliest else None
    return (s.holder, s.basis, speaker, day, key, s.option)


def _surname(speaker: str | None) -> str | None:
    words = re.findall(r"\w+", speaker or "")
    return words[-1].lower() if words else None


def _utterance(members: list[tuple[Key, Line]], scale: Scale) -> Utterance:
    key, first = members[0]
    lines = tuple(line for _, line in members)
    s = first.statement
    best = max((interval_of(m.statement.certainty, scale) for m in lines), key=lambda i: i.middle)
    said = min((m.said for m in lines), key=lambda w: (w.latest is None, w.latest or date.max))
    terms = tuple(dict.fromkeys(t for m in lines for t in (m.statement.condition_on or ())))
    conditional = any(m.statement.condition for m in lines)
    return Utterance(
        s.holder or "",
        key,
        s.stage,
        s.stance or "hedge",
        s.option,
        _VOICE_OF[s.basis],
        s.basis,
        said,
        best,
        conditional,
        terms,
        lines,
    )
