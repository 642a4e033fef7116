"""`trace`: from a line back to its sentences."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from detente.cli.arguments import Command, add_common, add_moment, add_project
from detente.cli.show import aside, finish, heading, put_json, say, strong

if TYPE_CHECKING:
    from detente.desk.project import Answer
    from detente.desk.tracing import Trace


def _add_trace(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument(
        "line",
        metavar="LINE",
        help="id of a statement or of a brief's line, T1, S1, a proposal, or party:issue[instance]",
    )
    add_moment(parser)
    add_common(parser)


def _trace(args: Namespace) -> int:
    import time

    from detente.cli.arguments import moment_of, scale_of
    from detente.desk.project import Budget, answer, open_project, with_movement
    from detente.desk.tracing import trace

    moment = moment_of(args)
    with open_project(args.project, pack_name=args.pack, moment=moment) as project:
        budget, scale = Budget(time.monotonic), scale_of(args)

        def whole() -> Answer:
            return with_movement(project, answer(project, moment, budget, scale=scale), budget, scale=scale)

        found = trace(project, args.line, whole)
        problems = project.problems
    if args.json:
        record = {
            "schema": "detente.trace",
            "schema_version": 1,
            "name": found.name,
            "kind": found.kind,
            "text": found.text,
        }
        put_json(record | {"statements": [_record(t) for t in found.traces]})
        return finish(problems, args)
    say(strong(f"{found.name}: {found.kind}"))
    say(found.text, indent=2)
    if not found.traces:
        say("It rests on no sentence: it tells what was not found, or what the pack's own page carries.")
    for one in found.traces:
        _show(one)
    return finish(problems, args)


def _record(one: Trace) -> dict[str, object]:
    from detente.desk.records import reviewed_record

    return reviewed_record(one.line, one.report) | {
        "publisher": one.publisher,
        "published": one.published,
        "sentence": one.sentence,
        "sentence_start": one.sentence_span.start,
        "sentence_end": one.sentence_span.end,
        "credibility": {
            "digit": one.credibility.digit,
            "words": one.credibility.words,
            "reason": one.credibility.reason,
        },
        "review_actions": [
            {"action": str(r.action), "reviewer": r.reviewer, "at": r.at.isoformat(), "reason": r.reason}
            for r in one.reviews
        ],
    }


def _show(one: Trace) -> None:
    s = one.line.statement
    heading(
        f"{one.line.original_id} · {s.holder or 'nobody named'}: {s.kind} {s.stance or ''} "
        f"{s.issue}{f' = {s.option}' if s.option else ''}"
    )
    say(" ".join(one.sentence.split()), indent=2)
    chain = " ← ".join(
        [s.speaker or "the page's own narration", *reversed(s.via), one.publisher or "publisher not known"]
    )
    aside(
        f"{chain} · {s.basis} · said {s.date or 'undated'} · published {one.published or 'undated'}", indent=2
    )
    aside(
        f"{one.report}:{s.span.start}-{s.span.end} · read by {s.origin} · confidence {s.confidence:.2f}",
        indent=2,
    )
    told = one.credibility
    aside(f"information: {told.digit}, {told.words} ({told.reason})", indent=2)
    if s.rules:
        aside(f"rules: {' '.join(s.rules)}", indent=2)
    reviews = "; ".join(
        f"{r.action} by {r.reviewer} on {r.at:%Y-%m-%d}{f' ({r.reason})' if r.reason else ''}"
        for r in one.reviews
    )
    aside(f"{one.line.standing}{f': {reviews}' if reviews else ''}", indent=2)


TRACE = Command(
    "trace",
    "from any line back to its sentences",
    "Walk back from a line of a brief, a deadlock, a proposal, a position or a statement to the exact "
    "words, their chain and their reviews.",
    "examples:\n  detente trace talks.detente S1\n  detente trace talks.detente russia:terr.line",
    _add_trace,
    _trace,
)
