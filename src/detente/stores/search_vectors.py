"""Vectors of lines in the project file: what is nearest in meaning, without a look at every vector.

    index_vectors   a line's vector as bytes (each component of 255 steps); empty where its language is not the encoder's
    index_signs     the signs of all components, 384 bits a line, for 4,096 lines together

The signs of a question are compared with all lines (a million in some hundredths of a second), and the nearest `_LOOKED_AT` by
signs are then compared by their vectors (Charikar 2002: signs that differ grow with the angle). The tables stand in the project
file and not beside it: a copy of the project keeps them, an encrypted one hides them, a redaction takes them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from detente.stores.search_tables import keep_state, state

Vector = NDArray[np.float32]
Numbers = NDArray[np.int64]
WIDE = 384
_WORDS = WIDE // 64
_TOGETHER = 4096  # lines in a row of signs
_LOOKED_AT = 2_000
_STEPS = 127
_MOST_ASKED = 5_000
_MISSING = "FROM index_lines l LEFT JOIN index_vectors v ON v.number = l.number WHERE v.number IS NULL"


def missing(connection: Connection, encoder: str) -> int:
    """How many lines have no vector of this encoder."""
    lines = connection.exec_driver_sql("SELECT count(*) FROM index_lines").scalar_one()
    return int(lines) - (_kept(connection) if _is_of(connection, encoder) else 0)


def _kept(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT count(*) FROM index_vectors").scalar_one())


def _is_of(connection: Connection, encoder: str) -> bool:
    return state(connection).get("encoder") == encoder


def next_missing(connection: Connection, encoder: str, *, limit: int) -> list[tuple[int, str]]:
    """The next lines that have no vector of this encoder."""
    query = f"SELECT l.number, l.line {_MISSING} ORDER BY l.number LIMIT ?"
    if not _is_of(connection, encoder):
        query = "SELECT number, line FROM index_lines ORDER BY number LIMIT ?"
    return [(number, line) for number, line in connection.exec_driver_sql(query, (limit,)).all()]


def keep(connection: Connection, encoder: str, made: Mapping[int, Vector | None]) -> None:
    """Keep vectors by the numbers of their lines; those of another encoder are dropped first."""
    if not _is_of(connection, encoder):
        connection.exec_driver_sql("DELETE FROM index_vectors")
        connection.exec_driver_sql("DELETE FROM index_signs")
        keep_state(connection, {"encoder": encoder})
    if not made:
        return
    kept = [(number, b"" if vector is None else _bytes(vector)) for number, vector in made.items()]
    connection.exec_driver_sql("INSERT OR REPLACE INTO index_vectors VALUES (?, ?)", kept)
    _sign(connection, {number: signs_of(vector) for number, vector in made.items() if vector is not None})


def blank(connection: Connection, numbers: Iterable[int]) -> None:
    """Take the signs of some lines out."""
    _sign(connection, {number: np.zeros(_WORDS, dtype=np.uint64) for number in numbers}, made_anew=False)


def _sign(connection: Connection, signs: Mapping[int, NDArray[np.uint64]], *, made_anew: bool = True) -> None:
    by_part: dict[int, list[int]] = {}
    for number in signs:
        by_part.setdefault(number // _TOGETHER, []).append(number)
    for part, numbers in by_part.items():
        query = "SELECT signs FROM index_signs WHERE part = ?"
        found = connection.exec_driver_sql(query, (part,)).scalar()
        if found is None and not made_anew:
            continue
        table = _table(found) if found else np.zeros((_WORDS, _TOGETHER), dtype="<u8")
        for number in numbers:
            table[:, number % _TOGETHER] = signs[number]
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO index_signs VALUES (?, ?)", (part, table.tobytes())
        )


def _table(found: bytes) -> NDArray[np.uint64]:
    """Signs by 64 components and line."""
    return np.frombuffer(found, dtype="<u8").reshape(_WORDS, _TOGETHER).copy()


def _bytes(vector: Vector) -> bytes:
    highest = float(np.abs(vector).max()) or 1.0
    return np.round(vector / highest * _STEPS).astype(np.int8).tobytes()


def signs_of(vector: Vector) -> NDArray[np.uint64]:
    """Which components of a vector are above nothing."""
    return np.packbits(vector > 0).view("<u8").astype(np.uint64)


def of_line(connection: Connection, line: str) -> Vector | None:
    """The vector of a line, of length one; None where it has none."""
    query = "SELECT vector FROM index_vectors v JOIN index_lines l ON l.number = v.number WHERE l.line = ?"
    found = connection.exec_driver_sql(query, (line,)).scalar()
    return _units([found])[0] if found else None


def _units(found: Sequence[bytes]) -> NDArray[np.float32]:
    table = np.frombuffer(b"".join(found), dtype=np.int8).reshape(-1, WIDE).astype(np.float32)
    units: NDArray[np.float32] = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    return units


def nearest(
    connection: Connection, vector: Vector, allowed: Numbers | None, *, limit: int
) -> list[tuple[str, int, float]]:
    """Line, day and cosine of the nearest lines; `allowed`: the numbers of those that may be found, None for all."""
    numbers, kept = [], []
    near = _near_by_signs(connection, vector, allowed)
    for at in range(0, len(near), _MOST_ASKED):
        some = ", ".join(map(str, near[at : at + _MOST_ASKED]))
        query = f"SELECT number, vector FROM index_vectors WHERE number IN ({some}) AND vector != x''"  # noqa: S608
        for number, found in connection.exec_driver_sql(query).all():
            numbers.append(number)
            kept.append(found)
    if not kept:
        return []
    likeness = _units(kept) @ (vector / max(float(np.linalg.norm(vector)), 1e-9))
    best = np.argsort(-likeness, kind="stable")[:limit]
    return [(*_line(connection, numbers[i]), float(likeness[i])) for i in best]


def _line(connection: Connection, number: int) -> tuple[str, int]:
    line, day = connection.exec_driver_sql(
        "SELECT line, day FROM index_lines WHERE number = ?", (number,)
    ).one()
    return line, day


def _near_by_signs(connection: Connection, vector: Vector, allowed: Numbers | None) -> list[int]:
    """The numbers of the lines whose signs differ least, of those that may be found."""
    if allowed is not None and len(allowed) <= _LOOKED_AT:
        return [int(number) for number in allowed]
    query = "SELECT part, signs FROM index_signs ORDER BY part"
    found = connection.exec_driver_sql(query).all()
    if not found:
        return []
    asked = signs_of(vector)
    differing = np.full((found[-1][0] + 1) * _TOGETHER, WIDE + 1, dtype=np.uint16)
    for part, signs in found:
        table = np.frombuffer(signs, dtype="<u8").reshape(_WORDS, _TOGETHER)
        here = differing[part * _TOGETHER : (part + 1) * _TOGETHER]
        here[:] = 0
        for row, word in zip(table, asked, strict=True):
            here += np.bitwise_count(row ^ word)
    may = np.arange(len(differing)) if allowed is None else allowed[allowed < len(differing)]
    chosen = differing[may]
    if len(chosen) > _LOOKED_AT:
        may = may[np.argpartition(chosen, _LOOKED_AT)[:_LOOKED_AT]]
    return [int(number) for number in may]
