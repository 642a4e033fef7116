"""A small picture of a table: each word a labelled shape, so that nothing rests on colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from detente.briefs.model import BriefLine, Cell, Row, Table

_MOST_ROWS = 18
_MOST_COLUMNS = 4
_LABEL, _COLUMN, _ROW, _TOP = 300, 196, 20, 44
_LONGEST, _LONGEST_NAME, _LONGEST_WORDS = 44, 28, 29
_SHORT = {"yes, with conditions": "yes, if", "asked, not answered": "asked", "not heard": ""}


@dataclass(frozen=True, slots=True)
class Mark:
    """One shape: its place, its word short and full, whether only others say so, whether a person saw it."""

    x: int
    y: int
    word: str
    short: str
    full: str
    attributed: bool
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to draw, in its own coordinates. A row has its height, title and deadlocks."""

    id: str
    title: str
    width: int
    height: int
    columns: tuple[tuple[int, str], ...]
    rows: tuple[tuple[int, str, tuple[str, ...]], ...]
    marks: tuple[Mark, ...]
    left_out: int


def picture_of(table: Table) -> Picture:
    """The fullest rows of a table in their own order, and its first columns."""
    columns = table.columns[:_MOST_COLUMNS]
    spoken = sorted(table.rows, key=lambda r: -sum(not c.silent for c in r.cells[: len(columns)]))[
        :_MOST_ROWS
    ]
    rows = [r for r in table.rows if r in spoken]
    marks = tuple(m for i, row in enumerate(rows) for m in _marks(row, (i, len(columns))))
    return Picture(
        table.id,
        table.caption,
        _LABEL + _COLUMN * len(columns),
        _TOP + _ROW * len(rows) + 6,
        tuple((_LABEL + _COLUMN * i, _cut(c.name, _LONGEST_NAME)) for i, c in enumerate(columns)),
        tuple(
            (_TOP + _ROW * i, _cut(row.title, _LONGEST - 4 * len(row.locks)), row.locks)
            for i, row in enumerate(rows)
        ),
        marks,
        len(table.rows) - len(rows),
    )


def _marks(row: Row, place: tuple[int, int]) -> list[Mark]:
    number, columns = place
    found = []
    for i, cell in enumerate(row.cells[:columns]):
        line = leading(cell)
        word = line.word or "not heard"
        x, y, short = _LABEL + _COLUMN * i, _TOP + _ROW * number, _cut(_words(line), _LONGEST_WORDS)
        found.append(Mark(x, y, word, short, line.text, line.voice == "attributed", line.reviewed))
    return found


def _words(line: BriefLine) -> str:
    """The word and the option; nothing for silence."""
    word = _SHORT.get(line.word or "not heard", line.word or "")
    return f"{word}: {line.option}" if line.option else word


def leading(cell: Cell) -> BriefLine:
    """The line that stands for a cell: what was heard before what was tabled, own words first."""
    order = {"in its own words": 0, "reported": 1, "attributed": 2}
    return min(
        cell.lines,
        key=lambda line: (line.about_absence, line.word == "tabled", order.get(line.voice or "", 3)),
    )


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
