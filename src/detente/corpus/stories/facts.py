"""The facts of a document by which it is placed in a story: its runs of words, what survives rewording, its day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.corpus.document import Document
from detente.corpus.language import language_of
from detente.corpus.prose import prose
from detente.corpus.stories.sketch import Runs, Sketch, runs_in_order, sketch_of
from detente.corpus.stories.survivals import NAME, Marks, Survivals, mark_of, mentions, survivals
from detente.kernel.dates import When


@dataclass(frozen=True, slots=True, eq=False)
class DocumentFacts:
    """What is needed of a document to place it.

    `runs` are in the order of the text; `day` is the last on which it may have come out (a proleptic ordinal),
    None where it is not dated; `names` are all mentions of names, each with its place as a fraction of the text.
    """

    doc: str
    day: int | None
    language: str
    runs: Runs
    sketch: Sketch
    survivals: Survivals
    names: tuple[Marks, NDArray[np.float64]]

    @property
    def different(self) -> Runs:
        """The different runs, sorted."""
        return np.unique(self.runs)


def facts_of(document: Document) -> DocumentFacts:
    """The facts of a document; a pure function of it, so that they can be made anew at any time."""
    runs = runs_in_order(document)
    text = "\n\n".join(part.of(document.text) for part in prose(document))
    mentioned = mentions(text)
    names = [one for one in mentioned if one.kind == NAME]
    marks = np.fromiter(map(mark_of, names), dtype=np.uint64, count=len(names))
    places = np.fromiter((one.start / len(text) for one in names), dtype=np.float64, count=len(names))
    return DocumentFacts(
        doc=document.hash,
        day=day_of(document.metadata.published),
        language=document.metadata.language or language_of(text),
        runs=runs,
        sketch=sketch_of(runs),
        survivals=survivals(text, mentioned),
        names=(marks, places),
    )


def day_of(published: When) -> int | None:
    """The last day on which something may have come out, as an ordinal; None where it is not known."""
    return published.latest.toordinal() if published.latest else None
