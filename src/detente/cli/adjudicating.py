"""`review --agreement`, `--adjudicate` and `--history`: how far coders agree, where they differ, who did what and when."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from detente.cli.show import aside, finish, heading, put_json, say, status, table

if TYPE_CHECKING:
    from detente.desk.adjudicating import Difference
    from detente.desk.project import Project
    from detente.desk.reviewing import Reviewer
    from detente.ledger.agreement import Agreement
    from detente.statements.record import Statement


def show_agreement(project: Project, _: Reviewer, args: Namespace) -> int:
    """Print alpha by field with its interval, and F1 of each two coders."""
    from detente.desk.adjudicating import agreed

    found = agreed(project, args.between)
    if args.json:
        put_json(
            {
                "schema": "detente.agreement",
                "schema_version": 1,
                "project": str(project.path),
                **_agreement(found),
            }
        )
        return finish(project.problems, args)
    heading(f"{', '.join(found.coders)}: {found.units} lines judged by two or more")
    table(
        ("field", "alpha", "95%", "lines", "values"),
        [
            (
                name,
                _figure(a.value),
                f"{_figure(a.low)} to {_figure(a.high)}" if a.low is not None else "–",
                str(a.units),
                str(a.values),
            )
            for name, a in found.alphas
        ],
    )
    for pair in found.pairs:
        heading(f"{pair.coders[0]} and {pair.coders[1]}")
        table(
            ("field", "F1", "F1, same words", "both", "each"),
            [
                (s.field, _figure(s.partial_f1), _figure(s.exact_f1), str(s.partial), f"{s.one}, {s.other}")
                for s in pair.scores
            ],
        )
    return finish(project.problems, args)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _agreement(found: Agreement) -> dict[str, Any]:
    return {
        "coders": list(found.coders),
        "units": found.units,
        "alpha": {
            name: {"alpha": a.value, "low": a.low, "high": a.high, "units": a.units, "values": a.values}
            for name, a in found.alphas
        },
        "pairs": [
            {
                "coders": list(pair.coders),
                "f1": {
                    s.field: {
                        "partial": s.partial_f1,
                        "exact": s.exact_f1,
                        "one": s.one,
                        "other": s.other,
                        "both_partial": s.partial,
                        "both_exact": s.exact,
                    }
                    for s in pair.scores
                },
            }
            for pair in found.pairs
        ],
    }


def show_differences(project: Project, _: Reviewer, args: Namespace) -> int:
    """Print where coders differ, side by side by field."""
    from detente.desk.adjudicating import coded, differences_of
    from detente.kernel.errors import BadInput

    if args.take or args.set or args.reason:
        raise BadInput("a decision needs its line: --adjudicate ID --take NAME")
    found = coded(project, args.between)
    differ = differences_of(found)
    if args.json:
        put_json(
            {
                "schema": "detente.differences",
                "schema_version": 1,
                "project": str(project.path),
                "coders": list(found.coders),
                "judged": len(found.units),
                "differences": [_difference(project, one) for one in differ],
            }
        )
        return finish(project.problems, args)
    for one in differ:
        coders = list(one.unit.judged)
        heading(f"{one.line} · {project.file.document(one.unit.doc).name}")
        has = [one.unit.statement(coder) for coder in coders]
        rows = [[field, *(_shown(s, field) for s in has)] for field in one.fields]
        table(("field", *coders), rows)
        aside(" / ".join(dict.fromkeys(" ".join(s.evidence.split()) for s in has if s)), indent=2)
    status(f"{len(differ)} of {len(found.units)} lines on which coders differ")
    return finish(project.problems, args)


def _shown(statement: Statement | None, field: str) -> str:
    """What a coder has in a field; whether there is a line."""
    if field == "line":
        return "yes" if statement else "no line"
    return "–" if statement is None else str(getattr(statement, field))


def _difference(project: Project, one: Difference) -> dict[str, Any]:
    name = project.file.document(one.unit.doc).name
    judged = {
        coder: {
            "line": j.line,
            "at": j.at.isoformat(),
            "statement": j.statement.as_record(doc_name=name, full=True) if j.statement else None,
        }
        for coder, j in one.unit.judged.items()
    }
    return {"id": one.line, "doc": name, "fields": list(one.fields), "coders": judged}


def adjudicate(project: Project, reviewer: Reviewer, args: Namespace) -> int:
    """Take the decision on a line on which coders differ."""
    from detente.desk.adjudicating import Decision, decide
    from detente.desk.reviewing import as_record

    decision = Decision(args.take, args.set, args.reason)
    reviews = decide(project, args.adjudicate, decision, by=(reviewer, args.between))
    if args.json:
        made = [as_record(review) for review in reviews]
        put_json(
            {
                "schema": "detente.adjudicated",
                "schema_version": 1,
                "project": str(project.path),
                "actions": made,
            }
        )
    for review in reviews if not args.json else ():
        status(f"{review.statement_id}: {review.action}, {review.reason}")
    return finish(project.problems, args)


def show_history(project: Project, _: Reviewer, args: Namespace) -> int:
    """Print who did what and when, and whether it still stands."""
    from detente.desk.corrections import line_of
    from detente.desk.reviewing import as_record, history
    from detente.kernel.errors import UnknownName

    known = history(project, args.history) if args.history else history(project)
    if args.history and not known:
        try:
            known = history(project, line_of(project, args.history).original_id)
        except UnknownName as fault:
            raise UnknownName(f"{fault}; nothing was ever done with it") from fault
    if args.json:
        made = [as_record(review) | {"stands": stands} for review, stands in known]
        put_json(
            {
                "schema": "detente.review-history",
                "schema_version": 1,
                "project": str(project.path),
                "actions": made,
            }
        )
        return finish(project.problems, args)
    for review, stands in known:
        mark = "" if stands or str(review.action) == "undo" else "  (taken back)"
        say(
            f"{review.at:%Y-%m-%d %H:%M:%S}  {review.statement_id}  {review.action} by {review.reviewer}{mark}",
            hang=2,
        )
        if review.reason:
            aside(review.reason, indent=4)
    status(f"{len(known)} actions")
    return finish(project.problems, args)
