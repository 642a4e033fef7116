"""`log`: what the parties did with one another, with every line's source."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from detente.cli.arguments import Command, add_common, add_moment, add_project, moment_of
from detente.cli.sections import show_head
from detente.cli.show import aside, finish, heading, put_json, say, status

if TYPE_CHECKING:
    from detente.desk.offer_words import LogLine

MOST = 20  # entries printed unless all are asked for
NAMES = ("offers", "unanswered", "calendar", "given", "deliverers", "levers", "promises", "claims")


def _add_log(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="LOG", choices=NAMES, help=", ".join(NAMES))
    add_project(parser)
    parser.add_argument("--party", metavar="X", help="only what concerns this party")
    parser.add_argument(
        "--issue", metavar="Y", help="only this matter: terr, terr.status or terr.status[crimea]"
    )
    parser.add_argument("--all", action="store_true", help=f"print every entry (default: the latest {MOST})")
    parser.add_argument("--evidence", action="store_true", help="print the words under each line")
    one = parser.add_argument_group("entries that are one")
    one.add_argument(
        "--same", metavar="ID", nargs=2, help="the first entry is the second told again; needs --reason"
    )
    one.add_argument("--apart", metavar="ID", nargs=2, help="take that back; needs --reason")
    one.add_argument("--reason", metavar="TEXT", help="why; it is kept")
    one.add_argument("--reviewer", metavar="NAME", help="who says so (default: the user of this system)")
    add_moment(parser)
    add_common(parser)


def _say_one(args: Namespace) -> int:
    """Keep that two entries are one, or two after all."""
    from datetime import UTC, datetime

    from detente.cli.arguments import user
    from detente.cli.people import merge_record
    from detente.desk.dealings import say_one
    from detente.desk.project import open_project
    from detente.kernel.errors import BadInput
    from detente.ledger.people import Merge, MergeAction

    if args.same and args.apart:
        raise BadInput("--same and --apart together; give one")
    if not (args.reason or "").strip():
        raise BadInput("--same and --apart need their reason: --reason 'why the entries are one, or two'")
    name, into = args.same or args.apart
    action = MergeAction.MERGE if args.same else MergeAction.PART
    with open_project(args.project, pack_name=args.pack, writable=True) as project:
        merge = Merge(name, into, action, args.reason, args.reviewer or user(), datetime.now(UTC), "event")
        made = say_one(project, moment_of(args), args.name, merge=merge)
        if args.json:
            head = {"schema": "detente.log-merged", "schema_version": 1, "project": str(project.path)}
            put_json(head | {"merge": merge_record(made)})
        else:
            status(f"{made.name}: now {'told with' if args.same else 'apart from'} {made.into}")
        return finish(project.problems, args)


def _log(args: Namespace) -> int:
    from detente.desk.dealings import Wanted, log, log_record
    from detente.desk.project import open_project

    if args.same or args.apart:
        return _say_one(args)
    with open_project(args.project, pack_name=args.pack, moment=moment_of(args)) as project:
        wanted = Wanted(args.party, args.issue, None if args.all else MOST)
        found, made = log(project, moment_of(args), args.name, wanted=wanted)
        if args.json:
            put_json(log_record(project, found, made))
            return finish(found.problems, args)
        show_head(project, found)
        heading(made.title)
        aside(made.lead)
        for group, entries in made.groups:
            if group:
                heading(group)
            for entry in entries:
                if not group:
                    say()
                show_entry(entry, indent=0, evidence=args.evidence)
        if not made.groups:
            say("\nNothing was heard of this kind. That is no sign that nothing was done.")
        for note in made.notes:
            aside(note)
    return finish(found.problems, args)


def show_entry(entry: LogLine, *, indent: int, evidence: bool) -> None:
    """Print an entry, what it rests on, and what belongs under it."""
    say(f"· {entry.text}", indent=indent, hang=2)
    for source in entry.rests:
        aside(source, indent=indent + 2)
    if evidence:
        for line in entry.lines:
            words = " ".join(line.statement.evidence.split())
            say(
                f"as worded by {line.report.publisher or line.report.name}: {words}",
                indent=indent + 4,
                hang=2,
            )
    for under in entry.under:
        show_entry(under, indent=indent + 2, evidence=evidence)


LOG = Command(
    "log",
    "offers and answers, what waits, the calendar, what was given, levers …",
    "What the parties did with one another: offers and answers; what was asked and not answered; the calendar of "
    "deadlines; what was given already, and for what return; who can deliver each term; levers; earlier promises; "
    "claims about the ground, checked against the pack.",
    "examples:\n  detente log offers talks.detente --party ukraine\n  detente log calendar talks.detente --as-of "
    "2025-09-06\n  detente log deliverers talks.detente --issue econ --json",
    _add_log,
    _log,
)
