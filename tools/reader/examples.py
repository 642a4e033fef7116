"""From labelled reports to what the network is taught: sentences as the model sees them, with their targets."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conflicts import conflict_pack
from marked import Coded, Report, read_marked

from detente.corpus.document import Document, Metadata
from detente.kernel.dates import parse_when
from detente.models.govern import signs
from detente.models.inputs import CLASSES, MARKS, Pieces, Seen, seen_in
from detente.packs.model import Pack
from detente.statements.record import BASES
from detente.statements.rules.lexicon import build_lexicon
from detente.statements.rules.names import NameBook
from detente.statements.rules.scenes import Eyes


@dataclass
class Stated:
    """A labelled statement in pieces: `holder` and `target` are numbers of parties, -1 nobody, -2 not among those seen."""

    issue: str
    option: str | None
    kind: int
    basis: int
    holder: int
    target: int
    pieces: tuple[int, int]


@dataclass
class Attributed:
    """A labelled attribution in pieces; None where it has no cue or source in the sentence."""

    cue: tuple[int, int]
    source: tuple[int, int] | None
    content: list[tuple[int, int]]


@dataclass
class Example:
    """One sentence with its labels; `names`: the pieces of each proper name that is known to nobody."""

    seen: Seen
    report: str
    conflict: str
    signs: Any = None
    names: list[tuple[int, int]] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)
    attributed: list[Attributed] = field(default_factory=list)


@dataclass
class Folder:
    """A conflict with its pack, its documents and its labelled sentences."""

    name: str
    pack: Pack
    reports: list[Report]
    documents: list[Document]
    examples: list[Example]


def document_of(report: Report) -> Document:
    """The report as the reader gets it."""
    head = report.head
    metadata = Metadata(
        publisher=head.get("publisher"),
        language=head.get("lang", "en"),
        kind=head["kind"],  # type: ignore[arg-type]
        published=parse_when(head["published"]),
        byline=head.get("byline"),
    )
    return Document(report.id, report.text, metadata)


def read_folder(folder: Path, pieces: Pieces) -> Folder:
    """All labelled sentences of a conflict; reports with faults are left out by the checker, not here."""
    pack = conflict_pack(folder)
    eyes = Eyes(build_lexicon(pack), NameBook(pack))
    reports = [r for path in sorted(folder.glob("*.txt")) for r in read_marked(path)[0] if r.text]
    documents = [document_of(r) for r in reports]
    examples: list[Example] = []
    connected = not folder.name.startswith("phrasebook")
    for report, document in zip(reports, documents, strict=True):
        examples += _examples(report, seen_in(document, eyes, (pieces, pack), connected=connected))
    return Folder(folder.name, pack, reports, documents, examples)


def _examples(report: Report, sentences: list[Seen]) -> list[Example]:
    found = [
        Example(seen, report.id, report.conflict, signs(seen), named_by_nobody(seen)) for seen in sentences
    ]
    for coded in report.coded:
        example = _holding(found, coded.evidence)
        if example is not None:
            stated = _stated(example.seen, coded)
            if stated is not None:
                example.stated.append(stated)
    for said in report.said:
        if said.cue is None:
            continue
        example = _holding(found, said.cue)
        if example is None:
            continue
        cue = example.seen.piece_range(*said.cue)
        content = [r for c in said.content if (r := example.seen.piece_range(*c))[1] > r[0]]
        source = example.seen.piece_range(*said.source) if said.source else None
        if cue[1] > cue[0] and content:
            example.attributed.append(
                Attributed(cue, source if source and source[1] > source[0] else None, content)
            )
    return found


def named_by_nobody(seen: Seen) -> list[tuple[int, int]]:
    """The pieces of proper names that no pack and no vocabulary knows: capitals that open no sentence."""
    known = {i for *_, start, end in seen.hits for i in range(start, end)}
    found: list[tuple[int, int]] = []
    start, text = seen.scene.span.start, seen.scene.text
    for i, (a, b) in enumerate(seen.places):
        if a <= start or i in known or seen.ids[i] <= MARKS:
            continue
        inside = text[a - start - 1 : a - start + 1].isalnum() and found and found[-1][1] == i
        if inside:
            found[-1] = (found[-1][0], i + 1)
        elif text[a - start].isupper() and not text[a - start - 1].isalnum() and b > a:
            found.append((i, i + 1))
    return found


def _holding(examples: list[Example], words: tuple[int, int]) -> Example | None:
    """The sentence in which most of the words stand."""

    def shared(example: Example) -> int:
        span = example.seen.scene.span
        return min(span.end, words[1]) - max(span.start, words[0])

    best = max(examples, key=shared, default=None)
    return best if best is not None and shared(best) > 0 else None


def _stated(seen: Seen, coded: Coded) -> Stated | None:
    pieces = seen.piece_range(*coded.evidence)
    if pieces[1] <= pieces[0]:
        return None

    def number(party: str | None) -> int:
        if party is None:
            return -1
        return seen.parties.index(party) if party in seen.parties else -2

    return Stated(
        coded.issue,
        coded.option,
        CLASSES.index(coded.stance or coded.kind),
        BASES.index(coded.basis),  # type: ignore[arg-type]
        number(coded.holder),
        number(coded.target),
        pieces,
    )
