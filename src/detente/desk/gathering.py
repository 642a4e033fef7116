"""Faults of gathering, kept in the project: a report that could not be read has no document to hang them on."""

from __future__ import annotations

from collections.abc import Mapping

from detente.kernel.problems import Problem

GATHERING = "gathering_problems"


def gathering_problems(settings: Mapping[str, object]) -> tuple[Problem, ...]:
    """The faults that builds met before any report was read."""
    kept = settings.get(GATHERING)
    return tuple(Problem(*fields) for fields in kept) if isinstance(kept, list) else ()
