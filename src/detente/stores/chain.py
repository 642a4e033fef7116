"""The chain of entries: each row that is appended is linked to all before it, so that no change goes unseen.

An entry's link is SHA-256 over the link before it and the digest of its row (a hash chain after Haber and Stornetta 1991).
The digest stands for what the row holds, the hash of a text for the text, so that a body can be redacted and the chain holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from detente.stores import queries, schema

START = bytes(32)
_HEAD = "head"
_GONE = "gone"
_UNSIGNED = {"sequence", "text"}  # the place is in the link, the text is signed by the document's hash


def digest(table: Table, row: Mapping[Any, Any]) -> bytes:
    """The hash over the values of a row, in the order of the columns."""
    return _digest([table.name, row["sequence"], *_signed(table)(row)])


def _digest(values: Sequence[object]) -> bytes:
    return hashlib.sha256(_VALUES.encode(values).encode("utf-8", "surrogatepass")).digest()


@cache
def _signed(table: Table) -> Callable[[Mapping[Any, Any]], tuple[Any, ...]]:
    """What takes the signed values out of a row."""
    return itemgetter(*[column.name for column in table.columns if column.name not in _UNSIGNED])


def _words(value: object) -> str:
    """Text without a UTF-8 form is kept as bytes (`rows.storable`)."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogatepass")
    raise TypeError(f"{type(value).__name__} is no value of a row")


_VALUES = json.JSONEncoder(ensure_ascii=False, default=_words)


def linked(before: bytes, found: bytes) -> bytes:
    """The link of an entry after the link before it, from the digest of its row."""
    return hashlib.sha256(before + found).digest()


def head_of(connection: Connection) -> tuple[int, bytes]:
    """How many entries the chain has, and its last link."""
    query = select(schema.meta.c.value).where(schema.meta.c.name == _HEAD)
    count, _, link = str(connection.execute(query).scalar() or f"0 {START.hex()}").partition(" ")
    return int(count), bytes.fromhex(link)


def places_gone(connection: Connection) -> dict[str, int]:
    """By table the highest place whose row was redacted: no later row takes it."""
    told = connection.execute(select(schema.meta.c.value).where(schema.meta.c.name == _GONE)).scalar()
    found: dict[str, int] = json.loads(str(told)) if told else {}
    return found


def keep_places_gone(connection: Connection, places: Mapping[str, int]) -> None:
    """Keep what `places_gone` tells, where it rises."""
    before = places_gone(connection)
    kept = before | {name: max(place, before.get(name, 0)) for name, place in places.items()}
    told = {"name": _GONE, "value": json.dumps(kept, sort_keys=True)}
    connection.execute(insert(schema.meta).prefix_with("OR REPLACE"), told)


class Chain:
    """What one transaction appends; `close` it before the transaction ends."""

    def __init__(self, connection: Connection) -> None:
        """Go on from the head of the file."""
        self.connection = connection
        self._count, self._link = head_of(connection)
        self._first = self._count
        self._last: dict[str, int] = {}
        self._gone = places_gone(connection)

    def append(self, table: Table, found: Sequence[Mapping[str, Any]]) -> list[int]:
        """Append rows to an append-only table, in their order; returns their places in it."""
        if not found:
            return []
        start, signed, links = self._next(table), _signed(table), []
        for place, row in enumerate(found, start=start):
            self._count += 1
            self._link = linked(self._link, _digest([table.name, place, *signed(row)]))
            links.append((self._count, table.name, place, self._link))
        queries.add(self.connection, table, found, first=start)
        queries.add_values(self.connection, schema.chain, links)
        self._last[table.name] = start + len(found) - 1
        return list(range(start, start + len(found)))

    def pass_over(self, table: Table, found: bytes) -> int:
        """Append the entry of a row that was redacted elsewhere, by the digest of the row; its place in the chain."""
        place = self._next(table)
        self._count += 1
        self._link = linked(self._link, found)
        link = (self._count, table.name, place, self._link)
        queries.add_values(self.connection, schema.chain, [link])
        self._last[table.name] = place
        keep_places_gone(self.connection, {table.name: place})
        return self._count

    def close(self) -> None:
        """Keep the new head."""
        if self._count > self._first:
            told = f"{self._count} {self._link.hex()}"
            self.connection.execute(update(schema.meta).where(schema.meta.c.name == _HEAD).values(value=told))

    def _next(self, table: Table) -> int:
        if not self._last:
            there = queries.last_places(self.connection)
            self._last = {name: max(place, self._gone.get(name, 0)) for name, place in there.items()}
        return self._last[table.name] + 1
