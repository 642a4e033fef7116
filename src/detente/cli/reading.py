"""`read`: what a reader finds in reports, without a project."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from detente.cli.arguments import READER_HELP, Command, add_common, add_reports, reports_of
from detente.cli.models import add_model, settings_of
from detente.cli.progress import progress
from detente.cli.show import aside, finish, heading, put_json, say
from detente.desk import DEFAULT_READER

if TYPE_CHECKING:
    from detente.corpus.document import Document
    from detente.desk.reading import ToRead
    from detente.kernel.problems import Problem
    from detente.statements.record import Statement


def _add(parser: ArgumentParser) -> None:
    add_reports(parser)
    parser.add_argument(
        "--reader",
        metavar="NAME",
        default=DEFAULT_READER,
        help=READER_HELP,
    )
    add_common(
        parser, as_json="print one statement a line: the fields of docs/codebook.md with start and end"
    )
    parser.add_argument("--full", action="store_true", help="with id, confidence and the rules that fired")
    add_model(parser)


def _run(args: Namespace) -> int:
    from detente.desk.reading import prepare

    paths, pasted = reports_of(args)
    to_read = prepare(
        paths,
        pack_name=args.pack,
        reader_name=args.reader,
        settings=settings_of(args, [args.reader]),
        pasted=pasted,
    )
    return finish((*to_read.problems, *_show_all(to_read, args)), args)


def _show_all(to_read: ToRead, args: Namespace) -> list[Problem]:
    problems: list[Problem] = []
    with progress(quiet=args.quiet) as report:
        for number, (document, reading) in enumerate(to_read.readings(), start=1):
            problems.extend(reading.problems)
            _show(document, reading.statements, args)
            report(number, len(to_read.documents), document.name)
    return problems


def _show(document: Document, statements: tuple[Statement, ...], args: Namespace) -> None:
    if args.json:
        for statement in statements:
            put_json(statement.as_record(doc_name=document.name, full=args.full), line=True)
        return
    heading(f"{document.name}: {len(statements)} statements")
    for s in statements:
        stance = f" {s.stance}" if s.stance else ""
        option = f" = {s.option}" if s.option else ""
        where = f"[{s.instance}]" if s.instance else ""
        say(f"· {s.holder or 'nobody named'}: {s.kind}{stance} · {s.issue}{where}{option}", hang=2)
        say(" ".join(s.evidence.split()), indent=4)
        chain = " ← ".join([s.speaker or "own narration", *reversed(s.via)])
        facts = [
            chain,
            s.basis,
            s.certainty or "",
            s.date or "undated",
            s.stage or "",
            f"if: {s.condition}" if s.condition else "",
        ]
        if args.full:
            facts += [
                s.id,
                f"confidence {s.confidence:.2f}",
                " ".join(s.rules),
                f"{s.span.start}-{s.span.end}",
            ]
        aside(" · ".join(f for f in facts if f), indent=4)


READ = Command(
    "read",
    "what is said in reports, statement by statement; no project",
    "Read reports and print their statements: who holds what, in which words. Nothing is kept.",
    "examples:\n  detente read article.txt\n  detente read examples/veldora --pack veldora --json > "
    "statements.jsonl\n  pbpaste | detente read - --full\n  detente read article.txt --reader llm --model NAME "
    "--base-url http://localhost:8080/v1",
    _add,
    _run,
)
