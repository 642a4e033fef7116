"""UCDP tables as users download them (ucdp.uu.se): georeferenced events (GED) and peace agreements (PAD), rows as documents.

Columns of GED as in the 49 that its releases have; of the Peace Agreement Dataset (a workbook) those that published programs
read in versions 22.1 and 22.2, and others where they are there (docs/exchange.md tells what was verified).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from detente.exporters.exchange.found import day_or_none, document_records
from detente.exporters.exchange.lines import met_before
from detente.exporters.exchange.port import Exchange, Placed, Record, Shape
from detente.exporters.exchange.tables_read import Row, rows_of, told
from detente.kernel.errors import BadInput


@dataclass(frozen=True, slots=True)
class Table:
    """One of the tables: what must be there, and what stands in the text of a row."""

    name: str
    key: str
    needed: Sequence[str]
    fields: Sequence[tuple[str, str]]
    dates: tuple[str, str]
    title: Sequence[str]


_GED = Table(
    "UCDP GED", "id", ("id", "date_start", "date_end", "side_a", "side_b"),
    (("conflict_name", "Conflict"), ("dyad_name", "Dyad"), ("side_a", "Side A"), ("side_b", "Side B"),
     ("where_description", "Where"), ("where_coordinates", "Place"), ("adm_1", "Region"), ("country", "Country"),
     ("latitude", "Latitude"), ("longitude", "Longitude"), ("where_prec", "Precision of place"),
     ("date_start", "First day"), ("date_end", "Last day"), ("date_prec", "Precision of date"),
     ("deaths_a", "Deaths, side A"), ("deaths_b", "Deaths, side B"), ("deaths_civilians", "Deaths, civilians"),
     ("deaths_unknown", "Deaths, unknown"), ("best", "Deaths, best estimate"), ("low", "Deaths, low estimate"),
     ("high", "Deaths, high estimate"), ("source_headline", "Source"), ("source_article", "Source article"),
     ("id", "UCDP id")),
    ("date_start", "date_end"), ("dyad_name", "where_coordinates", "date_start"),
)  # fmt: skip
_PAD = Table(
    "UCDP Peace Agreement Dataset", "paid", ("paid", "pa_name", "pa_date"),
    (("pa_name", "Agreement"), ("year", "Year"), ("conflict_id", "UCDP conflict"),
     ("dyad_id", "UCDP dyads"), ("conflict_name", "Conflict"), ("dyad_name", "Dyad"), ("actor_name", "Actors"),
     ("pa_date", "Date signed"), ("pa_type", "Type"), ("pa_sign", "Signatories"), ("pa_3rd", "Third parties"),
     ("pa_comment", "Comment"), ("inc_title", "Incompatibility"), ("inclusive", "Inclusive"),
     ("cease", "Ceasefire"), ("amn", "Amnesty"), ("recon", "Reconciliation"), ("out_iss", "Outstanding issues"),
     ("ended", "Ended"), ("duration", "Ended on"), ("paid", "UCDP id")),
    ("pa_date", "pa_date"), ("pa_name",),
)  # fmt: skip


def read(path: Path, shape: Shape, *, table: Table) -> Iterator[Placed]:
    """A document for every row; faults are told by row."""
    del shape
    with met_before() as met:
        for place, row in rows_of(path, table.needed, what=f"{table.name} table"):
            name = row[table.key].strip()
            before = met.first(name, place)
            if not name or before:
                fault = f"id '{name}' stands twice (first in {before})" if name else f"no {table.key}"
                raise BadInput(f"{place}: {fault}; download the table again. Nothing was imported")
            yield from ((place, record) for record in _documents(name, row, table))


def _documents(name: str, row: Row, table: Table) -> list[Record]:
    return document_records(
        f"ucdp-{table.key}-{name}", told(row, table.fields), publisher=table.name, kind="official",
        title=", ".join(row[part].strip() for part in table.title if row.get(part, "").strip()) or None,
        published=_published(row, table.dates), how_dated=f"{table.name}: {table.dates[0]}",
    )  # fmt: skip


def _published(row: Row, dates: tuple[str, str]) -> str | None:
    first, last = (row[name].strip()[:10] for name in dates)
    return day_or_none(first if first == last else f"{first}/{last}")


GED = Exchange("UCDP georeferenced events", None, partial(read, table=_GED))
PAD = Exchange("UCDP peace agreements", None, partial(read, table=_PAD))
