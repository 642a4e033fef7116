"""Tables that users bring (CSV with a header): read a row at a time, every fault told with its row."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from detente.exporters.exchange.lines import lines_of
from detente.kernel.errors import BadInput

Row = dict[str, str]


def rows_of(path: Path, needed: Sequence[str], *, what: str) -> Iterator[tuple[str, Row]]:
    """The rows of a table that has the needed columns (upper and lower case alike), with their places."""
    lines = lines_of(path)
    first = next(lines, "")
    table = csv.reader(chain([first], lines), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        names = [name.strip().lower() for name in next(table, [])]
        missing = [name for name in needed if name not in names]
        if missing:
            raise BadInput(
                f"{path.name}, row 1: no column {', '.join(missing)}; give the {what} as it was downloaded. "
                "Nothing was imported"
            )
        for number, cells in enumerate(table, start=2):
            place = f"{path.name}, row {number}"
            if not any(cells):
                continue
            if len(cells) != len(names):
                raise BadInput(
                    f"{place}: {len(cells)} cells under {len(names)} columns; download the table again. Nothing was imported"
                )
            yield place, dict(zip(names, cells, strict=True))
    except csv.Error as fault:
        raise BadInput(
            f"{path.name}: the table is cut off or damaged ({fault}); download it again. Nothing was imported"
        ) from fault


def told(row: Row, fields: Sequence[tuple[str, str]]) -> str:
    """A row as a text that can be read and cited: a line for each field that has something."""
    lines = [f"{label}: {row[name].strip()}" for name, label in fields if row.get(name, "").strip()]
    return "\n".join(lines) + "\n"
