"""Files that are made whole: built under another name beside the place, synced, and then given their name.

What a killed program left under such a name is taken away by the next one that makes the same file.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

_BESIDE = (
    "-wal",
    "-shm",
    "-journal",
    "",
)  # the file itself last: while it is there, what is beside it is found
_LEFT = re.compile(r"(\d+)\.new(-wal|-shm|-journal)?")


def draft_of(path: Path) -> Path:
    """Where a file is built before it gets its name; nothing is there, and drafts of programs that ended are gone."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    cleared(draft)  # a program with this number may have been killed
    with suppress(OSError):
        for other in path.parent.iterdir():
            left = other.name.startswith(f".{path.name}.") and _LEFT.fullmatch(
                other.name[len(path.name) + 2 :]
            )
            if left and _ended(int(left[1])):
                with suppress(OSError):
                    other.unlink()
    return draft


def _ended(program: int) -> bool:
    """Whether no program with that number runs on this machine."""
    if os.name != "posix":  # elsewhere asking would end it
        return False
    try:
        os.kill(program, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        return False
    return False


def cleared(draft: Path) -> None:
    """Take away a draft that did not get its name, with all that stands beside it."""
    for suffix in _BESIDE:
        with suppress(OSError):
            draft.with_name(draft.name + suffix).unlink()


def sync(draft: Path) -> None:
    """Have what was written on the disk before it gets its name; raises OSError where the disk refuses."""
    with draft.open("rb") as made:
        os.fsync(made.fileno())


def put_in_place(draft: Path, path: Path) -> None:
    """Give the draft its name, never over another file; raises FileExistsError."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, such as a memory stick's
        draft.rename(path)
    _sync_folder(path)


def put_over(draft: Path, path: Path) -> None:
    """Give the draft its name, in place of a file that has it."""
    draft.replace(path)
    _sync_folder(path)


def _sync_folder(path: Path) -> None:
    """Sync the folder, so that the name lasts."""
    with suppress(OSError):  # some systems sync no folders
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
