"""The fold: a party's utterances on one key and stage as masses for and against each value (DESIGN §6, *Fold*).

Utterance u gives mass w = basis × recency to "accepts v" with probability q and to its denial with 1 − q; q is what the
stance says (1, 0 or ½), drawn towards ½ by the certainty it was said with. P = (½ + Σwq) / (1 + Σw) is the mean of the
Beta posterior under the Jeffreys prior Beta(½, ½), whose 5% and 95% bounds are its interval.
The masses of bases are a choice, with its reasons in docs/decisions/003-masses.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.ledger.beta import beta_quantile
from detente.ledger.utterances import Utterance, Voice
from detente.ledger.values import Meaning
from detente.statements.record import Basis

MASS: dict[Basis, float] = {"own": 4.0, "reported": 2.0, "insider": 1.5, "counterpart": 1.0, "analyst": 1.0}
FIRM_YES, FIRM_NO = 0.6, 0.4
_UNDATED_RECENCY = 0.5


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


def figure(weighted: Iterable[tuple[float, float]]) -> Figure:
    """Fold pairs (w, q) into P and its interval; no pairs give the prior."""
    pairs = list(weighted)
    up = sum(w * q for w, q in pairs)
    down = sum(w * (1 - q) for w, q in pairs)
    a, b = round(0.5 + up, 6), round(0.5 + down, 6)
    return Figure(
        round(a / (a + b), 6),
        beta_quantile(0.05, a, b),
        beta_quantile(0.95, a, b),
        round(up, 6),
        round(down, 6),
    )


def fold_value(said: Sequence[Said], value: str, *, half_life_days: float) -> Figure:
    """The figure of one value. An act counts once, and of reported and attributed ones a room's weightiest."""
    speaking = [(s.utterance, q) for s in said if (q := s.towards(value)) is not None]
    masses: list[tuple[float, float]] = []
    for stance in (1.0, 0.5, 0.0):
        weighed = [
            (
                MASS[u.basis] * _recency(u, (q, speaking), half_life_days),
                0.5 + (q - 0.5) * u.certainty.middle,
                u,
            )
            for u, q in speaking
            if q == stance
        ]
        weighed.sort(key=lambda w: (-w[0], -abs(w[1] - 0.5)))
        own = {w[2].act: w for w in reversed(weighed) if w[2].voice is Voice.OWN}
        others = [w for w in weighed if w[2].voice is not Voice.OWN]
        chosen = set(_a_room_each([w[2] for w in others]))
        masses += [w[:2] for w in (*own.values(), *(w for i, w in enumerate(others) if i in chosen))]
    return figure(masses)


def _recency(
    utterance: Utterance, among: tuple[float, Sequence[tuple[Utterance, float]]], half_life: float
) -> float:
    """1, unless the party later said the contrary: then it halves with every half-life in between. Undated words halve once."""
    q, others = among
    contrary = [u.day for u, other in others if (other - 0.5) * (q - 0.5) < 0 and u.day]
    if not contrary:
        return 1.0
    if utterance.day is None:
        return _UNDATED_RECENCY
    age = (max(contrary) - utterance.day).days
    return float(0.5 ** (age / half_life)) if age > 0 else 1.0


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
