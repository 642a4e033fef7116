"""`forecast-issue`: where an issue may end, from who is how strong, cares how much and stands where."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli.arguments import Command, add_common, add_moment, moment_of, refuse_view, scale_of
from detente.cli.show import aside, finish, heading, put_json, say, status, table

if TYPE_CHECKING:
    from detente.desk.issue_forecast import Backtest
    from detente.forecasts.issue.actors import Issue
    from detente.forecasts.issue.methods import IssueForecast

_RESTS = (
    "An analyst's tool: it rests on the numbers in the table and nothing else. On 351 decisions of the European Union the "
    "weighted mean was off by 23 points of 100 and the challenge model by 27 (docs/issue-forecast.md)."
)


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="CSV: Actor, Capability, Position, Salience")
    parser.add_argument(
        "--method",
        metavar="NAME",
        default="mean",
        help="mean, median, condorcet, contests, challenge-paper, challenge-scholz or all (default %(default)s)",
    )
    parser.add_argument(
        "--rounds", metavar="N", type=int, default=10, help="most rounds of a challenge model"
    )
    parser.add_argument(
        "--range", metavar="A..B", help="the scale (default: from the lowest to the highest position)"
    )
    parser.add_argument(
        "--dimension", metavar="WORD", help="which Position and Salience, where the table has several: Policy"
    )
    parser.add_argument(
        "--backtest", action="store_true", help="FILE holds outcomes: how good were forecasts or methods"
    )
    parser.add_argument(
        "--template",
        metavar="ISSUE",
        help="FILE is a project: print a table to fill in, with what each party was heard to hold on this issue",
    )
    add_moment(parser)
    add_common(parser)


def _run(args: Namespace) -> int:
    from detente.desk.issue_forecast import backtest, backtest_record, forecast_record, forecasts, issue_from
    from detente.forecasts.issue.methods import METHODS
    from detente.kernel.errors import BadInput

    if not 1 <= args.rounds <= 1000:
        raise BadInput(f"--rounds is {args.rounds}; give 1 to 1000")
    if (args.template or args.backtest) and (args.method != "mean" or args.range or args.dimension):
        raise BadInput("--method, --range and --dimension are for the forecast of one issue; leave them out")
    if args.template:
        return _template(args)
    refuse_view(args, "a table holds one view", beside=("pack",))
    if args.backtest:
        found = backtest(args.file, most_rounds=args.rounds)
        if args.json:
            put_json(backtest_record(found))
        else:
            _show_backtest(found)
        return finish((), args)
    issue = issue_from(args.file, dimension=args.dimension, scale=_scale(args.range))
    methods = tuple(METHODS) if args.method == "all" else (args.method,)
    answers = forecasts(issue, methods, most_rounds=args.rounds)
    if args.json:
        put_json(forecast_record(issue, answers))
    else:
        _show(issue, answers)
    return finish((), args)


def _template(args: Namespace) -> int:
    from detente.desk.issue_forecast import template
    from detente.desk.project import held, open_project

    with open_project(args.file, pack_name=args.pack, moment=moment_of(args)) as project:
        found = held(project, moment_of(args), scale=scale_of(args))
        text = template(project, found, args.template)
    if args.json:
        put_json({"schema": "detente.issue-template", "schema_version": 1, "csv": text})
    else:
        status(text.rstrip("\n"))
    return finish(found.problems, args)


def _scale(text: str | None) -> tuple[float, float] | None:
    from detente.kernel.errors import BadInput

    if text is None:
        return None
    low, dots, high = text.partition("..")
    try:
        ends = (float(low), float(high))
    except ValueError:
        ends = (0.0, 0.0)
    if not dots or not ends[0] < ends[1] < float("inf"):
        raise BadInput(f"--range '{text}' is no scale; write its two ends, such as 0..100")
    return ends


def _show(issue: Issue, found: tuple[IssueForecast, ...]) -> None:
    heading(f"{issue.title}: {len(issue.actors)} actors on a scale from {issue.low:g} to {issue.high:g}")
    rows = [(f.method, "none" if f.value is None else f"{f.value:.2f}", f.note) for f in found]
    table(("method", "outcome", ""), rows)
    for one in found:
        if one.rounds:
            heading(f"{one.method}, round by round")
            table(
                ("round", "median", "mean", "who moves"),
                [
                    (
                        str(r.number),
                        f"{r.median:.2f}",
                        f"{r.mean:.2f}",
                        ", ".join(f"{m.actor} to {m.end:.2f} ({m.why}: {m.towards})" for m in r.moves),
                    )
                    for r in one.rounds
                ],
            )
        if one.shares:
            heading(f"{one.method}: how often each position stands")
            table(("position", "share"), [(f"{place:g}", f"{share:.2f}") for place, share in one.shares])
    say()
    aside(_RESTS)


def _show_backtest(found: Backtest) -> None:
    heading(f"{found.title}: errors against what happened")
    table(
        ("method", "issues", "mean error", "95%", "median error", f"less {found.reference}", "95%"),
        [
            (
                a.method,
                str(a.issues),
                f"{a.mean:.3f}",
                f"{a.interval[0]:.1f} to {a.interval[1]:.1f}",
                f"{a.median:.3f}",
                f"{a.against:+.3f}",
                f"{a.against_interval[0]:+.1f} to {a.against_interval[1]:+.1f}",
            )
            for a in found.accuracies
        ],
    )


FORECAST_ISSUE = Command(
    "forecast-issue",
    "where an issue may end, from who is how strong and stands where",
    "The capability-and-salience weighted mean (default), the weighted median, contests of positions and the challenge "
    "model in two variants, from a table that a person filled in; and how good each was on known outcomes.",
    "examples:\n  detente forecast-issue actors.csv --method all\n  detente forecast-issue outcomes.csv --backtest\n  "
    "detente forecast-issue talks.detente --template forces.size",
    _add,
    _run,
)
