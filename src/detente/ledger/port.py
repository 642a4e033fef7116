"""The ports of stores. The read side and the write side are two types; look-ups at a time are a third."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from detente.corpus.document import Document
from detente.kernel.problems import Problem
from detente.ledger.entries import Appearance, Entry, Report, Review
from detente.ledger.spells import Held
from detente.ledger.view import Moment
from detente.statements.record import Statement


class LedgerReader(Protocol):
    """The read side of a project: everything ever entered, in the order of entry."""

    def entries(self) -> Sequence[Entry]:
        """Every statement ever entered."""
        ...

    def reviews(self) -> Sequence[Review]:
        """Every review ever made."""
        ...

    def reports(self, recorded_by: datetime | None = None) -> Mapping[str, Report]:
        """Reports by document hash: of each the newest known, or the newest known by that time."""
        ...

    def document(self, doc: str) -> Document:
        """The document of that hash, text unaltered; raises UnknownName."""
        ...

    def documents(self) -> Sequence[Document]:
        """Every document, in the order of entry."""
        ...

    def each_document(self) -> Iterator[Document]:
        """Every document, in the order of entry, without holding them all."""
        ...

    def appearances(self) -> Mapping[str, tuple[Appearance, ...]]:
        """Where and when each text came out, by document."""
        ...

    def has_document(self, doc: str) -> bool:
        """Whether a document of that hash was entered."""
        ...

    def report(self, doc: str) -> Report | None:
        """The newest report of a document; None where it was not entered."""
        ...

    def problems(self) -> Sequence[Problem]:
        """Every problem recorded while reading."""
        ...

    def derived(self, step: str, docs: Sequence[str]) -> Mapping[str, str]:
        """What a step made of documents and was kept, by document; it can always be made again."""
        ...

    def settings(self) -> Mapping[str, Any]:
        """The project's settings: pack id, pack digest, reader, version that wrote it."""
        ...


class HeldReader(Protocol):
    """What was held at a time, by look-ups: a line that is last in a view is the one said last, then the greatest id."""

    def latest(self, holder: str, issue: str, moment: Moment) -> Held | None:
        """What somebody said last on an issue, in the view of a moment; an undated line where there is no other."""
        ...

    def matrix(self, moment: Moment) -> Sequence[Held]:
        """What everybody said last on every issue, in the view of a moment, by holder and issue."""
        ...


class LedgerWriter(Protocol):
    """The write side: one writer per project. Each call is one transaction: all of it is kept, or nothing."""

    def enter(
        self,
        document: Document,
        *,
        report: Report,
        statements: Iterable[Statement],
        problems: Iterable[Problem],
        cache_key: str,
        recorded: datetime,
    ) -> int:
        """Enter a document and what was read in it; returns how many statements were new. The same cache key adds nothing."""
        ...

    def keep_document(self, document: Document, *, report: Report, recorded: datetime) -> bool:
        """Enter a document that nobody read yet, or where it appeared again; returns whether it is new."""
        ...

    def has(self, cache_key: str) -> bool:
        """Whether a document was already entered under that cache key."""
        ...

    def review(self, *reviews: Review) -> None:
        """Append reviews, all or none."""
        ...

    def keep_derived(self, step: str, values: Mapping[str, str]) -> None:
        """Keep what a step made of documents, in place of what it made before."""
        ...

    def keep_settings(self, settings: Mapping[str, Any]) -> None:
        """Keep settings of the project (recorded with its time; older ones stay in the history)."""
        ...
