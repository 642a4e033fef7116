"""`review --queue`: what waits, in the order in which a decision matters most, with what it would change."""

from __future__ import annotations

import time
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from detente.cli.progress import progress
from detente.cli.show import aside, finish, put_json, say, status

if TYPE_CHECKING:
    from detente.desk.project import Project
    from detente.desk.queueing import Queue, Waiting
    from detente.desk.reviewing import Reviewer

BUDGET_S = 5.0
_REASONS_SHOWN = 3


def the_queue(project: Project, args: Namespace) -> Queue:
    """The queue of a project, with progress where somebody watches."""
    from detente.desk.project import Budget
    from detente.desk.queueing import queue

    with progress(quiet=args.quiet, unit="line") as told:
        return queue(project, Budget(time.monotonic, seconds=BUDGET_S), told=told)


def show_queue(project: Project, reviewer: Reviewer, args: Namespace) -> int:
    """Print the queue, or its first lines."""
    from detente.desk.queueing import in_short, reasons

    found = the_queue(project, args)
    shown = found.waiting[: args.top]
    problems = (*project.problems, *found.problems)
    if args.json:
        put_json(
            {
                "schema": "detente.review-queue",
                "schema_version": 1,
                "project": str(project.path),
                "waiting": len(found.waiting),
                "queue": [_record(project, waiting, reviewer) for waiting in shown],
            }
        )
        return finish(problems, args)
    names = {doc: report.name for doc, report in project.file.reports().items()}
    for number, waiting in enumerate(shown, start=1):
        s = waiting.line.statement
        figures = f"{waiting.priority:.2f} = {waiting.influence:.2f} × {waiting.uncertainty:.2f}"
        say(f"{number}. {waiting.line.original_id}  {figures}  {in_short(waiting.line)}", hang=3)
        aside(f"{names.get(s.doc, s.doc)}: {' '.join(s.evidence.split())[:160]}", indent=4)
        told = reasons(waiting, project.pack, reader=reviewer.name)
        for reason in told[:_REASONS_SHOWN]:
            say(reason, indent=4, hang=2)
        if len(told) > _REASONS_SHOWN:
            aside(f"… and {len(told) - _REASONS_SHOWN} more", indent=4)
    status(f"{len(shown)} of {len(found.waiting)} lines that wait")
    return finish(problems, args)


def _record(project: Project, waiting: Waiting, reviewer: Reviewer) -> dict[str, Any]:
    from detente.desk.queueing import reasons
    from detente.desk.records import reviewed_record

    report = project.file.report(waiting.line.statement.doc)
    name = report.name if report else waiting.line.statement.doc
    again = waiting.again
    return {
        **reviewed_record(waiting.line, name),
        "priority": waiting.priority,
        "influence": waiting.influence,
        "uncertainty": waiting.uncertainty,
        "counts": waiting.counts,
        "changes": [
            {
                "party": one.change.party,
                "key": str(one.change.key),
                "stage": one.change.stage,
                "now": str(one.change.now),
                "then": str(one.change.then),
                "size": round(one.change.size, 6),
                "in_deadlock": one.in_deadlock,
            }
            for one in waiting.weighed
        ],
        "decided_before": again.decided.original_id if again else None,
        "reasons": list(reasons(waiting, project.pack, reader=reviewer.name)),
    }
