"""A document as a page shows it: whole, furniture grey, the words that lines rest on marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from detente.briefs.model import Evidence
from detente.corpus.document import Document


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text marked in one way; `anchors` start here, `ends` are the notes that end here."""

    text: str
    furniture: str | None
    marked: bool
    anchors: tuple[str, ...]
    ends: tuple[int, ...]


def anchor_of(evidence: Evidence) -> str:
    """The anchor of the words in the appendix of documents."""
    return f"doc-{evidence.doc[:12]}-{evidence.start}-{evidence.end}"


def pieces(document: Document, cited: Iterable[tuple[int, Evidence]]) -> Iterator[Piece]:
    """The document cut at every boundary of furniture and of cited words; the pieces joined are its text."""
    notes = [(n, e) for n, e in cited if e.end <= len(document.text)]
    edges = {0, len(document.text)}
    edges |= {edge for _, e in notes for edge in (e.start, e.end)}
    edges |= {
        min(edge, len(document.text)) for f in document.furniture for edge in (f.span.start, f.span.end)
    }
    for start, end in pairwise(sorted(edges)):
        kind = next((f.kind for f in document.furniture if f.span.start <= start and end <= f.span.end), None)
        yield Piece(
            document.text[start:end],
            kind,
            any(e.start <= start and end <= e.end for _, e in notes),
            tuple(dict.fromkeys(anchor_of(e) for _, e in notes if e.start == start)),
            tuple(sorted(n for n, e in notes if e.end == end)),
        )
