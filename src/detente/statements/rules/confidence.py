"""Confidence: how often a statement made by such rules is right.

Set by hand, checked on reports that were not tuned to.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.statements.record import Basis, Kind, Stance

_BASE: dict[Kind, float] = {"position": 0.36, "forecast": 0.28, "assessment": 0.22, "event": 0.22}
# What the way of finding a position adds: an explicit verb of asking or answering is surest.
_WAY = {
    "condition": 0.28, "stance:verb": 0.12, "stance:list": 0.1, "stance:noun": 0.06, "obligation": 0.05,
    "plan": 0.02, "question": 0.0, "stance:terms": -0.1, "pledge": -0.16,
}  # fmt: skip
_PLAIN_SPEECH = (
    "insist",
    "demand",
    "refus",
    "call",
    "propos",
    "accept",
    "agree",
    "reject",
    "ask",
    "urg",
    "oppos",
)
_STANCE: dict[Stance, float] = {"demand": 0.08, "propose": 0.0, "accept": 0.02, "reject": 0.0, "hedge": -0.12}
_TALK_ABOUT_TALKS = ("proc.", "course.")


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for or against a statement. `distance`: characters from the cue to the issue.

    `length`: of the evidence.
    """

    rule: str
    issue: str
    basis: Basis
    stance: Stance | None = None
    option: str | None = None
    weak: bool = False
    distance: int = 60
    length: int = 80
    named: bool = True


def confidence_of(kind: Kind, signs: Signs) -> float:
    """The confidence of a statement in [0.05, 0.95]."""
    value = _BASE[kind]
    if kind == "position":
        value += max((v for way, v in _WAY.items() if signs.rule.startswith(way)), default=0.0)
        cue = signs.rule.rpartition("verb.")[2]
        value += 0.08 if cue.startswith(_PLAIN_SPEECH) and cue != signs.rule else 0.0
        value += _STANCE.get(signs.stance, 0.0) if signs.stance else 0.0
        value += {"own": 0.05, "analyst": -0.05}.get(signs.basis, 0.0)
    value += 0.14 if signs.option is not None else 0.0
    value -= 0.18 if signs.weak else 0.0
    value -= 0.12 if signs.issue.startswith(_TALK_ABOUT_TALKS) and kind == "position" else 0.0
    value += 0.05 if signs.distance < 40 else -0.1 if signs.distance > 120 else 0.0
    value -= 0.15 if signs.length > 160 else 0.0
    value += 0.04 if signs.named else -0.06
    return round(min(max(value, 0.05), 0.95), 2)
