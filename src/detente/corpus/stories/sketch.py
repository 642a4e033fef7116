"""Sketches: the runs of five words of a text as numbers, and the small share of them that an index keeps.

A sketch keeps the runs whose hash falls under a fixed bound (FracMinHash: Irber et al. 2022, "Lightweight
compositional analysis of metagenomes with FracMinHash"; bias of the estimate: Hera, Pierce-Ward and Koslicki 2023,
"Deriving confidence intervals for mutation rates ... using FracMinHash"): whether a run is kept depends on nothing
but the run, so a part of a text keeps a part of its sketch, and containment can be estimated between texts of any
two lengths, which MinHash cannot.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.corpus.document import Document
from detente.corpus.prose import prose

Runs = NDArray[np.uint64]

RUN = 5  # words
SCALE = 8  # one run in so many is kept
SHORT = 56  # runs: a text of fewer than 60 words keeps them all
_BOUND = np.uint64(2**64 // SCALE)
_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
# Odd constants of splitmix64 (Steele, Lea and Flood 2014); they only have to stay as they are.
_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """The kept runs of a text, sorted, each once; `total` is how many different runs the text has."""

    hashes: Runs
    total: int


def words_of_text(text: str) -> list[str]:
    """The words and numbers of a text in small letters, apostrophes of all kinds made one."""
    return _WORD.findall(text.lower().translate(_APOSTROPHES))


def runs_in_order(document: Document) -> Runs:
    """The hash of each run of five words of the reporting, furniture left out, in the order of the text.

    A text of fewer words is one run; a text without words has none. The same on every machine and in every run.
    """
    words: list[str] = []
    for part in prose(document):
        words += words_of_text(part.of(document.text))
    if not words:
        return np.empty(0, dtype=np.uint64)
    encoded = "\n".join(words).encode("utf-8", "surrogatepass").split(b"\n")
    numbers = np.fromiter(map(zlib.crc32, encoded), dtype=np.uint64, count=len(encoded))
    width = min(RUN, len(words))
    size = len(words) - width + 1
    found = np.full(size, width, dtype=np.uint64)
    for place in range(width):
        found = _mixed((found ^ numbers[place : place + size]) * _STEP)
    return found


def runs_of(document: Document) -> Runs:
    """The different runs of a document, sorted."""
    return np.unique(runs_in_order(document))


def sketch_of(runs: Runs) -> Sketch:
    """The sketch of a text, from its runs in any order."""
    different = np.unique(runs)
    if len(different) < SHORT:
        return Sketch(different, len(different))
    return Sketch(different[different < _BOUND], len(different))


def estimated(one: Sketch, other: Sketch) -> float:
    """The share of the smaller text's runs that the other has too, estimated; 0 where nothing was kept.

    Short texts keep all their runs: they are compared on the share that the other would have kept.
    """
    first, second = one.hashes[one.hashes < _BOUND], other.hashes[other.hashes < _BOUND]
    if one.total < SHORT and other.total < SHORT:
        first, second = one.hashes, other.hashes
    smaller = min(len(first), len(second))
    return float(len(shared_runs(first, second)) / smaller) if smaller else 0.0


def shared_runs(one: Runs, other: Runs) -> Runs:
    """The runs that stand in both of two sorted arrays of different runs."""
    return np.intersect1d(one, other, assume_unique=True)


def contained(one: Runs, other: Runs) -> float:
    """The share of the smaller text's runs that stand in the other, exactly; 0 where one has none."""
    smaller = min(len(one), len(other))
    return float(len(shared_runs(one, other)) / smaller) if smaller else 0.0


def _mixed(values: Runs) -> Runs:
    """Each number spread over all its bits (the finaliser of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * _FIRST
    values = (values ^ (values >> np.uint64(27))) * _SECOND
    return values ^ (values >> np.uint64(31))
