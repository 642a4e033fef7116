"""`pack`: check, make, list and show packs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from detente.cli.arguments import Command, add_common
from detente.cli.show import finish, heading, put_json, say, status, table


def _add(parser: ArgumentParser) -> None:
    jobs = parser.add_subparsers(dest="job", metavar="JOB", required=True)
    check = jobs.add_parser(
        "check",
        description="Every fault of a pack with file, line and remedy, contradictory rules among them.",
    )
    check.add_argument("pack", metavar="PACK", help="name or folder")
    check.add_argument(
        "--cases", action="store_true", help="also read the pack's cases and tell which come out"
    )
    new = jobs.add_parser("new", description="Write a commented skeleton of a pack that passes `pack check`.")
    new.add_argument("folder", metavar="FOLDER", type=Path, help="folder to make; its name is the pack's id")
    every = jobs.add_parser("list", description="The packs that can be named.")
    show = jobs.add_parser("show", description="What a pack holds: who must agree, issues, rules, proposals.")
    show.add_argument("pack", metavar="PACK", help="name or folder")
    for job, run in ((check, _check), (new, _new), (every, _list), (show, _show)):
        add_common(job)
        job.set_defaults(run=run)


def _check(args: Namespace) -> int:
    from detente.desk.packs import check_pack

    found = check_pack(args.pack)
    if args.cases and found.usable:
        return _cases(args)
    if args.json:
        from detente.desk.records import problem_record

        put_json(
            {
                "schema": "detente.pack-check",
                "schema_version": 1,
                "pack": args.pack,
                "usable": found.usable,
                "problems": [problem_record(p) for p in found.problems],
            }
        )
    elif found.usable and found.pack is not None:
        status(f"pack {found.pack.id} ({found.pack.title}), version {found.pack.version}: can be used")
    else:
        status(f"pack {args.pack}: cannot be used")
    return finish(found.problems, args)


def _cases(args: Namespace) -> int:
    from detente.desk.cases import run_cases

    results = run_cases(args.pack)
    if args.json:
        rows = [{"name": r.case.name, "met": r.met, "missed": [dict(m) for m in r.missed]} for r in results]
        put_json({"schema": "detente.pack-cases", "schema_version": 1, "pack": args.pack, "cases": rows})
        return finish((), args)
    say(f"{sum(r.met for r in results)} of {len(results)} cases come out as the pack says")
    for result in results:
        for missed in result.missed:
            say(f"missed: {result.case.name}: {', '.join(f'{k}={v}' for k, v in missed.items())}", indent=2)
    return finish((), args)


def _new(args: Namespace) -> int:
    from detente.desk.skeleton import new_pack

    written = new_pack(args.folder)
    if args.json:
        put_json(
            {
                "schema": "detente.pack-new",
                "schema_version": 1,
                "folder": str(args.folder),
                "files": [str(p) for p in written],
            }
        )
    else:
        status(f"{args.folder}: {', '.join(p.name for p in written)}")
        status(f"Fill them in (docs/packs.md), then: detente pack check {args.folder}")
    return finish((), args)


def _list(args: Namespace) -> int:
    from detente.desk.packs import list_packs

    packs = list_packs()
    if args.json:
        rows = [{"name": p.name, "title": p.title, "folder": str(p.folder)} for p in packs]
        put_json({"schema": "detente.pack-list", "schema_version": 1, "packs": rows})
    else:
        table(("name", "title"), [(p.name, p.title) for p in packs])
    return finish((), args)


def _show(args: Namespace) -> int:
    from detente.desk.packs import pack_record
    from detente.packs.load import load_pack

    pack = load_pack(args.pack)
    record = pack_record(pack)
    if args.json:
        put_json(record)
        return finish((), args)
    say(f"{pack.title} (id {pack.id}, version {pack.version}, digest {pack.digest[:12]})")
    heading("Who must agree")
    for stage, parties in pack.signatories.items():
        say(f"{stage}: {', '.join(pack.party_name(p) for p in parties) or 'nobody named'}", indent=2)
    heading("Holds")
    say(", ".join(f"{number} {name}" for name, number in record["counts"].items() if number), indent=2)
    heading("Matters with instances of this conflict")
    named: dict[str, list[str]] = {}
    for instance in pack.instances:
        named.setdefault(instance.issue, []).append(instance.id)
    table(("issue", "instances"), [(f"  {issue}", ", ".join(names)) for issue, names in named.items()])
    heading("Rules")
    table(("id", "kind", "rule"), [(f"  {r.id}", "soft" if r.soft else "hard", r.rule) for r in pack.rules])
    heading("Proposals")
    table(
        ("id", "date", "stage", "name"),
        [(f"  {p.id}", p.date, p.stage, p.name) for p in pack.proposals.values()],
    )
    return finish((), args)


PACK = Command(
    "pack",
    "check, make, list and show the data of conflicts",
    "Packs hold all that is true of one conflict (docs/packs.md): check, new, list, show.",
    "examples:\n  detente pack check packs/veldora\n  detente pack new packs/mine\n  detente pack list\n  "
    "detente pack show veldora",
    _add,
    None,
)
