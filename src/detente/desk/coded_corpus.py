"""A corpus that a person has coded: its texts, what is known of them, the pack of each, and the coding."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from detente.corpus.document import Document, DocumentKind, Metadata
from detente.corpus.gather import gather
from detente.corpus.metadata import merged, read_metadata
from detente.kernel.dates import UNKNOWN, parse_when
from detente.kernel.errors import BadDate, BadInput
from detente.kernel.ids import digest
from detente.kernel.problems import Problem
from detente.packs.find import known_packs, pack_roots
from detente.packs.load import load_pack
from detente.packs.model import Pack
from detente.statements.importing import Imported, import_statements
from detente.statements.record import Statement

WORLD = "world"
META_NAME = "meta.json"
# A digest is a round-up of news; the record has no kind of its own for it.
_KINDS: Mapping[str, DocumentKind] = {**{kind: kind for kind in get_args(DocumentKind)}, "digest": "news"}
_BESIDE = {"unread-format"}


@dataclass(frozen=True, slots=True)
class CodedCorpus:
    """Texts with a person's coding. `pack_of` and `conflict_of` go by document name; `packs` by pack id.

    A document without records was coded and holds none: what a reader finds in it is wrong.
    """

    documents: tuple[Document, ...]
    gold: Mapping[str, tuple[Statement, ...]]
    packs: Mapping[str, Pack]
    pack_of: Mapping[str, str]
    conflict_of: Mapping[str, str | None]
    gold_sha256: str
    texts_sha256: str
    problems: tuple[Problem, ...]

    def pack(self, name: str) -> Pack:
        """The pack with which a document is read."""
        return self.packs[self.pack_of[name]]


def open_corpus(gold: Path, texts: Path, *, pack: str | None = None, meta: Path | None = None) -> CodedCorpus:
    """A coding and the folder of its texts.

    `meta` (else meta.json beside the coding, where there is one) gives conflict, date, publisher and kind by
    document, as JSON, or without conflicts as the CSV that stands beside reports. The pack is the given one,
    else that of the document's conflict, else the world's.
    Raises BadInput, NothingToRead, UnknownName or PackFault.
    """
    about = _about(meta or gold.parent / META_NAME, required=meta is not None)
    found = gather([texts])
    problems = [*about.problems, *(p for p in found.problems if p.code not in _BESIDE)]
    documents = [replace(d, metadata=merged(about.of(d.name), d.metadata)) for d in found.documents]
    conflicts = {d.name: about.conflict(d.name) for d in documents}
    shipped = known_packs(pack_roots())
    names = {d: pack or (c if c and c in shipped else WORLD) for d, c in conflicts.items()}
    bare = CodedCorpus(
        documents=tuple(documents),
        gold={},
        packs={name: load_pack(name) for name in sorted(set(names.values()))},
        pack_of=names,
        conflict_of=conflicts,
        gold_sha256=file_sha256(gold),
        texts_sha256=texts_sha256(documents),
        problems=tuple(problems),
    )
    coded = take_records(gold, bare)
    silent = [d.name for d in documents if d.name not in coded.statements]
    return replace(
        bare, gold=coded.statements, problems=(*problems, *coded.problems, *_without_records(silent, gold))
    )


def take_records(path: Path, corpus: CodedCorpus) -> Imported:
    """The records of a file on the documents of a corpus, each checked against its document's pack."""
    lines = _lines(path)
    home = [corpus.pack_of.get(_document_named(line) or "", "") for line in lines]
    first = next(iter(corpus.packs))
    statements: dict[str, tuple[Statement, ...]] = {}
    problems: list[Problem] = []
    for name, pack in corpus.packs.items():
        documents = {d.name: d for d in corpus.documents if corpus.pack_of[d.name] == name}
        # Lines of other packs are blank here: the numbers of lines stay true, and lost ones are told once.
        own = [line if (where or first) == name else "" for line, where in zip(lines, home, strict=True)]
        taken = import_statements(own, documents, pack, name=path.name)
        statements |= taken.statements
        problems += taken.problems
    return Imported(statements, tuple(problems))


def file_sha256(path: Path) -> str:
    """The hash that pins a coding: SHA-256 of the file's bytes. Raises BadInput where it cannot be read."""
    return hashlib.sha256(_bytes(path)).hexdigest()


def texts_sha256(documents: Iterable[Document]) -> str:
    """The hash that pins the texts: of their names and hashes, in the order of names."""
    return digest([[d.name, d.hash] for d in sorted(documents, key=lambda d: d.name)])


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        remedy = "give a JSONL file with one record a line"
        raise BadInput(f"'{path}' cannot be read ({fault.strerror}); {remedy}") from fault


def _lines(path: Path) -> list[str]:
    try:
        return _bytes(path).decode("utf-8").split("\n")
    except UnicodeDecodeError as fault:
        raise BadInput(f"'{path}' is not UTF-8 (byte {fault.start}); save it as UTF-8") from fault


def _document_named(line: str) -> str | None:
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return None
    return str(record.get("doc")) if isinstance(record, dict) else None


@dataclass(frozen=True, slots=True)
class _About:
    """What a file says of the documents: metadata and conflict, by name or by name without suffix."""

    metadata: Mapping[str, Metadata]
    conflicts: Mapping[str, str]
    problems: tuple[Problem, ...] = ()

    def of(self, name: str) -> Metadata:
        """The metadata given for a document; empty where there is none."""
        return self.metadata.get(name) or self.metadata.get(Path(name).stem) or Metadata()

    def conflict(self, name: str) -> str | None:
        """The conflict given for a document."""
        return self.conflicts.get(name) or self.conflicts.get(Path(name).stem)


def _about(path: Path, *, required: bool) -> _About:
    """What a file of JSON or CSV says of each document; nothing where none is there or required."""
    if not path.is_file():
        if required:
            raise BadInput(
                f"no file '{path}'; it gives dates, publishers and kinds by document, as JSON or CSV"
            )
        return _About({}, {})
    if path.suffix.lower() == ".csv":
        rows, faults = read_metadata(path)
        # The table need not stand beside the texts.
        return _About(rows, {}, tuple(fault for fault in faults if fault.code != "unknown-file"))
    try:
        content = json.loads(_bytes(path))
        entries = {str(name): dict(entry) for name, entry in content.items()}
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as fault:
        raise BadInput(
            f"'{path}' is no JSON ({fault}); it maps document names to date, kind and so on"
        ) from fault
    except (AttributeError, TypeError, ValueError) as fault:
        raise BadInput(
            f"'{path}' is no object of objects; it maps document names to date, kind and so on"
        ) from fault
    problems: list[Problem] = []
    metadata = {name: _metadata(entry, f"{path.name}: {name}", problems) for name, entry in entries.items()}
    conflicts = {name: str(entry["conflict"]) for name, entry in entries.items() if entry.get("conflict")}
    return _About(metadata, conflicts, tuple(problems))


def _metadata(entry: Mapping[str, Any], place: str, problems: list[Problem]) -> Metadata:
    """One entry as metadata, its faults added to the problems."""
    published = UNKNOWN
    try:
        published = parse_when(str(entry["date"]) if entry.get("date") else None)
    except BadDate as fault:
        problems.append(Problem("bad-date", place, str(fault), "correct the date; until then it is undated"))
    return Metadata(
        publisher=str(entry["publisher"]) if entry.get("publisher") else None,
        language=str(entry["lang"]) if entry.get("lang") else None,
        kind=_KINDS.get(str(entry.get("genre") or entry.get("kind")), "unknown"),
        published=published,
        how_dated="given" if published.known else "not dated",
    )


def _without_records(names: list[str], gold: Path) -> tuple[Problem, ...]:
    if not names:
        return ()
    message = (
        f"no record for {len(names)} documents, such as '{names[0]}': what is read there counts as wrong"
    )
    return (Problem("no-records", gold.name, message, "leave uncoded texts out of the folder", "warning"),)
