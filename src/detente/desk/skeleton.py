"""A skeleton of a pack: commented files that a person fills in and that pass the check as they are."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from detente.desk.files import write_whole
from detente.kernel.errors import BadInput

_ID = re.compile(r"[a-z][a-z0-9_]*")
_FILES = (
    "pack.yaml",
    "parties.yaml",
    "issues.yaml",
    "proposals.yaml",
    "events.yaml",
    "sources.yaml",
    "places.yaml",
    "cases/first.yaml",
)


def new_pack(folder: Path) -> tuple[Path, ...]:
    """Write the skeleton into a new or empty folder; the folder's name is the pack's id. Raises BadInput."""
    name = folder.resolve().name
    if not _ID.fullmatch(name):
        raise BadInput(
            f"'{name}' is no id for a pack; name the folder in small letters, digits and _, as in my_conflict"
        )
    written = []
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise BadInput(f"'{folder}' exists and is not empty; name a new folder")
        for file in _FILES:
            text = files("detente.desk").joinpath("new_pack", *file.split("/")).read_text(encoding="utf-8")
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text.replace("MY_PACK", name).replace("MY_FOLDER", str(folder)))
            written.append(path)
    except OSError as fault:
        raise BadInput(f"'{folder}' cannot be made ({fault.strerror}); choose another place") from fault
    return tuple(written)
