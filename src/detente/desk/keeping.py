"""Keeping a project for years: is it whole, a copy of it, and bringing an old one to the present version."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from detente.kernel.errors import ProjectFault
from detente.kernel.problems import Problem
from detente.ledger.redactions import Redaction
from detente.stores.backup import copy_to
from detente.stores.migrating import migrate as brought_up
from detente.stores.sqlite import ProjectFile


@dataclass(frozen=True, slots=True)
class Wholeness:
    """What the check of a file found: how many entries its chain has, the last link, every fault, and what was redacted."""

    entries: int
    head: str
    problems: tuple[Problem, ...]
    redactions: tuple[Redaction, ...] = ()


def verify(path: Path, *, noted: str | None = None) -> Wholeness:
    """Check a project file whole, without its pack: pages, chain, ids, evidence, reviews.

    `noted`: a last link that was written down elsewhere; that it is not in the chain any more is a fault (`link-gone`): the
    file was cut, or made anew from there.
    """
    if not path.exists():
        raise ProjectFault(f"no project '{path}'; check the path")
    with ProjectFile.open(path) as file:
        found = tuple(file.verify())
        entries, head = file.head()
        if noted is not None and not file.has_link(noted):
            message = f"the noted link {noted[:12]}… is not in the chain"
            remedy = "go back to a copy that has it; keep this file for inquiry"
            found = (Problem("link-gone", "chain", message, remedy, "error"), *found)
        redactions: tuple[Redaction, ...] = ()
        with suppress(ProjectFault):  # rows that cannot be read are among the faults
            redactions = tuple(file.redactions())
    return Wholeness(entries, head, found, redactions)


def migrate(path: Path) -> Path | None:
    """Bring a project to the present version; where the old file was kept, None where nothing was to be done."""
    if not path.exists():
        raise ProjectFault(f"no project '{path}'; check the path")
    return brought_up(path)


def backup(path: Path, copy: Path) -> Wholeness:
    """A whole copy while others may write; the copy is checked."""
    copy_to(path, copy)
    return verify(copy)
