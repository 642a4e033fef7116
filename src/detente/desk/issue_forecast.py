"""Forecasts of an issue from a table of actors; how good the methods were; a table to fill in from a project."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.desk.project import Answer, Project
from detente.desk.records import Record
from detente.forecasts.issue.actors import Issue, issue_of
from detente.forecasts.issue.backtest import Accuracy, accuracies
from detente.forecasts.issue.methods import DEFAULT, METHODS, IssueForecast, forecast
from detente.kernel.errors import BadInput, UnknownName
from detente.ledger.agenda import Key
from detente.ledger.positions import Position
from detente.ledger.values import OPEN, stands_for, values_of
from detente.packs.model import Leaf
from detente.packs.terms import split_key

Rows = list[dict[str, str]]
_FORECAST = "_forecast"
_LARGEST = 20_000_000


@dataclass(frozen=True, slots=True)
class Backtest:
    """How good each method was on the issues of a table."""

    title: str
    accuracies: tuple[Accuracy, ...]
    reference: str


def rows_of(path: Path) -> Rows:
    """The rows of a table of actors. A first line with a title before the header (as KTAB writes it) is passed over.

    Raises BadInput where the file is no such table.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise BadInput(f"{path} has more than {_LARGEST // 1_000_000} MB; give the table of one issue")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise BadInput(f"{path} cannot be read: {fault.strerror or fault}") from fault
    except UnicodeDecodeError as fault:
        raise BadInput(f"{path} is not UTF-8 text; save the table as CSV in UTF-8") from fault
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and "actor" not in lines[0].lower() and "outcome" not in lines[0].lower():
        lines = lines[1:]
    rows = [
        {(k or "").strip(): v for k, v in row.items() if k and k.strip()} for row in csv.DictReader(lines)
    ]
    if not rows:
        raise BadInput(
            f"{path} holds no rows; give a CSV with the columns Actor, Capability, Position, Salience"
        )
    return rows


def issue_from(path: Path, *, dimension: str | None, scale: tuple[float, float] | None) -> Issue:
    """The issue of a CSV file; `dimension`: the word before Position and Salience where there are several."""
    rows = rows_of(path)
    if dimension:
        rows = [_of_dimension(row, dimension) for row in rows]
    return issue_of(rows, title=path.name, scale=scale)


def _of_dimension(row: Mapping[str, str], dimension: str) -> dict[str, str]:
    several = [c for c in row if c.lower().endswith(("position", "salience"))]
    wanted = {c for c in several if c.lower().startswith(dimension.lower())}
    if not wanted:
        raise BadInput(f"no columns of '{dimension}'; there are {', '.join(several) or 'none'}")
    return {c: v for c, v in row.items() if c not in several or c in wanted}


def forecasts(issue: Issue, methods: Iterable[str], *, most_rounds: int) -> tuple[IssueForecast, ...]:
    """The forecasts of the methods, in the order given."""
    return tuple(forecast(issue, name, most_rounds=most_rounds) for name in methods)


def backtest(path: Path, *, most_rounds: int) -> Backtest:
    """The accuracy of forecasts that a table holds, or of our methods on the actors that it holds.

    A table of forecasts has one row an issue: `outcome` and columns `…_forecast`. A table of actors has one row an actor:
    `issue`, Actor, Capability, Position, Salience and the issue's `outcome`. Raises BadInput.
    """
    rows = rows_of(path)
    if "outcome" not in rows[0]:
        raise BadInput(f"{path} has no column 'outcome'; a backtest needs to know what happened")
    held = [c for c in rows[0] if c.endswith(_FORECAST)]
    if held:
        truth = [_value(row, "outcome", path) for row in rows]
        given: dict[str, list[float | None]] = {
            c.removesuffix(_FORECAST): [_value(r, c, path) if r[c].strip() else None for r in rows]
            for c in held
        }
        reference = min(given)
    else:
        truth, given, reference = *_played(rows, path, most_rounds), DEFAULT
    return Backtest(path.name, accuracies(truth, given, reference=reference), reference)


def _played(
    rows: Sequence[Mapping[str, str]], path: Path, most_rounds: int
) -> tuple[list[float], dict[str, list[float | None]]]:
    if "issue" not in rows[0]:
        raise BadInput(f"{path} has neither columns '…{_FORECAST}' nor a column 'issue'; add one of them")
    by_issue: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        by_issue.setdefault(row["issue"], []).append(row)
    truth: list[float] = []
    given: dict[str, list[float | None]] = {name: [] for name in METHODS}
    for name, actors in by_issue.items():
        truth.append(_value(actors[0], "outcome", path))
        issue = issue_of(actors, title=f"{path.name}, issue {name}", scale=None)
        for method in METHODS:
            given[method].append(forecast(issue, method, most_rounds=most_rounds).value)
    return truth, given


def _value(row: Mapping[str, str], column: str, path: Path) -> float:
    try:
        return float(row[column])
    except (TypeError, ValueError):
        raise BadInput(
            f"{path}: {column} '{row[column]}' is no number; correct the row of {next(iter(row.values()))}"
        ) from None


def template(project: Project, found: Answer, issue: str) -> str:
    """A table of actors for an issue of a project, with what each was heard to ask for or offer; numbers are a person's to enter.

    Positions are filled in where the issue is measured in numbers, or else as steps of the axis, which are no distances.
    Raises UnknownName, BadInput.
    """
    name, instance = split_key(issue)
    leaf = project.pack.leaf(name)
    if leaf is None:
        raise UnknownName(f"no issue '{name}' in pack {project.pack.id}; see `detente positions`")
    if leaf.domain == "terr":
        raise BadInput(
            f"{name}: a mean of territory is no outcome that a page should show; see `detente packages`"
        )
    if leaf.type not in {"ordinal", "numeric"}:
        raise BadInput(
            f"{name} has no order, so there is nothing between its options; see `detente packages`"
        )
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("Actor", "Capability", "Position", "Salience", "Heard"))
    key = Key(name, instance)
    held = [p for p in found.positions if p.key == key or (instance is None and p.key.issue == name)]
    for position in sorted(held, key=lambda p: (p.party, p.stage, p.key)):
        place, words = _heard(position, leaf)
        table.writerow((f"{position.party} ({position.stage})", "", place, "", words))
    return out.getvalue()


def _heard(position: Position, leaf: Leaf) -> tuple[str, str]:
    """Where a party was heard to stand: the number or the step, and in words what it asks for or offers."""
    taken = [s for s in position.stands if s.option and set(s.stances) & {"demand", "propose", "accept"}]
    words = "; ".join(f"{'/'.join(s.stances)} {s.option}" for s in taken)
    steps = [v for v in values_of(leaf) if v != OPEN]
    for stand in sorted(taken, key=lambda s: "demand" not in s.stances):
        option = leaf.option(stand.option or "")
        if option and option.value is not None:
            return f"{option.value:g}", words
        places = [steps.index(v) for v in stands_for(leaf, stand.option or "") if v in steps]
        if leaf.type == "ordinal" and len(places) == 1:
            return str(places[0]), words
    return "", words


def forecast_record(issue: Issue, found: Sequence[IssueForecast]) -> Record:
    """The forecasts as plain data."""
    return {
        "schema": "detente.issue-forecast",
        "schema_version": 1,
        "issue": issue.title,
        "scale": [issue.low, issue.high],
        "rests_on": "capability, salience and position of each actor, as entered in the table",
        "actors": [
            {"name": a.name, "capability": a.capability, "position": a.position, "salience": a.salience}
            for a in issue.actors
        ],
        "forecasts": [
            {
                "method": f.method,
                "value": f.value,
                "note": f.note,
                "shares": [list(s) for s in f.shares],
                "rounds": [
                    {
                        "round": r.number,
                        "median": r.median,
                        "mean": r.mean,
                        "positions": dict(r.positions),
                        "moves": [
                            {
                                "actor": m.actor,
                                "towards": m.towards,
                                "why": m.why,
                                "from": m.start,
                                "to": m.end,
                            }
                            for m in r.moves
                        ],
                    }
                    for r in f.rounds
                ],
            }
            for f in found
        ],
    }


def backtest_record(found: Backtest) -> Record:
    """The accuracies as plain data."""
    return {
        "schema": "detente.issue-backtest",
        "schema_version": 1,
        "table": found.title,
        "reference": found.reference,
        "methods": [
            {
                "method": a.method,
                "issues": a.issues,
                "mean_absolute_error": a.mean,
                "interval_95": list(a.interval),
                "median_absolute_error": a.median,
                "less_reference": a.against,
                "less_reference_interval_95": list(a.against_interval),
            }
            for a in found.accuracies
        ],
    }
