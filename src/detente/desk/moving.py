"""What each side could move, in words: for each deadlock, for a whole stage, by one rule for both, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from detente.briefs.model import Section
from detente.briefs.moves import moves_section
from detente.desk.briefing import tools_of
from detente.desk.names import known
from detente.desk.project import Answer, Project

PARTS: Mapping[str, str] = {
    "stage": "-whole",
    "rules": "-both",
    "held": "-held",
    "order": "moves-order",
}


def moves_in_words(
    project: Project, found: Answer, deadlock: str | None = None, *, only: str | None = None
) -> Section:
    """What each side could move: all of it, one deadlock by itself, or one part; raises UnknownName.

    Parts are `deadlocks`, `stage`, `rules`, `held` and `order`.
    """
    if deadlock is not None:
        return _of_deadlock(project, found, deadlock)
    if only == "deadlocks":
        found = replace(found, movement=None)
    section = moves_section(tools_of(project, found))
    if only is not None and only in PARTS:
        kept = tuple(_kept(s, PARTS[only]) for s in section.subsections)
        shown = tuple(s for s in kept if s.subsections or s.lines)
        notes = () if shown else ("Nothing to tell of this.",)
        return replace(section, lead="", subsections=shown, notes=notes)
    return section


def _kept(section: Section, part: str) -> Section:
    """A section with only those below it that are of a part; itself where it is one."""
    if section.id.endswith(part):
        return section
    return replace(
        section, lines=(), subsections=tuple(s for s in section.subsections if s.id.endswith(part))
    )


def _of_deadlock(project: Project, found: Answer, deadlock: str) -> Section:
    ids = [d.id for r in found.stages.values() for d in r.deadlocks]
    known(deadlock, ids, what="deadlock", where="this answer")
    alone = {
        s: replace(
            r,
            knots=tuple((d.id,) for d in r.deadlocks),
            moves={k: m for k, m in r.moves.items() if k == deadlock},
        )
        for s, r in found.stages.items()
    }
    return moves_section(tools_of(project, replace(found, stages=alone, movement=None)))
