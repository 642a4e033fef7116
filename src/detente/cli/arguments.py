"""What commands are made of, and the options that several of them share."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.corpus.gather import GatherOptions
    from detente.kernel.certainty import Scale
    from detente.ledger.view import Moment

READER_HELP = "reader: model, rules, llm, or model:FOLDER for tuned weights (default %(default)s)"
SCALES = ("icd203", "phia", "nato")
STAGES = ("truce", "settlement")


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, a line for the overview, its help, its options, and what carries it out."""

    name: str
    summary: str
    description: str
    example: str
    add: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int] | None


def add_common(parser: ArgumentParser, *, as_json: str = "print the answer as JSON") -> None:
    """Options of every command. `as_json`: what the option --json prints."""
    parser.add_argument("--json", action="store_true", help=as_json)
    parser.add_argument(
        "--problems", action="store_true", help="print every problem met, not only the first ten"
    )
    parser.add_argument("--quiet", action="store_true", help="show no progress")


def add_reports(parser: ArgumentParser) -> None:
    """The reports that a command looks at without a project, and the pack it looks with."""
    parser.add_argument(
        "files", metavar="FILES", nargs="+", help="files, folders or patterns; - reads standard input"
    )
    parser.add_argument(
        "--pack",
        metavar="PACK",
        default="world",
        help="data of the conflict: a name or a folder (default %(default)s)",
    )


def reports_of(args: Namespace) -> tuple[list[str], bytes | None]:
    """The paths that were named, and what was pasted on standard input."""
    pasted = sys.stdin.buffer.read() if "-" in args.files else None
    return [name for name in args.files if name != "-"], pasted


def add_project(parser: ArgumentParser) -> None:
    """The project that is asked."""
    parser.add_argument("project", metavar="P", type=Path, help="project file, as made by `detente build`")


def add_picture(parser: ArgumentParser, what: str) -> None:
    """That the answer is also drawn. `what`: what the picture shows."""
    parser.add_argument(
        "--picture",
        metavar="FILE.svg",
        type=Path,
        help=f"also draw {what}; one file for each stage that is asked",
    )


def add_reader(parser: ArgumentParser) -> None:
    """For whom something is written."""
    parser.add_argument(
        "--for",
        dest="reader",
        choices=("anyone", "project"),
        default="anyone",
        help="anyone: what marks keep in the project stays there; project: everything (default %(default)s)",
    )


def add_gathering(parser: ArgumentParser) -> None:
    """Options of gathering: how files are read, and whether addresses may be asked."""
    how = parser.add_argument_group("how reports are gathered")
    how.add_argument(
        "--fetch", action="store_true", help="fetch REPORTS that are addresses (https://…); else refused"
    )
    how.add_argument(
        "--column",
        metavar="FIELD=NAME",
        action="append",
        default=[],
        help="which column of a table (JSONL, CSV, Parquet) holds a field: text=body, published=date, …",
    )
    how.add_argument("--workers", metavar="N", type=int, help="processes that read (default: one a core)")


def gathering_of(args: Namespace) -> GatherOptions:
    """How the options say that reports are gathered; raises BadInput."""
    from detente.corpus.gather import GatherOptions
    from detente.kernel.errors import BadInput

    mapping = {}
    for given in args.column:
        field, sign, name = given.partition("=")
        if not (field and sign and name):
            raise BadInput(f"'{given}' maps no column; write FIELD=NAME, such as text=body")
        mapping[field.strip()] = name.strip()
    if args.workers is not None and args.workers < 1:
        raise BadInput(f"--workers is {args.workers}; one process at least is needed")
    web = None
    if args.fetch:
        from detente.corpus.intake.fetch import Web

        web = Web()
    return GatherOptions(workers=args.workers, mapping=mapping, web=web)


def add_moment(parser: ArgumentParser) -> None:
    """Options of the view: its times and its trust."""
    view = parser.add_argument_group("the view")
    view.add_argument(
        "--as-of",
        metavar="DATE",
        help="only what was said by the last day of this (YYYY-MM-DD, YYYY-MM, YYYY)",
    )
    view.add_argument(
        "--known-by", metavar="DATE", help="only what was published by then: what could be known"
    )
    view.add_argument(
        "--recorded-by",
        metavar="TIME",
        help="only what stood in the file by this instant (ISO, UTC): what our file said",
    )
    view.add_argument(
        "--include-unreviewed",
        action="store_true",
        help="compute with lines that wait for review too; every result says so",
    )
    view.add_argument(
        "--half-life",
        metavar="DAYS",
        help="words weigh half after so many days; none: they do not fade; pack: as the pack says (default: what the "
        "project keeps, `detente settings`, else the pack's)",
    )
    view.add_argument(
        "--scale", choices=SCALES, default="icd203", help="scale of estimative words (default %(default)s)"
    )
    view.add_argument(
        "--pack", metavar="PACK", help="read the project with this pack (default: the one it was built with)"
    )


def refuse_view(args: Namespace, why: str, *, beside: Sequence[str] = ()) -> None:
    """Refuse options of the view, and others `beside`, where no project is asked: they would do nothing; raises BadInput."""
    from detente.kernel.errors import BadInput

    for name in (*beside, "as_of", "known_by", "recorded_by", "include_unreviewed", "half_life"):
        if getattr(args, name):
            raise BadInput(f"--{name.replace('_', '-')} is for a project; {why}. Leave it out")


def add_search(parser: ArgumentParser) -> None:
    """Options of commands that search for deadlocks."""
    parser.add_argument("--stage", choices=STAGES, help="only this deal (default: both)")
    parser.add_argument(
        "--budget",
        metavar="SECONDS",
        type=_seconds,
        default=20.0,
        help="time for the whole search (default %(default)g)",
    )
    parser.add_argument("--evidence", action="store_true", help="print the sentences under each line")


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise ValueError(text)
    return value


_seconds.__name__ = "number of seconds"


def moment_of(args: Namespace) -> Moment:
    """The moment that the options name; raises BadDate, or BadInput for what is no half-life."""
    from datetime import UTC, datetime

    from detente.cli.times import instant, last_day
    from detente.desk.half_life import half_life
    from detente.ledger.view import Moment

    return Moment(
        as_of=last_day(args.as_of, "--as-of"),
        known_by=last_day(args.known_by, "--known-by"),
        recorded_by=instant(args.recorded_by, "--recorded-by"),
        include_unreviewed=args.include_unreviewed,
        half_life=half_life(args.half_life) if args.half_life is not None else None,
        today=datetime.now(UTC).date(),
    )


def scale_of(args: Namespace) -> Scale:
    """The scale that the options name."""
    from detente.kernel.certainty import Scale

    return Scale(args.scale)


def user() -> str:
    """The user of this system, by whom entries are made unless another name is given."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
