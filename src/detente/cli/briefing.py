"""`brief`: the brief of a project as a page, as Markdown or as JSON."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from detente.cli.arguments import Command, add_common, add_moment, add_project, add_reader, scale_of
from detente.cli.asking import asked, budget_of
from detente.cli.show import finish, put_json, status


def _add(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        required=True,
        help="where to write it; the ending gives the format; - prints it",
    )
    parser.add_argument("--format", metavar="NAME", help="html, md or json (default: by the ending of FILE)")
    parser.add_argument("--title", metavar="TEXT", help="title of the brief (default: the pack's)")
    parser.add_argument(
        "--budget",
        metavar="SECONDS",
        type=float,
        default=20.0,
        help="time for the whole search (default %(default)g)",
    )
    add_reader(parser)
    add_moment(parser)
    add_common(parser)


def _run(args: Namespace) -> int:
    from datetime import UTC, datetime

    from detente.desk import briefing
    from detente.desk.briefing import Heading
    from detente.desk.project import with_movement

    chosen = briefing.format_of(args.output, args.format)
    with asked(args) as (project, answer):
        found = with_movement(project, answer, budget_of(args), scale=scale_of(args))
        heading = Heading(datetime.now(UTC), args.title, scale_of(args))
        if args.reader == "project":
            brief, documents = briefing.brief_of(project, found, heading), briefing.documents_of(project)
        else:
            brief, documents = briefing.outgoing_brief(project, found, heading)
        text = briefing.export_brief(brief, chosen, documents)
    if args.output == "-":
        print(text, end="")
        return finish(brief.problems, args)
    briefing.write_brief(Path(args.output), text)
    if args.json:
        put_json(
            {
                "schema": "detente.written",
                "schema_version": 1,
                "path": str(Path(args.output).resolve()),
                "format": chosen,
                "lines": len(brief.lines),
                "sentences": len(brief.evidence),
                "counts": dict(brief.counts),
            }
        )
    else:
        status(
            f"{args.output}: {len(brief.lines)} lines on {len(brief.evidence)} sentences of "
            f"{brief.counts['reports']} reports"
        )
    return finish(found.problems, args)


BRIEF = Command(
    "brief",
    "the brief: one page with its evidence (html, md, json)",
    "Everything that was found, in the order in which a mediator reads it, each line with the sentences it "
    "rests on.",
    "examples:\n  detente brief talks.detente -o brief.html\n  detente brief talks.detente -o brief.md "
    "--known-by 2025-03-11",
    _add,
    _run,
)
