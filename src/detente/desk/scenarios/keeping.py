"""Scenarios that are kept: in the project's history under a name, and in YAML files that colleagues exchange."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from detente.bargaining.scenarios.model import Loosened, Scenario, Supposed, signed
from detente.desk.files import write_whole
from detente.desk.names import known
from detente.desk.project import Project
from detente.desk.scenarios.asking import Situation, suppositions, with_names
from detente.kernel.errors import BadInput, DetenteError, PackFault
from detente.kernel.suggest import did_you_mean
from detente.packs.yaml_lines import parse_yaml, read_yaml

PREFIX = "scenario: "  # before the name, in the project's settings
SCHEMA = "detente.scenario/1"
_LONGEST_NAME = 80
_LISTS = ("suppose", "without", "loosen", "without_rules", "without_needs")
_TEXTS = ("name", "author", "made_at", "note")
_FILES = (".yaml", ".yml")
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """A scenario as the project keeps it; what it supposes is read when it is asked."""

    name: str
    record: Mapping[str, Any]

    def told(self, field: str) -> str:
        """Its author, its time or its note; an empty text where it has none."""
        return str(self.record.get(field, ""))

    @property
    def supposes(self) -> tuple[str, ...]:
        """What it supposes, as it was written."""
        found = [str(text) for text in self.record.get("suppose", ())]
        found += [f"without {name}" for name in self.record.get("without", ())]
        found += ["{group} loosened to {option}".format(**step) for step in self.record.get("loosen", ())]
        found += [f"without the rule {name}" for name in self.record.get("without_rules", ())]
        return tuple(found + [f"without the need {name}" for name in self.record.get("without_needs", ())])


def scenario_record(scenario: Scenario) -> Record:
    """A scenario as plain data: what a project keeps and a file holds; what is empty is left out."""
    made = scenario.made_at
    told: Record = {
        "schema": SCHEMA,
        "name": scenario.name,
        "author": scenario.author,
        "made_at": made.astimezone(UTC).isoformat(timespec="seconds") if made else "",
        "note": scenario.note,
        "suppose": sorted({str(s) for s in scenario.supposed}),
        "without": sorted(scenario.without),
        "loosen": [
            {"group": g, "option": o} for g, o in sorted({(x.group, x.option) for x in scenario.loosened})
        ],
        "without_rules": sorted(scenario.without_rules),
        "without_needs": sorted(scenario.without_needs),
    }
    return {name: value for name, value in told.items() if value}


def check_kept(scenario: Scenario) -> None:
    """Raise BadInput where a scenario cannot be kept: no name, the name of a file, nothing supposed."""
    name = scenario.name.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise BadInput(
            f"'{scenario.name[:_LONGEST_NAME]}' is no name for a scenario; give 1 to {_LONGEST_NAME} characters"
        )
    if name.lower().endswith(_FILES):
        raise BadInput(f"'{name}' is the name of a file; --to writes one, --save keeps it in the project")
    _check_supposes(scenario)


def check_written(path: Path, scenario: Scenario) -> None:
    """Raise BadInput where a scenario cannot be written to a file of that name."""
    if not path.name.lower().endswith(_FILES):
        raise BadInput(f"'{path}' is no YAML file; end its name in .yaml")
    _check_supposes(scenario)


def _check_supposes(scenario: Scenario) -> None:
    if scenario.is_empty:
        raise BadInput(
            "the scenario supposes nothing; give --suppose, --without, --loosen or --scenario with it"
        )


def keep_scenario(project: Project, scenario: Scenario) -> None:
    """Append a scenario to the project under its name; one of that name stays in the history. Raises BadInput."""
    check_kept(scenario)
    project.file.keep_settings({PREFIX + scenario.name.strip(): scenario_record(scenario)})


def forget_scenario(project: Project, name: str, *, by: str, at: datetime) -> Kept:
    """Append that a scenario is withdrawn; it stays in the history. Raises UnknownName."""
    kept = kept_scenario(project, name)
    project.file.keep_settings({PREFIX + name: {"withdrawn_by": by, "at": at.isoformat(timespec="seconds")}})
    return kept


def kept_scenarios(project: Project) -> tuple[Kept, ...]:
    """The scenarios that are kept and not withdrawn, by name."""
    found = sorted(project.file.settings().items())
    return tuple(
        Kept(name.removeprefix(PREFIX), value)
        for name, value in found
        if name.startswith(PREFIX) and isinstance(value, dict) and "schema" in value
    )


def kept_scenario(project: Project, name: str) -> Kept:
    """The kept scenario of that name; raises UnknownName."""
    found = {kept.name: kept for kept in kept_scenarios(project)}
    return found[known(name, found, what="scenario", where=f"project {project.path.name}")]


def scenario_called(project: Project, name: str, situation: Situation) -> Scenario:
    """A kept scenario by its name, or one of a YAML file; raises UnknownName or BadInput."""
    if name.lower().endswith(_FILES):
        return read_scenario(Path(name), situation)
    kept = kept_scenario(project, name)

    def place(*_: str | int) -> str:
        return f"scenario '{name}'"

    return _scenario(kept.record, situation, place)


def read_scenario(path: Path, situation: Situation) -> Scenario:
    """The scenario of a YAML file; raises BadInput with the file, the line, what is wrong and what to do."""
    if not path.is_file():
        raise BadInput(f"no file '{path}'; check the path")
    try:
        found = read_yaml(path)
    except PackFault as fault:
        raise BadInput(str(fault)) from fault
    return _scenario(found.data, situation, found.place)


def write_scenario(path: Path, scenario: Scenario) -> None:
    """Write a scenario to a YAML file that is whole or not there; raises BadInput."""
    check_written(path, scenario)
    text = _as_yaml(scenario_record(scenario))
    parse_yaml(text, name=str(path))
    write_whole(path, text)


def _as_yaml(record: Record) -> str:
    import yaml

    return str(yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=1000))


Place = Callable[..., str]


def _scenario(data: Any, situation: Situation, place: Place) -> Scenario:
    """The scenario of plain data, with the place of every fault."""
    _check_fields(data, place)
    found: list[Supposed] = []
    for number, text in enumerate(data.get("suppose", ())):
        try:
            found.extend(suppositions(text, situation))
        except DetenteError as fault:
            raise BadInput(f"{place('suppose', number)}: {fault}") from fault
    made = Scenario(
        data.get("name") or "",
        data.get("author") or "",
        _instant(data.get("made_at"), place),
        data.get("note") or "",
        supposed=tuple(found),
        without=tuple(data.get("without", ())),
        loosened=tuple(Loosened(x["group"], x["option"]) for x in data.get("loosen", ())),
        without_rules=tuple(data.get("without_rules", ())),
        without_needs=tuple(data.get("without_needs", ())),
    )
    return with_names(signed(made, made.author), situation)


def _check_fields(data: Any, place: Place) -> None:
    """Raise BadInput for what is no scenario, or holds a field that none has."""
    if not isinstance(data, dict):
        raise BadInput(f"{place()}: no scenario; begin with 'schema: {SCHEMA}' and 'suppose:'")
    known_fields = ("schema", *_TEXTS, *_LISTS)
    for name, value in data.items():
        if name not in known_fields:
            hint = did_you_mean(name, known_fields) or f"; there are {', '.join(known_fields)}"
            raise BadInput(f"{place(name)}: a scenario has no field '{name}'{hint}")
        if name in _LISTS:
            _check_list(name, value, place)
        elif not isinstance(value, str | None):
            raise BadInput(f"{place(name)}: '{name}' is a text; put it in quotes")
    if data.get("schema") != SCHEMA:
        raise BadInput(f"{place('schema')}: no scenario of this version; its schema is {SCHEMA}")


def _check_list(name: str, value: Any, place: Place) -> None:
    if not isinstance(value, list):
        raise BadInput(f"{place(name)}: '{name}' is a list; write each entry on a line of its own after '- '")
    for number, entry in enumerate(value):
        if name == "loosen":
            whole = isinstance(entry, dict) and set(entry) == {"group", "option"}
            if not whole or not all(isinstance(text, str) for text in entry.values()):
                raise BadInput(f"{place(name, number)}: write {{group: ID, option: OPTION}}, both as texts")
        elif not isinstance(entry, str):
            raise BadInput(f"{place(name, number)}: an entry of '{name}' is a text; put it in quotes")


def _instant(text: str | None, place: Place) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as fault:
        raise BadInput(f"{place('made_at')}: '{text}' is no time; write 2025-03-11T09:30:00+00:00") from fault
    return found if found.tzinfo else found.replace(tzinfo=UTC)
