"""The sections of a pack's files and how their records become types, with a problem for each fault of form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from detente.kernel.problems import Problem
from detente.kernel.suggest import did_you_mean
from detente.packs import dealings, model
from detente.packs.yaml_lines import Yaml


def _id(record: Any) -> str:
    return str(record.id)


def _who_on_what(record: Any) -> str:
    options = ",".join(getattr(record, "options", ()))
    return f"{getattr(record, 'party', '')}:{record.issue}[{record.instance or '*'}]{options}"


@dataclass(frozen=True, slots=True)
class Section:
    """A key of a pack's files, the type of its records, and where the pack keeps them."""

    key: str
    type: type
    attribute: str | None
    keyed: bool = True
    identity: Callable[[Any], str] = _id


SECTIONS: tuple[Section, ...] = (
    Section("leaves", model.Leaf, None),
    Section("parties", model.Party, "parties"),
    Section("bodies", model.Body, "bodies"),
    Section("persons", model.Person, "persons"),
    Section("experts", model.Expert, "experts"),
    Section("institutes", model.Institute, "institutes"),
    Section("instances", model.Instance, "instances", keyed=False, identity=lambda r: f"{r.issue}[{r.id}]"),
    Section("poles", model.Pole, "poles", keyed=False, identity=_who_on_what),
    Section("providers", model.Provider, "providers", keyed=False, identity=_who_on_what),
    Section("consent", model.Consent, "consent", keyed=False, identity=_who_on_what),
    Section("composites", model.Composite, "composites", keyed=False),
    Section("needs", model.Need, "needs", keyed=False),
    Section("rules", model.RuleText, "rules", keyed=False),
    Section("events", model.Event, "events"),
    Section("proposals", model.Proposal, "proposals"),
    Section("publishers", model.Publisher, "publishers"),
    Section("places", model.Place, "places"),
    Section("cases", model.Case, "cases", keyed=False, identity=lambda r: str(r.name)),
    Section("checklist", model.ChecklistItem, "checklist", keyed=False),
    Section("offers", dealings.OfferEntry, "offers", keyed=False),
    Section("answers", dealings.AnswerEntry, "answers", keyed=False),
    Section("deadlines", dealings.DeadlineEntry, "deadlines", keyed=False),
    Section("given", dealings.GiftEntry, "given", keyed=False),
    Section("levers", dealings.LeverEntry, "levers", keyed=False),
    Section("promises", dealings.PromiseEntry, "promises", keyed=False),
    Section("measures", dealings.Measure, "measures", keyed=False),
)


@cache
def _adapter(kind: type) -> Any:
    from pydantic import ConfigDict, TypeAdapter

    return TypeAdapter(list[kind], config=ConfigDict(extra="forbid"))  # type: ignore[valid-type]


def _with_python_names(raw: Any) -> Any:
    """`from` and `to` of offices are words of Python; the types call them start and end."""
    if isinstance(raw, dict) and isinstance(raw.get("offices"), list):
        offices = [
            {
                {"from": "start", "to": "end"}.get(k, k): _as_text(v) if k in {"from", "to"} else v
                for k, v in o.items()
            }
            if isinstance(o, dict)
            else o
            for o in raw["offices"]
        ]
        return raw | {"offices": offices}
    return raw


def _as_text(value: Any) -> str | None:
    return None if value is None else str(value)


def build_records(section: Section, raw: Any, file: Yaml) -> tuple[list[tuple[Any, str]], list[Problem]]:
    """The section's records with their places, and a problem (file, line, remedy) for each that has a fault of form."""
    from pydantic import ValidationError

    if raw is None:
        return [], []
    if not isinstance(raw, list):
        place = file.place(section.key)
        return [], [
            Problem(
                "not-a-list",
                place,
                f"'{section.key}' is no list",
                "write one record after a dash each",
                "error",
            )
        ]
    prepared = [_with_python_names(_dates_as_text(r)) for r in raw]
    places = [file.place(section.key, i) for i in range(len(prepared))]
    try:
        return list(zip(_adapter(section.type).validate_python(prepared), places, strict=True)), []
    except ValidationError as faults:
        bad = {e["loc"][0] for e in faults.errors()}
        good = [(r, p) for i, (r, p) in enumerate(zip(prepared, places, strict=True)) if i not in bad]
        built = _adapter(section.type).validate_python([r for r, _ in good])
        problems = [_problem(section, e, file) for e in faults.errors()]
        return list(zip(built, [p for _, p in good], strict=True)), problems


def _dates_as_text(record: Any) -> Any:
    """A year or a number where the type wants text (a date of `2025`) is the text of it."""
    if not isinstance(record, dict):
        return record
    return {
        k: str(v) if k in {"date", "set_on", "from", "to"} and isinstance(v, int | float) else v
        for k, v in record.items()
    }


def _problem(section: Section, error: Any, file: Yaml) -> Problem:
    index, *rest = error["loc"]
    place = file.place(section.key, index, *(s for s in rest if isinstance(s, str | int)))
    name = ".".join(str(s) for s in rest) or "the record"
    if error["type"] in {"unexpected_keyword_argument", "extra_forbidden"}:
        known = [f.name for f in fields(section.type)]
        return Problem(
            "unknown-key",
            place,
            f"{section.key} have no field '{rest[-1]}'{did_you_mean(str(rest[-1]), known)}",
            f"fields are {', '.join(known)}",
            "error",
        )
    if error["type"] in {"missing", "missing_argument"}:
        return Problem(
            "missing-field",
            place,
            f"'{name}' is missing",
            "every record needs it; see docs/packs.md",
            "error",
        )
    given = str(error.get("input"))[:60]
    return Problem(
        "bad-value",
        place,
        f"'{name}' is {given!r}: {error['msg'].lower()}",
        "see docs/packs.md for its form",
        "error",
    )
