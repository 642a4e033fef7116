"""`score`: proposals, term by term; whose agreement is missing; the least change that some parties would take."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.cli.arguments import Command, add_common, add_moment, add_project, add_search
from detente.cli.asking import asked
from detente.cli.sections import show_head, show_section
from detente.cli.show import finish, put_json

if TYPE_CHECKING:
    from detente.briefs.model import Section


def _add(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("proposal", metavar="PROPOSAL", help="id of a proposal in the pack, or all")
    parser.add_argument(
        "--accepted-by",
        metavar="A,B",
        help="the least change by which no firm position of these parties is broken (default: of each whose agreement is "
        "missing by itself, then of all that must agree)",
    )
    parser.add_argument(
        "--terms", action="store_true", help="with all: the terms of every proposal too, not only its line"
    )
    add_search(parser)
    add_moment(parser)
    add_common(parser)


def _score(args: Namespace) -> int:
    from detente.desk.briefing import proposals_in_words
    from detente.desk.result_records import scores_record
    from detente.desk.scoring import with_least_changes

    start = time.monotonic()
    one = None if args.proposal == "all" else args.proposal
    parties = [name.strip() for name in (args.accepted_by or "").split(",") if name.strip()]
    with asked(args) as (project, answer):
        found = with_least_changes(
            project,
            answer,
            accepted_by=parties,
            only=one,
            expired=lambda: time.monotonic() - start > args.budget,
        )
        section = proposals_in_words(project, found, one)  # unknown names are told for JSON too
        if args.json:
            put_json(scores_record(project, found, one))
        else:
            show_head(project, found)
            show_section(section if one or args.terms else _lines_only(section), evidence=args.evidence)
    return finish(found.problems, args)


def _lines_only(section: Section) -> Section:
    """A line for each proposal; where its terms stand is said."""
    note = "`detente score P PROPOSAL` tells one term by term, --terms all of them."
    parts = tuple(replace(stage, subsections=()) for stage in section.subsections)
    return replace(section, subsections=parts, notes=(note,))


SCORE = Command(
    "score",
    "a proposal, term by term; whose agreement is missing",
    "A proposal against each party that must agree: terms met, offered, excluded, silent, open, not heard; and the least "
    "that would have to change in it.",
    "examples:\n  detente score talks.detente p04\n  detente score talks.detente p04 --accepted-by russia,ukraine\n"
    "  detente score talks.detente all --json",
    _add,
    _score,
)
