"""Parquet: one table in which every row is a record, for pandas, Polars, DuckDB or R; written and read in parts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from detente.exporters.exchange.cells import PLAIN_CELLS, check_header, columns_of, record_of
from detente.exporters.exchange.port import SCHEMA, SCHEMA_VERSION, Exchange, Outgoing, Placed, Shape
from detente.kernel.errors import BadInput, MissingExtra

_PART = 5_000  # rows


def write(path: Path, project: Outgoing) -> tuple[str, ...]:
    """Every record; nothing is lost."""
    pa, pq = _library()
    names = columns_of(project.shape)
    types = [_type(pa, project.shape, name) for name in names]
    about = {"schema": SCHEMA, "schema_version": str(SCHEMA_VERSION)}
    schema = pa.schema(list(zip(names, types, strict=True)), metadata=about)
    records = project.records()
    with pq.ParquetWriter(path, schema, compression="zstd") as table:
        while part := list(islice(records, _PART)):
            columns: dict[str, list[Any]] = {name: [] for name in names}
            for record in part:
                fields = project.shape[record["record"]]
                columns["record"].append(record["record"])
                for name in names[1:]:
                    value = PLAIN_CELLS.write(record.get(name), fields.get(name, "text"))
                    columns[name].append(value)
            arrays = [pa.array(columns[name], type=kind) for name, kind in zip(names, types, strict=True)]
            table.write_table(pa.Table.from_arrays(arrays, schema=schema))
    return ()


def _type(pa: Any, shape: Shape, name: str) -> Any:
    """The type of a column: a number where every kind that has the field has a number there."""
    forms = {fields[name] for fields in shape.values() if name in fields}
    return pa.int64() if forms == {"whole number"} else pa.float64() if forms == {"number"} else pa.string()


def read(path: Path, shape: Shape) -> Iterator[Placed]:
    """The records of a table, in parts."""
    pa, pq = _library()
    try:
        with pq.ParquetFile(path) as table:
            names = table.schema_arrow.names
            check_header(names, shape, path.name)
            number = 0
            for part in table.iter_batches(batch_size=_PART):
                for row in part.to_pylist():
                    number += 1
                    place = f"{path.name}, row {number}"
                    yield place, record_of(row, shape.get(row["record"], {}), (PLAIN_CELLS, place))
    except (pa.ArrowException, OSError) as fault:
        raise BadInput(
            f"{path.name} is no whole Parquet file ({fault}); copy or export it again. Nothing was imported"
        ) from fault


def _library() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as fault:
        raise MissingExtra("Parquet needs pyarrow: pip install 'detente[tables]'") from fault
    return pyarrow, pyarrow.parquet


EXCHANGE = Exchange("one table for pandas, Polars, DuckDB or R", write, read)
