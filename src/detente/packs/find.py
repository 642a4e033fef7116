"""Where packs are: a folder by its path, or a name among the shipped, the installed and the given ones."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path

from detente.kernel.errors import UnknownName
from detente.kernel.suggest import did_you_mean

ENTRY_POINTS = "detente.packs"


def pack_roots(extra: Iterable[Path] = ()) -> tuple[Path, ...]:
    """Folders that hold packs: the given ones first, then the source tree's `packs/`, then the package's own data."""
    shipped = Path(str(files("detente.packs"))) / "data"
    source_tree = shipped.parents[3] / "packs"
    return (*extra, *((source_tree,) if (source_tree.parent / "pyproject.toml").is_file() else ()), shipped)


def known_packs(roots: Iterable[Path]) -> dict[str, Path]:
    """Packs by name; an earlier root hides a later one of the same name."""
    found: dict[str, Path] = {}
    for root in roots:
        if root.is_dir():
            for folder in sorted(root.iterdir()):
                if (folder / "pack.yaml").is_file():
                    found.setdefault(folder.name, folder)
    for point in entry_points(group=ENTRY_POINTS):
        found.setdefault(point.name, Path(str(files(point.value))))
    return found


def find_pack(name: str, roots: Iterable[Path]) -> Path:
    """The folder of a pack, by path or by name; raises UnknownName with the nearest known name."""
    as_path = Path(name)
    if (as_path / "pack.yaml").is_file():
        return as_path
    packs = known_packs(roots)
    if name in packs:
        return packs[name]
    if as_path.exists():
        raise UnknownName(
            f"'{name}' is no pack: it has no pack.yaml; `detente pack new {name}` writes a skeleton"
        )
    raise UnknownName(_no_pack(name, packs))


def extended_pack(name: str, roots: Iterable[Path]) -> Path:
    """The folder of a pack that another extends: by name only, whatever folder the program runs in; raises UnknownName."""
    packs = known_packs(roots)
    if name not in packs:
        raise UnknownName(_no_pack(name, packs))
    return packs[name]


def _no_pack(name: str, packs: Iterable[str]) -> str:
    names = ", ".join(sorted(n for n in packs if n != "core"))
    hint = did_you_mean(name, packs) or "."
    return f"no pack '{name}'{hint} Known: {names}; or give a folder that holds pack.yaml"
