"""Files of points (YAML or CSV) as plain data with the line of every value, and the template to fill in."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from detente.bargaining.packages.reach import Setting
from detente.bargaining.wording import key_label, option_label
from detente.kernel.errors import BadInput, PackFault
from detente.ledger.values import values_of
from detente.packs.yaml_lines import Yaml, read_yaml

_NUMBER = re.compile(r"[-+]?[0-9]{1,30}(\.[0-9]{1,30}|/[0-9]{1,30})?")
_COLUMNS = ("entered_by", "entered_on", "stage", "party", "key", "weight", "value", "good")


def number(text: Any) -> Fraction | None:
    """A number as a person writes it (3, 2.5, 1/3), exactly; None where it is none: NaN and infinity are none."""
    if isinstance(text, bool) or not isinstance(text, int | str | Fraction):
        return None
    if isinstance(text, str) and not _NUMBER.fullmatch(text.strip()):
        return None
    try:
        return Fraction(text)
    except ZeroDivisionError:
        return None


def points_file(path: Path) -> Yaml:
    """The plain data of a file of points, decimals exact; raises BadInput."""
    try:
        if path.suffix.lower() == ".csv":
            return _csv(path)
        return read_yaml(path, decimal=Fraction)
    except PackFault as fault:
        raise BadInput(str(fault)) from fault


def _csv(path: Path) -> Yaml:
    """A table as the same plain data as YAML: one row for each value, and rows `walk_away` and `others` for a party."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [(i, row) for i, row in enumerate(csv.DictReader(file), start=2) if any(row.values())]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise BadInput(f"{path}: cannot be read as CSV ({fault}); save it as UTF-8 CSV") from fault
    if not rows or not {"party", "key", "weight", "value", "good"} <= set(rows[0][1]):
        raise BadInput(f"{path}:1: the columns are {', '.join(_COLUMNS)}; write them as the first row")
    data: dict[str, Any] = {"parties": {}}
    lines: dict[tuple[str | int, ...], int] = {}
    for line, row in rows:
        cell = {name: (row.get(name) or "").strip() or None for name in _COLUMNS}
        data |= {n: cell[n] for n in ("entered_by", "entered_on", "stage") if cell[n]}
        party = data["parties"].setdefault(cell["party"], {"keys": {}})
        if cell["key"] in {"walk_away", "others"}:
            party[cell["key"]] = cell["good"]
            lines["parties", cell["party"] or "", cell["key"] or ""] = line
            continue
        place = ("parties", cell["party"] or "", "keys", cell["key"] or "")
        matter = party["keys"].setdefault(cell["key"], {"values": {}})
        lines.setdefault(place, line)
        if cell["weight"]:
            matter["weight"] = cell["weight"]
        if cell["value"]:
            matter["values"][cell["value"]] = cell["good"]
            lines[(*place, "values", cell["value"])] = line
    return Yaml(str(path), data, lines)


def template(setting: Setting, parties: Sequence[str]) -> str:
    """A file of points to fill in: every matter of the stage with its values, and blanks."""
    pack, stage = setting.pack, setting.problem.stage
    lines = [
        "# What the outcomes are worth to each party: your judgement, or what it told you. No report is read for it.",
        "# weight: how much the matter weighs (any scale; 0: it does not matter, then no values are needed).",
        "# values: how good each value is, say from 0 (worst) to 1 (best); of a list: how good it is that the element is in.",
        "# In place of values an ordered matter may have `ends: [worst, best]`, `shape: linear|early|late` and `open: NUMBER`.",
        "# walk_away: what the party has without a deal, in the same points (weight times value, added up), or a package:",
        "#   one value for each matter. `others: 0` under a party: what is not listed does not matter to it.",
        "entered_by:",
        "entered_on:",
        f"stage: {stage}",
        "parties:",
    ]
    for party in parties:
        lines += [f"  {party}:  # {pack.party_name(party)}", "    walk_away:", "    keys:"]
        for key in setting.keys:
            lines += [
                f"      {_plain(str(key))}:  # {key_label(pack, key)}",
                "        weight:",
                "        values:",
            ]
            lines += [
                f"          {_plain(v)}:  # {option_label(pack, key, v)}"
                for v in values_of(pack.leaves[key.issue])
            ]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """A name as YAML takes it: in quotation marks where it could be read as something else."""
    return text if re.fullmatch(r"[a-z_][a-z0-9_.]*(\[[a-z0-9_]+\])?", text) else f'"{text}"'
