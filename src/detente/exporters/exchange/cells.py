"""Values as cells of a table and back: no cell is a formula, and no text is lost.

A cell that a spreadsheet could take for a formula (it begins with = + - @, a tab or a carriage return) gets an apostrophe
before it (OWASP, *CSV Injection*); so do empty texts, which are not the same as none, and texts that begin with an
apostrophe. A text that a format cannot hold is written as JSON after `'json:`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from detente.exporters.exchange.port import LATER_KINDS, Record
from detente.kernel.errors import BadInput

Cell = str | int | float | None
_MARK, _AS_JSON = "'", "'json:"
_RISKY = ("=", "+", "-", "@", "\t", "\r", _MARK)


@dataclass(frozen=True, slots=True)
class Cells:
    """How a format writes texts: `formulas` where a spreadsheet opens it, `awkward` for texts that it cannot hold."""

    formulas: bool
    awkward: Callable[[str], bool]

    def write(self, value: Any, form: str) -> Cell:
        """The cell of a value."""
        if value is None:
            return None
        if form == "list":
            return self._text(_json(value))
        if form != "text" and not isinstance(value, str):
            return value  # type: ignore[no-any-return]
        return self._text(str(value))

    def read(self, cell: Any, form: str) -> Any:
        """The value of a cell; raises ValueError where it is none of the form."""
        if cell is None or (self.formulas and cell == ""):
            return None
        if form in {"whole number", "number"}:
            return int(cell) if form == "whole number" else float(cell)
        text = self._plain(str(cell))
        return json.loads(text) if form == "list" else text

    def _text(self, text: str) -> str:
        if self.awkward(text) or not encodable(text):
            return _AS_JSON + json.dumps(text).replace("_x", "\\u005fx")
        if self.formulas and (not text or text.startswith(_RISKY)):
            return _MARK + text
        return _AS_JSON + json.dumps(text) if text.startswith(_AS_JSON) else text

    def _plain(self, cell: str) -> str:
        if cell.startswith(_AS_JSON):
            return str(json.loads(cell.removeprefix(_AS_JSON)))
        return cell.removeprefix(_MARK) if self.formulas else cell


def encodable(text: str) -> bool:
    """Whether a text has a UTF-8 form."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if encodable(text) else json.dumps(value)


CSV_CELLS = Cells(formulas=True, awkward=lambda text: "\0" in text)
PLAIN_CELLS = Cells(formulas=False, awkward=lambda _: False)
_NOT_IN_XML = re.compile("[\0-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
XLSX_CELLS = Cells(formulas=True, awkward=lambda text: bool(_NOT_IN_XML.search(text)))


def columns_of(shape: Mapping[str, Mapping[str, str]]) -> list[str]:
    """One column for every field that any kind of record has, after the kind itself."""
    return ["record", *dict.fromkeys(name for fields in shape.values() for name in fields)]


def check_header(names: list[str], shape: Mapping[str, Mapping[str, str]], place: str) -> None:
    """Raise BadInput for columns that are not those of an exported project."""
    twice = sorted({name for name in names if names.count(name) > 1})
    if "record" not in names:
        raise BadInput(
            f"{place}: no column 'record'; give a table made by `detente export` (without --lines). "
            "Nothing was imported"
        )
    if twice:
        raise BadInput(f"{place}: the column '{twice[0]}' stands twice; remove one. Nothing was imported")
    needed = {kind: fields for kind, fields in shape.items() if kind not in LATER_KINDS}
    missing = [name for name in columns_of(needed) if name not in names]
    if missing:
        raise BadInput(
            f"{place}: the columns {', '.join(missing)} are missing; export the project again. Nothing was imported"
        )


def record_of(row: Mapping[str, Any], fields: Mapping[str, str], how: tuple[Cells, str]) -> Record:
    """The record of a row, with the fields of its kind; raises BadInput for a value of the wrong form."""
    cells, place = how
    record: Record = {"record": row["record"]}
    for name, form in fields.items():
        if cells.formulas and str(row.get(name)).startswith("="):
            raise BadInput(
                f"{place}: column '{name}' has a formula ({str(row[name])[:40]}); write its value, or an apostrophe "
                "before it where it is text. Nothing was imported"
            )
        try:
            record[name] = cells.read(row.get(name), form)
        except ValueError as fault:
            value = str(row.get(name))[:60]
            raise BadInput(
                f"{place}: '{value}' in column '{name}' is no {form}; correct the cell. Nothing was imported"
            ) from fault
    return record
