"""Estimative words as intervals of probability, by named scales.

Sources: ICD 203, *Analytic Standards* (US Director of National Intelligence, 2015), section D.6.e(2)(a);
*Professional Head of Intelligence Assessment (PHIA) Probability Yardstick* (UK, 2018); NATO AJP-2 (2016), estimative language.
Words outside a scale fall back on ranges that readers gave in surveys (`READERS`: rounded middle halves after
Wallsten and others 1986 and Mosteller and Youtz 1990; figures recalled, so they are wide).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Scale(StrEnum):
    """The named scales; which one is used is a setting."""

    ICD203 = "icd203"
    PHIA = "phia"
    NATO = "nato"


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of probability."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """The midpoint, used where one number is needed."""
        return (self.low + self.high) / 2


CERTAIN = Interval(1.0, 1.0)

_ICD203: Mapping[str, Interval] = {
    "almost no chance": Interval(0.01, 0.05),
    "remote": Interval(0.01, 0.05),
    "very unlikely": Interval(0.05, 0.20),
    "highly improbable": Interval(0.05, 0.20),
    "highly unlikely": Interval(0.05, 0.20),
    "unlikely": Interval(0.20, 0.45),
    "improbable": Interval(0.20, 0.45),
    "roughly even chance": Interval(0.45, 0.55),
    "roughly even odds": Interval(0.45, 0.55),
    "likely": Interval(0.55, 0.80),
    "probable": Interval(0.55, 0.80),
    "probably": Interval(0.55, 0.80),
    "very likely": Interval(0.80, 0.95),
    "highly likely": Interval(0.80, 0.95),
    "highly probable": Interval(0.80, 0.95),
    "almost certain": Interval(0.95, 0.99),
    "almost certainly": Interval(0.95, 0.99),
    "nearly certain": Interval(0.95, 0.99),
}
_PHIA: Mapping[str, Interval] = {
    "remote chance": Interval(0.0, 0.05),
    "highly unlikely": Interval(0.10, 0.20),
    "unlikely": Interval(0.25, 0.35),
    "realistic possibility": Interval(0.40, 0.50),
    "likely": Interval(0.55, 0.75),
    "probable": Interval(0.55, 0.75),
    "probably": Interval(0.55, 0.75),
    "highly likely": Interval(0.80, 0.90),
    "almost certain": Interval(0.95, 1.0),
    "almost certainly": Interval(0.95, 1.0),
}
_NATO: Mapping[str, Interval] = {
    "highly unlikely": Interval(0.0, 0.10),
    "unlikely": Interval(0.10, 0.40),
    "even chance": Interval(0.40, 0.60),
    "likely": Interval(0.60, 0.90),
    "probable": Interval(0.60, 0.90),
    "probably": Interval(0.60, 0.90),
    "highly likely": Interval(0.90, 1.0),
}
SCALES: Mapping[Scale, Mapping[str, Interval]] = {Scale.ICD203: _ICD203, Scale.PHIA: _PHIA, Scale.NATO: _NATO}

READERS: Mapping[str, Interval] = {
    "may": Interval(0.2, 0.7),
    "might": Interval(0.2, 0.6),
    "could": Interval(0.2, 0.7),
    "can": Interval(0.3, 0.8),
    "possible": Interval(0.2, 0.6),
    "possibly": Interval(0.2, 0.6),
    "potentially": Interval(0.2, 0.6),
    "potential": Interval(0.2, 0.6),
    "perhaps": Interval(0.2, 0.6),
    "maybe": Interval(0.2, 0.6),
    "speculative": Interval(0.05, 0.3),
    "slim": Interval(0.05, 0.2),
    "doubtful": Interval(0.1, 0.3),
    "risks": Interval(0.2, 0.6),
    "would": Interval(0.6, 0.95),
    "will": Interval(0.8, 1.0),
    "expected": Interval(0.6, 0.9),
    "believed": Interval(0.5, 0.9),
    "reportedly": Interval(0.5, 0.9),
    "appears": Interval(0.5, 0.85),
    "appear": Interval(0.5, 0.85),
    "seems": Interval(0.5, 0.85),
    "seem": Interval(0.5, 0.85),
    "suggest": Interval(0.4, 0.8),
    "suggests": Interval(0.4, 0.8),
    "indicate": Interval(0.5, 0.85),
    "indicates": Interval(0.5, 0.85),
    "arguably": Interval(0.4, 0.8),
    "clearly": Interval(0.85, 1.0),
    "most likely": Interval(0.55, 0.9),
}
_NEGATIONS = re.compile(r"\b(not|no|never|hardly)\b")


def interval_of(words: str | None, scale: Scale) -> Interval:
    """The interval that estimative words stand for on a scale; None means asserted flatly. Unknown words give [0, 1]."""
    if words is None:
        return CERTAIN
    folded = " ".join(words.lower().split())
    table = next((t for t in (SCALES[scale], READERS) if _longest(folded, t)), None)
    if table is None:
        return Interval(0.0, 1.0)
    entry = _longest(folded, table)
    found = table[entry]
    denied = _NEGATIONS.search(folded.replace(entry, " "))  # the "no" of "almost no chance" denies nothing
    return Interval(1 - found.high, 1 - found.low) if denied else found


def _longest(words: str, table: Mapping[str, Interval]) -> str:
    """The longest entry of the table that stands in the words; an empty string where none does."""
    standing = (entry for entry in table if re.search(rf"\b{re.escape(entry)}\b", words))
    return max(standing, key=len, default="")
