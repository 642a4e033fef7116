"""`build`: reports to a project file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from detente.cli.arguments import READER_HELP, Command, add_common, add_gathering, gathering_of
from detente.cli.progress import progress
from detente.cli.show import finish, put_json, status
from detente.desk import DEFAULT_READER


def _add(parser: ArgumentParser) -> None:
    parser.add_argument(
        "reports",
        metavar="REPORTS",
        nargs="*",
        help="files, folders or patterns of any format (docs/corpus.md); - is standard input; "
        "without any, what the project holds unread is read",
    )
    parser.add_argument(
        "-o", "--output", metavar="P", type=Path, required=True, help="project file to make, or to add to"
    )
    parser.add_argument(
        "--pack",
        metavar="PACK",
        default="world",
        help="data of the conflict: a name or a folder (default %(default)s)",
    )
    how = parser.add_argument_group("how it is read")
    how.add_argument(
        "--reader",
        metavar="NAME",
        default=DEFAULT_READER,
        help=READER_HELP,
    )
    how.add_argument(
        "--statements", metavar="FILE.jsonl", type=Path, help="take a person's coding in place of a reader"
    )
    how.add_argument(
        "--metadata",
        metavar="FILE.csv",
        type=Path,
        help="dates and publishers of the reports (docs/projects.md)",
    )
    add_gathering(parser)
    add_common(parser)


def _run(args: Namespace) -> int:
    from datetime import UTC, datetime

    from detente.desk.build import BuildOptions, build

    with progress(quiet=args.quiet) as report:
        options = BuildOptions(
            clock=lambda: datetime.now(UTC),
            progress=report,
            reader=args.reader,
            statements=args.statements,
            metadata=args.metadata,
            gathering=gathering_of(args),
        )
        built = build(args.reports, pack_name=args.pack, output=args.output, options=options)
    if args.json:
        from detente.desk.records import SCHEMA_VERSION, problem_record

        put_json(
            {
                "schema": "detente.build",
                "schema_version": SCHEMA_VERSION,
                "project": str(built.project),
                "pack": built.pack,
                "reports": built.documents,
                "new_reports": built.new_documents,
                "new_statements": built.new_statements,
                "problems": [problem_record(p) for p in built.problems],
            }
        )
    else:
        status(
            f"{built.project}: {built.documents} reports, {built.new_documents} of them new; "
            f"{built.new_statements} new statements (pack {built.pack})"
        )
    return finish(built.problems, args)


BUILD = Command(
    "build",
    "reports to a project file; again adds nothing",
    "Gather reports, read them (or take a person's coding), and enter them into a project file, one report "
    "at a time. "
    "Running again adds only what is new; what was acknowledged before a crash is kept.",
    "example: detente build examples/veldora --pack veldora -o veldora.detente",
    _add,
    _run,
)
