"""A position reckoned again from what `positions --explain --json` prints, by the rules of docs/positions.md alone.

Nothing here calls the fold: the sums, the Beta distribution and the decisions are written a second time.
"""

from __future__ import annotations

from datetime import date
from math import exp, lgamma, log
from typing import Any

MASSES = {"own": 4.0, "reported": 2.0, "insider": 1.5, "counterpart": 1.0, "analyst": 1.0}
VOICES = ["in its own words", "reported", "attributed"]
CLOSE = 1e-6


def below(x: float, a: float, b: float) -> float:
    """P(X ≤ x) of a Beta distribution by the series of Abramowitz and Stegun 26.5.4."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - below(1 - x, b, a)
    term, total = 1.0, 1.0
    for n in range(3000):
        term *= (a + b + n) / (a + 1 + n) * x
        total += term
        if term < 1e-16 * total:
            break
    return exp(a * log(x) + b * log(1 - x) + lgamma(a + b) - lgamma(a) - lgamma(b)) * total / a


def reckon_again(position: dict[str, Any]) -> None:
    """Check every number and every decision of an explained position; an AssertionError names what does not come out."""
    utterances = {u["number"]: u for u in position["utterances"]}
    for u in utterances.values():
        assert u["mass"] == MASSES[u["basis"]]
        assert 0 <= u["certainty"][0] <= u["certainty"][1] <= 1
    for value in position["values"]:
        for fold in value["folds"]:
            _fold(fold, utterances, position["ageing"])
        assert position["figures"][value["value"]] == _figure(value["folds"])
    _verdicts(position, utterances)
    for word in position["words"]:
        _fold(word, utterances, position["ageing"])
        assert word["word"] == _word(word, utterances)
    _strict(position, utterances)


def _figure(folds: list[dict[str, Any]]) -> dict[str, float]:
    if not folds:
        return {"p": 0.5, "low": 0.006156, "high": 0.993844, "mass_for": 0.0, "mass_against": 0.0}
    return {name: folds[-1][name] for name in ("p", "low", "high", "mass_for", "mass_against")}


def _fold(fold: dict[str, Any], utterances: dict[int, Any], ageing: dict[str, Any]) -> None:
    total = up = 0.0
    for towards in (0.0, 0.5, 1.0):
        alike = [w for w in fold["weighed"] if w["towards"] == towards]
        weighed = [
            (*_weigh(w, fold["weighed"], utterances, ageing=ageing), utterances[w["utterance"]])
            for w in alike
        ]
        for (w, q, _), told in zip(weighed, alike, strict=True):
            assert (
                abs(w - told["w"]) < CLOSE and abs(q - told["q"]) < CLOSE and abs(w * q - told["wq"]) < CLOSE
            )
        chosen = _independent(weighed)
        total += sum(w for w, _ in chosen)
        up += sum(w * q for w, q in chosen)
    assert abs(total - fold["sum_w"]) < CLOSE and abs(up - fold["sum_wq"]) < CLOSE
    assert abs((0.5 + up) / (1 + total) - fold["p"]) < CLOSE
    a, b = 0.5 + up, 0.5 + total - up
    assert abs(a - fold["beta"][0]) < CLOSE and abs(b - fold["beta"][1]) < CLOSE
    for bound, mass in (("low", 0.05), ("high", 0.95)):
        assert below(fold[bound] - 2e-6, a, b) <= mass <= below(fold[bound] + 2e-6, a, b)


def _weigh(
    one: dict[str, Any], together: list[dict[str, Any]], utterances: dict[int, Any], *, ageing: dict[str, Any]
) -> tuple[float, float]:
    u = utterances[one["utterance"]]
    low, high = u["certainty"]
    opposed = {1.0: 0.0, 0.0: 1.0}.get(one["towards"])
    contrary = [
        day for w in together if w["towards"] == opposed and (day := utterances[w["utterance"]]["day"])
    ]
    half_life, until = ageing["half_life_days"], ageing["until"] or max(contrary, default=None)
    recency = 1.0
    if half_life is not None and until is not None:
        recency = 0.5
        if u["day"]:
            days = max(0, (date.fromisoformat(until) - date.fromisoformat(u["day"])).days)
            recency = 0.5 ** (days / half_life)
            assert one["age_days"] == days
        assert one["ages_to"] == until
    assert abs(recency - one["recency"]) < CLOSE
    q = 0.5 + (one["towards"] - 0.5) * (low + high) / 2
    ends = sorted(0.5 + (one["towards"] - 0.5) * c for c in (low, high))
    assert all(abs(x - y) < CLOSE for x, y in zip(ends, one["q_ends"], strict=True))
    return MASSES[u["basis"]] * recency, q


def _independent(weighed: list[tuple[float, float, Any]]) -> list[tuple[float, float]]:
    """The weightiest of each act in own words; of the others as many as can each be given a room, the weightiest first."""
    ordered = sorted(weighed, key=lambda x: (-x[0], -abs(x[1] - 0.5)))
    own: dict[int, tuple[float, float]] = {}
    rooms: dict[int, set[str]] = {}
    first: dict[int, tuple[float, float]] = {}
    for w, q, u in ordered:
        if u["voice"] == VOICES[0]:
            own.setdefault(u["act"], (w, q))
        else:
            rooms.setdefault(u["act"], set()).update(u["rooms"])
            first.setdefault(u["act"], (w, q))
    seated: list[int] = []
    for act in first:
        if _can_sit([rooms[a] for a in (*seated, act)]):
            seated.append(act)
    return [*own.values(), *(first[a] for a in seated)]


def _can_sit(wanted: list[set[str]]) -> bool:
    """Whether each can have a room of its own (by trying all ways)."""
    if not wanted:
        return True
    head, *rest = wanted
    return any(_can_sit([r - {room} for r in rest]) for room in head)


def _verdicts(position: dict[str, Any], utterances: dict[int, Any]) -> None:
    """Excluded in its own words where the upper bound is firm; else where P is below ½ in a weaker voice."""
    taken: set[str] = set()
    excluded: dict[str, bool] = {}
    for voice in VOICES:
        for value in position["values"]:
            upto = [f for f in value["folds"] if VOICES.index(f["voice"]) <= VOICES.index(voice)]
            own = [f for f in value["folds"] if f["voice"] == VOICES[0]]
            p, high = (upto[-1]["p"], upto[-1]["high"]) if upto else (0.5, 1.0)
            own_yes = bool(own) and own[0]["low"] >= 0.6
            name = value["value"]
            if name in taken or not (high <= 0.4 if voice == VOICES[0] else p < 0.5 and not own_yes):
                continue
            sources = upto[-1]["sources"]
            excluded[name] = voice == VOICES[0] or (voice == VOICES[1] and high <= 0.4 and sources >= 2)
        taken |= set(excluded)
    for value in position["values"]:
        name = value["value"]
        assert (value["reading"] == "excluded") == (name in excluded), (name, value["why"])
        if name in excluded:
            assert value["firm"] == excluded[name], (name, value["why"])
        elif not value["demanded"]:
            sides = {w["towards"] for f in value["folds"][-1:] for w in f["weighed"]}
            own = [f for f in value["folds"] if f["voice"] == VOICES[0] and f["low"] >= 0.6]
            p = value["folds"][-1]["p"] if value["folds"] else 0.5
            contested = sides >= {0.0, 1.0} and 0.4 < p < 0.6
            allowed = bool(own) or (1.0 in sides and p > 0.5 and not contested)
            assert value["reading"] == ("allowed" if allowed else "unknown"), (name, value["why"])
        assert set(value["by"]) <= set(utterances)


def _word(word: dict[str, Any], utterances: dict[int, Any]) -> str:
    named = [u for u in utterances.values() if u["option"] == word["option"]]
    if {u["stance"] for u in named} == {"hedge"}:
        return "asked, not answered"
    if {w["towards"] for w in word["weighed"]} >= {0.0, 1.0} and 0.4 < word["p"] < 0.6:
        return "contested"
    if word["p"] < 0.5:
        return "no"
    yes = [u for u in named if u["stance"] in {"demand", "accept"}]
    if not yes:
        return "offers"
    best = min(VOICES.index(u["voice"]) for u in yes)
    tied, plain = ([u for u in yes if u["conditional"] is side] for side in (True, False))
    last = max((u["day"] for u in tied if u["day"] and VOICES.index(u["voice"]) == best), default="")
    as_late = [
        u for u in plain if VOICES.index(u["voice"]) == best and (not last or (u["day"] and u["day"] >= last))
    ]
    if tied and not plain:
        return "yes, with conditions"
    return "yes, with conditions" if tied and last and not as_late else "yes"


def _strict(position: dict[str, Any], utterances: dict[int, Any]) -> None:
    """The latest day on which it spoke in its own voice; every other utterance is left out with a reason."""
    own = {n: u["day"] for n, u in utterances.items() if u["voice"] == VOICES[0] and u["day"]}
    strict = position["strict"]
    if not own:
        assert strict is None
        return
    latest = max(own.values())
    assert strict["day"] == latest
    assert {u["number"] for u in strict["latest"]} == {n for n, day in own.items() if day == latest}
    for left in strict["left_out"]:
        n = left["utterance"]
        why = (
            "not in its own voice"
            if utterances[n]["voice"] != VOICES[0]
            else "replaced by later words of its own"
            if utterances[n]["day"]
            else "undated: it may be older than the latest"
        )
        assert left["why"] == why
    assert len(strict["left_out"]) + len(strict["latest"]) == len(utterances)
