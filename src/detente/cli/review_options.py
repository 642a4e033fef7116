"""The options of `review`: one job at a time, and what belongs to which job."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from detente.cli.arguments import add_common, add_project, add_reader

STANDINGS = ("unreviewed", "accepted", "rejected", "superseded")
ORDERS = ("queue", "document")
BLIND = ("proposal", "nothing")


def add(parser: ArgumentParser) -> None:
    """Add the project, the jobs and their details."""
    add_project(parser)
    one = parser.add_argument_group(
        "what to do; without any of these, line by line on a terminal"
    ).add_mutually_exclusive_group()
    one.add_argument("--list", action="store_true", help="list the lines with their ids")
    one.add_argument(
        "--queue", action="store_true", help="list what waits, with what a decision would change: most first"
    )
    one.add_argument("--accept", metavar="ID", nargs="+", help="accept lines as they are")
    one.add_argument("--reject", metavar="ID", help="reject a line; needs --reason")
    one.add_argument("--edit", metavar="ID", help="correct a line; needs --set")
    one.add_argument(
        "--split", metavar="ID", help="one line into several; needs --part twice or more, and --reason"
    )
    one.add_argument("--merge", metavar="ID", nargs="+", help="several lines into one; needs --reason")
    one.add_argument("--undo", metavar="ID", help="take back the newest action on a line")
    one.add_argument(
        "--undo-last",
        metavar="N",
        nargs="?",
        const=1,
        type=int,
        help="take back your own last actions (default: 1)",
    )
    one.add_argument("--agreement", action="store_true", help="how far coders agree, field by field")
    one.add_argument(
        "--adjudicate", metavar="ID", nargs="?", const="", help="list where coders differ; with ID, decide"
    )
    one.add_argument(
        "--history", metavar="ID", nargs="?", const="", help="who did what and when, on every line or on one"
    )
    _add_files(one)
    _add_details(parser)
    _add_coding(parser)
    add_reader(parser)
    add_common(parser)


def _add_files(one: Any) -> None:
    """Jobs that take or write files."""
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


def _add_details(parser: ArgumentParser) -> None:
    """Options that belong to one of the jobs."""
    parser.add_argument("--standing", choices=STANDINGS, help="with --list: only these")
    parser.add_argument("--top", metavar="N", type=int, help="with --queue: only the first N")
    parser.add_argument(
        "--order",
        choices=ORDERS,
        help="line by line: what matters most first (default), or as it stands in the reports",
    )
    parser.add_argument("--reason", metavar="TEXT", help="why; needed by --reject, --split and --merge")
    parser.add_argument(
        "--set",
        metavar="FIELD=VALUE",
        nargs="+",
        default=[],
        help="with --edit, --merge, --adjudicate: fields of docs/codebook.md; null for nothing",
    )
    parser.add_argument(
        "--part",
        metavar="FIELD=VALUE",
        nargs="+",
        action="append",
        default=[],
        help="with --split: the words of a part (evidence='…') and the fields in which it differs from the line",
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


def _add_coding(parser: ArgumentParser) -> None:
    """Options of second coders and of the decision between coders."""
    parser.add_argument(
        "--second",
        action="store_true",
        help="as a second coder: judgements are kept beside, and change no line",
    )
    parser.add_argument(
        "--blind",
        choices=BLIND,
        nargs="?",
        const=BLIND[0],
        help="with --second: without other people's decisions; 'nothing' hides what was read too",
    )
    parser.add_argument(
        "--between",
        metavar="NAME",
        nargs="+",
        default=[],
        help="with --agreement, --adjudicate: only these coders",
    )
    parser.add_argument("--take", metavar="NAME", help="with --adjudicate ID: whose line is right; or nobody")


def check(args: Namespace) -> None:
    """Raise BadInput for options that belong to another job, or lack one."""
    from detente.kernel.errors import BadInput

    jobs = (
        *("list", "queue", "accept", "reject", "edit", "split", "merge", "undo", "undo_last", "agreement"),
        *("adjudicate", "history", "apply", "against", "export"),
    )
    asked = next((name for name in jobs if getattr(args, name) not in (None, False)), "")
    for option, given, owners in _belonging(args):
        if given and asked not in owners:
            owner = " or ".join(_option(name) for name in owners if name) or "line by line"
            raise BadInput(f"{option} belongs to {owner}; give both")
    for name in ("reject", "split", "merge"):
        if asked == name and not (args.reason or "").strip():
            raise BadInput(_REASONS[name])
    if args.edit and not args.set:
        raise BadInput("an edit needs its changes: --set stance=accept option=null")
    if args.split and len(args.part) < 2:
        raise BadInput("a split needs two parts or more: --part evidence='…' --part evidence='…' issue=…")
    if args.top is not None and args.top < 1:
        raise BadInput(f"--top is {args.top}; one line at least")
    if args.blind and not args.second:
        raise BadInput("--blind belongs to --second; give both")
    if args.blind == "nothing" and asked:
        raise BadInput("--blind nothing shows sentences one by one on a terminal; leave the other job out")


_REASONS = {
    "reject": "a rejection needs its reason: --reason 'why the line is wrong'",
    "split": "a split needs its reason: --reason 'why it is more than one'",
    "merge": "a merge needs its reason: --reason 'why they are one'",
}


def _belonging(args: Namespace) -> tuple[tuple[str, object, tuple[str, ...]], ...]:
    """Each option that belongs to some jobs only, whether it was given, and these jobs; '' is line by line."""
    return (
        ("--standing", args.standing, ("list",)),
        ("--top", args.top is not None, ("queue",)),
        ("--order", args.order, ("",)),
        ("--save", args.save, ("against",)),
        ("--reject-rest", args.reject_rest, ("against",)),
        ("--leave", args.leave, ("against",)),
        ("--reason", args.reason, ("reject", "split", "merge", "adjudicate")),
        ("--set", args.set, ("edit", "merge", "adjudicate")),
        ("--part", args.part, ("split",)),
        ("--second", args.second, ("accept", "reject", "edit", "undo", "")),
        ("--between", args.between, ("agreement", "adjudicate")),
        ("--take", args.take, ("adjudicate",)),
        ("--for", args.reader != "anyone", ("export",)),
    )


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")
