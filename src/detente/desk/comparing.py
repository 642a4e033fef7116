"""Readers compared on the same documents: what each finds, how far they agree, and what only one of them says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from detente.corpus.document import Document
from detente.desk.choose import choose_reader
from detente.desk.reading import ToRead, prepare, read_one
from detente.kernel.errors import BadInput
from detente.kernel.problems import Problem
from detente.statements.record import KINDS, Statement
from detente.statements.scoring.matching import match
from detente.statements.scoring.tallies import sets, tuple_of

if TYPE_CHECKING:
    from detente.models.llm.settings import LlmSettings

Told = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readers agree, in [0, 1]: on tuples, and on evidence (docs/codebook.md, Scoring).

    None where neither found anything.
    """

    readers: tuple[str, str]
    tuple_f1: float | None
    evidence_f1: float | None


@dataclass(frozen=True, slots=True)
class Alone:
    """A statement that one reader found and no other, with the name of its document."""

    reader: str
    doc: str
    statement: Statement


@dataclass(frozen=True, slots=True)
class Comparison:
    """Readers on the same documents. `counts`: statements of each reader by kind."""

    pack: str
    documents: int
    counts: Mapping[str, Mapping[str, int]]
    agreements: tuple[Agreement, ...]
    alone: tuple[Alone, ...]
    problems: tuple[Problem, ...]

    def as_plain(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "pack": self.pack,
            "documents": self.documents,
            "counts": {reader: dict(kinds) for reader, kinds in self.counts.items()},
            "agreements": [
                {"readers": list(a.readers), "tuple_f1": a.tuple_f1, "evidence_f1": a.evidence_f1}
                for a in self.agreements
            ],
            "alone": [
                {"reader": a.reader, **a.statement.as_record(doc_name=a.doc, full=True)} for a in self.alone
            ],
            "problems": [str(p) for p in self.problems],
        }


@dataclass(frozen=True, slots=True)
class _Read:
    """One document with the statements of each reader."""

    document: Document
    statements: Mapping[str, tuple[Statement, ...]]


def compare_readers(
    paths: Sequence[str],
    *,
    readers: Sequence[str],
    pack_name: str,
    settings: LlmSettings | None = None,
    told: Told = lambda *_: None,
) -> Comparison:
    """Read the same reports with each reader; raises BadInput, NothingToRead, UnknownName or PackFault."""
    wanted = tuple(dict.fromkeys(readers))
    if len(wanted) < 2:
        raise BadInput("a comparison needs two readers; name them with --readers, such as rules,llm")
    to_read = prepare(paths, pack_name=pack_name, reader_name=wanted[0], settings=settings)
    problems: list[Problem] = list(to_read.problems)
    read = list(_all_read(to_read, (wanted, settings, told), problems))
    return Comparison(
        pack=to_read.pack.id,
        documents=len(read),
        counts={name: _counted(read, name) for name in wanted},
        agreements=tuple(_agreement(read, pair) for pair in combinations(wanted, 2)),
        alone=tuple(a for one in read for a in _alone(one)),
        problems=tuple(dict.fromkeys(problems)),
    )


def _all_read(
    to_read: ToRead, how: tuple[tuple[str, ...], LlmSettings | None, Told], problems: list[Problem]
) -> Iterator[_Read]:
    """Each document, read by every reader; the problems that they met are added."""
    names, settings, told = how
    made = {names[0]: to_read.reader}
    made |= {name: choose_reader(name, settings)(to_read.pack) for name in names[1:]}
    for number, document in enumerate(to_read.documents, start=1):
        found = {name: read_one(reader, document) for name, reader in made.items()}
        problems += [p for reading in found.values() for p in reading.problems]
        told(number, len(to_read.documents), document.name)
        yield _Read(document, {name: reading.statements for name, reading in found.items()})


def _counted(read: Sequence[_Read], reader: str) -> dict[str, int]:
    counts = Counter(s.kind for one in read for s in one.statements[reader])
    return {kind: counts[kind] for kind in KINDS}


def _agreement(read: Sequence[_Read], pair: tuple[str, str]) -> Agreement:
    columns: Counter[str] = Counter()
    for one in read:
        first, second = (one.statements[name] for name in pair)
        columns.update(sets("tuple", {tuple_of(s) for s in first}, {tuple_of(s) for s in second}))
        columns["evidence.hit"] += len(match(first, second))
        columns["evidence.gold"] += len(first)
        columns["evidence.read"] += len(second)
    return Agreement(pair, _f1(columns, "tuple"), _f1(columns, "evidence"))


def _f1(columns: Mapping[str, int], name: str) -> float | None:
    both = columns[f"{name}.gold"] + columns[f"{name}.read"]
    return round(2 * columns[f"{name}.hit"] / both, 6) if both else None


def _alone(one: _Read) -> Iterator[Alone]:
    """What one reader says of a document and no other matches, by evidence or by tuple."""
    for name, own in one.statements.items():
        others = [found for other, found in one.statements.items() if other != name]
        said = {tuple_of(s) for found in others for s in found}
        matched = {pair.gold for found in others for pair in match(own, found)}
        for statement in own:
            if statement not in matched and tuple_of(statement) not in said:
                yield Alone(name, one.document.name, statement)
