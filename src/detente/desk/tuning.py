"""Learning from review: what reviewers decided as training records, and the model's light heads refitted on them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.corpus.document import Document, Metadata
from detente.desk.leaving import For, leaving_of
from detente.desk.project import Project
from detente.kernel.dates import parse_when
from detente.kernel.errors import BadInput, DetenteError, NothingToRead
from detente.ledger.entries import Standing
from detente.ledger.reviewing import ReviewedLine, added, standing
from detente.packs.load import load_pack
from detente.statements.record import Statement

if TYPE_CHECKING:
    from detente.models.tuning import Decided, Refit

SCHEMA, VERSION = "detente.training", 1


def training_records(project: Project, reader: For = "anyone") -> Iterator[dict[str, Any]]:
    """A record for each report of which a person accepted, corrected, added or rejected a line: its text, and the lines.

    Reports that stay in the project by its marks are left out, but for the project's own. Raises NothingToRead where nobody
    has reviewed a line.
    """
    stay = leaving_of(project.file).docs if reader != "project" else frozenset()
    entered = {entry.statement.id: entry.statement for entry in project.file.entries()}
    decided: dict[str, list[ReviewedLine]] = {}
    for line in standing(project.file.entries(), project.file.reviews()).lines.values():
        if line.statement.doc in stay:
            continue
        if line.reviews and line.standing in {Standing.ACCEPTED, Standing.REJECTED}:
            decided.setdefault(line.statement.doc, []).append(line)
    if not decided:
        raise NothingToRead(
            f"no line of {project.path} that may leave it has been reviewed; `detente review {project.path}` first"
        )
    for doc, lines in decided.items():
        document = project.file.document(doc)
        meta = document.metadata
        yield {
            "schema": SCHEMA,
            "schema_version": VERSION,
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
            "wrong": [
                wrong.as_record(doc_name=document.name, full=True)
                for line in lines
                if (wrong := _misread(line, entered.get(line.original_id))) is not None
            ],
        }


def _misread(line: ReviewedLine, entered: Statement | None) -> Statement | None:
    """What the reader got wrong: a rejected line, or an edited one as it was read, where its issue or holder changed."""
    if line.standing is Standing.REJECTED:
        return line.statement
    now = line.statement
    if entered is None or (entered.issue, entered.holder) == (now.issue, now.holder):
        return None
    return entered


def _record(line: ReviewedLine, document: Document) -> dict[str, Any]:
    return line.statement.as_record(doc_name=document.name, full=True)


def tune(
    files: Sequence[Path],
    *,
    out: Path,
    pack_name: str | None = None,
    told: Callable[[int, int, str], None] = lambda *_: None,
) -> tuple[Refit, ...]:
    """Refit the light heads of the model on files of training records, and write them into a folder.

    All records of a run are read with one pack: `pack_name`, else the one that they name. Raises BadInput or UnknownName.
    """
    from detente.models.reader import SHIPPED, Sight
    from detente.models.tuning import tuned

    records = [record for path in files for record in _records(path)]
    if not records:
        raise BadInput(f"no reviewed report in {', '.join(map(str, files))}; review lines and export again")
    packs = {pack_name} if pack_name else {pack for pack, _ in records}
    if len(packs) != 1:
        raise BadInput(
            f"records of {len(packs)} packs ({', '.join(sorted(map(str, packs)))}); name one with --pack"
        )
    look = Sight(load_pack(packs.pop()), SHIPPED)
    return tuned(look, [decided for _, decided in records], out=out, told=told)


def _records(path: Path) -> Iterator[tuple[str, Decided]]:
    """The pack and the decisions of each line of a file."""
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
            if (record["schema"], record["schema_version"]) != (SCHEMA, VERSION):
                raise KeyError("schema")
            yield str(record["pack"]), _decided(record)
        except (ValueError, KeyError, TypeError, AttributeError, DetenteError) as fault:
            raise BadInput(
                f"{path.name}:{number}: no training record ({fault}); give a file from `detente reader export`"
            ) from fault


def _decided(record: dict[str, Any]) -> Decided:
    """The decisions on one report; raises where a statement's words are not those of its place."""
    from detente.models.tuning import Decided

    meta = record["metadata"]
    document = Document(
        record["doc"],
        record["text"],
        Metadata(
            publisher=meta.get("publisher"),
            language=meta.get("language"),
            kind=meta.get("kind"),
            published=parse_when(meta.get("published")),
            byline=meta.get("byline"),
        ),
    )
    right, wrong = (_statements(record[name]) for name in ("right", "wrong"))
    for statement in (*right, *wrong):
        if statement.span.of(document.text) != statement.evidence:
            raise BadInput(f"the words “{statement.evidence}” do not stand at {statement.span}")
    return Decided(document, right, wrong)


def _statements(records: Iterable[dict[str, Any]]) -> tuple[Statement, ...]:
    return tuple(added({name: value for name, value in r.items() if name != "doc"}) for r in records)
