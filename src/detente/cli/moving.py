"""`moves`: what each side could move, for each deadlock and beyond."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from detente.cli.arguments import Command, add_picture, add_project, scale_of
from detente.cli.asking import add_rest, asked, budget_of
from detente.cli.sections import show_head, show_section
from detente.cli.show import finish, put_json

PARTS = ("deadlocks", "stage", "rules", "held", "order")


def _add(parser: ArgumentParser) -> None:
    add_project(parser)
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "deadlock", metavar="DEADLOCK", nargs="?", help="only what opens this one: T1, S2 (default: all)"
    )
    which.add_argument(
        "--only",
        choices=PARTS,
        help="only the moves of single deadlocks, of a whole stage, rules for both sides, what each side has held "
        "hardest, or the order of steps",
    )
    add_picture(parser, "where the parties stand on each axis, and the steps")
    add_rest(parser)


def _run(args: Namespace) -> int:
    from detente.cli.drawing import drawn
    from detente.desk.movement_records import moves_record
    from detente.desk.moving import moves_in_words
    from detente.desk.pictures import move_pictures
    from detente.desk.project import with_movement

    with asked(args) as (project, answer):
        beyond = args.deadlock is None and args.only != "deadlocks"
        scale = scale_of(args)
        found = with_movement(project, answer, budget_of(args), scale=scale) if beyond else answer
        if args.picture:
            drawn(lambda: move_pictures(project, found), args)
        section = moves_in_words(project, found, args.deadlock, only=args.only)  # unknown names are told here
        if args.json:
            put_json(moves_record(project, found, args.deadlock))
        else:
            show_head(project, found)
            show_section(section, evidence=args.evidence)
    return finish(found.problems, args)


MOVES = Command(
    "moves",
    "what each side could move, and in what order",
    "The smallest steps that open each deadlock and each whole stage, by who could make them; rules for both sides; "
    "what each side has held hardest; steps in phases. Parties are never ranked.",
    "examples:\n  detente moves talks.detente\n  detente moves talks.detente S1\n  detente moves talks.detente --only "
    "order",
    _add,
    _run,
)
