"""The JSON of a brief: every line with its id and its sentences, in a stable order; and the way back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from detente.briefs.model import (
    Brief,
    BriefLine,
    Cell,
    Column,
    Evidence,
    PackSource,
    Paper,
    Row,
    Section,
    Table,
)
from detente.briefs.pictures import Picture
from detente.corpus.document import Document
from detente.kernel.errors import BadInput
from detente.kernel.problems import Problem

SCHEMA = "detente.brief"
SCHEMA_VERSION = 1


def render(brief: Brief, *, documents: Mapping[str, Document]) -> str:
    """The brief as JSON. Sentences stand once, under `evidence`; lines name them by number."""
    numbers = {(e.statement, e.start): n for n, e in enumerate(brief.evidence)}
    body = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "brief": _plain(brief, numbers),
        "evidence": [_plain(e, {}) for e in brief.evidence],
        "documents": [
            {"hash": h, "name": d.name, "characters": len(d.text)}
            for h, d in sorted(documents.items(), key=lambda i: i[1].name)
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _plain(value: Any, numbers: Mapping[tuple[str, int], int]) -> Any:
    """Frozen dataclasses as mappings in the order of their fields; a line's evidence as numbers."""
    if isinstance(value, Evidence) and numbers:
        return numbers[(value.statement, value.start)]
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name), numbers) for f in fields(value)}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): _plain(v, numbers) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(v, numbers) for v in value]
    return value


def read(text: str) -> Brief:
    """The brief that a JSON text holds; raises BadInput for another schema or version."""
    body = json.loads(text)
    if (
        not isinstance(body, dict)
        or body.get("schema") != SCHEMA
        or body.get("schema_version") != SCHEMA_VERSION
    ):
        found = (
            (body.get("schema"), body.get("schema_version"))
            if isinstance(body, dict)
            else type(body).__name__
        )
        raise BadInput(f"this JSON is {found}, not {SCHEMA} version {SCHEMA_VERSION}; export the brief again")
    evidence = tuple(Evidence(**(raw | {"via": tuple(raw["via"])})) for raw in body["evidence"])
    raw = body["brief"]
    return Brief(
        **raw
        | {
            "made_at": datetime.fromisoformat(raw["made_at"]),
            "sections": tuple(_section(s, evidence) for s in raw["sections"]),
            "papers": tuple(_paper(p) for p in raw["papers"]),
            "problems": tuple(Problem(**p) for p in raw["problems"]),
        }
    )


def _section(raw: dict[str, Any], evidence: tuple[Evidence, ...]) -> Section:
    return Section(
        **raw
        | {
            "lines": tuple(_line(x, evidence) for x in raw["lines"]),
            "tables": tuple(_table(t, evidence) for t in raw["tables"]),
            "papers": tuple(_paper(p) for p in raw["papers"]),
            "notes": tuple(raw["notes"]),
            "problems": tuple(Problem(**p) for p in raw["problems"]),
            "subsections": tuple(_section(s, evidence) for s in raw["subsections"]),
            "pictures": tuple(_picture(p) for p in raw["pictures"]),
        }
    )


def _picture(raw: dict[str, Any]) -> Picture:
    from pydantic import TypeAdapter

    adapter: TypeAdapter[Picture] = TypeAdapter(Picture)
    return adapter.validate_python(raw)


def _line(raw: dict[str, Any], evidence: tuple[Evidence, ...]) -> BriefLine:
    source = PackSource(**raw["pack_source"]) if raw["pack_source"] else None
    cited = tuple(evidence[n] for n in raw["evidence"])
    return BriefLine(**raw | {"evidence": cited, "marks": tuple(raw["marks"]), "pack_source": source})


def _table(raw: dict[str, Any], evidence: tuple[Evidence, ...]) -> Table:
    rows = tuple(_row(r, evidence) for r in raw["rows"])
    return Table(**raw | {"columns": tuple(Column(**c) for c in raw["columns"]), "rows": rows})


def _row(raw: dict[str, Any], evidence: tuple[Evidence, ...]) -> Row:
    cells = tuple(Cell(c["column"], tuple(_line(x, evidence) for x in c["lines"])) for c in raw["cells"])
    return Row(**raw | {"cells": cells, "locks": tuple(raw["locks"])})


def _paper(raw: dict[str, Any]) -> Paper:
    return Paper(**raw | {"shares": tuple(raw["shares"]), "room": tuple(raw["room"])})
