"""Readers, solvers, stores and exporters by name, through entry points."""

from __future__ import annotations

import hashlib
from functools import partial
from importlib.metadata import entry_points
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.kernel.errors import BadInput, UnknownName
from detente.kernel.suggest import did_you_mean

if TYPE_CHECKING:
    from detente.models.llm.settings import LlmSettings
    from detente.statements.attribution import AttributorFactory
    from detente.statements.port import ReaderFactory


def choose(group: str, name: str) -> Any:
    """What is registered under a name in a group (`detente.readers` and so on); raises UnknownName with the known names."""
    known = {point.name: point for point in entry_points(group=group)}
    if name not in known:
        kind = group.rpartition(".")[2].removesuffix("s")
        raise UnknownName(
            f"no {kind} '{name}'{did_you_mean(name, known) or '.'} Known: {', '.join(sorted(known)) or 'none'}"
        )
    return known[name].load()


def choose_reader(name: str, settings: LlmSettings | None = None) -> ReaderFactory:
    """The factory of a reader; one that asks a model is given the settings, to the others they mean nothing.

    `NAME:FOLDER` is a reader with weights of that folder. Raises UnknownName, or BadInput for a reader without weights.
    """
    factory: ReaderFactory = _weighted("detente.readers", name)
    if settings is not None and "settings" in signature(factory).parameters:
        return partial(factory, settings=settings)  # type: ignore[call-arg]
    return factory


def reader_mark(name: str) -> str:
    """A reader's name with a hash of its weights, where it is given a folder of them: tuned again, it reads anew."""
    reader, _, folder = name.partition(":")
    heads = Path(folder) / "heads.npz"
    if not folder or not heads.is_file():
        return name
    return f"{reader}:{hashlib.sha256(heads.read_bytes()).hexdigest()}"


def choose_attributor(name: str) -> AttributorFactory:
    """The factory of an attributor; `NAME:FOLDER` and what is raised as for readers."""
    factory: AttributorFactory = _weighted("detente.attributors", name)
    return factory


def _weighted(group: str, name: str) -> Any:
    """What `NAME` or `NAME:FOLDER` stands for in a group."""
    name, _, folder = name.partition(":")
    factory = choose(group, name)
    if not folder:
        return factory
    if "folder" not in signature(factory).parameters:
        kind = group.rpartition(".")[2].removesuffix("s")
        raise BadInput(f"the {kind} '{name}' has no weights; leave out ':{folder}'")
    return partial(factory, folder=Path(folder))


def names(group: str) -> tuple[str, ...]:
    """The names registered in a group."""
    return tuple(sorted(point.name for point in entry_points(group=group)))
