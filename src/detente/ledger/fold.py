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
    return Figure(round(a / (a + b), 6), beta_quantile(0.05, a, b), beta_quantile(0.95, a, b), round(up, 6), round(down, 6))


def fold_value(said: Sequence[Said], value: str, *, half_life_days: float) -> Figure:
    """The figure of one value. Attributed and reported words count once for each room, their weightiest."""
    speaking = [(s.utterance, q) for s in said if (q := s.towards(value)) is not None]
    masses: dict[object, tuple[float, float]] = {}
    for utterance, q in speaking:
        weight = MASS[utterance.basis] * _recency(utterance, (q, speaking), half_life_days)
        drawn = 0.5 + (q - 0.5) * utterance.certainty.middle
        room: object = (min(utterance.rooms), q) if utterance.voice is not Voice.OWN else utterance
        if weight > masses.get(room, (0.0, 0.0))[0]:
            masses[room] = (weight, drawn)
    return figure(masses.values())


def _recency(utterance: Utterance, among: tuple[float, Sequence[tuple[Utterance, float]]], half_life: float) -> float:
    """1, unless the party later said the contrary: then it halves with every half-life in between. Undated words halve once."""
    q, others = among
    contrary = [u.day for u, other in others if (other - 0.5) * (q - 0.5) < 0 and u.day and u.said.earliest]
    if not contrary:
        return 1.0
    if utterance.day is None:
        return _UNDATED_RECENCY
    age = (max(contrary) - utterance.day).days
    return float(0.5 ** (age / half_life)) if age > 0 else 1.0


def independent(said: Iterable[Utterance]) -> int:
    """How many independent sources carry the utterances: utterances first, then stories, then rooms."""
    rooms: list[frozenset[str]] = []
    for utterance in said:
        reached = utterance.rooms
        touching = [r for r in rooms if r & reached]
        rooms = [r for r in rooms if not r & reached]
        rooms.append(reached.union(*touching))
    return len(rooms)
