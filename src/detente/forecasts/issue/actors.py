"""Who bears on an issue: capability, salience and position of each actor, as a person entered them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from detente.kernel.errors import BadInput

MOST = 500
_NAMES = ("actor", "name", "stakeholder")
_FIELDS = {
    "capability": ("capability", "influence", "power", "clout", "resources"),
    "position": ("position",),
    "salience": ("salience",),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """One who bears on the issue.

    `capability`: what it could bring to bear, any unit, not below 0; `salience`: the share of it that it would spend on this
    issue, 0 to 1; `position`: the outcome it stands for, on the issue's scale.
    """

    name: str
    capability: float
    position: float
    salience: float

    @property
    def weight(self) -> float:
        """Capability times salience: the weight of its vote."""
        return self.capability * self.salience


@dataclass(frozen=True, slots=True)
class Issue:
    """A question with one scale and those who bear on it. Positions lie within `low` and `high`, in `unit`."""

    title: str
    actors: tuple[Actor, ...]
    low: float
    high: float
    unit: str = ""

    @property
    def width(self) -> float:
        """The length of the scale."""
        return self.high - self.low


def issue_of(rows: Sequence[Mapping[str, str]], *, title: str, scale: tuple[float, float] | None) -> Issue:
    """The issue that the rows of a table describe; without a scale, that of the positions.

    A salience above 1 anywhere means that the column is in percent. Raises BadInput naming the row and the column.
    """
    if not rows:
        raise BadInput(f"{title}: no actors; give one row for each: Actor, Capability, Position, Salience")
    if len(rows) > MOST:
        raise BadInput(f"{title}: {len(rows)} actors; at most {MOST} are read")
    columns = {field: _column(rows[0], field, title) for field in _FIELDS}
    name = next((c for c in rows[0] if c.strip().lower() in _NAMES), None)
    if name is None:
        raise BadInput(f"{title}: no column 'Actor'; it has {', '.join(rows[0])}")
    read = [
        Actor(row[name].strip(), *(_number(row, columns[f], (title, n)) for f in _FIELDS))
        for n, row in enumerate(rows, start=1)
    ]
    if any(a.salience > 1 for a in read):
        read = [replace(a, salience=a.salience / 100) for a in read]
    actors = tuple(sorted(read, key=lambda a: a.name))
    _check(actors, title)
    low, high = scale or (min(a.position for a in actors), max(a.position for a in actors))
    outside = next((a for a in actors if not low <= a.position <= high), None)
    if outside:
        raise BadInput(
            f"{title}: {outside.name} stands at {outside.position:g}, outside the scale {low:g} to {high:g}"
        )
    return Issue(title, actors, low, high)


def _column(row: Mapping[str, str], field: str, title: str) -> str:
    """The column of a field: named so, or ending so where only one does (as in "Policy Position")."""
    known = _FIELDS[field]
    exact = [c for c in row if c.strip().lower() in known]
    ending = [c for c in row if c.strip().lower().endswith(known)]
    found = exact or ending
    if len(found) == 1:
        return found[0]
    if not found:
        raise BadInput(f"{title}: no column '{known[0]}'; it has {', '.join(c for c in row if c)}")
    raise BadInput(f"{title}: {', '.join(found)} could each be the {field}; choose with --dimension")


def _number(row: Mapping[str, str], column: str, place: tuple[str, int]) -> float:
    title, line = place
    text = (row[column] or "").strip()
    try:
        value = float(text)
    except ValueError:
        raise BadInput(f"{title}, row {line}: {column} '{text}' is no number; enter one") from None
    if not math.isfinite(value):
        raise BadInput(f"{title}, row {line}: {column} is {text}; enter a finite number")
    return value


def _check(actors: Sequence[Actor], title: str) -> None:
    seen: set[str] = set()
    for actor in actors:
        if not actor.name or actor.name in seen:
            raise BadInput(f"{title}: the actor '{actor.name}' is empty or stands twice; one row for each")
        seen.add(actor.name)
        if actor.capability < 0 or not 0 <= actor.salience <= 1:
            raise BadInput(
                f"{title}: {actor.name} has capability {actor.capability:g} and salience {actor.salience:g}; "
                "capability is not below 0, salience lies between 0 and 1 (or 0 and 100)"
            )
    if not any(a.weight for a in actors):
        raise BadInput(f"{title}: nobody has both capability and salience; enter them")
