"""`questions` and `robustness`: what to ask next, and what holds in how many of the worlds that the reports leave open."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from detente.cli.arguments import Command, add_common, add_moment, add_picture, add_project, add_search
from detente.cli.asking import asked
from detente.cli.progress import waiting
from detente.cli.sections import show_head, show_section
from detente.cli.show import finish, put_json

if TYPE_CHECKING:
    from detente.desk.project import Answer, Project
    from detente.desk.robustness import Worlds, WorldsAsked

_FOR_QUESTIONS, _FOR_ROBUSTNESS = 1000, 10_000
_TOP = 10


def add_worlds(parser: ArgumentParser, default: int) -> None:
    """Options of worlds."""
    worlds = parser.add_argument_group("worlds")
    worlds.add_argument(
        "--worlds",
        metavar="N",
        type=_whole,
        default=default,
        help="how many worlds are drawn; 0: none (default %(default)s)",
    )
    worlds.add_argument(
        "--seed", metavar="S", type=_whole, default=0, help="the same seed draws the same worlds (default 0)"
    )
    worlds.add_argument(
        "--correlation",
        metavar="WHO=R",
        action="append",
        default=[],
        help="how far one party's matters go together, 0 to 1: party=0.5 for every party, X=0.5 for one (default: not at all)",
    )


def _whole(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 1_000_000:
        raise ValueError(text)
    return value


_whole.__name__ = "whole number up to a million"


@contextmanager
def _drawn(args: Namespace) -> Iterator[tuple[Project, Answer, Worlds, WorldsAsked]]:
    """The project, its answer by the value of asking, and its worlds, all within one budget."""
    from detente.desk.project import Budget
    from detente.desk.robustness import WorldsAsked, correlations, with_values, worlds_of

    start = time.monotonic()
    with asked(args) as (project, found):
        given = WorldsAsked(args.worlds, args.seed, correlations(args.correlation, project.pack))
        left = max(0.0, args.budget - (time.monotonic() - start))
        with waiting(f"drawing {args.worlds:,} worlds, at most {left:.0f} s (--budget)", quiet=args.quiet):
            worlds = (
                worlds_of(project, found, given, budget=Budget(time.monotonic, left)) if args.worlds else {}
            )
        yield project, with_values(found, worlds), worlds, given


def _add_questions(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("--party", metavar="X", help="only questions to this party")
    parser.add_argument(
        "--top", metavar="N", type=_whole, default=_TOP, help="so many for each party (default %(default)s)"
    )
    parser.add_argument("--all", action="store_true", help="every question, however little hangs on it")
    add_worlds(parser, _FOR_QUESTIONS)
    add_search(parser)
    add_moment(parser)
    add_common(parser)


def _questions(args: Namespace) -> int:
    from detente.desk.briefing import questions_in_words
    from detente.desk.result_records import questions_record

    with _drawn(args) as (project, found, _, _):
        section = questions_in_words(project, found, args.party, most=None if args.all else args.top)
        if args.json:
            put_json(questions_record(project, found, args.party))
        else:
            show_head(project, found)
            show_section(section, evidence=args.evidence)
    return finish(found.problems, args)


def _add_robustness(parser: ArgumentParser) -> None:
    add_project(parser)
    add_worlds(parser, _FOR_ROBUSTNESS)
    add_picture(parser, "what the result that hangs most on open positions hangs on")
    add_search(parser)
    add_moment(parser)
    add_common(parser)


def _robustness(args: Namespace) -> int:
    from detente.cli.drawing import drawn
    from detente.desk.pictures import world_pictures
    from detente.desk.robustness import robustness_in_words, robustness_record
    from detente.kernel.errors import BadInput

    if not args.worlds:
        raise BadInput("--worlds is 0; one world at least is needed")
    with _drawn(args) as (project, found, worlds, given):
        if args.picture:
            drawn(lambda: world_pictures(project, found, worlds), args)
        if args.json:
            put_json(robustness_record(project, found, worlds, asked=given))
        else:
            show_head(project, found)
            show_section(
                robustness_in_words(project, found, worlds, asked=given), evidence=args.evidence, most=3
            )
    return finish(found.problems, args)


QUESTIONS = Command(
    "questions",
    "what to ask next, and of whom",
    "Open, unheard and contested matters on which results hang, as questions that can be put to a party, by the value of asking.",
    "examples:\n  detente questions talks.detente --party ukraine\n  detente questions talks.detente --worlds 10000 --seed 7 "
    "--correlation party=0.5",
    _add_questions,
    _questions,
)
ROBUSTNESS = Command(
    "robustness",
    "what holds in how many of the worlds that the reports leave open",
    "Draws what each party would take from what was said and how surely; in how many of these worlds each deadlock is shut, "
    "each proposal has its agreements; on which open position that hangs.",
    "examples:\n  detente robustness talks.detente --stage truce\n  detente robustness talks.detente --worlds 50000 --json",
    _add_robustness,
    _robustness,
)
