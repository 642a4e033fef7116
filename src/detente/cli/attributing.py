"""`attribute`: who says what in reports, without a project."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from detente.cli.arguments import Command, add_common, add_reports, reports_of
from detente.cli.progress import progress
from detente.cli.show import aside, finish, heading, put_json, say
from detente.desk import DEFAULT_ATTRIBUTOR

if TYPE_CHECKING:
    from detente.corpus.document import Document
    from detente.kernel.spans import Span
    from detente.statements.attribution import Attribution


def _add(parser: ArgumentParser) -> None:
    add_reports(parser)
    parser.add_argument(
        "--attributor",
        metavar="NAME",
        default=DEFAULT_ATTRIBUTOR,
        help="attributor to use: model, rules, or model:FOLDER for tuned weights (default %(default)s)",
    )
    add_common(
        parser,
        as_json="print one attribution a line: source, cue and content as offsets into the text, and the type",
    )


def _run(args: Namespace) -> int:
    from detente.desk.attributing import prepare_attribution

    paths, pasted = reports_of(args)
    ready = prepare_attribution(paths, pack_name=args.pack, attributor=args.attributor, pasted=pasted)
    problems = list(ready.problems)
    with progress(quiet=args.quiet) as report:
        for number, (document, found, met) in enumerate(ready.found(), start=1):
            problems.extend(met)
            _show(document, found, args)
            report(number, len(ready.documents), document.name)
    return finish(tuple(problems), args)


def _show(document: Document, found: tuple[Attribution, ...], args: Namespace) -> None:
    if args.json:
        for one in found:
            put_json({**one.as_record(), "doc": document.name}, line=True)
        return

    def words(span: Span) -> str:
        return " ".join(span.of(document.text).split())

    heading(f"{document.name}: {len(found)} attributions")
    for one in found:
        who = words(one.source) if one.source else "nobody named"
        say(f"· {who}: {words(one.cue) if one.cue else '(no word of saying)'}", hang=2)
        for span in one.content:
            say(words(span), indent=4)
        aside(
            " · ".join(f for f in (one.type, one.party or "", f"confidence {one.confidence:.2f}") if f),
            indent=4,
        )


ATTRIBUTE = Command(
    "attribute",
    "who says or wants what in reports, in whose words; no project",
    "Find attributions: who says, believes or wants something, the words of saying, and what is said. Nothing is kept.",
    "examples:\n  detente attribute article.txt\n  detente attribute reports/ --json > attributions.jsonl",
    _add,
    _run,
)
