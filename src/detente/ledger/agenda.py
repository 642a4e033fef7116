"""The agenda: which instances of which issues are on the table, and which of them a statement is about (DESIGN §6)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from detente.kernel.problems import Problem
from detente.ledger.entries import Line
from detente.packs.model import Instance, Leaf, Pack
from detente.packs.terms import join_key

_SPLIT = re.compile(r"\s*(?:;|,|/| and | und |\bи\b|\bта\b|\bі\b)\s*")
OTHER = "other:"


@dataclass(frozen=True, slots=True)
class Key:
    """One matter on the agenda: an issue, and the instance it is about where the issue has instances."""

    issue: str
    instance: str | None = None

    def __str__(self) -> str:
        """As packs and pages write it: `terr.status[crimea]`."""
        return join_key(self.issue, self.instance)

    def __lt__(self, other: Key) -> bool:
        """In the order of issue and instance; the issue as such comes before its instances."""
        return (self.issue, self.instance or "") < (other.issue, other.instance or "")

    @property
    def domain(self) -> str:
        """The group of the issue."""
        return self.issue.partition(".")[0]


def on_agenda(leaf: Leaf | None) -> bool:
    """Whether an issue can be part of a package: `course.*` and leaves without options never are."""
    return leaf is not None and leaf.domain != "course" and bool(leaf.options)


def keys_of(line: Line, pack: Pack) -> tuple[tuple[Key, ...], tuple[Problem, ...]]:
    """The agenda's keys that a statement is about, and a problem where its instance is not one the pack declares."""
    statement = line.statement
    leaf = pack.leaf(statement.issue)
    if leaf is None or not on_agenda(leaf):
        return (), ()
    declared = pack.instances_of(leaf.id)
    if not declared:
        return (Key(leaf.id),), ()
    if statement.instance is None:
        plain = [i for i in declared if not i.members]
        if len(plain) == 1:
            return (Key(leaf.id, plain[0].id),), ()
        return (Key(leaf.id, OTHER + "unspecified"),), ()
    found, unknown = _resolve(statement.instance, declared)
    problems = tuple(
        Problem(
            "unknown-instance",
            line.original_id,
            f"'{name}' is no declared instance of {leaf.id}",
            "add it to instances in the pack's issues.yaml, or edit the statement",
            "note",
        )
        for name in unknown
    )
    if found:
        return tuple(Key(leaf.id, name) for name in found), problems
    return (Key(leaf.id, OTHER + re.sub(r"[\s#\[\]]+", "_", statement.instance.lower())[:40]),), problems


def keys_named(pack: Pack, issue: str, instance: str | None) -> tuple[Key, ...]:
    """The keys a term speaks of: a name that stands for several instances is each of them, no name the only one."""
    declared = pack.instances_of(issue)
    named = next((i for i in declared if i.id == instance), None)
    if named is not None and named.members:
        return tuple(Key(issue, member) for member in named.members)
    plain = [i.id for i in declared if not i.members]
    return (Key(issue, instance or (plain[0] if len(plain) == 1 else None)),)


def _resolve(text: str, declared: tuple[Instance, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Declared instances named in a text, and what of it names none: the whole text where nothing does."""
    whole = _named(text, declared)
    if whole:
        return whole, ()
    parts = {part: _named(part, declared) for part in _SPLIT.split(text) if part.strip()}
    found = tuple(dict.fromkeys(name for names in parts.values() for name in names))
    return found, tuple(part for part, names in parts.items() if not names) if found else (text,)


def _named(text: str, declared: Iterable[Instance]) -> tuple[str, ...]:
    folded = text.strip().lower()
    for instance in declared:
        names = {
            instance.id.lower(),
            instance.name.lower(),
            *(a.lower() for names in instance.aliases.values() for a in names),
        }
        if folded in names:
            return instance.members or (instance.id,)
    return ()
