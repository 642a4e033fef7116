"""XLSX: one sheet for each kind of record, and one for the texts, which are longer than a cell."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from heapq import merge
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from detente.exporters.exchange.cells import XLSX_CELLS, record_of
from detente.exporters.exchange.port import LATER_KINDS, Exchange, Outgoing, Placed, Record, Shape
from detente.kernel.errors import BadInput, MissingExtra

_ENTRY, _PARTS = "entry", "long text"
_MOST_ROWS = 1_048_576
_LONGEST = 30_000  # of the 32,767 UTF-16 units of a cell
_PART_COLUMNS = (_ENTRY, "field", "part")


def write(path: Path, project: Outgoing) -> tuple[str, ...]:
    """Every record; `entry` keeps their order over the sheets. Raises BadInput for more rows than a sheet has."""
    book = _library().Workbook(write_only=True)
    try:
        _fill(book, project)
        _save(book, path)
    except BaseException:
        for sheet in book.worksheets:  # what is open would complain later, when it is forgotten
            with suppress(Exception):
                sheet.close()
        raise
    return ()


def _fill(book: Any, project: Outgoing) -> None:
    sheets = {kind: book.create_sheet(kind) for kind in project.shape}
    parts = book.create_sheet(_PARTS)
    parts.append(_PART_COLUMNS)
    for kind, fields in project.shape.items():
        sheets[kind].append([_ENTRY, *fields])
    counts = dict.fromkeys([*sheets, _PARTS], 1)
    for entry, record in enumerate(project.records(), start=1):
        kind = record["record"]
        row: list[Any] = [entry]
        for name, form in project.shape[kind].items():
            cell = XLSX_CELLS.write(record.get(name), form)
            if isinstance(cell, str) and len(cell) > _LONGEST // 2:
                for at in range(0, len(cell), _LONGEST // 2):
                    parts.append([entry, name, "'" + cell[at : at + _LONGEST // 2]])
                    counts[_PARTS] += 1
                cell = None
            row.append(cell)
        sheets[kind].append(row)
        counts[kind] += 1
        if max(counts[kind], counts[_PARTS]) > _MOST_ROWS:
            raise BadInput(
                f"a sheet has {_MOST_ROWS:,} rows at most, the project needs more; export it as Parquet or JSONL"
            )


def _save(book: Any, path: Path) -> None:
    from openpyxl.writer.excel import ExcelWriter

    with path.open("wb") as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()


def read(path: Path, shape: Shape) -> Iterator[Placed]:
    """The records of all sheets, in the order of their entries: the sheets are read side by side, a row at a time."""
    with opened(path) as book:
        needed = [kind for kind in shape if kind not in LATER_KINDS]
        missing = [kind for kind in (*needed, _PARTS) if kind not in book.sheetnames]
        if missing:
            raise BadInput(
                f"{path.name}: no sheet '{missing[0]}'; give a workbook made by `detente export`. Nothing was imported"
            )
        yield from _records(path.name, book, shape)


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A workbook that is read as a stream; raises BadInput where it is none, or is cut off."""
    openpyxl = _library()
    try:
        book = openpyxl.load_workbook(path, read_only=True)
        try:
            yield book
        finally:
            book.close()
    except (BadZipFile, OSError, KeyError, ValueError, TypeError, SyntaxError) as fault:
        raise BadInput(
            f"{path.name} is no whole workbook ({fault}); save or copy it again. Nothing was imported"
        ) from fault


@contextmanager
def rows_in(sheet: Any) -> Iterator[Iterator[Any]]:
    """The rows of a sheet, which is let go of when nobody reads on."""
    found = sheet.iter_rows(values_only=True)
    try:
        yield found
    finally:
        if hasattr(found, "close"):  # an empty sheet has none
            found.close()


def _records(name: str, book: Any, shape: Shape) -> Iterator[Placed]:
    there = {kind: fields for kind, fields in shape.items() if kind in book.sheetnames}
    columns = {_PARTS: _PART_COLUMNS} | {kind: (_ENTRY, *fields) for kind, fields in there.items()}
    long: dict[str, str] = {}
    with ExitStack() as stack:
        sheets = [stack.enter_context(closing(_in_order(name, book[s], some))) for s, some in columns.items()]
        for _, sheet, place, row in merge(*sheets, key=lambda one: (one[0], one[1] != _PARTS)):
            if sheet == _PARTS:
                field = str(row["field"])
                long[field] = long.get(field, "") + str(row["part"] or "").removeprefix("'")
                continue
            fields = shape[sheet]
            whole = {field: text for field, text in long.items() if field in fields}
            long.clear()
            yield place, record_of(row | whole | {"record": sheet}, fields, (XLSX_CELLS, place))


def _in_order(name: str, sheet: Any, columns: Iterable[str]) -> Generator[tuple[int, str, str, Record]]:
    """The rows of a sheet by their entries, each with its sheet and its place; raises BadInput where they stand otherwise."""
    last = 0
    with closing(_rows(name, sheet, columns)) as rows:
        for place, row in rows:
            entry = _number(row[_ENTRY], place)
            if entry < last:
                raise BadInput(
                    f"{place}: entry {entry} stands below entry {last}; sort the sheet by the column '{_ENTRY}'. "
                    "Nothing was imported"
                )
            last = entry
            yield entry, sheet.title, place, row


def _rows(name: str, sheet: Any, columns: Iterable[str]) -> Generator[tuple[str, dict[str, Any]]]:
    with rows_in(sheet) as table:
        names = [str(cell) for cell in next(table, ()) if cell is not None]
        missing = [column for column in columns if column not in names]
        if missing:
            raise BadInput(
                f"{name}, sheet '{sheet.title}', row 1: the columns {', '.join(missing)} are missing; export the project "
                "again. Nothing was imported"
            )
        for number, cells in enumerate(table, start=2):
            if any(cell is not None for cell in cells):
                row = dict(zip(names, cells, strict=False))
                yield f"{name}, sheet '{sheet.title}', row {number}", row


def _number(cell: Any, place: str) -> int:
    try:
        return int(cell)
    except (TypeError, ValueError) as fault:
        raise BadInput(
            f"{place}: '{cell}' in column '{_ENTRY}' is no whole number; undo the change. Nothing was imported"
        ) from fault


def _library() -> Any:
    try:
        import openpyxl
    except ImportError as fault:
        raise MissingExtra("XLSX needs openpyxl: pip install 'detente[exchange]'") from fault
    return openpyxl


EXCHANGE = Exchange("one sheet for each kind of record", write, read)
