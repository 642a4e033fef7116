"""Knots of deadlocks, and the short names by which one part of a brief points at another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from detente.bargaining.constraints.model import STRENGTHS
from detente.bargaining.results import Deadlock, StageResults
from detente.briefs.wording import Wording, listed, sentence
from detente.packs.model import Stage

_MOST_POINTED = 5


@dataclass(frozen=True, slots=True)
class Knot:
    """Deadlocks that share a cause: the lead one, by whose id the knot goes, then its variants."""

    lead: Deadlock
    variants: tuple[Deadlock, ...]

    @property
    def name(self) -> str:
        """`T1`: the id of its lead."""
        return self.lead.id


def knots_of(result: StageResults) -> tuple[Knot, ...]:
    """The knots of a stage, strongest first; a deadlock that stands in none is its own."""
    by_id = {d.id: d for d in result.deadlocks}
    told: set[str] = set()
    found: list[Knot] = []
    for ids in (*result.knots, *((d.id,) for d in result.deadlocks)):
        members = [by_id[i] for i in ids if i in by_id and i not in told]
        told |= {d.id for d in members}
        if members:
            found.append(Knot(members[0], tuple(members[1:])))
    return tuple(sorted(found, key=lambda k: (k.lead.not_on_offer, STRENGTHS.index(k.lead.strength))))


def leads_of(results: Mapping[Stage, StageResults]) -> dict[str, str]:
    """Every deadlock's id to that of the lead of its knot."""
    return {d.id: k.name for r in results.values() for k in knots_of(r) for d in (k.lead, *k.variants)}


def pointed(ids: Iterable[str], proposals: Mapping[str, str]) -> str:
    """Ids of deadlocks, and the names of proposals, each once, in their order in the brief."""
    known = list(dict.fromkeys(proposals.get(i, i) for i in sorted(ids, key=_natural)))
    shown = known[:_MOST_POINTED]
    return listed([*shown, f"{len(known) - _MOST_POINTED} more"] if len(known) > _MOST_POINTED else shown)


def _natural(name: str) -> tuple[bool, str, int, str]:
    """Deadlocks by letter and number, then everything else by name."""
    number = name[1:]
    return (
        not number.isdigit(),
        name[:1] if number.isdigit() else "",
        int(number) if number.isdigit() else 0,
        name,
    )


def headline(deadlock: Deadlock, wording: Wording) -> str:
    """A deadlock in one line: who, and on what."""
    about = wording.keys(m.keys[0] for m in deadlock.members if m.keys)
    return f"{sentence(about)}: {wording.parties(deadlock.parties)}"
