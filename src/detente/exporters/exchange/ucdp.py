"""UCDP tables as users download them (ucdp.uu.se): georeferenced events (GED) and peace agreements (PAD), rows as documents.

Columns by the UCDP GED codebook (versions 20 to 25) and the UCDP Peace Agreement Dataset codebook (version 22.1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from detente.exporters.exchange.found import day_or_none, document_records
from detente.exporters.exchange.port import Exchange, Placed, Shape
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
    (("pa_name", "Agreement"), ("conflict_name", "Conflict"), ("dyad_name", "Dyad"), ("actor_name", "Actors"),
     ("pa_date", "Date signed"), ("pa_type", "Type"), ("pa_sign", "Signatories"), ("pa_3rd", "Third parties"),
     ("pa_comment", "Comment"), ("inc_title", "Incompatibility"), ("ended", "Ended"), ("paid", "UCDP id")),
    ("pa_date", "pa_date"), ("pa_name",),
)  # fmt: skip


def read(path: Path, shape: Shape, *, table: Table) -> Iterator[Placed]:
    """A document for every row; faults are told by row."""
    del shape
    seen: set[str] = set()
    for place, row in rows_of(path, table.needed, what=f"{table.name} table"):
        name = row[table.key].strip()
        if not name or name in seen:
            fault = f"id '{name}' stands twice" if name else f"no {table.key}"
            raise BadInput(f"{place}: {fault}; download the table again. Nothing was imported")
        seen.add(name)
        made = document_records(
            f"ucdp-{table.key}-{name}", told(row, table.fields), publisher=table.name, kind="official",
            title=", ".join(row[part].strip() for part in table.title if row.get(part, "").strip()) or None,
            published=_published(row, table.dates), how_dated=f"{table.name}: {table.dates[0]}",
        )  # fmt: skip
        yield from ((place, record) for record in made)


def _published(row: Row, dates: tuple[str, str]) -> str | None:
    first, last = (row[name].strip()[:10] for name in dates)
    return day_or_none(first if first == last else f"{first}/{last}")


GED = Exchange("UCDP georeferenced events", None, partial(read, table=_GED))
PAD = Exchange("UCDP peace agreements", None, partial(read, table=_PAD))
