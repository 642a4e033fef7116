"""The queue: waiting lines in the order in which a decision on them matters most to the results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from detente.bargaining.results import StageResults
from detente.bargaining.wording import key_label
from detente.desk.project import Budget, Project, answer, history_of
from detente.kernel.problems import Problem
from detente.ledger.agenda import Key
from detente.ledger.entries import ReviewAction
from detente.ledger.influence import CellChange, Told, influences, uncertainty
from detente.ledger.rereading import Again, read_again
from detente.ledger.reviewing import ReviewedLine, standing
from detente.ledger.view import Moment, view
from detente.packs.model import Pack, Stage

_FINE = 9  # digits that count in the order
_DECIDED = {
    ReviewAction.ACCEPT: "accepted",
    ReviewAction.REJECT: "rejected",
    ReviewAction.EDIT: "corrected it to",
    ReviewAction.ADD: "added",
    ReviewAction.SPLIT: "split",
    ReviewAction.MERGE: "merged",
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """A change of a cell, and whether the cell is part of a deadlock when all waiting lines count."""

    change: CellChange
    in_deadlock: bool

    @property
    def weight(self) -> float:
        """How much it adds to influence: its size, twice in a deadlock."""
        return self.change.size * (2 if self.in_deadlock else 1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line that waits for review: what a decision would change, how unsure the reader is, what was decided before.

    `counts`: it enters results as it is, so that a rejection is what would change them; else an acceptance.
    """

    line: ReviewedLine
    counts: bool
    weighed: tuple[Weighed, ...]
    again: Again | None

    @property
    def influence(self) -> float:
        """How much a decision could change: the sum over the cells."""
        return round(sum(one.weight for one in self.weighed), _FINE)

    @property
    def uncertainty(self) -> float:
        """How unsure the reader is, in bits."""
        return round(uncertainty(self.line.statement.confidence), _FINE)

    @property
    def priority(self) -> float:
        """Influence × uncertainty."""
        return round(self.influence * self.uncertainty, _FINE)


@dataclass(frozen=True, slots=True)
class Queue:
    """Waiting lines, those that matter most first; `problems` tell where the search for deadlocks was cut off."""

    waiting: tuple[Waiting, ...]
    problems: tuple[Problem, ...]


def queue(project: Project, budget: Budget, *, told: Told = lambda *_: None) -> Queue:
    """The lines that wait, by influence × uncertainty, then influence, then uncertainty, then the order of entry."""
    history = history_of(project)
    reviewed = standing(history.entries, history.reviews)
    entered = {entry.statement.id: entry.statement for entry in history.entries}
    again = {a.line.original_id: a for a in read_again(reviewed.lines.values(), entered, history.reviews)}
    everything = answer(project, Moment(include_unreviewed=True), budget)
    binding = _binding(everything.stages.values())
    found = [
        Waiting(
            reviewed.lines[one.line.original_id],
            one.counts,
            tuple(Weighed(c, (c.party, c.key, c.stage) in binding) for c in one.changes),
            again.get(one.line.original_id),
        )
        for one in influences(view(history, Moment()), project.pack, told=told)
    ]
    asked = [one for one in found if one.again is None or not one.again.repeats]
    asked.sort(key=lambda one: (-one.priority, -one.influence, -one.uncertainty))
    cut = tuple(
        p for results in everything.stages.values() for p in results.problems if p.code == "truncated"
    )
    return Queue(tuple(asked), cut)


def _binding(stages: Iterable[StageResults]) -> set[tuple[str, Key, Stage]]:
    """Every party, matter and stage whose position is part of a deadlock."""
    return {
        (member.party, key, results.stage)
        for results in stages
        for lock in results.deadlocks
        for member in lock.members
        for key in member.keys
    }


def reasons(waiting: Waiting, pack: Pack, *, reader: str | None = None) -> tuple[str, ...]:
    """Why a line stands where it does, in words; `reader` is who reads them."""
    decision = "rejecting" if waiting.counts else "accepting"
    stages: dict[tuple[str, str], list[str]] = {}
    for one in sorted(waiting.weighed, key=lambda one: -one.weight):
        stages.setdefault(_change(one, pack), []).append(one.change.stage)
    told = [
        f"{decision} it would change: {where}, {' and '.join(many)}, {what}"
        for (where, what), many in stages.items()
    ]
    if not told:
        told = ["it changes no position"]
    return ((_before(waiting.again, reader),) if waiting.again else ()) + tuple(told)


def _change(one: Weighed, pack: Pack) -> tuple[str, str]:
    """Where a decision would change something, and what."""
    change = one.change
    where = f"{pack.party_name(change.party)} on {key_label(pack, change.key)} [{change.key}]"
    what = f"by {change.size:.2f} in how sure “{change.now}” is"
    if change.now is not change.then:
        what = f"from “{change.now}” to “{change.then}”"
    elif change.size == 1:
        what = f"in what it excludes (“{change.now}” as before)"
    return where, what + (" (in a deadlock)" if one.in_deadlock else "")


def _before(again: Again, reader: str | None) -> str:
    """What the reader says now, and what was decided."""
    newest = again.decided.reviews[-1]
    who = "you" if newest.reviewer == reader else newest.reviewer
    return (
        f"the reader now says {in_short(again.line)}; {who} {_DECIDED[newest.action]} {in_short(again.decided)} "
        f"on {newest.at:%Y-%m-%d}"
    )


def in_short(line: ReviewedLine) -> str:
    """Who holds what, on one line: `veldora: demand terr.status = none`."""
    s = line.statement
    stance = s.stance or s.kind
    instance = f"[{s.instance}]" if s.instance else ""
    return f"“{s.holder or 'nobody named'}: {stance} {s.issue}{instance}" + (
        f" = {s.option}”" if s.option else "”"
    )
