"""A pack as it was read: with the place of each record, and the faults of form that were met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.kernel.problems import Problem
from detente.packs.model import Pack


@dataclass(frozen=True, slots=True)
class LoadedPack:
    """A pack, where each of its records stands (`file:line` by section and id), and the faults found in it."""

    pack: Pack
    places: Mapping[tuple[str, str], str]
    problems: tuple[Problem, ...]
