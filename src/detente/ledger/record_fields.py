"""Fields of a record as people give them in review: which can be set, and to what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.kernel.dates import parse_when
from detente.kernel.errors import BadInput
from detente.kernel.spans import Span
from detente.kernel.suggest import did_you_mean
from detente.statements.record import BASES, KINDS, STANCES, Term

_CHOICES: Mapping[str, tuple[str | None, ...]] = {
    "kind": KINDS,
    "stance": (*STANCES, None),
    "basis": BASES,
    "stage": ("truce", "settlement", None),
}
_REQUIRED_TEXT = {"evidence", "issue", "origin", "doc"}
SPAN_FIELDS = {"span", "start", "end"}


def only_known(changes: Mapping[str, Any], *, allowed: set[str]) -> None:
    """Raise BadInput for a field that cannot be set."""
    for name in changes:
        if name not in allowed:
            close, names = did_you_mean(name, allowed), ", ".join(sorted(allowed))
            raise BadInput(f"'{name}' is no field to set{close}; fields are {names}")


def fields_of(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Checked values of the record's fields; evidence and its place only together."""
    values = {name: value_of(name, value) for name, value in changes.items() if name not in SPAN_FIELDS}
    if SPAN_FIELDS & set(changes) or "evidence" in changes:
        if "evidence" not in changes:
            raise BadInput("a new place without its words; give 'evidence' with 'span'")
        values["span"] = _span(changes)
    return values


def _span(changes: Mapping[str, Any]) -> Span:
    """The span of a change, from `span` or from `start` and `end`."""
    place = changes.get("span", [changes.get("start"), changes.get("end")])
    if isinstance(place, Span):
        return place
    if not (isinstance(place, list | tuple) and len(place) == 2 and all(type(n) is int for n in place)):
        raise BadInput(f"evidence without its place ({place!r}); give 'span' as [start, end] in code points")
    return Span(place[0], place[1])


def value_of(name: str, value: Any) -> Any:
    """The value of one field as the record holds it; raises BadInput or BadDate."""
    if name in _CHOICES:
        if value not in _CHOICES[name]:
            raise BadInput(f"'{value}' is no {name}; choose one of {', '.join(map(str, _CHOICES[name]))}")
        return value
    if name in {"via", "rules"} or (name == "about" and value is not None):
        return _texts(name, value)
    if name == "condition_on" and value is not None:
        return _terms(value)
    required = name in _REQUIRED_TEXT
    if not (isinstance(value, str) and value if required else value is None or isinstance(value, str)):
        raise BadInput(f"{value!r} is no value of '{name}'; give text{'' if required else ' or null'}")
    if name == "date":
        parse_when(value)
    return value


def _texts(name: str, value: Any) -> tuple[str, ...]:
    if not (isinstance(value, list | tuple) and all(isinstance(text, str) for text in value)):
        raise BadInput(f"{value!r} is no value of '{name}'; give a list of texts")
    return tuple(value)


def _terms(value: Any) -> tuple[Term, ...]:
    try:
        terms = tuple((issue, option) for issue, option in value)
    except (TypeError, ValueError):
        terms = ((None, None),)
    if not all(isinstance(issue, str) and isinstance(option, str | None) for issue, option in terms):
        raise BadInput(f"{value!r} is no value of 'condition_on'; give a list of [issue, option]")
    return terms


def share_of(value: Any) -> float:
    """A confidence in [0, 1]; raises BadInput."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise BadInput(f"{value!r} is no confidence; give a number from 0 to 1")
    return float(value)
