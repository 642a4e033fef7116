"""How words lose weight with age (DESIGN §6, *Fold*: mass = basis × recency; docs/decisions/009-half-life.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.ledger.view import LedgerView
from detente.packs.model import Pack

UNDATED_RECENCY = 0.5


@dataclass(frozen=True, slots=True)
class Age:
    """How old an utterance counts as: the days from it to `until`, and the factor by which it weighs less for them.

    `until` None: it does not age. `days` None: nobody knows when it was said.
    """

    until: date | None
    days: int | None
    recency: float


FRESH = Age(None, None, 1.0)


@dataclass(frozen=True, slots=True)
class Ageing:
    """With every `half_life` in days a word weighs half; None: words do not age.

    `until` is the day to which every word ages. None: a word ages only to the day of the party's latest contrary word, so
    that nothing fades because nobody repeats it.
    """

    half_life: float | None
    until: date | None = None

    def of(self, day: date | None, contrary: date | None) -> Age:
        """The age of words of a day; `contrary` is the latest day on which the party said the contrary."""
        until = self.until or contrary
        if self.half_life is None or until is None:
            return FRESH
        if day is None:
            return Age(until, None, UNDATED_RECENCY)
        days = max(0, (until - day).days)
        return Age(until, days, float(0.5 ** (days / self.half_life)))


def ageing_of(view: LedgerView, pack: Pack) -> Ageing:
    """How words age in a view: as its moment says, else with the pack's half-life to the party's contrary words alone."""
    chosen = view.moment.half_life
    if chosen is None or chosen.of_pack:
        return Ageing(pack.half_life_days)
    return Ageing(chosen.days, day_of(view) if chosen.days is not None else None)


def day_of(view: LedgerView) -> date | None:
    """The day on which a view looks: that of its moment, else the last on which anything in it was said or published."""
    told = (day for line in view.lines for day in (line.said.latest, line.published.latest) if day)
    return view.moment.day or max(told, default=None)


def of_pack(ageing: Ageing, pack: Pack) -> bool:
    """Whether words age as the pack says: the usual way, which needs no mention."""
    return ageing == Ageing(pack.half_life_days)
