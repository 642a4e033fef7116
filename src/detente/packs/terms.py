"""Keys of terms: `issue` or `issue[instance]`."""

from __future__ import annotations

import re

_KEY = re.compile(r"([a-z_]+\.[a-z_]+)(?:\[([^\]]+)\])?")


def split_key(key: str) -> tuple[str, str | None]:
    """`terr.status[crimea]` as (issue, instance); a key of another form comes back whole, with no instance."""
    found = _KEY.fullmatch(key.strip())
    return (found[1], found[2]) if found else (key, None)


def join_key(issue: str, instance: str | None) -> str:
    """The key of an issue and instance, as packs and pages write it."""
    return f"{issue}[{instance}]" if instance else issue
