"""The strict reading, the second policy: what a party last said in its own voice, and nothing else (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.ledger.fold import Said
from detente.ledger.utterances import Utterance, Voice


class LeftOut(StrEnum):
    """Why the strict reading does not take an utterance."""

    REPLACED = "replaced by later words of its own"
    NOT_OWN = "not in its own voice"
    UNDATED = "undated: it may be older than the latest"


@dataclass(frozen=True, slots=True)
class StrictReading:
    """What a party said on the last day on which it is known to have spoken of a matter in its own voice.

    It excludes and takes what these words say, firmly or not; values that they both take and exclude, and all others, it leaves
    open. `left_out` are the other utterances of the position, each with the reason.
    """

    day: date
    latest: tuple[Utterance, ...]
    excluded: frozenset[str]
    taken: frozenset[str]
    demanded: frozenset[str]
    left_out: tuple[tuple[Utterance, LeftOut], ...]

    @property
    def contrary(self) -> bool:
        """Whether the words of that one day are for and against the same."""
        stances: dict[str | None, set[bool]] = {}
        for u in self.latest:
            if u.stance != "hedge":
                stances.setdefault(u.option, set()).add(u.stance == "reject")
        return any(len(sides) > 1 for sides in stances.values())


def strict_reading(said: Sequence[Said]) -> StrictReading | None:
    """The strict reading of a position; None where the party is not heard in its own voice on a known day."""
    dated = [s for s in said if s.utterance.voice is Voice.OWN and s.utterance.day]
    day = max((s.utterance.day for s in dated if s.utterance.day), default=None)
    if day is None:
        return None
    latest = [s for s in dated if s.utterance.day == day]
    no = frozenset(v for s in latest for v in s.meaning.no)
    yes = frozenset(v for s in latest for v in s.meaning.yes)
    taken = {s.utterance for s in latest}
    return StrictReading(
        day,
        tuple(s.utterance for s in latest),
        no - yes,
        yes - no,
        frozenset(v for s in latest for v in s.meaning.demanded),
        tuple((s.utterance, _why(s.utterance)) for s in said if s.utterance not in taken),
    )


def _why(utterance: Utterance) -> LeftOut:
    if utterance.voice is not Voice.OWN:
        return LeftOut.NOT_OWN
    return LeftOut.REPLACED if utterance.day else LeftOut.UNDATED
