"""Cycles of links: each waits for the other, and nobody can go first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.links import Link
from detente.ledger.utterances import VOICES, Voice
from detente.ledger.values import stands_for
from detente.packs.model import Pack

_CEASEFIRE = "cf"


@dataclass(frozen=True, slots=True)
class Step:
    """A party makes a matter wait for an issue, by one or more links; None stands for all the rest that is to be settled."""

    party: str
    what: Key | None
    on_issue: str | None
    links: tuple[Link, ...]

    @property
    def voice(self) -> Voice:
        """The strongest voice that says so."""
        return min((link.voice for link in self.links), key=VOICES.index)

    @property
    def order(self) -> tuple[str, str, str]:
        """By party and matter."""
        return self.party, str(self.what or ""), self.on_issue or ""


@dataclass(frozen=True, slots=True)
class Cycle:
    """Steps of which each waits for the next and the last for the first; it begins with the first in the order of steps.

    `fits`: no step asks for an outcome other than the one the next would give; else they speak of the same matters only.
    `together`: each asks for just what the next would give, and nobody asks to be served first; taken together, the steps
    would meet every condition of the cycle.
    """

    steps: tuple[Step, ...]
    fits: bool
    together: bool

    @property
    def parties(self) -> tuple[str, ...]:
        """Who waits, each once, in the order of the steps."""
        return tuple(dict.fromkeys(s.party for s in self.steps))

    @property
    def voice(self) -> Voice:
        """The weakest voice it rests on."""
        return max((s.voice for s in self.steps), key=VOICES.index)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line it rests on, once."""
        return tuple(dict.fromkeys(line for s in self.steps for link in s.links for line in link.lines))


def cycles(links: Iterable[Link], pack: Pack, *, longest: int = 4) -> tuple[Cycle, ...]:
    """Every smallest cycle of at most `longest` steps, shortest first, each told once whatever its start."""
    steps = sorted(_steps(links, pack), key=lambda s: s.order)
    after = {s: tuple(t for t in steps if _waits_for(s, t)) for s in steps}
    found = [path for start in steps for path in _paths((start,), after, longest)]
    found.sort(key=lambda path: (len(path), [s.order for s in path]))
    smallest: list[tuple[Step, ...]] = []
    for path in found:
        if not any(set(other) <= set(path) for other in smallest):
            smallest.append(path)
    return tuple(_cycle(path, pack) for path in smallest)


def _steps(links: Iterable[Link], pack: Pack) -> Iterator[Step]:
    """The links that stand, by what waits for what. A mediator who proposes an order of steps waits for nothing by it."""
    together: dict[tuple[str, Key | None, str | None], list[Link]] = {}
    for link in links:
        wide = link.what is None or link.on is None
        if link.stands and (not wide or link.party in pack.belligerents):
            together.setdefault((link.party, link.what, link.on_issue), []).append(link)
    return (Step(*name, tuple(members)) for name, members in together.items())


def _waits_for(step: Step, other: Step) -> bool:
    """Whether what a step waits for is what the other makes wait."""
    if other.what is not None and other.what == step.what:
        return False
    if step.on_issue is None:
        return other.what is None or other.what.domain != _CEASEFIRE
    if other.what is None:
        return not step.on_issue.startswith(f"{_CEASEFIRE}.")
    return other.what.issue == step.on_issue


def _paths(
    path: tuple[Step, ...], after: Mapping[Step, Sequence[Step]], longest: int
) -> Iterator[tuple[Step, ...]]:
    """Closed paths of two steps and more that begin with their first step and pass no step or matter twice."""
    if len(path) > 1 and path[0] in after[path[-1]]:
        yield path
    if len(path) < longest:
        passed = {s.what for s in path}
        for following in after[path[-1]]:
            if following.order > path[0].order and following.what not in passed:
                yield from _paths((*path, following), after, longest)


def _cycle(path: tuple[Step, ...], pack: Pack) -> Cycle:
    met = [_meets(step, path[(i + 1) % len(path)], pack) for i, step in enumerate(path)]
    first = any(link.first for step in path for link in step.links)
    return Cycle(path, all(m is not False for m in met), all(met) and not first)


def _meets(step: Step, other: Step, pack: Pack) -> bool | None:
    """Whether an outcome that a step asks for is one that the other would give; None where either names none."""
    if step.on_issue is None or other.what is None:
        return None
    leaf = pack.leaves.get(step.on_issue)
    asked = [link.on[1] for link in step.links if link.on]
    given = [link.option for link in other.links]
    if leaf is None or None in asked or None in given:
        return None
    return any(set(stands_for(leaf, a or "")) & set(stands_for(leaf, g or "")) for a in asked for g in given)
