"""`verify`, `backup` and `migrate`: a project that people can trust for years."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli.arguments import Command, add_common, add_project
from detente.cli.show import finish, put_json, status

if TYPE_CHECKING:
    from detente.desk.keeping import Wholeness


def _add_verify(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument(
        "--noted", metavar="LINK", help="a last link written down before: is it still in the chain?"
    )
    add_common(parser)


def _verify(args: Namespace) -> int:
    from detente.desk.keeping import verify

    found = verify(args.project, noted=args.noted)
    if args.json:
        put_json({"schema": "detente.verify", "schema_version": 1, **_record(args.project, found)})
    elif not found.problems:
        status(
            f"{args.project}: whole. Every text gives its hash, every line stands on its words, every "
            "review hangs on a line."
        )
        for one in found.redactions:
            status(f"document {one.doc[:12]}: {one} ({one.entries} entries)")
        status(f"{found.entries} entries; the last link, to be noted elsewhere: {found.head}")
    finish(found.problems, args)
    return 3 if found.problems else 0


def _record(path: Path, found: Wholeness) -> dict[str, object]:
    from detente.desk.records import problem_record, redaction_record

    return {
        "project": str(path),
        "whole": not found.problems,
        "entries": found.entries,
        "head": found.head,
        "redactions": [redaction_record(one) for one in found.redactions],
        "problems": [problem_record(p) for p in found.problems],
    }


def _add_backup(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="COPY", help="where the copy goes"
    )
    add_common(parser)


def _backup(args: Namespace) -> int:
    from detente.desk.keeping import backup

    found = backup(args.project, args.output)
    if args.json:
        put_json({"schema": "detente.backup", "schema_version": 1, **_record(args.output, found)})
    elif not found.problems:
        status(f"{args.output}: a whole copy of {found.entries} entries, last link {found.head}")
    finish(found.problems, args)
    return 3 if found.problems else 0


def _add_migrate(parser: ArgumentParser) -> None:
    add_project(parser)
    add_common(parser)


def _migrate(args: Namespace) -> int:
    from detente.desk.keeping import migrate

    kept = migrate(args.project)
    if args.json:
        record = {"project": str(args.project), "kept": str(kept) if kept else None}
        put_json({"schema": "detente.migrate", "schema_version": 1, **record})
    elif kept is None:
        status(f"{args.project} is of the present version; nothing was to be done")
    else:
        status(f"{args.project} is of the present version now; the old file is kept as {kept}")
    return 0


VERIFY = Command(
    "verify",
    "whether a project file is whole and unaltered",
    "Check pages, the chain of entries, hashes, ids, evidence and reviews of a project file. Exit code 3 "
    "where something is found.",
    "examples:\n  detente verify talks.detente\n  detente verify talks.detente --noted 5f0c…",
    _add_verify,
    _verify,
)
BACKUP = Command(
    "backup",
    "a whole copy of a project, while others may write in it",
    "Copy a project as it stands at one instant, and check the copy. Never over another file.",
    "example: detente backup talks.detente -o talks-2026-11-22.detente",
    _add_backup,
    _backup,
)
MIGRATE = Command(
    "migrate",
    "bring a project of an earlier version up to date",
    "Bring a project file of an earlier version to the present tables, in one transaction; the old file is "
    "kept beside it.",
    "example: detente migrate talks.detente",
    _add_migrate,
    _migrate,
)
