"""A document: the unaltered text of one report, its metadata, and its furniture as marked spans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.kernel.dates import UNKNOWN, When
from detente.kernel.ids import document_hash
from detente.kernel.spans import Span

Way = Literal["given", "markup", "message", "feed", "table", "address", "text", "file"]
Sureness = Literal["sure", "likely", "guess"]
DocumentKind = Literal["news", "analysis", "opinion", "official", "transcript", "interview", "unknown"]


@dataclass(frozen=True, slots=True)
class Furniture:
    """A piece of a page that is no reporting (menu, caption, credit, teaser, byline): marked, never cut."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Finding:
    """How one field of the metadata was found: in what, under which name there, and how sure that makes it.

    `field` is a field of Metadata; `detail` names the place, for a reader ("JSON-LD datePublished").
    """

    field: str
    way: Way
    detail: str
    sure: Sureness


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a report; `how_dated` says where the publication date comes from.

    `url` is the address at which the report was met, `canonical` the one that it names as its own;
    `languages` are all that carry a fifth of it or more, `language` the first of them. `updated` is the day of
    the newest change that the report tells of. `findings` say how fields were found; at most one a field.
    """

    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    kind: DocumentKind = "unknown"
    published: When = UNKNOWN
    how_dated: str = "not dated"
    byline: str | None = None
    section: str | None = None
    canonical: str | None = None
    updated: When = UNKNOWN
    languages: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def finding(self, field: str) -> Finding | None:
        """How the field was found; None where it is not told."""
        return next((one for one in self.findings if one.field == field), None)


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
