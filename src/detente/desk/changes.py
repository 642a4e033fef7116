"""What changed, what does not agree, and what is made to wait for what: asked of a project at a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from detente.desk.names import known_party, matters
from detente.desk.project import Answer, Project, held
from detente.kernel.certainty import Scale
from detente.ledger.agenda import Key
from detente.ledger.contradictions import Contradiction
from detente.ledger.contradictions import contradictions as contradictions_in
from detente.ledger.cycles import Cycle
from detente.ledger.linkage import Linkage
from detente.ledger.linkage import linkage as linkage_in
from detente.ledger.links import Link
from detente.ledger.nearness import Nearness
from detente.ledger.raised import Silence, raised
from detente.ledger.shifts import Dating, Shift, shift_order
from detente.ledger.shifts import shifts as shifts_in
from detente.ledger.view import Moment
from detente.packs.model import Pack

T = TypeVar("T")
_About = Callable[[T], tuple[Iterable[str], Iterable[Key]]]


@dataclass(frozen=True, slots=True)
class Only:
    """What an answer is narrowed to: one party, one issue (`terr`, `terr.status`, `terr.status[isle]`); None is all."""

    party: str | None = None
    issue: str | None = None


ALL = Only()


def shifts(
    project: Project,
    moment: Moment,
    *,
    only: Only = ALL,
    dating: Dating | None = None,
    silence: Silence | None = None,
) -> tuple[Answer, tuple[Shift, ...]]:
    """Every shift of a party by date: moves, reversals, new and dropped issues. Raises UnknownName."""
    dating = dating or Dating()
    answer, pack = held(project, moment, scale=dating.scale), project.pack
    moved = shifts_in(answer.view, pack, dating)
    silent = raised(answer.view, pack, silence=silence, dating=dating)
    every = sorted((*moved, *silent), key=shift_order)
    return answer, _chosen(every, lambda s: ((s.party,), (s.key,)), (only, answer, pack))


def contradictions(
    project: Project,
    moment: Moment,
    *,
    only: Only = ALL,
    near: Nearness | None = None,
    scale: Scale = Scale.ICD203,
) -> tuple[Answer, tuple[Contradiction, ...]]:
    """What is said of a party at one time and cannot both hold. Raises UnknownName."""
    answer, pack = held(project, moment, scale=scale), project.pack
    every = contradictions_in(answer.view, pack, near=near, scale=scale)
    return answer, _chosen(every, lambda c: ((c.party,), (c.key,)), (only, answer, pack))


def linkage(
    project: Project, moment: Moment, *, only: Only = ALL, longest: int = 4, scale: Scale = Scale.ICD203
) -> tuple[Answer, Linkage]:
    """Who makes what depend on what, and where each waits for the other. Raises UnknownName."""
    answer, pack = held(project, moment, scale=scale), project.pack
    every = linkage_in(answer.view, pack, longest=longest, scale=scale)
    setting = only, answer, pack
    chosen = _chosen(every.links, lambda x: ((x.party, *x.asked_of), _matters_of(x)), setting)
    cycles = _chosen(every.cycles, _of_cycle, setting)
    return answer, Linkage(chosen, cycles)


def _matters_of(link: Link) -> tuple[Key, ...]:
    return tuple(k for k in (link.what, Key(link.on_issue) if link.on_issue else None) if k)


def _of_cycle(cycle: Cycle) -> tuple[Iterable[str], Iterable[Key]]:
    return cycle.parties, [k for s in cycle.steps for x in s.links for k in _matters_of(x)]


def _chosen(every: Sequence[T], about: _About[T], setting: tuple[Only, Answer, Pack]) -> tuple[T, ...]:
    """Those that are about the party and the issue asked for; raises UnknownName."""
    only, answer, pack = setting
    of = [about(x) for x in every]
    if only.party is not None:
        known_party(pack, only.party, (*(p.party for p in answer.shown), *(p for ps, _ in of for p in ps)))
    keys = None
    if only.issue is not None:
        keys = matters(pack, only.issue, (*(p.key for p in answer.shown), *(k for _, ks in of for k in ks)))
    return tuple(
        x
        for x, (parties, matter) in zip(every, of, strict=True)
        if (only.party is None or only.party in parties) and (keys is None or any(k in keys for k in matter))
    )
