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

TRUCE_LEAVES = ("forces.rearm", "forces.mobilisation")  # of the pause, whatever the domain
_ONE_OCCASION_DAYS = 7


class Voice(StrEnum):
    """On what a position rests: the party's own words, plain reporting, or experts, writers, counterparts, unnamed sources.

    SUPPOSED is nobody's: what a scenario supposes, never heard and never folded.
    """

    OWN = "in its own words"
    REPORTED = "reported"
    ATTRIBUTED = "attributed"
    SUPPOSED = "supposed"


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
    """One act of saying by or about a party, towards one option of one key, however many reports carry it.

    `act` names the act (speaker, day, issue, option): reports that code its stance, stage or condition apart share it.
    """

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
    act: tuple[object, ...]

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
    acts: dict[tuple[object, ...], list[tuple[Key, Line]]] = {}
    problems: dict[str, Problem] = {}
    for line in lines:
        s = line.statement
        if s.kind != "position" or s.holder is None or s.stance is None:
            continue
        keys, faults = keys_of(line, pack)
        problems.update({f.message: f for f in faults})
        for key in keys:
            acts.setdefault(_act(line, key), []).append((key, line))
    found = [
        _utterance(members, scale, act=(*base, run))
        for base, carried in acts.items()
        for run, together in enumerate(_runs(carried))
        for members in _alike(together)
    ]
    return tuple(found), tuple(problems.values())


def _act(line: Line, key: Key) -> tuple[object, ...]:
    """Speaker, day, issue, option; in its own voice a party's leader, capital and spokesman are one speaker."""
    s = line.statement
    speaker = s.holder if s.basis == "own" else _surname(line.speaker)
    day = line.said.isoformat() if line.said.earliest else None
    return (s.holder, s.basis, speaker, day, key, s.option)


Carried = list[tuple[Key, Line]]


def _runs(carried: Carried) -> list[Carried]:
    """Reports that do not say when it was said are one act while they follow one another within a week."""
    if carried[0][1].said.earliest:
        return [carried]
    undated = [c for c in carried if c[1].said.latest is None]
    runs: list[Carried] = [undated] if undated else []
    before: date | None = None
    for member in sorted(
        (c for c in carried if c[1].said.latest), key=lambda c: c[1].said.latest or date.max
    ):
        day = member[1].said.latest or date.max
        if before is None or (day - before).days > _ONE_OCCASION_DAYS:
            runs.append([])
        runs[-1].append(member)
        before = day
    return runs


def _alike(together: Carried) -> list[Carried]:
    """Members of one act by all that changes what they mean: stage, stance, condition."""
    groups: dict[tuple[object, ...], Carried] = {}
    for key, line in together:
        s = line.statement
        groups.setdefault((s.stage, s.stance, bool(s.condition)), []).append((key, line))
    return list(groups.values())


def _surname(speaker: str | None) -> str | None:
    words = re.findall(r"\w+", speaker or "")
    return words[-1].lower() if words else None


def _utterance(members: Carried, scale: Scale, *, act: tuple[object, ...]) -> Utterance:
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
        act,
    )
