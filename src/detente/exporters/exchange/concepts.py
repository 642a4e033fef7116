"""Statements in the words of discourse networks: an actor, an organisation, a concept, and whether they agree with it."""

from __future__ import annotations

from detente.exporters.exchange.port import Record


def concept_of(line: Record) -> str:
    """What a statement is about, as one name: `terr.status[crimea]: recognised`."""
    instance = f"[{line['instance']}]" if line.get("instance") else ""
    option = f": {line['option']}" if line.get("option") else ""
    return f"{line['issue']}{instance}{option}"


def agrees(line: Record) -> bool:
    """Whether a statement is for its concept: all but a rejection count so, as the programs know no third."""
    return line.get("stance") != "reject"


def issue_of(concept: str) -> str:
    """The issue that a concept of another program stands for, its words as they are where it is none of ours."""
    head = concept.partition(": ")[0].partition("[")[0].strip()
    known = "." in head and " " not in head
    return head if known else concept
