"""`reader`: learn from review: export what reviewers decided, refit the model's light heads on it."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from detente.cli.arguments import Command, add_common, add_project, add_reader
from detente.cli.progress import progress
from detente.cli.show import finish, put_json, status, table


def _add(parser: ArgumentParser) -> None:
    jobs = parser.add_subparsers(dest="job", metavar="JOB", required=True)
    export = jobs.add_parser(
        "export",
        description="What reviewers accepted, corrected, added and rejected, as training records (JSONL).",
    )
    add_project(export)
    export.add_argument("-o", "--out", metavar="FILE", type=Path, required=True, help="file to write")
    export.add_argument("--pack", metavar="PACK", help="read the project with this pack")
    add_reader(export)
    tune = jobs.add_parser(
        "tune",
        description="Refit how the model weighs its signs and the leanings of its heads; the shipped weights stay. "
        "Needs no torch.",
    )
    tune.add_argument(
        "records", metavar="FILE", type=Path, nargs="+", help="files of `detente reader export`"
    )
    tune.add_argument(
        "-o",
        "--out",
        metavar="FOLDER",
        type=Path,
        required=True,
        help="folder for the weights (--reader model:FOLDER)",
    )
    tune.add_argument(
        "--pack", metavar="PACK", help="read with this pack (default: the one the records name)"
    )
    for job, run in ((export, _export), (tune, _tune)):
        add_common(job)
        job.set_defaults(run=run)


def _export(args: Namespace) -> int:
    from detente.desk.files import write_whole
    from detente.desk.project import open_project
    from detente.desk.tuning import training_records

    with open_project(args.project, pack_name=args.pack) as project:
        records = list(training_records(project, args.reader))
        problems = project.problems
    write_whole(args.out, "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records))
    counts = {name: sum(len(r[name]) for r in records) for name in ("right", "wrong")}
    if args.json:
        put_json(
            {"schema": "detente.training-export", "schema_version": 1, "reports": len(records), **counts}
        )
    else:
        status(
            f"{args.out}: {len(records)} reports, {counts['right']} right and {counts['wrong']} wrong statements"
        )
    return finish(problems, args)


def _tune(args: Namespace) -> int:
    from detente.desk.tuning import tune

    with progress(quiet=args.quiet) as report:
        told = tune(args.records, out=args.out, pack_name=args.pack, told=report)
    if args.json:
        put_json(
            {
                "schema": "detente.tuning",
                "schema_version": 1,
                "out": str(args.out),
                "refits": [
                    {
                        "name": r.name,
                        "reviews": r.reviews,
                        "before": r.before,
                        "after": r.after,
                        "kept": r.kept,
                    }
                    for r in told
                ],
            }
        )
        return 0
    table(
        ("field", "reviews", "surprise before", "after", ""),
        [
            (
                r.name,
                str(r.reviews),
                f"{r.before:.3f}",
                f"{r.after:.3f}",
                "refitted" if r.kept else "as it was",
            )
            for r in told
        ],
    )
    status(f"read with it: detente read FILES --reader model:{args.out}")
    return 0


READER = Command(
    "reader",
    "learn from review: export decided lines, refit the model on them",
    "Export what reviewers decided as training records, and refit the light heads of the reader `model` on them.",
    "examples:\n  detente reader export talks.detente -o reviewed.jsonl\n  detente reader tune reviewed.jsonl -o tuned",
    _add,
    None,
)
