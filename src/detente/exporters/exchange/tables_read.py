"""Tables that users bring (CSV or XLSX with a header): read a row at a time, every fault told with its row."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from detente.exporters.exchange.lines import lines_of, long_cells
from detente.exporters.exchange.xlsx import opened, rows_in
from detente.kernel.errors import BadInput

Row = dict[str, str]


def rows_of(path: Path, needed: Sequence[str], *, what: str) -> Iterator[tuple[str, Row]]:
    """The rows of a table that has the needed columns (upper and lower case alike), with their places."""
    if path.suffix.lower() == ".xlsx":
        yield from _of_workbook(path, needed, what=what)
        return
    lines = lines_of(path)
    first = next(lines, "")
    try:
        with long_cells():
            table = csv.reader(chain([first], lines), delimiter=max(",;\t", key=first.count), strict=True)
            names = _header(next(table, []))
            missing = _missing(names, needed)
            if missing:
                raise BadInput(
                    f"{path.name}, row 1: no column {', '.join(missing)}; give the {what} as it was downloaded. "
                    "Nothing was imported"
                )
            yield from _placed(path.name, names, table)
    except csv.Error as fault:
        raise BadInput(
            f"{path.name}: the table is cut off or damaged ({fault}); download it again. Nothing was imported"
        ) from fault


def _of_workbook(path: Path, needed: Sequence[str], *, what: str) -> Iterator[tuple[str, Row]]:
    """The rows of the first sheet that has the columns."""
    missing: Sequence[str] = needed
    with opened(path) as book:
        for sheet in book.worksheets:
            with rows_in(sheet) as table:
                names = _header(next(table, ()))
                missing = _missing(names, needed)
                if not missing:
                    yield from _placed(f"{path.name}, sheet '{sheet.title}'", names, table)
                    return
    raise BadInput(
        f"{path.name}: no sheet with the column {', '.join(missing)}; give the {what} as it was downloaded. "
        "Nothing was imported"
    )


def _header(cells: Iterable[Any]) -> list[str]:
    return [_cell(cell).strip().lower() for cell in cells]


def _missing(names: Sequence[str], needed: Sequence[str]) -> list[str]:
    return [name for name in needed if name not in names]


def _placed(name: str, names: list[str], table: Iterator[Sequence[Any]]) -> Iterator[tuple[str, Row]]:
    for number, found in enumerate(table, start=2):
        place, cells = f"{name}, row {number}", [_cell(cell) for cell in found]
        if not any(cells):
            continue
        if len(cells) != len(names):
            raise BadInput(
                f"{place}: {len(cells)} cells under {len(names)} columns; download the table again. Nothing was imported"
            )
        yield place, dict(zip(names, cells, strict=True))


def _cell(cell: Any) -> str:
    """A cell as the table shows it: days without the midnight that a workbook adds."""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ").removesuffix(" 00:00:00")
    return "" if cell is None else str(cell)


def told(row: Row, fields: Sequence[tuple[str, str]]) -> str:
    """A row as a text that can be read and cited: a line for each field that has something."""
    lines = [f"{label}: {row[name].strip()}" for name, label in fields if row.get(name, "").strip()]
    return "\n".join(lines) + "\n"
