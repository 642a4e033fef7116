"""Readers, solvers, stores and exporters by name, through entry points."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Any

from detente.kernel.errors import UnknownName
from detente.kernel.suggest import did_you_mean


def choose(group: str, name: str) -> Any:
    """What is registered under a name in a group (`detente.readers` and so on); raises UnknownName with the known names."""
    known = {point.name: point for point in entry_points(group=group)}
    if name not in known:
        kind = group.rpartition(".")[2].removesuffix("s")
        raise UnknownName(
            f"no {kind} '{name}'{did_you_mean(name, known)} Known: {', '.join(sorted(known)) or 'none'}"
        )
    return known[name].load()


def names(group: str) -> tuple[str, ...]:
    """The names registered in a group."""
    return tuple(sorted(point.name for point in entry_points(group=group)))
