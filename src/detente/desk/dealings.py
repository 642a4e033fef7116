"""The log of dealings at a moment: offers and answers, what waits, the calendar, what was given, levers, promises, claims."""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente.desk.dealing_items import LOGS, Item
from detente.desk.names import known_party, matters
from detente.desk.offer_words import LogLine
from detente.desk.project import Answer, Project, held
from detente.desk.records import Record, headed, statements
from detente.kernel.problems import Problem
from detente.ledger.entries import Line
from detente.ledger.view import Moment


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a log is wanted: what concerns a party, or a matter (`terr`, `terr.status`, `terr.status[crimea]`)."""

    party: str | None = None
    issue: str | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """One log: its title, what it can and cannot tell, its entries in words and as plain data, the lines they rest on."""

    name: str
    title: str
    lead: str
    entries: tuple[LogLine, ...]
    record: Record
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()


def log(project: Project, moment: Moment, name: str, *, wanted: Wanted | None = None) -> tuple[Answer, Log]:
    """A log of that name at a moment; raises UnknownName for a party or matter that is not known."""
    found = held(project, moment)
    title, lead, make = LOGS[name]
    items, problems = make(project, found)
    chosen = _chosen(items, project, wanted or Wanted())
    lines = tuple(dict.fromkeys(line for item in chosen for line in item.lines))
    entries = tuple(item.words for item in chosen)
    made = Log(name, title, lead, entries, {name: [item.record for item in chosen]}, lines, problems)
    return replace(found, problems=tuple(dict.fromkeys((*found.problems, *problems)))), made


def log_record(project: Project, found: Answer, made: Log) -> Record:
    """A log as plain data, with every statement under it once."""
    return headed(f"log-{made.name}", project, found, **made.record, statements=statements(made.lines))


def _chosen(items: list[Item], project: Project, wanted: Wanted) -> list[Item]:
    if wanted.party:
        party = known_party(project.pack, wanted.party, (p for item in items for p in item.parties))
        items = [item for item in items if party in item.parties]
    if wanted.issue:
        keys = matters(project.pack, wanted.issue, (k for item in items for k in item.keys))
        items = [item for item in items if item.keys & keys]
    return items
