"""Tables of articles: JSONL, JSON, CSV, TSV and Parquet, row by row, each row a report.

Which column holds what is told from the names that such tables give them, or by `columns` of the source. A table is
never held whole; a row without text, a wrong date and a broken line are told by line, many of a kind by their number.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from detente.corpus.intake.columns import Columns, holds_text, no_text_column, parts_of_row
from detente.corpus.intake.packages import damaged
from detente.corpus.intake.parts import Limits, Part, Source
from detente.corpus.intake.rows import Letters, Row, json_lines, json_records, letters_of, text_lines
from detente.corpus.intake.tally import Tally
from detente.kernel.problems import Problem

_COMPANIONS = frozenset({"metadata.csv", "statements.jsonl", "review.jsonl"})
_DELIMITERS = ",;\t|"
# After so many records without one that has a text, there will be none.
_PATIENCE = 1000
_BATCH = 64
_SAVE_AGAIN = "correct the line, or write the table again"


def read(source: Source, limits: Limits) -> Iterator[Part]:
    """The reports of a table; a companion of reports (metadata.csv, statements.jsonl) is none and gives nothing."""
    name = PurePosixPath(source.name.replace("\\", "/")).name.lower()
    if name in _COMPANIONS:
        return
    tally = Tally(source.place)
    for part in _table(source, limits, name):
        if isinstance(part, Problem):
            yield from tally.of([part])
        else:
            yield part
    yield from tally.rest()


def _table(source: Source, limits: Limits, name: str) -> Iterator[Part]:
    """The parts of the table by its form."""
    head = source.stream.read(4)
    source.stream.seek(0)
    if head == b"PAR1":
        yield from _parquet(source, limits)
        return
    letters = letters_of(source.stream)
    if name.endswith((".jsonl", ".ndjson", ".jsonlines")):
        yield from _records(source, limits, json_lines(text_lines(letters, limits.size)))
    elif name.endswith(".json"):
        yield from _records(source, limits, json_records(letters, limits.size))
    else:
        yield from _separated(source, limits, letters)
    if letters.guessed:
        message = f"not UTF-8; read as {letters.encoding}, a guess from its letters"
        yield Problem("other-encoding", source.place, message, "check the text, or save the file as UTF-8")
    if letters.strays:
        message = (
            f"{letters.strays} signs '\ufffd', the first on line {letters.first_stray}, stand for stray bytes"
        )
        yield Problem("stray-bytes", source.place, message, "check the text, or save the file as UTF-8")


def _records(source: Source, limits: Limits, rows: Iterator[Row]) -> Iterator[Part]:
    """The reports of JSON objects, each of which may have other columns than the one before."""
    columns = Columns(source.columns)
    met: dict[str, None] = {}
    known: dict[str, tuple[str, ...]] = {}
    before: tuple[str, ...] | None = None
    textless = found = 0
    for row in _unfolded(rows, columns):
        place = f"{source.place}:{row.number}"
        if row.too_large or row.fault is not None or not isinstance(row.value, dict):
            yield _unread(row, place, limits)
            continue
        met |= dict.fromkeys(list(row.value)[:100]) if len(met) < 100 else {}
        names = tuple(row.value)
        if names != before:
            known, before = columns.known_in(names), names
        if holds_text(known, names):
            found += 1
            called = (source, f"{source.name}/{row.number}", place)
            yield from parts_of_row(row.value, known, called=called, limits=limits)
            continue
        textless += 1
        if textless >= _PATIENCE and not found:
            break
    yield from columns.faults(met, source.place) if met else ()
    if textless and not found:
        yield no_text_column(met, source.place)
    elif textless:
        message = f"{textless:,} of {textless + found:,} records have no column for a text"
        yield Problem("empty-report", source.place, message, "fill it in, or remove them")
    elif not met:
        yield Problem("empty-report", source.place, "the table has no readable record", _SAVE_AGAIN)


def _unfolded(rows: Iterator[Row], columns: Columns) -> Iterator[Row]:
    """The rows; of a single object that is no report but holds a list of objects, the members of that list."""
    for row in rows:
        value = row.value if isinstance(row.value, dict) and row.number == 1 else {}
        lists = [one for one in value.values() if isinstance(one, list) and one and isinstance(one[0], dict)]
        if len(lists) == 1 and not holds_text(columns.known_in(value), value):
            yield from (Row(number, member) for number, member in enumerate(lists[0], 1))
        else:
            yield row


def _unread(row: Row, place: str, limits: Limits) -> Problem:
    """A line or record that is passed over."""
    if row.too_large:
        message = f"the record has over {limits.size:,} characters; it is passed over"
        return Problem("too-large", place, message, "split it, or raise the limit", "error")
    why = row.fault or "no JSON object, but a bare value"
    return Problem("bad-table", place, f"the record cannot be read: {why}", _SAVE_AGAIN, "error")


def _separated(source: Source, limits: Limits, letters: Letters) -> Iterator[Part]:
    """The reports of a CSV or TSV."""
    lines = text_lines(letters, limits.size)
    first = next(lines, None)
    if first is None or first.too_large:
        yield Problem("bad-table", source.place, "the table has no line of columns", _SAVE_AGAIN, "error")
        return
    delimiter = max(_DELIMITERS, key=first.value.count)
    before = csv.field_size_limit(limits.size)
    try:
        reader = csv.reader(_strings(first, lines), delimiter=delimiter)
        names = [name.strip().lstrip("\ufeff") for name in next(reader, [])]
        columns = Columns(source.columns)
        yield from columns.faults(names, source.place)
        known = columns.known_in(names)
        if not holds_text(known, names):
            yield no_text_column(names, source.place)
            return
        line = reader.line_num + 1
        for cells in reader:
            place, name, line = f"{source.place}:{line}", f"{source.name}/{line}", reader.line_num + 1
            if len(cells) > len(names):
                message = f"{len(cells)} cells under {len(names)} columns; the last are left out"
                yield Problem("bad-table", place, message, "put quotation marks around the text")
            if any(cells):
                row: Mapping[str, Any] = dict(zip(names, cells, strict=False))
                yield from parts_of_row(row, known, called=(source, name, place), limits=limits)
    except (csv.Error, _LineTooLong) as fault:
        message = f"the table cannot be read on from here: {fault}"
        yield Problem("bad-table", f"{source.place}:{reader.line_num + 1}", message, _SAVE_AGAIN, "error")
    finally:
        csv.field_size_limit(before)


class _LineTooLong(Exception):
    """A line over the limit within a CSV, in which nobody can tell where the next row begins."""


def _strings(first: Row, rest: Iterator[Row]) -> Iterator[str]:
    """The lines for the reader of the standard library."""
    yield first.value
    for line in rest:
        if line.too_large:
            raise _LineTooLong(f"line {line.number} is too long")
        yield line.value


def _parquet(source: Source, limits: Limits) -> Iterator[Part]:
    """The reports of a Parquet file, a few rows at a time."""
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ModuleNotFoundError:
        message = "Parquet needs the extra 'tables'"
        yield Problem("missing-extra", source.place, message, "pip install 'detente[tables]'", "error")
        return
    number = 0
    try:
        with ParquetFile(source.stream) as file:
            names = list(file.schema_arrow.names)
            columns = Columns(source.columns)
            yield from columns.faults(names, source.place)
            known = columns.known_in(names)
            wanted = [name for field in known.values() for name in field if name in names]
            if not holds_text(known, names):
                yield no_text_column(names, source.place)
                return
            for batch in file.iter_batches(batch_size=_BATCH, columns=wanted, use_threads=False):
                for row in batch.to_pylist():
                    number += 1
                    called = (source, f"{source.name}/{number}", f"{source.place}:{number}")
                    yield from parts_of_row(row, known, called=called, limits=limits)
    except (ArrowException, OSError, ValueError, KeyError, TypeError) as fault:
        yield damaged(
            source.place, f"the table cannot be read after row {number} ({str(fault)[:200]})"
        ).problem
