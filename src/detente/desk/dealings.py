"""The log of dealings at a moment: offers and answers, what waits, the calendar, what was given, levers, promises, claims."""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente.desk.dealing_items import LOGS, Item
from detente.desk.names import known, known_party, matters
from detente.desk.offer_words import LogLine
from detente.desk.project import Answer, Project, held
from detente.desk.records import Record, headed, statements
from detente.kernel.problems import Problem
from detente.ledger.entries import Line
from detente.ledger.people import Merge
from detente.ledger.view import Moment


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a log is wanted: what concerns a party, or a matter (`terr`, `terr.status`, `terr.status[crimea]`).

    `most`: how many entries are printed of each group, the latest ones (None: all); data always has all.
    """

    party: str | None = None
    issue: str | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """One log: its title, what it can and cannot tell, its entries in words and as plain data, the lines they rest on.

    `groups`: the entries to print, by what they stand under. `notes`: what is not printed, or not known to belong here.
    """

    name: str
    title: str
    lead: str
    groups: tuple[tuple[str, tuple[LogLine, ...]], ...]
    notes: tuple[str, ...]
    record: Record
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()


def log(project: Project, moment: Moment, name: str, *, wanted: Wanted | None = None) -> tuple[Answer, Log]:
    """A log of that name at a moment; raises UnknownName for a party or matter that is not known."""
    found = held(project, moment)
    title, lead, make = LOGS[name]
    items, problems = make(project, found)
    wanted = wanted or Wanted()
    chosen, notes = _chosen(items, project, wanted)
    lines = tuple(dict.fromkeys(line for item in chosen for line in item.lines))
    shown, more = _shown(chosen, wanted.most)
    record = {name: [item.record for item in chosen]}
    made = Log(name, title, lead, _grouped(shown), (*notes, *more), record, lines, problems)
    return replace(found, problems=tuple(dict.fromkeys((*found.problems, *problems)))), made


def say_one(project: Project, moment: Moment, name: str, *, merge: Merge) -> Merge:
    """Append that two entries of a log are one, or are two after all; raises UnknownName or BadInput."""
    items, _ = LOGS[name][2](project, held(project, moment))
    ids = [i for item in items for i in sorted(item.names)]
    merges = project.file.merges()
    said = {i for m in merges if m.kind == "event" for i in (m.name, m.into)}
    for one in (merge.name, merge.into):
        known(one, [*ids, *said], what="entry", where=f"`log {name}` at this moment")
    made = replace(merge, kind="event")
    project.file.merge(made)
    return made


def log_record(project: Project, found: Answer, made: Log) -> Record:
    """A log as plain data, with every statement under it once."""
    return headed(f"log-{made.name}", project, found, **made.record, statements=statements(made.lines))


def _chosen(items: list[Item], project: Project, wanted: Wanted) -> tuple[list[Item], tuple[str, ...]]:
    """The entries that concern the party and the matter, and how many tell of none."""
    notes: tuple[str, ...] = ()
    if wanted.party:
        party = known_party(project.pack, wanted.party, (p for item in items for p in item.parties))
        items = [item for item in items if party in item.parties]
    if wanted.issue:
        keys = matters(project.pack, wanted.issue, (k for item in items for k in item.keys))
        silent = sum(not item.keys for item in items)
        if silent:
            told = "is" if silent == 1 else "are"
            notes = (f"{silent} that {told} told in words alone, without an issue, {told} left out.",)
        items = [item for item in items if item.keys & keys]
    return items, notes


def _shown(items: list[Item], most: int | None) -> tuple[list[Item], tuple[str, ...]]:
    """The entries to print, and what is not printed."""
    if most is None:
        return items, ()
    notes = []
    major = [item for item in items if not item.minor] or items
    if len(major) < len(items):
        notes.append(f"{len(items) - len(major)} more stand in tabled texts only: --all")
    groups: dict[str, list[Item]] = {}
    for item in major:
        groups.setdefault(item.group, []).append(item)
    shown = [item for some in groups.values() for item in some[-most:]]
    if len(shown) < len(major):
        notes.insert(0, f"{len(major) - len(shown)} earlier ones: --all")
    return shown, tuple(notes)


def _grouped(items: list[Item]) -> tuple[tuple[str, tuple[LogLine, ...]], ...]:
    groups: dict[str, list[LogLine]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(item.words)
    return tuple((name, tuple(lines)) for name, lines in groups.items())
