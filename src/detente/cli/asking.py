"""`positions`, `deadlocks`: what a project answers at a moment."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from detente.cli.arguments import (
    STAGES,
    Command,
    add_common,
    add_moment,
    add_picture,
    add_project,
    add_search,
    moment_of,
    scale_of,
)
from detente.cli.explaining import show_explained
from detente.cli.listing import Listed, show_compared, show_positions
from detente.cli.progress import waiting
from detente.cli.sections import show_head, show_section
from detente.cli.show import finish, put_json, say
from detente.cli.strictly import show_strict

if TYPE_CHECKING:
    from detente.desk.project import Answer, Budget, Project
    from detente.ledger.carrying import CarriedOver
    from detente.ledger.positions import Position


@contextmanager
def asked(args: Namespace) -> Iterator[tuple[Project, Answer]]:
    """The project and its whole answer at the moment of the options."""
    from detente.desk.project import answer, open_project

    moment = moment_of(args)
    with open_project(args.project, pack_name=args.pack, moment=moment) as project:
        budget = budget_of(args)
        with waiting(f"searching, at most {budget.seconds:g} s (--budget)", quiet=args.quiet):
            found = answer(project, moment, budget, scale=scale_of(args))
        yield project, found


def budget_of(args: Namespace) -> Budget:
    """The time and the stages that the options ask for."""
    from detente.desk.project import Budget
    from detente.packs.model import STAGES as EVERY

    stages = tuple(s for s in EVERY if getattr(args, "stage", None) in {None, s})
    return Budget(time.monotonic, seconds=getattr(args, "budget", 20.0), stages=stages)


def _add_positions(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("--party", metavar="X", help="only this party")
    parser.add_argument(
        "--issue", metavar="Y", help="only this issue: terr, terr.status or terr.status[crimea]"
    )
    parser.add_argument("--stage", choices=STAGES, help="only this deal (default: both)")
    reading = parser.add_mutually_exclusive_group()
    reading.add_argument(
        "--explain",
        action="store_true",
        help="how each word came about: every utterance, its weight, the sums, what is excluded, allowed, unknown",
    )
    reading.add_argument(
        "--strict",
        action="store_true",
        help="the strict reading: each party's latest words in its own voice, nothing else",
    )
    reading.add_argument(
        "--compare",
        action="store_true",
        help="only where the fold and the strict reading exclude different things",
    )
    parser.add_argument("--evidence", action="store_true", help="print the sentences under each entry")
    add_moment(parser)
    add_common(parser)


def _positions(args: Namespace) -> int:
    from detente.desk.positions import chosen_positions, of_stage, positions_record
    from detente.desk.project import held, open_project

    with open_project(args.project, pack_name=args.pack, moment=moment_of(args)) as project:
        found = held(project, moment_of(args), scale=scale_of(args))
        every = chosen_positions(project, found, party=args.party, issue=args.issue)
        chosen, carried = of_stage(every, args.stage)
        if args.strict:
            chosen = tuple(p for p in chosen if p.strict is not None)
        if args.json:
            put_json(positions_record(project, found, chosen, carried=carried, explain=args.explain))
            return finish(found.problems, args)
        show_head(project, found)
        _show(_listed(project, found, args, shown=(chosen, carried)), args)
        if not chosen:
            say("\nNothing was heard on this. That is neither yes nor no.")
    return finish(found.problems, args)


def _listed(
    project: Project,
    found: Answer,
    args: Namespace,
    *,
    shown: tuple[tuple[Position, ...], tuple[CarriedOver, ...]],
) -> Listed:
    from detente.briefs.wording import wording_of
    from detente.desk.briefing import evidence_of

    wanted = args.evidence or args.explain
    evidence = evidence_of(project, found) if wanted else None
    party = args.party if args.party else None
    return Listed(project.pack, wording_of(project.pack), *shown, party=party, evidence=evidence)


def _show(listed: Listed, args: Namespace) -> None:
    if args.strict:
        show_strict(listed)
    elif args.compare:
        show_compared(listed)
    elif args.explain:
        show_explained(listed)
    else:
        show_positions(listed)


def _add_deadlocks(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument(
        "--by", choices=("issue", "parties"), help="list them by matter, or by pair of parties"
    )
    add_picture(parser, "which deadlocks share a demand")
    add_rest(parser)


def add_rest(parser: ArgumentParser) -> None:
    """The stage and the time to search, the moment, and how an answer is printed."""
    add_search(parser)
    add_moment(parser)
    add_common(parser)


def _deadlocks(args: Namespace) -> int:
    from detente.cli.drawing import drawn
    from detente.desk.briefing import deadlocks_in_words
    from detente.desk.pictures import deadlock_pictures
    from detente.desk.result_records import deadlocks_record

    with asked(args) as (project, found):
        if args.picture:
            drawn(lambda: deadlock_pictures(project, found), args)
        if args.json:
            put_json(deadlocks_record(project, found))
        else:
            show_head(project, found)
            show_section(deadlocks_in_words(project, found, args.by), evidence=args.evidence)
    return finish(found.problems, args)


POSITIONS = Command(
    "positions",
    "who holds what, by party and issue",
    "Each party's folded stance on each matter, for the truce and for the settlement, with the statements "
    "it rests on.",
    "examples:\n  detente positions talks.detente --party russia --issue terr --explain\n  detente "
    "positions talks.detente --known-by 2025-03-11\n  detente positions talks.detente --compare\n  "
    "detente positions talks.detente --half-life 365",
    _add_positions,
    _positions,
)
DEADLOCKS = Command(
    "deadlocks",
    "what cannot hold together, and what only looks like it",
    "Every minimal set of held positions that no package of a stage satisfies, sorted by what it rests on.",
    "examples:\n  detente deadlocks talks.detente --stage settlement --evidence\n  detente deadlocks "
    "talks.detente --by parties",
    _add_deadlocks,
    _deadlocks,
)
