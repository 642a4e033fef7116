"""Files that are written whole: under another name first, synced, then put in place."""

from __future__ import annotations

import os
from pathlib import Path

from detente.kernel.errors import BadInput
from detente.stores.drafts import cleared, draft_of, put_over


def write_whole(path: Path, text: str) -> None:
    """Write a text as UTF-8; a reader sees the old file or the new one, never a half. Raises BadInput."""
    draft = draft_of(path)
    try:
        _check_target(path)
        with draft.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        put_over(draft, path)
    except OSError as fault:
        raise BadInput(
            f"'{path}' cannot be written ({fault.strerror or fault}); free some space or choose another place, or "
            "change its permissions"
        ) from fault
    finally:
        cleared(draft)


def _check_target(path: Path) -> None:
    """Raise where the target is a folder, lies in none, or is closed to writing (a rename would not mind)."""
    if path.is_dir():
        raise BadInput(f"'{path}' is a folder; name a file in it")
    if not path.parent.is_dir():
        raise BadInput(f"the folder '{path.parent}' does not exist; make it first")
    if path.exists() and not os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise BadInput(
            f"'{path}' cannot be written (it is closed to writing); choose another name or change its "
            "permissions"
        )
