"""`evaluate`: what a reader is worth on reports that a person has coded."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli.arguments import READER_HELP, Command, add_common
from detente.cli.show import finish, put_json
from detente.desk import DEFAULT_READER

if TYPE_CHECKING:
    from detente.desk.evaluation import Evaluation
    from detente.kernel.problems import Problem

FLOORS = Path("quality/floors.json")


def _add(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--gold", metavar="FILE.jsonl", type=Path, required=True, help="a person's coding (docs/codebook.md)"
    )
    parser.add_argument("--texts", metavar="DIR", type=Path, required=True, help="the reports that it codes")
    parser.add_argument("--reader", metavar="NAME", default=DEFAULT_READER, help=READER_HELP)
    parser.add_argument(
        "--predictions", metavar="FILE.jsonl", type=Path, help="score these records in place of a reader"
    )
    parser.add_argument(
        "--pack",
        metavar="PACK",
        help="pack to read with (default: by the conflict of each report, else world)",
    )
    parser.add_argument(
        "--meta", metavar="FILE.json", type=Path, help="conflict, date, publisher and kind of each report"
    )
    floors = parser.add_argument_group("floors")
    floors.add_argument(
        "--floors",
        metavar="FILE.json",
        type=Path,
        help="fail with exit code 3 where a figure is below its floor",
    )
    floors.add_argument(
        "--corpus",
        metavar="NAME",
        help="the corpus in the file of floors (default: by the name of FILE.jsonl)",
    )
    floors.add_argument(
        "--write-floors",
        action="store_true",
        help=f"raise the floors to what was measured ({FLOORS} unless --floors)",
    )
    add_common(parser)


def _run(args: Namespace) -> int:
    from detente.desk.evaluate import evaluate
    from detente.desk.evaluation import table

    found = evaluate(
        args.gold,
        args.texts,
        reader=args.reader,
        pack=args.pack,
        meta=args.meta,
        predictions=args.predictions,
    )
    if args.json:
        put_json({"schema": "detente.evaluation", "schema_version": 1, **found.as_plain()})
    else:
        print(
            "\n".join(
                line for line in table(found) if not any(line == str(p) for p in found.problems)
            ).rstrip()
        )
    return finish((*found.problems, *_floors(found, args)), args)


def _floors(found: Evaluation, args: Namespace) -> tuple[Problem, ...]:
    from detente.desk.floors import check_floors, raise_floors, read_floors

    corpus = args.corpus or (args.gold.parent.name if args.gold.stem == "gold" else args.gold.stem)
    if args.write_floors:
        return raise_floors(args.floors or FLOORS, corpus=corpus, evaluation=found)
    return check_floors(corpus, found, read_floors(args.floors)) if args.floors else ()


EVALUATE = Command(
    "evaluate",
    "what a reader is worth on coded reports",
    "Score a reader, or a file of records, against a person's coding, with intervals and baselines "
    "(docs/codebook.md, Scoring).",
    "example: detente evaluate --gold examples/veldora/statements.jsonl --texts examples/veldora --pack "
    "veldora",
    _add,
    _run,
)
