"""The port of exchange formats: what they are given, and what they give back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from detente.ledger.entries import Standing

Record = dict[str, Any]
Placed = tuple[str, Record]
Shape = Mapping[str, Mapping[str, str]]

SCHEMA = "detente.project"
LATER_KINDS = ("role", "mark", "redaction", "tombstone")  # that files of earlier versions do not have
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A project, or a table of its lines, on its way out.

    `records` gives every record in the order of entry, anew at each call; `lines` the statements as they stand after
    review, with their reports. `shape` tells of each kind of record its fields, and of each field whether it is a text,
    a whole number, a number or a list. `spells` tells where each position stood, and from when to when the file said so;
    `about`, which state of which project it is.
    """

    name: str
    records: Callable[[], Iterator[Record]]
    lines: Callable[[], Iterator[Record]]
    shape: Shape
    spells: Callable[[], Iterator[Record]] = field(default=lambda: iter(()))
    about: Mapping[str, str] = field(default_factory=dict)


class Write(Protocol):
    """Write a project to a file; returns what the file does not hold."""

    def __call__(self, path: Path, project: Outgoing) -> tuple[str, ...]:
        """Write."""
        ...


class Read(Protocol):
    """Read the records of a file in the order in which they are to be entered, each with its place in the file.

    A record without `recorded` was recorded now. Raises BadInput with the place, what is wrong and what to do.
    """

    def __call__(self, path: Path, shape: Shape) -> Iterator[Placed]:
        """Read."""
        ...


@dataclass(frozen=True, slots=True)
class Exchange:
    """A format: how it is written, and how it is read; None where it goes one way only."""

    title: str
    write: Write | None
    read: Read | None


def stands(line: Record) -> bool:
    """Whether a line is part of what the project says: neither rejected nor replaced by others."""
    return Standing(line["standing"]).stands
