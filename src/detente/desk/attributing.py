"""Attributing reports without a project: who says what in them, report by report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.corpus.document import Document
from detente.desk import DEFAULT_ATTRIBUTOR
from detente.desk.choose import choose_attributor
from detente.desk.reading import check_given, gathered, reading_failed
from detente.kernel.problems import Problem
from detente.packs.load import load_pack
from detente.statements.attribution import Attribution, Attributor


@dataclass(frozen=True, slots=True)
class ToAttribute:
    """Documents that wait for an attributor, and the faults met in gathering them."""

    attributor: Attributor
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]

    def found(self) -> Iterator[tuple[Document, tuple[Attribution, ...], tuple[Problem, ...]]]:
        """Each document with its attributions and what went wrong, in the order given."""
        for document in self.documents:
            yield document, *attribute_one(self.attributor, document)


def attribute_one(
    attributor: Attributor, document: Document
) -> tuple[tuple[Attribution, ...], tuple[Problem, ...]]:
    """The attributions of a document; an attributor that fails on one report is a problem of that report."""
    try:
        return attributor(document), ()
    except Exception as fault:  # noqa: BLE001  (one report that cannot be taken must not end a long run)
        return (), (reading_failed(document, fault),)


def prepare_attribution(
    paths: Sequence[str], *, pack_name: str, attributor: str = DEFAULT_ATTRIBUTOR, pasted: bytes | None = None
) -> ToAttribute:
    """Gather reports and a pasted text; raises NothingToRead, UnknownName or PackFault."""
    check_given(paths, pasted)
    chosen = choose_attributor(attributor)(load_pack(pack_name))
    found = gathered(paths, pasted)
    return ToAttribute(chosen, found.documents, found.problems)
