"""Learning from review: what reviewers decided as training records, and the model's light heads refitted on them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.corpus.document import Document, Metadata
from detente.desk.project import Project
from detente.kernel.dates import parse_when
from detente.kernel.errors import BadInput
from detente.ledger.entries import Standing
from detente.ledger.reviewing import ReviewedLine, added, standing
from detente.packs.load import load_pack
from detente.statements.record import Statement

if TYPE_CHECKING:
    from detente.models.tuning import Decided, Refit

SCHEMA = "detente.training"


def training_records(project: Project) -> Iterator[dict[str, Any]]:
    """A record for each report of which a person accepted, corrected, added or rejected a line: its text, and the lines."""
    decided: dict[str, list[ReviewedLine]] = {}
    for line in standing(project.file.entries(), project.file.reviews()).lines.values():
        if line.reviews and line.standing in {Standing.ACCEPTED, Standing.REJECTED}:
            decided.setdefault(line.statement.doc, []).append(line)
    for doc, lines in decided.items():
        document = project.file.document(doc)
        meta = document.metadata
        yield {
            "schema": SCHEMA,
            "schema_version": 1,
            "pack": project.pack.id,
            "doc": document.name,
            "text": document.text,
            "metadata": {
                "kind": meta.kind,
                "language": meta.language,
                "publisher": meta.publisher,
                "byline": meta.byline,
                "published": meta.published.isoformat() if meta.published.known else None,
            },
            "right": [_record(line, document) for line in lines if line.standing is Standing.ACCEPTED],
            "wrong": [_record(line, document) for line in lines if line.standing is Standing.REJECTED],
        }


def _record(line: ReviewedLine, document: Document) -> dict[str, Any]:
    return line.statement.as_record(doc_name=document.name, full=True)


def tune(files: Sequence[Path], *, out: Path, pack_name: str | None = None) -> tuple[Refit, ...]:
    """Refit the light heads of the model on files of training records, and write them into a folder.

    All records of a run are read with one pack: `pack_name`, else the one that they name. Raises BadInput or UnknownName.
    """
    from detente.models.reader import SHIPPED, Sight
    from detente.models.tuning import tuned

    records = [record for path in files for record in _records(path)]
    packs = {pack_name} if pack_name else {str(r["pack"]) for r in records}
    if len(packs) != 1:
        raise BadInput(
            f"records of {len(packs)} packs ({', '.join(sorted(map(str, packs)))}); name one with --pack"
        )
    look = Sight(load_pack(packs.pop()), SHIPPED)
    return tuned(look, _decided(records), out=out)


def _records(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput(
            f"'{path}' cannot be read ({fault}); give a file from `detente reader export`"
        ) from fault
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            if record["schema"] != SCHEMA:
                raise KeyError("schema")
        except (ValueError, KeyError, TypeError) as fault:
            raise BadInput(
                f"{path.name}:{number}: no training record ({fault}); give a file from `detente reader export`"
            ) from fault
        yield record


def _decided(records: Iterable[dict[str, Any]]) -> Iterator[Decided]:
    from detente.models.tuning import Decided

    for record in records:
        meta = record["metadata"]
        document = Document(
            record["doc"],
            record["text"],
            Metadata(
                publisher=meta["publisher"],
                language=meta["language"],
                kind=meta["kind"],
                published=parse_when(meta["published"]),
                byline=meta["byline"],
            ),
        )
        yield Decided(document, _statements(record["right"]), _statements(record["wrong"]))


def _statements(records: Iterable[dict[str, Any]]) -> tuple[Statement, ...]:
    return tuple(added({name: value for name, value in r.items() if name != "doc"}) for r in records)
