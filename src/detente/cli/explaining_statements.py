"""`explain`: why a statement was read as it was."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli.arguments import Command, add_common, add_project
from detente.cli.show import aside, finish, heading, put_json, say, strong, table

if TYPE_CHECKING:
    from detente.desk.explaining import Explained
    from detente.models.explaining import Explanation


def _add(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("statement", metavar="STATEMENT", help="id of a statement (s and 16 digits)")
    parser.add_argument("--pack", metavar="PACK", help="read with this pack (default: the project's own)")
    parser.add_argument(
        "--weights", metavar="FOLDER", type=Path, help="tuned weights, as of `detente reader tune`"
    )
    add_common(parser)


def _run(args: Namespace) -> int:
    from detente.desk.explaining import explain_statement
    from detente.desk.project import open_project

    with open_project(args.project, pack_name=args.pack) as project:
        found = explain_statement(project, args.statement, weights=args.weights)
        problems = project.problems
    if args.json:
        put_json({"schema": "detente.explanation", "schema_version": 1, **found.as_plain()})
    else:
        _show(found)
    return finish(problems, args)


def _show(found: Explained) -> None:
    s, text = found.line.statement, found.document.text
    option = f" = {s.option}" if s.option else ""
    say(strong(f"{s.holder or 'nobody named'}: {s.kind} {s.stance or ''} {s.issue}{option}"))
    aside(
        f"{found.document.name}:{s.span.start}-{s.span.end} · read by {s.origin} · confidence {s.confidence:.2f}",
        indent=2,
    )
    if found.explanation is None:
        say(
            "The model finds no sentence at these words, or does not know their language.",
            indent=2,
        )
        return
    sentence = " ".join(found.explanation.sentence.of(text).split())
    say(sentence, indent=2)
    say(f"evidence: {' '.join(s.evidence.split())}", indent=2, hang=2)
    _weighed(found.explanation)
    heading("who says it")
    for voice in found.explanation.voices:
        who = voice.source.of(text) if voice.source else "nobody named in the sentence"
        cue = voice.cue.of(text) if voice.cue else "no word of saying"
        say(f"{' '.join(who.split())}: {cue}", indent=2)
    say(f"speaker: {s.speaker or 'the page itself'}; basis: {s.basis}", indent=2)
    heading("rules that fired on this issue in this sentence")
    say(" · ".join(found.explanation.rules) or "none", indent=2)
    heading("the nearest sentences that the model was taught (our own texts)")
    if not found.explanation.taught:
        say("none are kept with these weights", indent=2)
    for taught in found.explanation.taught:
        say(f"{taught.likeness:.2f}  {taught.label}", indent=2)
        aside(taught.text, indent=8)


def _weighed(found: Explanation) -> None:
    heading("each field, and how surely by the model alone")
    rows = [
        (
            f"  {f.name}",
            f.value,
            f"{f.chance:.2f}",
            ", ".join(f"{value} {chance:.2f}" for value, chance in f.others if chance > 0),
        )
        for f in found.fields
    ]
    table(("  field", "value", "chance", "else"), rows)
    heading("what the confidence is made of, in log-odds")
    if not found.signs:
        say("The model sees nobody who holds this here: the rules, or a person, read it.", indent=2)
        return
    table(
        ("  sign", "value", "counts", "sum"),
        [
            (f"  {s.name}", f"{s.value:+.2f}", f"× {s.weight:.2f}", f"{s.value * s.weight:+.2f}")
            for s in found.signs
        ],
    )


EXPLAIN = Command(
    "explain",
    "why a statement was read as it was",
    "Show the sentence of a statement, what the model makes of each field, the rules that fired, the voices over it, "
    "and the nearest sentences that the model was taught.",
    "example: detente explain talks.detente s0123456789abcdef",
    _add,
    _run,
)
