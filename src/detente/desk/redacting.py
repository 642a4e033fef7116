"""Redaction: what would be lost, and taking a document out for good."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from detente.desk.corpus.shelf import found_report
from detente.kernel.errors import ProjectFault, UnknownName
from detente.ledger.redactions import Loss, Redaction
from detente.stores.sqlite import ProjectFile

_FEWEST = 6  # letters of a hash


@dataclass(frozen=True, slots=True)
class Plan:
    """What a redaction would take out; `done`: it was redacted already, and the call ends what was cut off.

    `others`: names of reports of the same story; `copies`: files beside the project that may hold it still.
    """

    doc: str
    loss: Loss | None
    done: Redaction | None
    others: tuple[str, ...]
    copies: tuple[Path, ...]


def planned(path: Path, name: str) -> Plan:
    """What the redaction of a document would do; raises UnknownName or ProjectFault."""
    if not path.exists():
        raise ProjectFault(f"no project '{path}'; check the path")
    with ProjectFile.open(path) as file:
        copies = tuple(sorted(path.parent.glob(f"{path.name}.v*")))
        for done in file.redactions():
            if len(name) >= _FEWEST and done.doc.startswith(name.lower()):
                return Plan(done.doc, None, done, (), copies)
        loss = file.lost(found_report(file, name).doc)
        reports = file.reports()
        others = tuple(reports[doc].name for doc in loss.others if doc in reports)
    return Plan(loss.doc, loss, None, others, copies)


def redacted(path: Path, plan: Plan, *, reason: str, reviewer: str) -> Redaction:
    """Take the document of a plan out; raises BadInput without a reason, ProjectFault where others have the file open."""
    with ProjectFile.open(path, writable=True) as file:
        if plan.done is None and not file.has_document(plan.doc):
            raise UnknownName(f"the document is not in {path} any more; look again")
        return file.redact(plan.doc, reason=reason, reviewer=reviewer)
