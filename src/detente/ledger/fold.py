"""The fold: a party's utterances on one key and stage as masses for and against each value (DESIGN §6, *Fold*).

Utterance u gives mass w = basis × recency to "accepts v" with probability q and to its denial with 1 − q; q is what the
stance says (1, 0 or ½), drawn towards ½ by the certainty it was said with. P = (½ + Σwq) / (1 + Σw) is the mean of the
Beta posterior under the Jeffreys prior Beta(½, ½), whose 5% and 95% bounds are its interval.
The masses of bases are a choice, with its reasons in docs/decisions/003-masses.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from detente.kernel.certainty import Interval
from detente.ledger.ageing import Age, Ageing
from detente.ledger.beta import beta_quantile
from detente.ledger.utterances import Utterance, Voice
from detente.ledger.values import Meaning
from detente.statements.record import Basis

MASS: dict[Basis, float] = {"own": 4.0, "reported": 2.0, "insider": 1.5, "counterpart": 1.0, "analyst": 1.0}
FIRM_YES, FIRM_NO = 0.6, 0.4


@dataclass(frozen=True, slots=True)
class Figure:
    """P that a party accepts a value, with its 5% and 95% bounds and the masses for and against it."""

    p: float
    low: float
    high: float
    mass_for: float
    mass_against: float

    @property
    def firm_yes(self) -> bool:
        """Whether even the 5% bound speaks for it."""
        return self.low >= FIRM_YES

    @property
    def firm_no(self) -> bool:
        """Whether even the 95% bound speaks against it."""
        return self.high <= FIRM_NO


@dataclass(frozen=True, slots=True)
class Said:
    """An utterance with what it means for the values of its key."""

    utterance: Utterance
    meaning: Meaning

    def towards(self, value: str) -> float | None:
        """1 where it accepts the value, 0 where it excludes it, ½ where it does not commit, None where it is silent on it."""
        if value in self.meaning.yes:
            return 1.0
        if value in self.meaning.no:
            return 0.0
        return 0.5 if value in self.meaning.uncommitted else None


@dataclass(frozen=True, slots=True)
class Weighed:
    """An utterance in the fold of one value: what it says of it, its age, and whether it counts or another stands for it."""

    utterance: Utterance
    towards: float
    age: Age
    counted: bool = True

    @property
    def mass(self) -> float:
        """w: the mass of its basis × its recency."""
        return MASS[self.utterance.basis] * self.age.recency

    @property
    def q(self) -> float:
        """The probability that it speaks for the value: what the stance says, drawn towards ½ by the middle of its certainty."""
        return drawn(self.towards, self.certainty.middle)

    @property
    def certainty(self) -> Interval:
        """How surely the stance was said."""
        return certainty_of(self.utterance)


def certainty_of(utterance: Utterance) -> Interval:
    """How surely a stance was said. "Unlikely to accept" is a refusal whose words count the chance of the yes."""
    told = utterance.certainty
    if utterance.stance == "reject" and told.high < 0.5:
        return Interval(round(1 - told.high, 6), round(1 - told.low, 6))
    return told


def drawn(towards: float, certainty: float) -> float:
    """What a stance says of a value (1, 0 or ½), drawn towards ½ by the certainty it was said with."""
    return 0.5 + (towards - 0.5) * certainty


def leaning(weighed: Iterable[Weighed]) -> tuple[float, float, float]:
    """P without its bounds, and the masses for and against it, to 10⁻⁶."""
    up, down = _masses((w.mass, w.q) for w in weighed if w.counted)
    a, b = _beta(up, down)
    return round(a / (a + b), 6), round(up, 6), round(down, 6)


def figure(weighted: Iterable[tuple[float, float]]) -> Figure:
    """Fold pairs (w, q) into P and its interval; no pairs give the prior."""
    up, down = _masses(weighted)
    a, b = _beta(up, down)
    return Figure(
        round(a / (a + b), 6),
        beta_quantile(0.05, a, b),
        beta_quantile(0.95, a, b),
        round(up, 6),
        round(down, 6),
    )


def _masses(weighted: Iterable[tuple[float, float]]) -> tuple[float, float]:
    pairs = list(weighted)
    return sum(w * q for w, q in pairs), sum(w * (1 - q) for w, q in pairs)


def _beta(up: float, down: float) -> tuple[float, float]:
    return round(0.5 + up, 6), round(0.5 + down, 6)


def figure_of(weighed: Iterable[Weighed]) -> Figure:
    """The figure of what counts among weighed utterances."""
    return figure((w.mass, w.q) for w in weighed if w.counted)


def fold_value(said: Sequence[Said], value: str, ageing: Ageing) -> Figure:
    """The figure of one value. An act counts once, and of reported and attributed ones a room's weightiest."""
    return figure_of(weigh(said, value, ageing))


def weigh(said: Sequence[Said], value: str, ageing: Ageing) -> tuple[Weighed, ...]:
    """The utterances that speak of a value, those for it first, the weightiest first; which of them count is marked."""
    speaking = [(s.utterance, q) for s in said if (q := s.towards(value)) is not None]
    found: list[Weighed] = []
    for stance in (1.0, 0.5, 0.0):
        contrary = max((u.day for u, other in speaking if _opposed(other, stance) and u.day), default=None)
        alike = [Weighed(u, q, ageing.of(u.day, contrary)) for u, q in speaking if q == stance]
        alike.sort(key=lambda w: (-w.mass, -abs(w.q - 0.5)))
        own: dict[object, int] = {}
        others = []
        for place, w in enumerate(alike):
            if w.utterance.voice is Voice.OWN:
                own.setdefault(w.utterance.act, place)
            else:
                others.append(place)
        rooms = _a_room_each([alike[place].utterance for place in others])
        counted = {*own.values(), *(others[i] for i in rooms)}
        found += [w if place in counted else replace(w, counted=False) for place, w in enumerate(alike)]
    return tuple(found)


def _opposed(one: float, other: float) -> bool:
    return (one - 0.5) * (other - 0.5) < 0


def independent(said: Iterable[Utterance]) -> int:
    """How many independent sources carry the utterances: acts of saying that can each be given a room of its own.

    Two acts in one room are one source, one act in two rooms is one source, and another report never lowers the count.
    """
    return len(_a_room_each(list(said)))


def _a_room_each(said: Sequence[Utterance]) -> tuple[int, ...]:
    """Places of the utterances that get a room of their own, earlier ones first (bipartite matching, Kuhn 1955)."""
    rooms: dict[object, set[str]] = {}
    first: dict[object, int] = {}
    for place, utterance in enumerate(said):
        rooms.setdefault(utterance.act, set()).update(utterance.rooms)
        first.setdefault(utterance.act, place)
    held_by: dict[str, object] = {}

    def seat(act: object, tried: set[str]) -> bool:
        for room in sorted(rooms[act] - tried):
            tried.add(room)
            if room not in held_by or seat(held_by[room], tried):
                held_by[room] = act
                return True
        return False

    return tuple(place for act, place in first.items() if seat(act, set()))
