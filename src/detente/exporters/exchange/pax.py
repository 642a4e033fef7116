"""PA-X, the Peace Agreements Database (peaceagreements.org), as users download it: each agreement a document.

Columns as in version 9 and in published programs that read the table (docs/exchange.md): `Con`, `Reg`, `Agt`, `Dat`, `Stage`,
`AgtId`, and others where they are there.
The table has no texts of agreements: what it says of each stands as a text of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from detente.exporters.exchange.found import day_or_none, document_records
from detente.exporters.exchange.lines import met_before
from detente.exporters.exchange.port import Exchange, Placed, Record, Shape
from detente.exporters.exchange.tables_read import Row, rows_of, told
from detente.kernel.errors import BadInput

_NEEDED = ("agtid", "agt", "dat", "con")
_FIELDS = (("agt", "Agreement"), ("con", "Country or entity"), ("pp", "Peace process"), ("ppname", "Peace process"),
           ("reg", "Region"), ("dat", "Date signed"), ("status", "Status"), ("stage", "Stage"), ("stagesub", "Substage"),
           ("agtp", "Nature"), ("part", "Parties"), ("thrdpart", "Third parties"), ("othagr", "Other agreements"),
           ("agtid", "PA-X id"))  # fmt: skip


def read(path: Path, shape: Shape) -> Iterator[Placed]:
    """A document for every agreement, dated by its signature."""
    del shape
    with met_before() as met:
        for place, row in rows_of(path, _NEEDED, what="PA-X table"):
            name = row["agtid"].strip()
            before = met.first(name, place)
            if not name or before:
                fault = f"agreement '{name}' stands twice (first in {before})" if name else "no AgtId"
                raise BadInput(f"{place}: {fault}; keep one row for each agreement. Nothing was imported")
            yield from ((place, record) for record in _documents(name, row))


def _documents(name: str, row: Row) -> list[Record]:
    return document_records(
        f"pax-{name}", told(row, _FIELDS), title=row["agt"].strip() or None, kind="official",
        publisher="PA-X Peace Agreements Database", url=row.get("hyperlink") or None,
        published=day_or_none(_day(row["dat"])), how_dated="PA-X: date of signature",
    )  # fmt: skip


def _day(text: str) -> str:
    """A date as PA-X writes it: 2014-09-05, or 05/09/2014 (day first)."""
    text = text.strip()
    parts = text.split("/")
    if len(parts) == 3 and len(parts[2]) == 4:
        return f"{parts[2]}-{parts[1]:0>2}-{parts[0]:0>2}"
    return text[:10]


EXCHANGE = Exchange("PA-X agreements", None, read)
