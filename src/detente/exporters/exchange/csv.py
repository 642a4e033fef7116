"""CSV: one table in which every row is a record, under columns for the fields of all kinds."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from detente.exporters.exchange.cells import CSV_CELLS, check_header, columns_of, record_of
from detente.exporters.exchange.lines import lines_of, long_cells
from detente.exporters.exchange.port import Exchange, Outgoing, Placed, Shape
from detente.kernel.errors import BadInput


def write(path: Path, project: Outgoing) -> tuple[str, ...]:
    """Every record, in UTF-8 with a mark by which spreadsheets know it; nothing is lost."""
    names = columns_of(project.shape)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(names)
        for record in project.records():
            fields = project.shape[record["record"]]
            cells = {name: CSV_CELLS.write(record.get(name), form) for name, form in fields.items()}
            table.writerow([record["record"], *(cells.get(name) for name in names[1:])])
    return ()


def read(path: Path, shape: Shape) -> Iterator[Placed]:
    """The records of a table, a row at a time. Commas, semicolons or tabs may stand between cells."""
    lines = lines_of(path)
    first = next(lines, "")
    try:
        with long_cells():
            yield from _rows(path, first, (chain([first], lines), shape))
    except csv.Error as fault:
        raise BadInput(
            f"{path.name}: the table cannot be read to its end ({fault}); save it as CSV again. Nothing was imported"
        ) from fault


def _rows(path: Path, first: str, what: tuple[Iterator[str], Shape]) -> Iterator[Placed]:
    lines, shape = what
    delimiter = max(",;\t", key=first.count)
    table = csv.reader(lines, delimiter=delimiter, strict=True)
    names = next(table, [])
    check_header(names, shape, f"{path.name}, row 1")
    for number, cells in enumerate(table, start=2):
        place = f"{path.name}, row {number}"
        if not any(cells):
            continue
        if len(cells) != len(names):
            raise BadInput(
                f"{place}: {len(cells)} cells under {len(names)} columns; the row is cut off or a quotation mark is "
                "missing. Nothing was imported"
            )
        row = dict(zip(names, cells, strict=True))
        yield place, record_of(row, shape.get(row["record"], {}), (CSV_CELLS, place))


EXCHANGE = Exchange("one table, every row a record", write, read)
