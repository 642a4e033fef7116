"""Tombstones and marks as rows; and the refusal of a document that was taken out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from detente.kernel.errors import BadInput, Redacted
from detente.ledger.marks import Attribution, Mark
from detente.ledger.redactions import Redaction
from detente.stores import queries, rows, schema

_DIGEST = 64  # hexadecimal digits
UNWIPED = "unwiped"  # of `meta`


def mark_row(mark: Mark) -> rows.Row:
    """One mark."""
    values = {name: getattr(mark, name) for name in ("kind", "name", "described", "reason", "reviewer")}
    return rows.storable(values | {"attribution": mark.attribution.value, "at": rows.moment(mark.at)})


def mark_of(row: rows.Kept) -> Mark:
    """The mark of a row."""
    values = {name: value for name, value in rows.opened(row).items() if name != "sequence"}
    attribution, at = Attribution(values.pop("attribution")), datetime.fromisoformat(values.pop("at"))
    return Mark(**values, attribution=attribution, at=at)


def redaction_of(row: rows.Kept) -> Redaction:
    """The redaction of a row."""
    values = rows.opened(row)
    reviews = tuple(tuple(map(str, one)) for one in json.loads(values["reviews"]))
    at = datetime.fromisoformat(values["at"])
    return Redaction(
        values["doc"], values["reason"], values["reviewer"], at, len(gone_of(row)), reviews  # type: ignore[arg-type]
    )  # fmt: skip


def gone_of(row: rows.Kept) -> Mapping[int, bytes]:
    """The entries of the chain whose rows a redaction removed, with the digests of the rows; raises BadInput for none."""
    told = json.loads(row["gone"])
    if not isinstance(told, list) or any(len(found) != _DIGEST for _, found in told):
        raise BadInput("the entries that it removed are not told by their digests")
    return {int(entry): bytes.fromhex(found) for entry, found in told}


def gone(connection: Connection) -> dict[int, bytes]:
    """Every entry whose row was redacted, with the digest of the row."""
    found: dict[int, bytes] = {}
    for row in connection.execute(queries.ordered(schema.redactions)).mappings():
        found |= gone_of(row)
    return found


def redaction_in(connection: Connection, doc: str) -> Redaction | None:
    """The redaction of a document; None where it was not redacted."""
    query = select(schema.redactions).where(schema.redactions.c.doc == doc)
    row = connection.execute(query).mappings().first()
    return redaction_of(row) if row else None


def refuse_redacted(connection: Connection, doc: str, name: str) -> None:
    """Raise Redacted for a document that was taken out: it does not come in again."""
    if queries.place_of(connection, schema.redactions, doc) is not None:
        found = redaction_in(connection, doc)
        raise Redacted(
            f"'{name}' is a document that was {found}; it is not taken again: leave it out of the reports"
        )


def is_unwiped(connection: Connection) -> bool:
    """Whether a redaction was kept whose bytes may still be in the file: the program ended before they were wiped."""
    query = select(schema.meta.c.name).where(schema.meta.c.name == UNWIPED)
    return connection.execute(query).first() is not None
