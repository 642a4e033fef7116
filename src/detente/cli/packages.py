"""`packages`: which deals are in reach, and what exact solutions say of points that a person entered."""

from __future__ import annotations

import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from fractions import Fraction
from pathlib import Path

from detente.cli.arguments import (
    Command,
    add_common,
    add_moment,
    add_picture,
    add_project,
    add_search,
    moment_of,
    scale_of,
)
from detente.cli.dealing import show_entry
from detente.cli.progress import waiting
from detente.cli.sections import show_head
from detente.cli.show import finish, heading, put_json, status

SOLUTIONS = (
    "all", "nash", "ks", "kalai-smorodinsky", "egalitarian", "leximin", "utilitarian", "adjusted-winner",
)  # fmt: skip


def _add_packages(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument(
        "--k", metavar="N", type=_some, default=4, help="list so many packages (default %(default)s)"
    )
    parser.add_argument(
        "--beyond-positions",
        action="store_true",
        help="over all packages that the rules allow; for each, whose firm positions it breaks",
    )
    points = parser.add_argument_group("points that a person entered")
    points.add_argument(
        "--points", metavar="FILE", type=Path, help="what outcomes are worth to each party (YAML or CSV)"
    )
    points.add_argument(
        "--template", action="store_true", help="print such a file with blanks; needs --stage"
    )
    points.add_argument(
        "--walk-away",
        metavar="PARTY=NUMBER",
        action="append",
        default=[],
        help="what a party has without a deal, in its points; in place of what the file says",
    )
    points.add_argument(
        "--solution", choices=SOLUTIONS, default="all", help="only this (default %(default)s)"
    )
    points.add_argument(
        "--solver",
        choices=("auto", "plain", "cp-sat"),
        default="auto",
        help="how the frontier is found: auto falls back on OR-Tools CP-SAT where it is installed (default %(default)s)",
    )
    points.add_argument(
        "--vary",
        metavar="PERCENT",
        type=_percent,
        default=Fraction(1, 10),
        help="by how much each weight is made smaller and larger to see what hangs on it (default 10)",
    )
    add_picture(parser, "the Pareto frontier of two parties on the points")
    add_search(parser)
    add_moment(parser)
    add_common(parser)


def _some(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 100:
        raise ArgumentTypeError(f"{text} is not between 1 and 100")
    return value


def _percent(text: str) -> Fraction:
    from detente.desk.packages.files import number

    value = number(text)
    if value is None or not 0 < value < 100:
        raise ArgumentTypeError(f"'{text}' is no number between 0 and 100")
    return value / 100


def _packages(args: Namespace) -> int:
    from detente.cli.drawing import drawn
    from detente.desk.packages.asking import Wanted, packages, points_template
    from detente.desk.packages.records import packages_record
    from detente.desk.packages.told import told
    from detente.desk.pictures import package_pictures
    from detente.desk.project import Budget, held, open_project
    from detente.kernel.errors import BadInput
    from detente.packs.model import STAGES

    stages = tuple(s for s in STAGES if args.stage in {None, s})
    with open_project(args.project, pack_name=args.pack, moment=moment_of(args)) as project:
        found = held(project, moment_of(args), scale=scale_of(args))
        if args.template:
            if args.stage is None:
                raise BadInput("--template is for one deal; add --stage truce or --stage settlement")
            status(points_template(project, found, stages[0]).rstrip("\n"))
            return finish((), args)
        wanted = Wanted(
            stages, args.k, args.points, tuple(args.walk_away), args.solution, args.beyond_positions, args.solver, args.vary
        )  # fmt: skip
        with waiting(f"searching, at most {args.budget:g} s (--budget)", quiet=args.quiet):
            answers = packages(project, found, wanted, budget=Budget(time.monotonic, args.budget))
        problems = (*found.problems, *(p for a in answers.values() for p in a.problems))
        if args.picture:
            drawn(lambda: package_pictures(project, answers), args)
        if args.json:
            put_json(packages_record(project, found, answers))
            return finish(problems, args)
        show_head(project, found)
        for answer in answers.values():
            for title, entries in told(answer):
                heading(title)
                for entry in entries:
                    show_entry(entry, indent=0, evidence=args.evidence)
    return finish(problems, args)


PACKAGES = Command(
    "packages",
    "which deals are in reach, on whose word they hang, and exact solutions on entered points",
    "Packages that break no firm position, how many there are, a few that differ most, and whose word is missing. With "
    "points that a person entered: the Pareto frontier, Nash, Kalai-Smorodinsky, egalitarian, leximin and utilitarian "
    "solutions, adjusted winner, trades, and how far all hangs on what was entered. Points are never read from reports.",
    "examples:\n  detente packages talks.detente --stage truce\n  detente packages talks.detente --stage truce --template "
    "> points.yaml\n  detente packages talks.detente --points points.yaml --beyond-positions --solution nash",
    _add_packages,
    _packages,
)
