"""Units of numeric issues: what can be turned into what, exactly. A unit that is not known here fits itself only."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

_TIMES: Mapping[str, int] = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
}
_KINDS: tuple[Mapping[str, str], ...] = (
    {"days": "1", "day": "1", "hours": "1/24", "hour": "1/24", "weeks": "7", "week": "7"},
    {"years": "1", "year": "1", "months": "1/12", "month": "1/12"},
    {"km2": "1", "km²": "1", "sq km": "1", "square kilometres": "1", "square kilometers": "1", "ha": "1/100",
     "hectares": "1/100", "sq mi": "2.589988110336", "square miles": "2.589988110336", "mi2": "2.589988110336"},
    {"km": "1", "kilometres": "1", "kilometers": "1", "m": "1/1000", "metres": "1/1000", "meters": "1/1000",
     "miles": "1.609344", "mile": "1.609344", "mi": "1.609344"},
    dict.fromkeys(("personnel", "troops", "soldiers", "people", "persons", "men", "fighters"), "1"),
    dict.fromkeys(("percent", "%", "per cent", "pct"), "1"),
)  # fmt: skip
_CALENDAR = ({"days", "day", "hours", "hour", "weeks", "week"}, {"years", "year", "months", "month"})


def parted(unit: str) -> tuple[int, str]:
    """`million USD` as (1000000, "usd"); the multiplier of a bare unit is 1."""
    words, times = unit.lower().split(), 1
    while words and words[0] in _TIMES:
        times *= _TIMES[words.pop(0)]
    return times, " ".join(words)


def factor(unit: str, into: str) -> Fraction | None:
    """How many of the second unit one of the first is; None where no fixed number of them is. No unit is the second one."""
    (times, bare), (divided, target) = parted(unit), parted(into)
    rate: Fraction | None = Fraction(1) if bare in {target, ""} else None
    if rate is None:
        kind = next((k for k in _KINDS if bare in k and target in k), None)
        rate = Fraction(kind[bare]) / Fraction(kind[target]) if kind else None
    return None if rate is None else rate * times / (divided if bare else 1)


def is_unit(text: str) -> bool:
    """Whether a text is a unit that is known here, or starts one with a multiplier such as `thousand`."""
    times, bare = parted(text)
    return any(bare in kind for kind in _KINDS) or (times > 1 and not bare)


def misfit(unit: str, into: str) -> str:
    """Why a unit does not fit, and which do."""
    bare, target = parted(unit)[1], parted(into)[1]
    if (bare in _CALENDAR[0] and target in _CALENDAR[1]) or (bare in _CALENDAR[1] and target in _CALENDAR[0]):
        return f"'{unit}' has no fixed number of {into}; write {into}"
    kind = next((k for k in _KINDS if target in k), {})
    others = [u for u in kind if u != target][:4]
    return f"'{unit}' is no measure of {into}; write {', '.join([into, *others])}"
