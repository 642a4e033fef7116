"""`shifts`, `contradictions`, `linkage`: what changed, what does not agree, who makes what depend on what."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from detente.cli.arguments import Command, add_common, add_moment, add_project, moment_of, scale_of
from detente.cli.sections import show_head, show_section
from detente.cli.show import finish, put_json

if TYPE_CHECKING:
    from detente.briefs.model import Section
    from detente.desk.changes import Only
    from detente.desk.project import Answer, Project
    from detente.desk.records import Record
    from detente.ledger.view import Moment

    _Ask = Callable[[Project, Moment], tuple[Answer, Any]]
    _Record = Callable[[Project, Answer, Any], Record]
    _Words = Callable[..., Section]

_MOST, _MOST_SENTENCES = 20, 2  # what is told, and sentences under a line, unless all is asked for


def _add(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("--party", metavar="X", help="only this party")
    parser.add_argument(
        "--issue", metavar="Y", help="only this issue: terr, terr.status or terr.status[crimea]"
    )
    parser.add_argument(
        "--all",
        action="store_true",
        help=f"tell all, with every sentence (default: {_MOST} and {_MOST_SENTENCES} sentences under each line)",
    )
    add_moment(parser)
    add_common(parser)


def _only(args: Namespace) -> Only:
    from detente.desk.changes import Only

    return Only(args.party, args.issue)


def _told(args: Namespace, ask: _Ask, tell: tuple[_Record, _Words]) -> int:
    """Ask a project at the moment of the options, and print the answer as JSON or as text."""
    from detente.desk.project import open_project

    as_record, in_words = tell
    with open_project(args.project, pack_name=args.pack, moment=moment_of(args)) as project:
        answer, found = ask(project, moment_of(args))
        if args.json:
            put_json(as_record(project, answer, found))
        else:
            show_head(project, answer)
            section = in_words(project, answer, found, most=None if args.all else _MOST)
            show_section(section, evidence=True, most=None if args.all else _MOST_SENTENCES)
        return finish(answer.problems, args)


def _whole(name: str, least: int) -> Callable[[str], int]:
    """Whole numbers of something, no fewer than `least`."""

    def number(text: str) -> int:
        value = int(text)
        if value < least:
            raise ValueError(text)
        return value

    number.__name__ = f"number of {name}"
    return number


_days, _times = _whole("days", 0), _whole("times", 1)


def _add_shifts(parser: ArgumentParser) -> None:
    _add(parser)
    parser.add_argument(
        "--fresh",
        metavar="DAYS",
        type=_days,
        help="take words known only by the day of their report to be at most so old (default: of any age, so that they "
        "show no shift)",
    )
    parser.add_argument(
        "--occasions",
        metavar="N",
        type=_times,
        default=5,
        help="days on which a party spoke of other issues, for an issue to be new or dropped (default %(default)s)",
    )
    parser.add_argument(
        "--raised",
        metavar="N",
        type=_times,
        default=2,
        help="days on which it had raised an issue, for it to be dropped (default %(default)s)",
    )


def _shifts(args: Namespace) -> int:
    from detente.desk.change_records import shifts_record
    from detente.desk.changes import shifts
    from detente.desk.changes_in_words import shifts_in_words
    from detente.ledger.raised import Silence
    from detente.ledger.shifts import Dating

    dating, silence = Dating(args.fresh, scale=scale_of(args)), Silence(args.occasions, args.raised)
    ask = partial(shifts, only=_only(args), dating=dating, silence=silence)
    return _told(args, ask, (shifts_record, shifts_in_words))


def _add_contradictions(parser: ArgumentParser) -> None:
    _add(parser)
    parser.add_argument(
        "--within",
        metavar="DAYS",
        type=_days,
        default=7,
        help="words farther apart than this are of different times (default %(default)s)",
    )
    parser.add_argument(
        "--fresh",
        metavar="DAYS",
        type=_days,
        default=90,
        help="take words known only by the day of their report to be at most so old (default %(default)s)",
    )


def _contradictions(args: Namespace) -> int:
    from detente.desk.change_records import contradictions_record
    from detente.desk.changes import contradictions
    from detente.desk.changes_in_words import contradictions_in_words
    from detente.ledger.nearness import Nearness

    near = Nearness(args.within, args.fresh)
    ask = partial(contradictions, only=_only(args), near=near, scale=scale_of(args))
    return _told(args, ask, (contradictions_record, contradictions_in_words))


def _add_linkage(parser: ArgumentParser) -> None:
    _add(parser)
    parser.add_argument(
        "--longest",
        metavar="N",
        type=_times,
        default=4,
        help="most steps of a cycle that is looked for (default %(default)s)",
    )


def _linkage(args: Namespace) -> int:
    from detente.desk.change_records import linkage_record
    from detente.desk.changes import linkage
    from detente.desk.linkage_in_words import linkage_in_words

    ask = partial(linkage, only=_only(args), longest=args.longest, scale=scale_of(args))
    return _told(args, ask, (linkage_record, linkage_in_words))


SHIFTS = Command(
    "shifts",
    "who hardened, softened, turned round, raised or dropped an issue, and when",
    "Where a party's later dated words cannot stand beside its earlier ones: between which days, how far on the axis, "
    "with the sentences before and after. Undated words show no shift.",
    "example: detente shifts talks.detente --party russia --issue terr",
    _add_shifts,
    _shifts,
)
CONTRADICTIONS = Command(
    "contradictions",
    "what is said of one party and cannot both hold",
    "Two voices of a party, two sources, a party and a counterpart's account of it, two official accounts of one day. "
    "Which of them is right, this does not tell.",
    "example: detente contradictions talks.detente --party ukraine --within 3",
    _add_contradictions,
    _contradictions,
)
LINKAGE = Command(
    "linkage",
    "who makes what depend on what; where each waits for the other",
    "The conditions that parties set, and the cycles among them.",
    "example: detente linkage talks.detente --known-by 2025-03-11",
    _add_linkage,
    _linkage,
)
