"""After a reading: lines that repeat what was decided follow the decision, so that nobody is asked twice."""

from __future__ import annotations

from datetime import datetime

from detente.ledger.rereading import read_again, repetitions
from detente.ledger.reviewing import standing
from detente.stores.sqlite import ProjectFile

_AT_A_TIME = 500  # reviews in a transaction


def settle(file: ProjectFile, at: datetime) -> int:
    """Let lines of later readings follow the decisions that they repeat; returns how many. Again adds nothing."""
    if not file.read_twice():
        return 0
    entries, reviews = file.entries(), file.reviews()
    entered = {entry.statement.id: entry.statement for entry in entries}
    made = repetitions(read_again(standing(entries, reviews).lines.values(), entered, reviews), at)
    for first in range(0, len(made), _AT_A_TIME):
        file.review(*made[first : first + _AT_A_TIME])
    return len(made)
