"""`export` and `import`: a project handed on in a format that others read, and taken in."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from detente.cli.arguments import Command, add_common, add_project, add_reader
from detente.cli.progress import progress
from detente.cli.show import finish, put_json, say, status

_FORMATS = (
    "jsonl, csv, parquet, xlsx (the whole project); dna (Discourse Network Analyzer), qdpx (MAXQDA, NVivo, ATLAS.ti, "
    "QualCoder), qdc (codes); duckdb (tables for analysts); graphml, gexf (who is for and against what); "
    "jsonld (Web Annotation); bib, ris, csl.json (reports cited)"
)


def _add_export(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True, help="file to write")
    parser.add_argument("--format", metavar="NAME", help=f"default: the end of FILE's name. {_FORMATS}")
    parser.add_argument(
        "--lines",
        action="store_true",
        help="only the lines as they stand after review, as a table to work with",
    )
    add_reader(parser)
    add_common(parser, as_json="print what was written as JSON")


def _export(args: Namespace) -> int:
    from detente.desk.exchanging import ExportOptions, exported, format_of

    name = format_of(args.output, args.format, way="write")
    with progress(quiet=args.quiet, unit="record") as report:
        options = ExportOptions(report, lines=args.lines, reader=args.reader)
        done = exported(args.project, args.output, name=name, options=options)
    if args.json:
        put_json(
            {
                "file": str(done.path),
                "format": done.format,
                "records": done.records,
                "not_held": list(done.not_held),
            }
        )
        return 0
    status(f"{done.path}: {done.format}, from {done.records} records")
    for left in done.not_held:
        say(f"· not held: {left}", hang=2)
    return 0


def _add_import(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="file to take in")
    parser.add_argument(
        "-o",
        "--output",
        metavar="P",
        type=Path,
        required=True,
        help="project: made, or added to where it exists",
    )
    parser.add_argument(
        "--format",
        metavar="NAME",
        help="default: the end of FILE's name; pax, ged and pad are tables that you bring",
    )
    parser.add_argument(
        "--pack",
        metavar="PACK",
        help="data of the conflict for a new project (default: the file's, else world)",
    )
    add_common(parser, as_json="print what was taken as JSON")


def _import(args: Namespace) -> int:
    from detente.desk.exchanging import ImportOptions, imported

    with progress(quiet=args.quiet, unit="record") as report:
        options = ImportOptions(lambda: datetime.now(UTC), report, format=args.format, pack=args.pack)
        done = imported(args.file, args.output, options)
    if args.json:
        put_json(
            {
                "project": str(done.project),
                "format": done.format,
                "made": done.made,
                "new": dict(done.new),
                "known": dict(done.known),
            }
        )
        return finish(done.problems, args)
    status(f"{done.project}: {'made' if done.made else 'added to'} from {args.file} ({done.format})")
    for kind in dict.fromkeys([*done.new, *done.known]):
        known = f", {done.known[kind]} there already" if done.known.get(kind) else ""
        say(f"· {kind}: {done.new.get(kind, 0)} new{known}", hang=2)
    return finish(done.problems, args)


EXPORT = Command(
    "export",
    "the whole project in a format that others read",
    f"Write a project to a file. Formats: {_FORMATS}. docs/exchange.md tells what each holds.",
    "examples:\n  detente export talks.detente -o talks.jsonl\n  detente export talks.detente -o talks.qdpx\n"
    "  detente export talks.detente -o lines.xlsx --lines",
    _add_export,
    _export,
)
IMPORT = Command(
    "import",
    "a project, a coding or a table from another program",
    "Take a file into a new project, or add what is new to one. It is taken whole or not at all.",
    "examples:\n  detente import talks.jsonl -o again.detente\n  detente import coded.dna -o talks.detente\n"
    "  detente import GEDEvent.csv --format ged -o events.detente",
    _add_import,
    _import,
)
