"""`review`: accept, correct, reject, take back; by hand, by file, or against a person's whole coding."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from detente.cli.adjudicating import adjudicate, show_agreement, show_differences, show_history
from detente.cli.arguments import Command, user
from detente.cli.queueing import show_queue
from detente.cli.review_options import add, check
from detente.cli.second import second_by_hand
from detente.cli.show import aside, finish, put_json, say, status

if TYPE_CHECKING:
    from detente.desk.project import Project
    from detente.desk.reviewing import Reviewer, Taken
    from detente.kernel.problems import Problem

_COUNTS = ("accepted", "rejected", "edited", "added", "undone", "split", "merged", "coded")


def _run(args: Namespace) -> int:
    from datetime import UTC, datetime

    from detente.desk.project import open_project
    from detente.desk.reviewing import Reviewer

    check(args)
    reviewer = Reviewer(args.reviewer or user(), lambda: datetime.now(UTC))
    task, writable = _task(args)
    with open_project(args.project, pack_name=args.pack, writable=writable) as project:
        return task(project, reviewer, args)


def _task(args: Namespace) -> tuple[Callable[[Project, Reviewer, Namespace], int], bool]:
    """What the options ask for, and whether it writes."""
    reading: tuple[tuple[object, Callable[[Project, Reviewer, Namespace], int]], ...] = (
        (args.list, _list),
        (args.queue, show_queue),
        (args.agreement, show_agreement),
        (args.adjudicate == "", show_differences),
        (args.history is not None, show_history),
        (args.export, _export),
    )
    writing: tuple[tuple[object, Callable[[Project, Reviewer, Namespace], int]], ...] = (
        (args.split or args.merge, _reshape),
        (args.undo_last is not None, _undo_last),
        (args.undo and not args.second, _undo),
        (args.second and (args.accept or args.reject or args.edit or args.undo), second_by_hand),
        (args.accept or args.reject or args.edit, _by_hand),
        (args.adjudicate, adjudicate),
        (args.apply, _apply),
        (args.against, _against),
    )
    for tasks, writable in ((reading, False), (writing, True)):
        task = next((act for wanted, act in tasks if wanted), None)
        if task is not None:
            return task, writable
    from detente.cli.line_by_line import review_line_by_line, watched
    from detente.cli.second import code_line_by_line

    watched(args.project)
    return (code_line_by_line if args.second else review_line_by_line), True


def _list(project: Project, _: Reviewer, args: Namespace) -> int:
    from detente.desk.records import reviewed_record
    from detente.desk.reviewing import lines_of
    from detente.ledger.entries import Standing

    standings = (Standing(args.standing),) if args.standing else tuple(Standing)
    lines = lines_of(project, standings=standings)
    names = {doc: report.name for doc, report in project.file.reports().items()}
    if args.json:
        records = [reviewed_record(line, names.get(line.statement.doc, line.statement.doc)) for line in lines]
        put_json(
            {
                "schema": "detente.review-list",
                "schema_version": 1,
                "project": str(project.path),
                "statements": records,
            }
        )
        return finish(project.problems, args)
    for line in lines:
        s = line.statement
        stance, option = (f" {s.stance}" if s.stance else ""), (f" = {s.option}" if s.option else "")
        what = f"{s.holder or 'nobody named'}: {s.kind}{stance} {s.issue}{option}"
        say(f"{line.original_id}  {line.standing:<10}  {s.confidence:.2f}  {what}", hang=2)
        aside(f"{names.get(s.doc, s.doc)}: {' '.join(s.evidence.split())[:160]}", indent=4)
    status(f"{len(lines)} lines")
    return finish(project.problems, args)


def _by_hand(project: Project, reviewer: Reviewer, args: Namespace) -> int:
    from detente.desk.corrections import changes_of, line_of
    from detente.desk.reviewing import act
    from detente.ledger.entries import Review, ReviewAction

    action = ReviewAction("accept" if args.accept else "reject" if args.reject else "edit")
    given: list[str] = args.accept or [args.reject or args.edit]
    ids = [line_of(project, name).original_id for name in given]
    changes = changes_of(project, ids[0], args.set) if args.edit else {}
    for name in ids:
        act(project, Review(name, action, reviewer.name, reviewer.clock(), args.reason, changes))
    return _tell_reviewed(project, [(name, str(action)) for name in ids], args)


def _reshape(project: Project, reviewer: Reviewer, args: Namespace) -> int:
    from detente.desk.reshaping import merge_lines, split_line

    by = (reviewer, args.reason)
    if args.split:
        reviews = split_line(project, args.split, args.part, by=by)
    else:
        reviews = merge_lines(project, args.merge, args.set, by=by)
    return _tell_reviewed(project, [(r.statement_id, str(r.action)) for r in reviews], args)


def _undo(project: Project, reviewer: Reviewer, args: Namespace) -> int:
    from detente.desk.reshaping import take_back

    reviews = take_back(project, args.undo, reviewer)
    return _tell_reviewed(project, [(r.statement_id, "undo") for r in reviews], args)


def _undo_last(project: Project, reviewer: Reviewer, args: Namespace) -> int:
    from detente.desk.reshaping import take_back_last

    reviews = take_back_last(project, args.undo_last, reviewer)
    return _tell_reviewed(project, [(r.statement_id, "undo") for r in reviews], args)


def _tell_reviewed(project: Project, done: list[tuple[str, str]], args: Namespace) -> int:
    """Tell of each line what was done with it and where it stands now; a line that was taken back is gone."""
    from detente.desk.reviewing import lines_of

    now = {line.original_id: str(line.standing) for line in lines_of(project)}
    lines = [{"id": name, "action": action, "standing": now.get(name, "gone")} for name, action in done]
    if args.json:
        put_json(
            {"schema": "detente.reviewed", "schema_version": 1, "project": str(project.path), "lines": lines}
        )
    else:
        for line in lines:
            status(f"{line['id']}: {line['standing']}")
    return finish(project.problems, args)


def _apply(project: Project, reviewer: Reviewer, args: Namespace) -> int:
    from detente.desk.reviewing import apply_file

    return _tell_taken(apply_file(project, args.apply, reviewer), project, args)


def _against(project: Project, reviewer: Reviewer, args: Namespace) -> int:
    import json

    from detente.desk.against import Coding, take_coding
    from detente.desk.files import write_whole
    from detente.desk.reviewing import as_record

    coding = Coding(args.against, reject_rest=args.reject_rest, leave=tuple(args.leave))
    taken, reviews = take_coding(project, coding, reviewer)
    if args.save:
        write_whole(args.save, "".join(json.dumps(as_record(r), ensure_ascii=False) + "\n" for r in reviews))
    return _tell_taken(taken, project, args)


def _export(project: Project, _: Reviewer, args: Namespace) -> int:
    from detente.desk.files import write_whole
    from detente.desk.reviewing import exported

    text, stay = exported(project, args.reader)
    write_whole(args.export, text)
    count = text.count("\n")
    if args.json:
        put_json(
            {
                "schema": "detente.written",
                "schema_version": 1,
                "path": str(args.export.resolve()),
                "actions": count,
                "withheld": stay,
            }
        )
    else:
        held = f"; {stay} stay in the project, by its marks (--for project writes them too)" if stay else ""
        status(f"{args.export}: {count} actions{held}")
    return finish(project.problems, args)


def _tell_taken(taken: Taken, project: Project, args: Namespace) -> int:
    problems: tuple[Problem, ...] = (*project.problems, *taken.problems)
    counts = {name: getattr(taken, name) for name in _COUNTS}
    if args.json:
        from detente.desk.records import problem_record

        put_json(
            {
                "schema": "detente.reviews-taken",
                "schema_version": 1,
                "project": str(project.path),
                **counts,
                "problems": [problem_record(p) for p in problems],
            }
        )
    else:
        told = {name: n for name, n in counts.items() if n or name in _COUNTS[:5]}
        status(f"{project.path.name}: " + ", ".join(f"{number} {name}" for name, number in told.items()))
    return finish(problems, args)


REVIEW = Command(
    "review",
    "accept, correct or reject what was read; nothing is overwritten",
    "Review a project. Each action is appended with its time and its reviewer; an undo takes back the "
    "newest one that stands.",
    "examples:\n  detente review talks.detente\n  detente review talks.detente --list --standing unreviewed\n"
    "  detente review talks.detente --edit s0123456789abcdef --set stance=accept condition=null\n"
    "  detente review talks.detente --queue --top 20\n"
    "  detente review talks.detente --undo-last --reviewer Ann\n"
    "  detente review talks.detente --apply examples/veldora/review.jsonl",
    add,
    _run,
)
