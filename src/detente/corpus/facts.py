"""Facts of a document for the corpus as a whole: marks of origin, habits, meetings; made once, kept, made anew at need."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from detente.corpus.document import Document
from detente.corpus.meetings.names import PackNames
from detente.corpus.meetings.told import Meeting, meetings_in
from detente.corpus.origins.marks import OriginMark, origin_marks
from detente.corpus.origins.publishers import Directory
from detente.corpus.sources.profile import Habits, habits
from detente.packs.model import Pack

if TYPE_CHECKING:
    from pydantic import TypeAdapter

VERSION = "1"  # of what is found; another one makes kept facts anew


@dataclass(frozen=True)
class Eyes:
    """What is known before reading: the publishers, parties and places of a pack."""

    directory: Directory
    names: PackNames

    @classmethod
    def of(cls, pack: Pack) -> Eyes:
        """The eyes that a pack gives."""
        return cls(Directory(pack.publishers), PackNames(pack))


@dataclass(frozen=True, slots=True)
class Facts:
    """What one report tells: where its text comes from, its publisher's ways, the meetings that it speaks of."""

    marks: tuple[OriginMark, ...]
    habits: Habits
    meetings: tuple[Meeting, ...]


def facts_of(document: Document, eyes: Eyes) -> Facts:
    """The facts of a document: a pure function of it and of the pack."""
    return Facts(
        origin_marks(document, eyes.directory),
        habits(document),
        meetings_in(document, eyes.names),
    )


def written(facts: Facts) -> str:
    """The facts as JSON text."""
    return _adapter().dump_json(facts).decode()


def read_back(text: str) -> Facts:
    """The facts of a JSON text that `written` made."""
    return _adapter().validate_json(text)


@cache
def _adapter() -> TypeAdapter[Facts]:
    from pydantic import TypeAdapter

    return TypeAdapter(Facts)
