"""`compare`: proposals side by side, over time, and readouts of one occasion beside one another."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli.arguments import Command, add_common, add_moment, moment_of, refuse_view, scale_of
from detente.cli.dealing import show_entry
from detente.cli.sections import show_head
from detente.cli.show import aside, finish, heading, put_json, say, strong

if TYPE_CHECKING:
    from detente.desk.comparing_in_words import Page
    from detente.desk.project import Answer, Project
    from detente.packs.model import Pack


def _add(parser: ArgumentParser) -> None:
    parser.add_argument(
        "proposals",
        metavar="PROPOSAL",
        nargs="*",
        help="ids of proposals in the pack; each is compared with the next",
    )
    parser.add_argument(
        "--project",
        metavar="P",
        type=Path,
        help="show with each matter what this project holds of the sponsors",
    )
    parser.add_argument(
        "--over-time",
        action="store_true",
        help="the proposals named, or all, in the order of their dates: who moved nearer to whose last text",
    )
    parser.add_argument(
        "--readouts",
        metavar="EVENT|DATE",
        help="what each side tells of an event of the pack, or of a day; needs --project",
    )
    parser.add_argument("--evidence", action="store_true", help="print the words under each line")
    add_moment(parser)
    add_common(parser)


def _compare(args: Namespace) -> int:
    from detente.desk.project import held, open_project
    from detente.kernel.errors import BadInput
    from detente.packs.load import load_pack

    if args.project is not None:
        moment = moment_of(args)
        with open_project(args.project, pack_name=args.pack, moment=moment) as project:
            found = held(project, moment, scale=scale_of(args))
            return _told(args, project.pack, (project, found))
    if args.pack is None:
        raise BadInput("name the pack that has the proposals (--pack NAME) or a project (--project P)")
    if args.readouts:
        raise BadInput("readouts stand in reports: name a project (--project P)")
    refuse_view(args, "without one (--project P) nothing was said", beside=("evidence",))
    return _told(args, load_pack(args.pack), None)


def _told(args: Namespace, pack: Pack, asked: tuple[Project, Answer] | None) -> int:
    from detente.briefs.wording import wording_of
    from detente.desk.comparing_in_words import beside_pages
    from detente.desk.comparing_proposals import beside, followed, readouts
    from detente.desk.comparing_records import comparing_record
    from detente.desk.followed_in_words import over_time_page, readouts_page

    found = asked[1] if asked else None
    pairs = () if args.over_time or (args.readouts and not args.proposals) else beside(pack, args.proposals)
    time = followed(pack, args.proposals) if args.over_time else None
    accounts = readouts(*asked, args.readouts) if asked and args.readouts else None
    if args.json:
        put_json(comparing_record(pack, found, pairs=pairs, time=time, accounts=accounts))
    else:
        wording = wording_of(pack)
        pages = [page for pair in pairs for page in beside_pages(pair, wording, found)]
        pages += [over_time_page(time, wording)] if time else []
        pages += [readouts_page(accounts, wording)] if accounts else []
        if asked:
            show_head(*asked)
        else:
            say(strong(pack.title))
        for page in pages:
            _show(page, evidence=args.evidence)
    return finish(found.problems if found else (), args)


def _show(page: Page, *, evidence: bool) -> None:
    heading(page.title)
    aside(page.lead)
    for note in page.notes:
        aside(note)
    for title, entries in page.groups:
        heading(title, indent=2)
        for entry in entries:
            show_entry(entry, indent=2, evidence=evidence)


COMPARE = Command(
    "compare",
    "proposals side by side or over time; readouts of one meeting",
    "Two texts matter by matter: equal, compatible, different, only in one; draft against draft: changed, dropped, opened. "
    "What was not seen of a text is unknown, never dropped.",
    "examples:\n  detente compare p07 p08 --pack ukraine\n  detente compare p10 p12 --project talks.detente --evidence\n"
    "  detente compare --over-time --pack ukraine\n  detente compare --readouts 2025-06-02 --project talks.detente",
    _add,
    _compare,
)
