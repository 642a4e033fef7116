"""`roles`: who speaks for a party in which office, who signs; entering a change that the pack does not have yet."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from detente.cli.arguments import STAGES, Command, add_common, add_moment, add_project, moment_of, user
from detente.cli.show import aside, finish, heading, put_json, say, status

if TYPE_CHECKING:
    from detente.desk.project import Project
    from detente.desk.roles import Roles
    from detente.ledger.roles import Role


def _add(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("--party", metavar="X", help="only this party; with an entry: whose role it is")
    what = parser.add_argument_group(
        "entering; without any of these, the roles are listed"
    ).add_mutually_exclusive_group()
    what.add_argument("--enter", metavar="PERSON", help="PERSON holds --title for --party")
    what.add_argument("--signs", choices=STAGES, help="--party signs this deal")
    what.add_argument("--withdraw", metavar="N", type=int, help="take back the entry of that number")
    entry = parser.add_argument_group("the entry")
    entry.add_argument("--title", metavar="OFFICE", help='such as "foreign minister"')
    entry.add_argument("--from", dest="start", metavar="DATE", help="since when (YYYY-MM-DD, YYYY-MM, YYYY)")
    entry.add_argument("--to", dest="end", metavar="DATE", help="until when; left out: still so")
    entry.add_argument("--published", metavar="DATE", help="when it was made known (default: today)")
    entry.add_argument("--reason", metavar="TEXT", help="on what word it rests; it is kept")
    entry.add_argument("--reviewer", metavar="NAME", help="who says so (default: the user of this system)")
    add_moment(parser)
    add_common(parser)


def _run(args: Namespace) -> int:
    from detente.desk.project import open_project

    writable = bool(args.enter or args.signs or args.withdraw is not None)
    moment = moment_of(args)
    with open_project(args.project, pack_name=args.pack, moment=moment, writable=writable) as project:
        return _act(project, args) if writable else _list(project, args)


def _act(project: Project, args: Namespace) -> int:
    from detente.desk.roles import enter, withdraw
    from detente.kernel.errors import BadInput
    from detente.ledger.roles import told

    if not (args.reason or "").strip():
        raise BadInput("a role needs its reason: --reason 'the decree of 3 March'")
    if args.withdraw is not None:
        made = withdraw(project, args.withdraw, _role(args, "", ""))
    else:
        title = args.signs or args.title
        if not args.party or not title:
            raise BadInput("name the party with --party and the office with --title")
        made = enter(project, _role(args, args.party, title))
    if args.json:
        put_json(_head(project, "role-entered") | {"role": _record(made)})
    else:
        status(f"{made.action.value}: {told(made)}")
    return finish(project.problems, args)


def _role(args: Namespace, party: str, title: str) -> Role:
    from datetime import UTC, datetime

    from detente.ledger.roles import Role, RoleAction

    return Role(
        "signatory" if args.signs else "office",
        party,
        title,
        RoleAction.ENTER,
        args.reason,
        args.reviewer or user(),
        datetime.now(UTC),
        args.enter,
        args.start,
        args.end,
        args.published,
    )


def _list(project: Project, args: Namespace) -> int:
    from detente.desk.roles import roles_of
    from detente.ledger.roles import told

    found = roles_of(project, moment_of(args), party=args.party)
    if args.json:
        put_json(_head(project, "roles") | _told(found))
        return finish(project.problems, args)
    party = None
    for held in found.offices:
        if held.office.party != party:
            party = held.office.party
            heading(project.pack.party_name(party))
        office = held.office
        say(
            f"{office.start or '..':<10}  {office.end or 'still':<10}  {office.title}: {held.person.name}",
            indent=2,
            hang=24,
        )
        if office.source.startswith("entered"):
            aside(office.source, indent=26)
    heading("Who signs")
    for stage, parties in found.signatories.items():
        say(f"the {stage}: {', '.join(map(project.pack.party_name, parties)) or 'nobody'}", indent=2)
    if found.entered:
        heading("Entered in this project")
    for number, role, stands in found.entered:
        state = "" if stands else " (no longer counts)" if role.action.value == "enter" else ""
        say(f"{number}. {role.action.value} {told(role)}{state}", indent=2, hang=3)
        aside(f"{role.reason} ({role.reviewer}, {role.at.date()})", indent=5)
    return finish(project.problems, args)


def _head(project: Project, name: str) -> dict[str, Any]:
    return {"schema": f"detente.{name}", "schema_version": 1, "project": str(project.path)}


def _told(found: Roles) -> dict[str, Any]:
    offices: list[dict[str, Any]] = [
        {"person": h.person.id, "name": h.person.name, "party": h.office.party, "title": h.office.title}
        | {"start": h.office.start, "end": h.office.end, "source": h.office.source}
        for h in found.offices
    ]
    entered = [{"number": n, **_record(role), "stands": stands} for n, role, stands in found.entered]
    signing = {stage: list(parties) for stage, parties in found.signatories.items()}
    return {"offices": offices, "signatories": signing, "entered": entered}


def _record(role: Role) -> dict[str, Any]:
    return asdict(role) | {"action": role.action.value, "at": role.at.isoformat()}


ROLES = Command(
    "roles",
    "who speaks for a party in which office, and who signs; enter a change",
    "Offices and signatories that count at a moment: the pack's, and over them what was entered in the project. Each entry is "
    "appended with its reason, its reviewer and its time, and can be withdrawn.",
    "examples:\n  detente roles talks.detente --party kestria --as-of 2025-03-11\n"
    "  detente roles talks.detente --enter 'Vera Lenn' --party kestria --title 'foreign minister' --from 2025-03 \\\n"
    "    --reason 'government gazette of 3 March'\n"
    "  detente roles talks.detente --signs truce --party harbour_council --from 2025-04-01 --reason 'joint communiqué'",
    _add,
    _run,
)
