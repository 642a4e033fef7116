"""Marks of attribution: what of a document or of a person may leave the project. Appended, never changed; the newest holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from detente.kernel.errors import BadInput
from detente.ledger.people import WhoIsWho, plain

MarkKind = Literal["document", "speaker"]
MARK_KINDS: tuple[MarkKind, ...] = ("document", "speaker")


class Attribution(StrEnum):
    """What may leave the project: words and name; words without the name; nothing but that something is held."""

    QUOTABLE = "quotable"
    BACKGROUND = "background"
    WITHHELD = "not for attribution"

    @property
    def strictness(self) -> int:
        """How little it lets out."""
        return list(Attribution).index(self)


@dataclass(frozen=True, slots=True)
class Mark:
    """A document (by hash) or a speaker (by name as written) may be used in one way: one action, appended.

    `described`: what stands for the name of a person on background ("a European diplomat").
    """

    kind: MarkKind
    name: str
    attribution: Attribution
    reason: str
    reviewer: str
    at: datetime
    described: str | None = None


def check_mark(mark: Mark) -> None:
    """Raise BadInput for a mark without a name or a reason, or with a description that would go nowhere."""
    if mark.kind not in MARK_KINDS:
        raise BadInput(f"a '{mark.kind}' has no mark; give one of {', '.join(MARK_KINDS)}")
    if not plain(mark.name):
        raise BadInput("a mark without a name; say of which document or speaker")
    if not mark.reason.strip():
        raise BadInput("a mark without a reason; say why")
    if mark.described is not None and mark.attribution is not Attribution.BACKGROUND:
        raise BadInput(f"'{mark.attribution}' takes no description; it belongs to background")
    if mark.described is not None and not mark.described.strip():
        raise BadInput("an empty description; say who it is without the name, or leave it out")


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks that hold: of each document and of each spelling of a name the newest.

    What has none is quotable: reports are published documents. A mark on one spelling holds for the person, in letters of any
    size; where spellings of one person are marked differently, the strictest holds.
    """

    standing: Mapping[tuple[MarkKind, str], Mark]
    people: Mapping[str, Mark]  # by every spelling of a person who is marked, in small letters
    who: WhoIsWho
    _met: dict[str, Mark | None] = field(default_factory=dict, compare=False, repr=False)

    @property
    def bind(self) -> bool:
        """Whether anything may not leave as it is."""
        return any(mark.attribution is not Attribution.QUOTABLE for mark in self.standing.values())

    def of_document(self, doc: str) -> Mark | None:
        """The mark that holds for a document, other than quotable."""
        return _binding(self.standing.get(("document", doc)))

    def of_speaker(self, name: str | None) -> Mark | None:
        """The mark that holds for a person, other than quotable."""
        if not name or not self.people:
            return None
        if name not in self._met:
            marks = (_binding(self.people.get(spelling.casefold())) for spelling in self.spellings(name))
            self._met[name] = max((mark for mark in marks if mark), key=_strictness, default=None)
        return self._met[name]

    def on(self, doc: str, names: Iterable[str | None]) -> Mark | None:
        """The strictest mark on a line: that of its document, or of anybody in its chain. None where it is quotable."""
        marks = (self.of_document(doc), *(self.of_speaker(name) for name in names))
        return max((mark for mark in marks if mark), key=_strictness, default=None)

    def spellings(self, name: str) -> tuple[str, ...]:
        """Every name under which a person is known."""
        head = self.who.head(name)
        return tuple(dict.fromkeys((plain(name), head, *self.who.names(head))))


def _binding(mark: Mark | None) -> Mark | None:
    return mark if mark is not None and mark.attribution is not Attribution.QUOTABLE else None


def _strictness(mark: Mark) -> int:
    return mark.attribution.strictness


def marks_that_hold(marks: Iterable[Mark], who: WhoIsWho) -> Marks:
    """Fold marks by `at`, then by appending."""
    standing: dict[tuple[MarkKind, str], Mark] = {}
    for mark in sorted(marks, key=lambda mark: mark.at):
        standing[mark.kind, plain(mark.name)] = mark
    people: dict[str, Mark] = {}
    made = Marks(standing, people, who)
    for (kind, name), mark in standing.items():
        for spelling in made.spellings(name) if kind == "speaker" else ():
            small = spelling.casefold()
            people[small] = max(people.get(small, mark), mark, key=_strictness)
    return made
