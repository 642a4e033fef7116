"""The index of stories, as a port: who holds a run, who mentions a name or number, who is in which story."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from detente.corpus.stories.facts import DocumentFacts
from detente.corpus.stories.sketch import Runs
from detente.corpus.stories.survivals import Survivals
from detente.kernel.dates import When

HOLDERS = 64  # documents that are kept and told of one run; whoever comes later is not told
MENTIONERS = 200  # documents told of one mention within the days asked for; what more mention finds nobody


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A document as the index keeps it. Documents are numbered in the order of arrival."""

    number: int
    doc: str
    day: int | None
    language: str
    total: int
    survivals: Survivals
    story: int


class StoryIndex(Protocol):
    """Documents by their runs and mentions, and the stories that they form.

    A story is numbered by one of its members. What is added is found at once; `flush` makes it last. The index is
    derived: it can be made again from the documents.
    """

    def number_of(self, doc: str) -> int | None:
        """The number of a document; None where it is not in the index."""
        ...

    def add(self, facts: DocumentFacts, *, story: int | None, left_out: Collection[int]) -> int:
        """Add a document to a story, or to one of its own (None); returns its number.

        Runs `left_out` are not indexed: enough documents are told of them. A known document is not added again.
        """
        ...

    def holders(self, runs: Sequence[int]) -> Mapping[int, Sequence[int]]:
        """For each kept run that anybody holds, the numbers of its first HOLDERS documents."""
        ...

    def mentioners(self, marks: Sequence[int], days: tuple[int, int] | None) -> Mapping[int, Sequence[int]]:
        """For each mark that anybody mentions, documents that do: those of the days (both included) and undated ones.

        None asks for all days. At most MENTIONERS + 1 numbers are told of each.
        """
        ...

    def members(self, numbers: Collection[int]) -> Mapping[int, Member]:
        """Documents by number."""
        ...

    def runs(self, number: int) -> Runs:
        """The runs of a document in the order of its text."""
        ...

    def facts(self, number: int) -> DocumentFacts:
        """All facts of a document, from its text."""
        ...

    def story_of(self, numbers: Collection[int]) -> Mapping[int, int]:
        """The story of each document."""
        ...

    def size(self, story: int) -> int:
        """How many members a story has, up to two: more are not told apart."""
        ...

    def merge(self, story: int, *, into: int) -> None:
        """Make two stories one."""
        ...

    def origin(self, story: int) -> str:
        """The document that came out first: dated before undated, then in the order of arrival."""
        ...

    def together(self, doc: str) -> Sequence[str]:
        """The members of a document's story, its origin first; empty where the document is not in the index."""
        ...

    def redate(self, doc: str, published: When) -> None:
        """Tell that a known document came out on another day; the same day again changes nothing."""
        ...

    def grouping(self) -> Mapping[str, str]:
        """The origin of the story of every document."""
        ...

    def flush(self) -> None:
        """Make what was added last."""
        ...
