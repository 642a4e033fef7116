"""A document: the unaltered text of one report, its metadata, and its furniture as marked spans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.kernel.dates import UNKNOWN, When
from detente.kernel.ids import document_hash
from detente.kernel.spans import Span

DocumentKind = Literal["news", "analysis", "opinion", "official", "transcript", "interview", "unknown"]


@dataclass(frozen=True, slots=True)
class Furniture:
    """A piece of a page that is no reporting (menu, caption, credit, teaser, byline): marked, never cut."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a report; `how_dated` says where the publication date comes from."""

    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    kind: DocumentKind = "unknown"
    published: When = UNKNOWN
    how_dated: str = "not dated"


@dataclass(frozen=True, slots=True)
class Document:
    """The text as given (offsets are code points into it), its name, metadata and marked furniture."""

    name: str
    text: str
    metadata: Metadata = Metadata()
    furniture: tuple[Furniture, ...] = ()

    @property
    def hash(self) -> str:
        """The id of the document: the hash of its text."""
        return document_hash(self.text)
