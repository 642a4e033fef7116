"""What each side has held hardest: the order of one party's own demands, and nobody else's (DESIGN §6, *Moves*).

The order rests on the party's own record: in whose words, on how many occasions, hedged or not, moved on before or not, and
on what is said of its priorities. Parties are never set against each other by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from detente.bargaining.constraints.model import STRENGTHS, Group, Role, StageProblem, Strength
from detente.kernel.dates import parse_when
from detente.kernel.errors import BadDate
from detente.ledger.entries import Line
from detente.ledger.positions import Position
from detente.ledger.shifts import Shift
from detente.ledger.turning import Direction
from detente.ledger.utterances import Utterance
from detente.packs.model import Event, Pack, Stage
from detente.statements.rules.comparisons import lesser_first

_LONGEST_WINDOW_DAYS = 60  # a move that can have come about in a longer time is set beside no event


@dataclass(frozen=True, slots=True)
class Past:
    """A move that the party has made on the matter before, and the pack's events in the days in which it came about."""

    shift: Shift
    events: tuple[Event, ...]

    @property
    def gave(self) -> bool:
        """Whether it was no hardening."""
        return self.shift.direction is not Direction.HARDENED


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is said of a party's priorities: that one matter counts less for it than another. `own`: it says so itself."""

    lesser: str
    greater: str
    own: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """One demand of a party, with all that says how hard it is held.

    `rank` counts from 1, what is held hardest; demands that nothing tells apart share one. `occasions`: on how many (one
    speaker on one day is one). `hedged`: some of these words were hedged or on conditions.
    """

    party: str
    stage: Stage
    group: Group
    rank: int
    occasions: int
    hedged: bool
    past: tuple[Past, ...]
    weighed: tuple[Weighed, ...]

    @property
    def repeated(self) -> bool:
        """Whether it was held on more than one occasion."""
        return self.occasions > 1

    @property
    def moved(self) -> bool:
        """Whether the party has given way on the matter before."""
        return any(p.gave for p in self.past)

    @property
    def firmness(self) -> tuple[int, bool, bool, bool, bool]:
        """Hardest first: in its own words, firmly, repeatedly, without hedging, never moved."""
        return (
            STRENGTHS.index(self.group.strength),
            not self.group.firm,
            not self.repeated,
            self.hedged,
            self.moved,
        )

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line it rests on, once."""
        more = (line for p in self.past for line in p.shift.lines)
        return tuple(dict.fromkeys((*self.group.lines, *more, *(x for w in self.weighed for x in w.lines))))


@dataclass(frozen=True, slots=True)
class Record:
    """A party's record beside what it holds: positions, changes over time, and all lines in view."""

    positions: Sequence[Position]
    shifts: Sequence[Shift]
    lines: Sequence[Line]


def holdings(problem: StageProblem, record: Record, pack: Pack) -> tuple[Holding, ...]:
    """The demands of every party that binds in a stage: parties by name, in each the one held hardest first."""
    found: list[Holding] = []
    mine = [g for g in problem.groups if g.role in {Role.SIGNATORY, Role.PROVIDER} and g.lines]
    for party in sorted({g.party for g in mine}):
        weighed = _weighed(party, record.lines)
        held = [_holding(g, problem.stage, (record, pack, weighed)) for g in mine if g.party == party]
        found += _ranked(held, weighed)
    return tuple(found)


def _holding(group: Group, stage: Stage, setting: tuple[Record, Pack, Sequence[Weighed]]) -> Holding:
    record, pack, weighed = setting
    resting = set(group.lines)
    said = [
        u
        for p in record.positions
        if p.party == group.party and p.stage == stage and p.key in group.keys
        for u in p.utterances
        if resting & set(u.lines)
    ]
    issues = {k.issue for k in group.keys}
    return Holding(
        group.party,
        stage,
        group,
        1,
        len({(*u.act[:4], u.act[-1]) for u in said}),
        group.strength is Strength.ASKED or any(_hedged(u) for u in said),
        tuple(_past(group, stage, (record.shifts, pack))),
        tuple(w for w in weighed if issues & {w.lesser, w.greater}),
    )


def _hedged(utterance: Utterance) -> bool:
    return utterance.stance == "hedge" or utterance.conditional or utterance.certainty.middle < 1


def _past(group: Group, stage: Stage, setting: tuple[Sequence[Shift], Pack]) -> Iterator[Past]:
    shifts, pack = setting
    for shift in shifts:
        if shift.party == group.party and shift.key in group.keys and shift.stage in {None, stage}:
            yield Past(shift, tuple(_meanwhile(shift, pack)))


def _meanwhile(shift: Shift, pack: Pack) -> Iterator[Event]:
    """Events of the pack in the days in which a shift came about: what it came after, not what brought it about."""
    if shift.after is None or shift.by - shift.after > timedelta(days=_LONGEST_WINDOW_DAYS):
        return
    for event in pack.events.values():
        try:
            when = parse_when(event.date)
        except BadDate:
            continue
        if when.earliest and when.latest and shift.after <= when.earliest and when.latest <= shift.by:
            yield event


def _weighed(party: str, lines: Iterable[Line]) -> tuple[Weighed, ...]:
    """What is said of a party's priorities, by the party itself first; only where the words tell which counts less."""
    found: dict[tuple[str, str, bool], list[Line]] = {}
    for line in lines:
        s = line.statement
        if s.holder != party or s.about is None or len(s.about) != 2 or s.kind in {"event", "forecast"}:
            continue
        order = lesser_first(s.evidence)
        if order is not None:
            lesser, greater = s.about if order else s.about[::-1]
            found.setdefault((lesser, greater, s.basis == "own"), []).append(line)
    told = [Weighed(*said, lines=tuple(each)) for said, each in found.items()]
    return tuple(sorted(told, key=lambda w: (not w.own, w.lesser, w.greater)))


def _ranked(held: Sequence[Holding], weighed: Sequence[Weighed]) -> list[Holding]:
    """By what the party itself says of its priorities, then by firmness, then by what others say of them."""
    left = sorted(held, key=lambda h: (h.firmness, [str(k) for k in h.group.keys], h.group.id))
    own, others = ([w for w in weighed if w.own is mine] for mine in (True, False))
    found: list[Holding] = []
    rank = 0
    while left:
        free = [h for h in left if not any(_less(h, o, own) for o in left)] or left
        best = min(h.firmness for h in free)
        alike = [h for h in free if h.firmness == best]
        first = [h for h in alike if not any(_less(h, o, others) for o in alike)] or alike
        rank += 1
        found += [replace(h, rank=rank) for h in first]
        left = [h for h in left if h not in first]
    return found


def _less(one: Holding, other: Holding, weighed: Sequence[Weighed]) -> bool:
    """Whether somebody says that one demand counts less than another, and nobody there says the reverse."""
    mine, theirs = ({k.issue for k in h.group.keys} for h in (one, other))
    less = any(w.lesser in mine and w.greater in theirs for w in weighed)
    more = any(w.lesser in theirs and w.greater in mine for w in weighed)
    return less and not more
