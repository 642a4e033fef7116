"""Settings that tell of a document which is taken out: faults met in gathering it, searches and grades that name it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from detente.stores import rows


def telling(settings: Iterable[rows.Kept], names: Collection[str]) -> list[rows.Kept]:
    """The settings that name a document, or somebody who is heard in it alone; one text, such as the pack's name, does not."""
    named = _naming(names)
    return [row for row in settings if not isinstance(_value(row), str) and named.search(_words(_value(row)))]


def without(settings: Iterable[rows.Kept], names: Collection[str], at: datetime) -> list[rows.Row]:
    """What is appended for the newest of each setting that goes: the same without the entries that name the document."""
    named = _naming(names)
    newest = {rows.opened(row)["name"]: _value(row) for row in settings}
    kept = {name: _rest(value, named) for name, value in newest.items() if named.search(_words(value))}
    return [
        rows.storable({"name": name, "value": rows.plain(value), "recorded": rows.moment(at)})
        for name, value in kept.items()
        if not isinstance(newest[name], str)
    ]


def _rest(value: Any, named: re.Pattern[str]) -> Any:
    """A value without the entries that name the document; nothing where it has no entries of their own."""
    if isinstance(value, list):
        return [item for item in value if not named.search(_words(item))]
    if isinstance(value, dict) and all(isinstance(item, dict) for item in value.values()):
        return {key: item for key, item in value.items() if not named.search(_words({key: item}))}
    return None


def _value(row: rows.Kept) -> Any:
    return json.loads(rows.opened(row)["value"])


def _words(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _naming(names: Collection[str]) -> re.Pattern[str]:
    every = (
        rf"(?<!\w){re.escape(json.dumps(name, ensure_ascii=False)[1:-1])}(?!\w)"
        for name in sorted(names)
        if name
    )
    return re.compile("|".join(every) or "(?!)")
