"""Credibility of one line: which other independent sources say the same, and which say the opposite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from detente.corpus.sources.grade import Credibility, credibility
from detente.ledger.entries import Report
from detente.ledger.reviewing import ReviewedLine
from detente.statements.record import Statement

_OFFICIAL = frozenset({"official", "transcript"})
_FOR = frozenset({"demand", "propose", "accept"})


def credibility_of(
    line: ReviewedLine, others: Iterable[ReviewedLine], reports: Mapping[str, Report]
) -> Credibility:
    """How credible a line is on the Admiralty scale (1 to 6), counted by rooms: copies confirm nothing.

    Only lines that say something of the same holder, issue, instance and option count, and none that a person
    rejected.
    """
    said = line.statement
    own = _source(reports.get(said.doc), said)
    same: set[str] = set()
    opposite: set[str] = set()
    for other in others:
        if not other.standing.stands or not _about_the_same(said, other.statement):
            continue
        source = _source(reports.get(other.statement.doc), other.statement)
        if source == own:
            continue
        side = _side(other.statement)
        if side is not None and _side(said) is not None:
            (same if side == _side(said) else opposite).add(source)
    report = reports.get(said.doc)
    own_word = said.basis == "own" and report is not None and report.kind in _OFFICIAL
    return credibility(confirming=len(same), contradicting=len(opposite - same), own_word=own_word)


def _about_the_same(one: Statement, other: Statement) -> bool:
    return (one.kind, one.holder, one.issue, one.instance, one.option) == (
        other.kind,
        other.holder,
        other.issue,
        other.instance,
        other.option,
    )


def _side(statement: Statement) -> bool | None:
    """For or against; None for a hedge. What is no position can only be said or not."""
    if statement.kind != "position":
        return True
    if statement.stance in _FOR:
        return True
    return False if statement.stance == "reject" else None


def _source(report: Report | None, statement: Statement) -> str:
    """What counts as one source: the room, else the story, else the document."""
    return (report.room or report.story if report else None) or statement.doc
