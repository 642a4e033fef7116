"""The marks of lines by column, 4,096 lines together: counts of a selection without a look at each line's row.

index_codes     the codes of all fields (0: none) of lines that stand together, field after field
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

TABLE = "CREATE TABLE index_codes (part INTEGER PRIMARY KEY, codes BLOB NOT NULL)"
_TOGETHER = 4096  # lines in a row
_ONE = "SELECT codes FROM index_codes WHERE part = ?"

Codes = NDArray[np.uint32]
Numbers = NDArray[np.int64]


def keep_codes(connection: Connection, made: Mapping[int, Sequence[int]], *, fields: int) -> None:
    """Keep the codes of lines by their numbers, one for each field; zeros for a line that was taken out."""
    by_part: dict[int, list[int]] = {}
    for number in made:
        by_part.setdefault(number // _TOGETHER, []).append(number)
    kept = []
    for part, numbers in by_part.items():
        found = connection.exec_driver_sql(_ONE, (part,)).scalar()
        table = _table(found, fields).copy() if found else np.zeros((fields, _TOGETHER), dtype="<u4")
        for number in numbers:
            table[:, number % _TOGETHER] = made[number]
        kept.append((part, table.tobytes()))
    if kept:
        connection.exec_driver_sql("INSERT OR REPLACE INTO index_codes VALUES (?, ?)", kept)


def codes_of(connection: Connection, numbers: Numbers, *, fields: int) -> Codes:
    """The codes of some lines, a row for each field."""
    numbers = np.sort(numbers)
    parts = numbers // _TOGETHER
    found = [np.zeros((fields, 0), dtype="<u4")]
    for part in np.unique(parts):
        first, last = np.searchsorted(parts, [part, part + 1])
        blob = connection.exec_driver_sql(_ONE, (int(part),)).scalar_one()
        found.append(_table(blob, fields)[:, numbers[first:last] % _TOGETHER])
    return np.concatenate(found, axis=1)


def _table(blob: bytes, fields: int) -> Codes:
    return np.frombuffer(blob, dtype="<u4").reshape(fields, _TOGETHER)
