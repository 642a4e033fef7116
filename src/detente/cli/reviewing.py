"""`review`: accept, correct, reject, take back; by hand, by file, or against a person's whole coding."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli.arguments import Command, add_common, add_project, add_reader
from detente.cli.show import aside, finish, put_json, say, status

if TYPE_CHECKING:
    from detente.desk.project import Project
    from detente.desk.reviewing import Reviewer, Taken
    from detente.kernel.problems import Problem


def _add(parser: ArgumentParser) -> None:
    add_project(parser)
    one = parser.add_argument_group(
        "what to do; without any of these, line by line on a terminal"
    ).add_mutually_exclusive_group()
    one.add_argument("--list", action="store_true", help="list the lines with their ids")
    one.add_argument("--accept", metavar="ID", nargs="+", help="accept lines as they are")
    one.add_argument("--reject", metavar="ID", help="reject a line; needs --reason")
    one.add_argument("--edit", metavar="ID", help="correct a line; needs --set")
    one.add_argument("--undo", metavar="ID", help="take back the newest action on a line")
    one.add_argument(
        "--apply",
        metavar="FILE.jsonl",
        type=Path,
        help="take the actions of a review file; again adds nothing",
    )
    one.add_argument(
        "--against",
        metavar="CODED.jsonl",
        type=Path,
        help="review by a person's whole coding of the reports; again adds nothing",
    )
    one.add_argument("--export", metavar="FILE.jsonl", type=Path, help="write every action as a review file")
    _add_details(parser)
    add_reader(parser)
    add_common(parser)


def _add_details(parser: ArgumentParser) -> None:
    """Options that belong to one of the jobs."""
    parser.add_argument(
        "--standing", choices=("unreviewed", "accepted", "rejected"), help="with --list: only these"
    )
    parser.add_argument("--reason", metavar="TEXT", help="with --reject: why the line is wrong")
    parser.add_argument(
        "--set",
        metavar="FIELD=VALUE",
        nargs="+",
        default=[],
        help="with --edit: fields of docs/codebook.md; null for nothing",
    )
    parser.add_argument(
        "--save",
        metavar="FILE.jsonl",
        type=Path,
        help="with --against: write the actions it came to as a review file too",
    )
    parser.add_argument(
        "--reject-rest",
        action="store_true",
        help="with --against: reject read lines that the coding does not have",
    )
    parser.add_argument(
        "--leave",
        metavar="REPORT",
        nargs="+",
        default=[],
        help="with --against: leave these reports unreviewed",
    )
    parser.add_argument("--reviewer", metavar="NAME", help="who reviews (default: the user of this system)")
    parser.add_argument(
        "--pack", metavar="PACK", help="read the project with this pack (default: the one it was built with)"
    )


def _run(args: Namespace) -> int:
    from datetime import UTC, datetime

    from detente.desk.project import open_project
    from detente.desk.reviewing import Reviewer

    _check(args)
    reviewer = Reviewer(args.reviewer or _user(), lambda: datetime.now(UTC))
    tasks: tuple[tuple[object, Callable[[Project, Reviewer, Namespace], int]], ...] = (
        (args.list, _list),
        (args.accept, _by_hand),
        (args.reject, _by_hand),
        (args.edit, _by_hand),
        (args.undo, _by_hand),
        (args.apply, _apply),
        (args.against, _against),
        (args.export, _export),
    )
    task = next((act for wanted, act in tasks if wanted), None)
    if task is None:
        from detente.cli.line_by_line import review_line_by_line, watched

        watched(args.project)
        task = review_line_by_line
    writable = task not in {_list, _export}
    with open_project(args.project, pack_name=args.pack, writable=writable) as project:
        return task(project, reviewer, args)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def _check(args: Namespace) -> None:
    """Raise BadInput for options that belong to another action, or lack one."""
    from detente.kernel.errors import BadInput

    pairs = (
        ("--standing", args.standing, "--list", args.list),
        ("--save", args.save, "--against", args.against),
        ("--reject-rest", args.reject_rest, "--against", args.against),
        ("--leave", args.leave, "--against", args.against),
        ("--reason", args.reason, "--reject", args.reject),
        ("--set", args.set, "--edit", args.edit),
        ("--for", args.reader != "anyone", "--export", args.export),
    )
    for option, given, owner, there in pairs:
        if given and not there:
            raise BadInput(f"{option} belongs to {owner}; give both")
    if args.reject and not (args.reason or "").strip():
        raise BadInput("a rejection needs its reason: --reason 'why the line is wrong'")
    if args.edit and not args.set:
        raise BadInput("an edit needs its changes: --set stance=accept option=null")


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

    action = ReviewAction(
        "accept" if args.accept else "reject" if args.reject else "edit" if args.edit else "undo"
    )
    given: list[str] = args.accept or [args.reject or args.edit or args.undo]
    ids = [line_of(project, name).original_id for name in given]
    changes = changes_of(project, ids[0], args.set) if args.edit else {}
    for name in ids:
        act(project, Review(name, action, reviewer.name, reviewer.clock(), args.reason, changes))
    if args.json:
        lines = [{"id": n, "action": str(action), "standing": str(line_of(project, n).standing)} for n in ids]
        put_json(
            {"schema": "detente.reviewed", "schema_version": 1, "project": str(project.path), "lines": lines}
        )
    else:
        for name in ids:
            status(f"{name}: {line_of(project, name).standing}")
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
    counts = {name: getattr(taken, name) for name in ("accepted", "rejected", "edited", "added", "undone")}
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
        status(f"{project.path.name}: " + ", ".join(f"{number} {name}" for name, number in counts.items()))
    return finish(problems, args)


REVIEW = Command(
    "review",
    "accept, correct or reject what was read; nothing is overwritten",
    "Review a project. Each action is appended with its time and its reviewer; an undo takes back the "
    "newest one that stands.",
    "examples:\n  detente review talks.detente\n  detente review talks.detente --list --standing unreviewed\n"
    "  detente review talks.detente --edit s0123456789abcdef --set stance=accept condition=null\n"
    "  detente review talks.detente --apply examples/veldora/review.jsonl",
    _add,
    _run,
)
