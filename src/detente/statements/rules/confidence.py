"""Confidence: how often a statement made by such rules is right. Set by hand, checked on reports that were not tuned to."""

from __future__ import annotations

from detente.statements.record import Basis, Kind

_POSITION = 0.42
_OTHER: dict[Kind, float] = {"position": _POSITION, "forecast": 0.3, "assessment": 0.25, "event": 0.25}


def confidence_of(kind: Kind, rule: str, *, basis: Basis, option: str | None, weak: bool, distance: int, named: bool) -> float:
    """The confidence of a statement from its kind, the rule that found it and how near its parts stand."""
    value = _OTHER[kind]
    if kind == "position":
        value += 0.12 if rule.startswith("stance:verb") else 0.05 if rule.startswith("stance:noun") else 0.0
        value += 0.08 if basis == "own" else -0.05 if basis == "reported" else 0.0
    value += 0.08 if option is not None else 0.0
    value += 0.06 if named else -0.05
    value -= 0.15 if weak else 0.0
    value -= 0.1 if distance > 120 else 0.0
    value += 0.1 if distance < 40 else 0.0
    return round(min(max(value, 0.05), 0.95), 2)
