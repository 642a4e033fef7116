"""`mark` and `redact`: what may leave a project, and what is taken out of it for good."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from detente.cli.arguments import Command, add_common, add_project, user
from detente.cli.show import aside, finish, put_json, say, status

if TYPE_CHECKING:
    from detente.desk.marks import Marked
    from detente.desk.project import Project
    from detente.desk.redacting import Plan

_AS = {"quotable": "quotable", "background": "background", "not-for-attribution": "not for attribution"}
_BACKUPS = (
    "Backups, exports and briefs that were made before still hold it, and so may the disk's own free space: "
    "they cannot be reached from here."
)


def _add_mark(parser: ArgumentParser) -> None:
    add_project(parser)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--document", metavar="X", help="a report by its name, or by the first letters of its hash"
    )
    what.add_argument(
        "--speaker", metavar="NAME", help="a person as written in a statement; holds for all merged names"
    )
    what.add_argument("--list", action="store_true", help="list the marks that hold")
    parser.add_argument(
        "--as", dest="attribution", choices=tuple(_AS), help="what may leave (docs/sensitive.md)"
    )
    parser.add_argument(
        "--described",
        metavar="TEXT",
        help="with background: what stands for the name, such as 'a European diplomat'",
    )
    parser.add_argument("--reason", metavar="TEXT", help="why; it is kept")
    parser.add_argument("--by", metavar="NAME", help="who says so (default: the user of this system)")
    parser.add_argument(
        "--pack", metavar="PACK", help="read the project with this pack (default: the one it was built with)"
    )
    add_common(parser)


def _mark(args: Namespace) -> int:
    from detente.desk.project import open_project
    from detente.kernel.errors import BadInput

    given = (args.attribution, args.described, args.reason)
    if args.list and any(given):
        raise BadInput("--list shows the marks and sets none; leave out --as, --described and --reason")
    if not args.list and not (args.attribution and (args.reason or "").strip()):
        raise BadInput("a mark needs --as quotable|background|not-for-attribution and its --reason")
    with open_project(args.project, pack_name=args.pack, writable=not args.list) as project:
        return _listed(project, args) if args.list else _set(project, args)


def _set(project: Project, args: Namespace) -> int:
    from datetime import UTC, datetime

    from detente.desk.marks import act
    from detente.ledger.marks import Attribution, Mark

    made = Mark(
        "document" if args.document else "speaker",
        args.document or args.speaker,
        Attribution(_AS[args.attribution]),
        args.reason,
        args.by or user(),
        datetime.now(UTC),
        args.described,
    )
    marked, problems = act(project, made)
    if args.json:
        put_json(_head(project, "marked") | {"mark": _record(marked)})
    else:
        status(f"{marked.told}: {marked.mark.attribution}, {marked.lines} lines")
        if marked.instead:
            status(
                f"still {marked.instead.attribution}, by the mark on '{marked.instead.name}' of {marked.instead.at.date()}"
            )
    return finish((*project.problems, *problems), args)


def _listed(project: Project, args: Namespace) -> int:
    from detente.desk.marks import held

    marks = held(project)
    if args.json:
        put_json(_head(project, "marks") | {"marks": [_record(one) for one in marks]})
        return finish(project.problems, args)
    for one in marks:
        described = f" (“{one.mark.described}”)" if one.mark.described else ""
        say(f"{one.mark.kind} {one.told}: {one.mark.attribution}{described}, {one.lines} lines", hang=2)
        aside(f"{one.mark.reason} ({one.mark.reviewer}, {one.mark.at.date()})", indent=4)
        if one.instead:
            aside(f"in effect {one.instead.attribution}, by the mark on '{one.instead.name}'", indent=4)
    if not marks:
        status("no marks: everything is quotable")
    return finish(project.problems, args)


def _record(one: Marked) -> dict[str, Any]:
    mark = one.mark
    told = {name: getattr(mark, name) for name in ("kind", "name", "described", "reason")}
    effect = (one.instead or mark).attribution
    return told | {
        "as": str(mark.attribution),
        "by": mark.reviewer,
        "at": mark.at.isoformat(),
        "told": one.told,
        "lines": one.lines,
        "in_effect": str(effect),
    }


def _head(project: Project, name: str) -> dict[str, Any]:
    return {"schema": f"detente.{name}", "schema_version": 1, "project": str(project.path)}


def _add_redact(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument(
        "--document",
        metavar="X",
        required=True,
        help="a report by its name, or by the first letters of its hash",
    )
    parser.add_argument(
        "--reason",
        metavar="TEXT",
        required=True,
        help="why; it is kept and shown, so leave out the words that are to go",
    )
    parser.add_argument("--by", metavar="NAME", help="who does it (default: the user of this system)")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    add_common(parser)


def _redact(args: Namespace) -> int:
    from detente.desk.records import redaction_record
    from detente.desk.redacting import planned, redacted
    from detente.kernel.errors import BadInput

    if not args.reason.strip():
        raise BadInput("a redaction needs its reason: --reason 'a court's order of 3 March'")
    if args.json and not args.yes:
        raise BadInput("--json asks nothing; add --yes, after a look at what the command tells without it")
    plan = planned(args.project, args.document)
    if not args.json:
        _tell(plan)
    if not args.yes and not _agreed():
        status("nothing was changed")
        return 1
    done = redacted(args.project, plan, reason=args.reason, reviewer=args.by or user())
    if args.json:
        record = redaction_record(done) | {"same_story": list(plan.others)}
        put_json(
            {
                "schema": "detente.redacted",
                "schema_version": 1,
                "project": str(args.project),
                "redaction": record,
            }
        )
    else:
        status(f"document {done.doc[:12]}: {done}; {done.entries} entries are gone, their links hold")
        status(_BACKUPS)
    return 0


def _tell(plan: Plan) -> None:
    """What will be lost, before it is."""
    if plan.done is not None:
        status(f"document {plan.doc[:12]} was {plan.done} already; what is left of its bytes is wiped now")
        return
    if plan.loss is None:
        return
    status(f"'{plan.loss.name}' (document {plan.doc[:12]}) goes for good. It cannot be undone. Gone will be:")
    for name, count in plan.loss.rows:
        status(f"  · {name}: {count}")
    status("  · its rows in the indexes of words, meaning, stories and of what was held")
    if plan.loss.people:
        status(f"  · merges and marks of people heard nowhere else: {', '.join(plan.loss.people)}")
    status("A tombstone stays: the hash, the reason, who and when, and who reviewed its lines when.")
    if plan.others:
        status(
            f"Of the same story, and not touched: {', '.join(plan.others)}. They may carry the same words."
        )
    if plan.copies:
        status(f"Kept beside the project, and not touched: {', '.join(copy.name for copy in plan.copies)}")
    status(_BACKUPS)


def _agreed() -> bool:
    """Whether the person says yes; raises BadInput where nobody can be asked."""
    from detente.kernel.errors import BadInput

    if not sys.stdin.isatty():
        raise BadInput("nobody can be asked here; add --yes to take the document out")
    print("Take it out? Type yes: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() == "yes"


MARK = Command(
    "mark",
    "what may leave the project: quotable, background, not for attribution",
    "Mark a document or a speaker. Briefs and exports obey the newest mark; docs/sensitive.md tells what each lets out. "
    "Documents without a mark are quotable.",
    "examples:\n  detente mark talks.detente --document notes.txt --as not-for-attribution --reason 'our own notes'\n"
    "  detente mark talks.detente --speaker 'Oswin Tarrak' --as background --described 'an official' --reason 'as agreed'\n"
    "  detente mark talks.detente --list",
    _add_mark,
    _mark,
)
REDACT = Command(
    "redact",
    "take a document out for legal reasons; a tombstone stays",
    "Remove a document with all that hangs on it from the project file, to the last byte. It cannot be undone. A tombstone "
    "with reason, who, when and hash stays, and `verify` still proves the rest.",
    "example: detente redact talks.detente --document notes.txt --reason 'order of the court of 3 March'",
    _add_redact,
    _redact,
)
