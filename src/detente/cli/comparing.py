"""`compare-readers`: what readers find in the same reports, how far they agree, what only one of them says."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from detente.cli.arguments import Command, add_common
from detente.cli.models import add_model, settings_of
from detente.cli.progress import progress
from detente.cli.show import finish, heading, put_json, say, table

if TYPE_CHECKING:
    from detente.desk.comparing import Comparison
    from detente.statements.record import Statement

_WORDS = 90


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILES", nargs="+", help="files, folders or patterns")
    parser.add_argument(
        "--readers", metavar="A,B,…", required=True, help="names of readers, such as rules,llm"
    )
    parser.add_argument(
        "--pack",
        metavar="PACK",
        default="world",
        help="data of the conflict: a name or a folder (default %(default)s)",
    )
    add_model(parser)
    add_common(parser)


def _run(args: Namespace) -> int:
    from detente.desk.comparing import compare_readers

    readers = [name.strip() for name in args.readers.split(",") if name.strip()]
    settings = settings_of(args, readers)
    with progress(quiet=args.quiet) as report:
        found = compare_readers(
            args.files, readers=readers, pack_name=args.pack, settings=settings, told=report
        )
    if args.json:
        put_json({"schema": "detente.comparison", "schema_version": 1, **found.as_plain()})
    else:
        _show(found)
    return finish(found.problems, args)


def _show(found: Comparison) -> None:
    heading(f"{found.documents} reports, pack {found.pack}")
    kinds = list(next(iter(found.counts.values())))
    rows = [
        (name, *(str(n) for n in counts.values()), str(sum(counts.values())))
        for name, counts in found.counts.items()
    ]
    table(("reader", *kinds, "all"), rows)
    heading("agreement of two readers (F1)")
    table(
        ("readers", "tuples", "evidence"),
        [(" · ".join(a.readers), _share(a.tuple_f1), _share(a.evidence_f1)) for a in found.agreements],
    )
    heading("what only one of them says")
    table(
        ("reader", "report", "statement", "words"),
        [(a.reader, a.doc, _said(a.statement), _short(a.statement.evidence)) for a in found.alone],
    )
    if not found.alone:
        say("nothing")


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"


def _said(statement: Statement) -> str:
    what = f"{statement.issue}={statement.option}" if statement.option else statement.issue
    return f"{statement.holder or 'nobody named'} {statement.stance or statement.kind} {what}"


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _WORDS else line[: _WORDS - 1] + "…"


COMPARE = Command(
    "compare-readers",
    "readers on the same reports: where they agree, what only one says",
    "Read the same reports with several readers and compare what they find. Nobody's reading is taken for the truth.",
    "example: detente compare-readers examples/veldora --pack veldora --readers rules,llm --model NAME "
    "--base-url http://localhost:8080/v1",
    _add,
    _run,
)
