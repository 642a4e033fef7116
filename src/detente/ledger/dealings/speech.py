"""What was said by or for a party itself: utterances that count as its dealing, and those said in one breath."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from detente.kernel.dates import When
from detente.ledger.agenda import on_agenda
from detente.ledger.entries import Line
from detente.ledger.positions import stages_of
from detente.ledger.utterances import Utterance, utterances
from detente.ledger.view import LedgerView
from detente.packs.model import Pack, Stage

DEADLINE, PRESSURE = "proc.deadline", "econ.pressure"
NO_TERM = frozenset(
    {DEADLINE, PRESSURE}
)  # they stand in the calendar and among the levers, and are put to nobody
_ONE_BREATH = 400  # code points between the words of one offer in a report


@dataclass(frozen=True, slots=True)
class FirstHand:
    """An utterance that is the party's dealing: not what an expert or a writer thinks that it wants."""

    utterance: Utterance

    @property
    def when(self) -> When:
        """When it was said."""
        return self.utterance.said

    @property
    def target(self) -> str | None:
        """Who is asked to act, where a line names somebody."""
        return next((x.statement.target for x in self.utterance.lines if x.statement.target), None)

    @property
    def stage(self) -> Stage | None:
        """The deal it belongs to; None where the words do not tell."""
        found = stages_of(self.utterance)
        return found[0] if len(found) == 1 else None

    @property
    def is_term(self) -> bool:
        """Whether it can be a term of an offer."""
        return self.utterance.key.issue not in NO_TERM

    @property
    def docs(self) -> frozenset[str]:
        """The reports that carry it."""
        return frozenset(line.statement.doc for line in self.utterance.lines)


def first_hand(view: LedgerView, pack: Pack) -> tuple[FirstHand, ...]:
    """What parties themselves put, asked or answered, by the lines that count; experts' readings are left out."""
    spoken, _ = utterances(view.counted, pack)
    return tuple(FirstHand(u) for u in spoken if u.basis != "analyst" and on_agenda(pack.leaf(u.key.issue)))


def together(spoken: Iterable[FirstHand]) -> tuple[tuple[FirstHand, ...], ...]:
    """What a party put in one breath (one day, one deal, one passage of a report) is one offer of several terms."""
    occasions: dict[tuple[object, ...], list[list[FirstHand]]] = {}
    for one in spoken:
        occasion = (one.utterance.party, one.stage, one.when.isoformat())
        groups = occasions.setdefault(occasion, [])
        joined = [one]
        apart = []
        for group in groups:
            if any(near(one, other, _ONE_BREATH) for other in group):
                joined = [*group, *joined]
            else:
                apart.append(group)
        occasions[occasion] = [*apart, joined]
    return tuple(tuple(group) for groups in occasions.values() for group in groups)


def near(one: FirstHand, other: FirstHand, reach: int) -> bool:
    """Whether two utterances stand within so many code points of each other in some report."""
    return any(lines_near(x, y, reach) for x in one.utterance.lines for y in other.utterance.lines)


def lines_near(one: Line, other: Line, reach: int) -> bool:
    """Whether two lines stand within so many code points of each other in one report."""
    a, b = one.statement, other.statement
    return a.doc == b.doc and a.span.start - b.span.end <= reach and b.span.start - a.span.end <= reach
