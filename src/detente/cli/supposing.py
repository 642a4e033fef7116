"""`whatif`: what would follow if something were otherwise; scenarios kept, listed, handed on. The ledger stays as it is."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli.arguments import (
    Command,
    add_common,
    add_moment,
    add_project,
    add_search,
    user,
)
from detente.cli.asking import asked
from detente.cli.dealing import show_entry
from detente.cli.sections import show_head
from detente.cli.show import aside, finish, heading, put_json, say, status

if TYPE_CHECKING:
    from detente.bargaining.scenarios.model import Scenario
    from detente.desk.project import Project
    from detente.desk.scenarios.asking import Situation
    from detente.desk.scenarios.keeping import Kept

_WORDS = '"PARTY accepts|demands|offers|refuses issue[instance]=option [only with issue=option] [in truce|settlement]"'


def _add(parser: ArgumentParser) -> None:
    add_project(parser)
    what = parser.add_argument_group(
        "what is supposed; each may be given several times; without any, what can be switched off is listed"
    )
    what.add_argument("--suppose", metavar="WORDS", action="append", default=[], help=_WORDS)
    what.add_argument(
        "--without",
        metavar="GROUP",
        action="append",
        default=[],
        help="switch off what a party holds: its short name, all of a party on an issue (kestria:terr.line), or a "
        "deadlock's member (S1/2)",
    )
    what.add_argument(
        "--loosen",
        metavar="GROUP=OPTION",
        action="append",
        default=[],
        help="let a party hold it less tightly, so far that it could take the option too",
    )
    what.add_argument(
        "--without-rule", metavar="ID", action="append", default=[], help="set a rule of the pack aside"
    )
    what.add_argument(
        "--without-need", metavar="ID", action="append", default=[], help="set a need of the pack aside"
    )
    what.add_argument(
        "--scenario",
        metavar="NAME|FILE",
        action="append",
        default=[],
        help="a kept scenario by its name, or one of a YAML file; what is supposed beside it is added",
    )
    keep = parser.add_argument_group("keeping scenarios")
    keep.add_argument("--save", metavar="NAME", help="keep the scenario in the project")
    keep.add_argument("--note", metavar="TEXT", default="", help="why: kept with the scenario")
    keep.add_argument("--by", metavar="NAME", help="who supposes it (default: the user of this system)")
    keep.add_argument("--to", metavar="FILE", type=Path, help="write the scenario to a YAML file")
    keep.add_argument("--list", action="store_true", help="list the scenarios that are kept")
    keep.add_argument("--forget", metavar="NAME", help="withdraw a kept scenario; it stays in the history")
    add_search(parser)
    add_moment(parser)
    add_common(parser)


def _run(args: Namespace) -> int:
    if args.list:
        return _list(args)
    if args.forget:
        return _forget(args)
    with asked(args) as (project, found):
        from detente.desk.scenarios.asking import situation_of

        situation = situation_of(project, found)
        scenario = _scenario(args, project, situation)
        _check(args, scenario)
        if scenario.is_empty:
            return _show_groups(args, project, situation)
        problems = _answer(args, project, (situation, scenario))
    if args.to:
        from detente.desk.scenarios.keeping import write_scenario

        write_scenario(args.to, scenario)
    if args.save:
        _save(args, scenario)
    return problems


def _check(args: Namespace, scenario: Scenario) -> None:
    """Refuse a scenario that cannot be kept or written before anything is answered."""
    from detente.desk.scenarios.keeping import check_kept, check_written

    if args.save is not None:
        check_kept(scenario)
    if args.to:
        check_written(args.to, scenario)


def _scenario(args: Namespace, project: Project, situation: Situation) -> Scenario:
    """What the options suppose together, signed and dated."""
    from dataclasses import replace
    from datetime import UTC, datetime

    from detente.bargaining.scenarios.model import together
    from detente.desk.scenarios.asking import Wishes, scenario_of
    from detente.desk.scenarios.keeping import scenario_called

    by = args.by or user()
    wishes = Wishes(args.suppose, args.without, args.loosen, args.without_rule, args.without_need)
    here = scenario_of(situation, wishes, by=by)
    called = [scenario_called(project, name, situation) for name in args.scenario]
    if len(called) == 1 and here.is_empty and not (args.save or args.note):
        return called[0]
    made = together([*called, here]) if called else here
    return replace(
        made,
        name=made.name if args.save is None else args.save.strip(),
        author=by,
        made_at=datetime.now(UTC),
        note=args.note,
    )


def _answer(args: Namespace, project: Project, what: tuple[Situation, Scenario]) -> int:
    from detente.desk.project import Budget
    from detente.desk.scenarios.asking import asked_what_if
    from detente.desk.scenarios.records import what_if_record
    from detente.desk.scenarios.words import what_if_in_words

    situation, scenario = what
    found = asked_what_if(situation, scenario, Budget(time.monotonic, seconds=args.budget))
    if args.json:
        put_json(what_if_record(project, situation, found))
    else:
        show_head(project, situation.answer)
        aside("What follows is supposed. Nobody said it, and the ledger stays as it is.")
        for part in what_if_in_words(situation, found):
            heading(part.title)
            for line in part.lines:
                show_entry(line, indent=2, evidence=args.evidence)
    return finish((*situation.answer.problems, *found.problems), args)


def _show_groups(args: Namespace, project: Project, situation: Situation) -> int:
    from detente.desk.offer_words import LogLine
    from detente.desk.scenarios.asking import rules_and_needs
    from detente.desk.scenarios.keeping import kept_scenarios
    from detente.desk.scenarios.records import groups_record

    kept = kept_scenarios(project)
    if args.json:
        put_json(groups_record(project, situation, kept))
        return finish(situation.answer.problems, args)
    show_head(project, situation.answer)
    heading("What is held, and can be switched off (--without NAME) or loosened (--loosen NAME=OPTION)")
    for one in situation.named:
        group = one.group
        held = f"{one.name}  {project.pack.party_name(group.party)} {group.wording}"
        under = f"{' and '.join(one.stages)} · {group.strength} · {group.id}"
        show_entry(LogLine(held, (under,), group.lines), indent=2, evidence=args.evidence)
    rules, needs = rules_and_needs(situation)
    for title, option, names in (
        ("Rules that bear on it", "--without-rule", rules),
        ("Needs that bear on it", "--without-need", needs),
    ):
        if names:
            heading(f"{title} ({option} ID)")
            say(", ".join(names), indent=2)
    if kept:
        heading("Kept scenarios (--scenario NAME)")
        _show_kept(kept)
    return finish(situation.answer.problems, args)


def _list(args: Namespace) -> int:
    from detente.desk.project import open_project
    from detente.desk.scenarios.keeping import kept_scenarios
    from detente.desk.scenarios.records import scenarios_record

    with open_project(args.project, pack_name=args.pack) as project:
        kept = kept_scenarios(project)
        if args.json:
            put_json(_headed("scenarios", project) | {"scenarios": scenarios_record(kept)})
        elif kept:
            _show_kept(kept)
        else:
            status("no scenario is kept; `detente whatif P --suppose … --save NAME` keeps one")
        return finish(project.problems, args)


def _show_kept(kept: tuple[Kept, ...]) -> None:
    for one in kept:
        note = one.told("note")
        say(f"{one.name}: {'; '.join(one.supposes)}", indent=2, hang=2)
        aside(f"{one.told('author')}, {one.told('made_at')}" + (f" · {note}" if note else ""), indent=4)


def _save(args: Namespace, scenario: Scenario) -> None:
    from detente.desk.project import open_project
    from detente.desk.scenarios.keeping import keep_scenario

    with open_project(args.project, pack_name=args.pack, writable=True) as project:
        keep_scenario(project, scenario)
    if not args.json:
        status(f"kept: scenario '{scenario.name}', by {scenario.author}")


def _forget(args: Namespace) -> int:
    from datetime import UTC, datetime

    from detente.desk.project import open_project
    from detente.desk.scenarios.keeping import forget_scenario

    with open_project(args.project, pack_name=args.pack, writable=True) as project:
        kept = forget_scenario(project, args.forget, by=args.by or user(), at=datetime.now(UTC))
        if args.json:
            put_json(_headed("scenario-withdrawn", project) | {"name": kept.name})
        else:
            status(f"withdrawn: scenario '{kept.name}'; it stays in the history")
        return finish(project.problems, args)


def _headed(name: str, project: Project) -> dict[str, object]:
    return {"schema": f"detente.{name}", "schema_version": 1, "project": str(project.path)}


WHATIF = Command(
    "whatif",
    "what would open if a party held otherwise; keep scenarios",
    "What opens, what stays shut and what is new if somebody held otherwise. Nothing that is supposed enters the ledger, and "
    "everything that is supposed is told as supposed.",
    "examples:\n  detente whatif talks.detente\n"
    '  detente whatif talks.detente --suppose "kestria accepts terr.line=contact only with guar.form=political"\n'
    "  detente whatif talks.detente --without S1/2 --loosen veldora:terr.line=contact\n"
    "  detente whatif talks.detente --without kestria:terr.line --save 'line left open' --note 'asked by the envoy'\n"
    "  detente whatif talks.detente --scenario 'line left open' --to line.yaml",
    _add,
    _run,
)
