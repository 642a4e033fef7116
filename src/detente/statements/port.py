"""The port of readers: a factory takes a pack and gives a function from a document to its statements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from detente.corpus.document import Document
from detente.kernel.problems import Problem
from detente.packs.model import Pack
from detente.statements.record import Statement


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in one document, in the order of the text, and the problems it met."""

    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...] = ()


class Reader(Protocol):
    """Reads one document. Pure: the same document gives the same reading."""

    def __call__(self, document: Document) -> Reading:
        """The statements of the document."""
        ...


ReaderFactory = Callable[[Pack], Reader]
