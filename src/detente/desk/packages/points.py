"""Points that a person entered in a file: checked against the stage, every fault told with its line, party and matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from detente.bargaining.constraints.model import IN, OUT
from detente.bargaining.constraints.variables import variable_of
from detente.bargaining.packages.points import (
    SHAPES,
    Matter,
    PartyPoints,
    Points,
    between,
    ordered_values,
)
from detente.bargaining.packages.reach import Setting
from detente.desk.packages.files import number, points_file
from detente.kernel.dates import parse_when
from detente.kernel.errors import BadDate, BadInput
from detente.kernel.suggest import did_you_mean
from detente.ledger.agenda import Key
from detente.ledger.values import OPEN, values_of
from detente.packs.model import STAGES, Pack
from detente.packs.yaml_lines import Yaml

_MOST_TOLD = 10
_KNOWN = {"entered_by", "entered_on", "stage", "parties"}
_OF_PARTY = {"walk_away", "others", "keys"}
_OF_KEY = {"weight", "values", "ends", "shape", OPEN}


@dataclass(slots=True)
class _Reading:
    """A file on its way into points: where things stand in it, and every fault met."""

    file: Yaml
    setting: Setting
    faults: list[str] = field(default_factory=list)

    def fault(self, path: tuple[str | int, ...], text: str) -> None:
        self.faults.append(f"{self.file.place(*path)}: {text}")

    @property
    def pack(self) -> Pack:
        return self.setting.pack


def stage_of(path: Path) -> str:
    """The stage that a file of points is for; raises BadInput."""
    found = points_file(path).data
    stage = found.get("stage") if isinstance(found, Mapping) else None
    if stage not in STAGES:
        raise BadInput(f"{path}: 'stage' is {stage!r}; write truce or settlement")
    return str(stage)


def read_points(path: Path, setting: Setting) -> Points:
    """The points in a file; raises BadInput that names every fault with its line, party and matter."""
    reading = _Reading(points_file(path), setting)
    data = reading.file.data
    if not isinstance(data, Mapping) or not isinstance(data.get("parties"), Mapping):
        raise BadInput(
            f"{path}: no points; make a file to fill in with `detente packages PROJECT --template > {path}`"
        )
    for name in sorted(data.keys() - _KNOWN):
        reading.fault((name,), f"unknown field '{name}'{did_you_mean(name, _KNOWN)}")
    by, on = _entered(reading, data)
    names = [str(n) for n in data["parties"]]
    parties = tuple(p for n in sorted(names) if (p := _party(reading, n, data["parties"][n])) is not None)
    if len(names) < 2:
        reading.fault(("parties",), "points of one party only; enter those of at least two")
    if reading.faults:
        told = "\n  ".join(reading.faults[:_MOST_TOLD])
        more = len(reading.faults) - _MOST_TOLD
        raise BadInput(
            f"the points cannot be used; nothing was computed with them:\n  {told}"
            + (f"\n  and {more} more" if more > 0 else "")
        )
    return Points(by, on, setting.problem.stage, parties)


def _entered(reading: _Reading, data: Mapping[str, Any]) -> tuple[str, str]:
    by, on = data.get("entered_by"), data.get("entered_on")
    if not isinstance(by, str) or not by.strip():
        reading.fault(("entered_by",), "'entered_by' is missing; say who entered these points")
    try:
        day = parse_when(str(on or "")).earliest
    except BadDate:
        day = None
    if day is None:
        reading.fault(("entered_on",), f"'entered_on' is {on!r}; write the day as YYYY-MM-DD")
    if data.get("stage") != reading.setting.problem.stage:
        reading.fault(("stage",), f"'stage' is {data.get('stage')!r}, not {reading.setting.problem.stage}")
    return str(by), str(on)


def _party(reading: _Reading, name: str, given: Any) -> PartyPoints | None:
    at = ("parties", name)
    if name not in reading.pack.parties:
        reading.fault(
            at, f"no party '{name}' in pack {reading.pack.id}{did_you_mean(name, reading.pack.parties)}"
        )
        return None
    if not isinstance(given, Mapping) or not isinstance(given.get("keys", {}), Mapping):
        reading.fault(at, f"party '{name}': write walk_away and keys under it")
        return None
    for other in sorted(given.keys() - _OF_PARTY):
        reading.fault(
            (*at, other), f"party '{name}': unknown field '{other}'{did_you_mean(other, _OF_PARTY)}"
        )
    known = {str(k): k for k in reading.setting.keys}
    said: Mapping[str, Any] = given.get("keys") or {}
    for key in sorted(said.keys() - known.keys()):
        reading.fault(
            (*at, "keys", key),
            f"party '{name}': '{key}' is no matter of this {reading.setting.problem.stage}{did_you_mean(key, known)}",
        )
    matters = {k: _matter(reading, (*at, "keys", n), said.get(n)) for n, k in known.items() if n in said}
    left = [n for n in known if n not in said]
    if left and number(given.get("others")) != 0:
        reading.fault(
            at,
            f"party '{name}': nothing is entered for {len(left)} matters ({', '.join(left[:4])}"
            f"{' …' if len(left) > 4 else ''}); give each a weight, or write `others: 0` if they do not matter to it",
        )
    points = PartyPoints(name, {k: m for k, m in matters.items() if m is not None})
    return _walk_away(reading, points, given.get("walk_away"))


def _matter(reading: _Reading, at: tuple[str | int, ...], given: Any) -> Matter | None:
    party, name = at[1], at[3]
    who = f"party '{party}', matter '{name}'"
    if not isinstance(given, Mapping):
        reading.fault(at, f"{who}: write weight and values under it")
        return None
    for other in sorted(given.keys() - _OF_KEY):
        reading.fault((*at, other), f"{who}: unknown field '{other}'{did_you_mean(other, _OF_KEY)}")
    weight = number(given.get("weight"))
    if weight is None or weight < 0:
        told = "is blank" if given.get("weight") is None else f"is {given['weight']!r}"
        reading.fault(
            (*at, "weight"), f"{who}: the weight {told}; write a number of at least 0, such as 3, 2.5 or 1/3"
        )
        return None
    key = next(k for k in reading.setting.keys if str(k) == name)
    leaf = reading.pack.leaves[key.issue]
    if weight == 0:
        return Matter(weight, {}, of_set=leaf.type == "set")
    goods = dict(_ends(reading, at, given, who=who))
    for value, text in (given.get("values") or {}).items():
        good = number(text)
        if value not in values_of(leaf):
            reading.fault(
                (*at, "values", value),
                f"{who}: no value '{value}'{did_you_mean(str(value), values_of(leaf))}",
            )
        elif good is None:
            told = "is blank" if text is None else f"is {text!r}"
            reading.fault(
                (*at, "values", value), f"{who}: the number of '{value}' {told}; write one such as 1 or 1/2"
            )
        else:
            goods[value] = good
    written = {*goods, *(given.get("values") or {})}
    missing = [v for v in values_of(leaf) if v not in written]
    if missing:
        reading.fault(
            at,
            f"{who}: no number for {', '.join(missing)}; each value needs its own (values have no distance)",
        )
    return Matter(weight, goods, of_set=leaf.type == "set")


def _ends(
    reading: _Reading, at: tuple[str | int, ...], given: Mapping[str, Any], *, who: str
) -> Iterable[tuple[str, Fraction]]:
    """The values of an ordered matter that is given by its worst and best value and a shape."""
    ends, shape = given.get("ends"), given.get("shape", "linear")
    if OPEN in given and (good := number(given[OPEN])) is not None:
        yield OPEN, good
    if ends is None:
        return
    key = next(k for k in reading.setting.keys if str(k) == at[3])
    values = ordered_values(reading.pack.leaves[key.issue])
    if not values:
        reading.fault(
            (*at, "ends"), f"{who}: its values have no order, so no ends; give each a number under values"
        )
    elif not (isinstance(ends, list) and len(ends) == 2 and set(ends) <= set(values) and ends[0] != ends[1]):
        reading.fault((*at, "ends"), f"{who}: ends is {ends!r}; write [worst, best] of {', '.join(values)}")
    elif shape not in SHAPES:
        reading.fault((*at, "shape"), f"{who}: shape is {shape!r}; write {', '.join(SHAPES)}")
    else:
        yield from between(values, (ends[0], ends[1]), shape).items()


def _walk_away(reading: _Reading, points: PartyPoints, given: Any) -> PartyPoints:
    """The points with what the party has without a deal: a number, or a package of values, or nothing entered."""
    at = ("parties", points.party, "walk_away")
    if given is None:
        return points
    if not isinstance(given, Mapping):
        floor = number(given)
        if floor is None:
            reading.fault(
                at, f"party '{points.party}': the walk-away is {given!r}; write a number or a package"
            )
        return replace(points, walk_away=floor)
    package: dict[str, str] = {}
    for key, matter in points.matters.items():
        if not matter.weight:
            continue
        said = given.get(str(key))
        chosen = said if isinstance(said, list) else [said]
        leaf = reading.pack.leaves[key.issue]
        wrong = [
            v for v in chosen if v not in values_of(leaf) and not (matter.of_set and v in {None, "none"})
        ]
        if wrong:
            reading.fault(
                (*at, str(key)),
                f"party '{points.party}', walk-away: '{key}' is {said!r}; name one of {', '.join(values_of(leaf))}",
            )
        elif matter.of_set:
            package |= {variable_of(key, e): IN if e in chosen else OUT for e in values_of(leaf)}
        else:
            package[variable_of(key)] = str(said)
    for key in sorted(given.keys() - {str(k) for k in points.matters}):
        reading.fault((*at, key), f"party '{points.party}', walk-away: '{key}' has no points")
    return points if reading.faults else replace(points, walk_away_package=package)


def with_walk_aways(points: Points, given: Sequence[str]) -> Points:
    """The points with walk-aways as the command line gives them (PARTY=NUMBER); raises BadInput."""
    for text in given:
        party, _, value = text.partition("=")
        floor = number(value)
        if party not in points.names or floor is None:
            raise BadInput(
                f"--walk-away {text}: write PARTY=NUMBER, the party one of {', '.join(points.names)}"
                f"{did_you_mean(party, points.names)}"
            )
        points = points.changed(replace(points.of(party), walk_away=floor, walk_away_package=None))
    return points


def matters_of(points: Points) -> tuple[Key, ...]:
    """Every matter on which somebody's points differ between values."""
    return tuple(dict.fromkeys(k for p in points.parties for k in p.matters if p.swing(k)))
