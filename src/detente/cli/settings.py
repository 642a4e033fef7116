"""`settings`: what a project keeps for all its answers."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from detente.cli.arguments import Command, add_common, add_project
from detente.cli.show import finish, put_json, status


def _add(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument(
        "--half-life",
        metavar="DAYS",
        help="keep: words weigh half after so many days; none: they do not fade; pack: as the pack says",
    )
    add_common(parser)


def _run(args: Namespace) -> int:
    from detente.desk.half_life import half_life, keep_half_life, kept_half_life
    from detente.desk.project import open_project

    chosen = half_life(args.half_life) if args.half_life is not None else None
    with open_project(args.project, writable=chosen is not None) as project:
        if chosen is not None:
            keep_half_life(project.file, chosen)
        kept, of_pack = kept_half_life(project.file.settings()), project.pack.half_life_days
    as_pack = kept is None or kept.of_pack
    days = of_pack if kept is None or kept.of_pack else kept.days
    if args.json:
        half = {"kept": not as_pack, "days": days, "of_pack_days": of_pack}
        put_json(
            {"schema": "detente.settings", "schema_version": 1, "pack": project.pack.id, "half_life": half}
        )
        return finish(project.problems, args)
    status(f"pack: {project.pack.id}")
    if as_pack:
        how = "as the pack says: words of a party fade only before its own later words to the contrary"
    elif days is None:
        how = "words do not fade"
    else:
        how = "all words fade, counted to the day that is asked about, else to the day of the answer"
    status(f"half-life: {'none' if days is None else f'{days:g} days'}, {how}")
    return finish(project.problems, args)


SETTINGS = Command(
    "settings",
    "what the project keeps for all its answers: the half-life of words",
    "Show what a project keeps for all its answers, or keep something else. Earlier settings stay in its history.",
    "examples:\n  detente settings talks.detente\n  detente settings talks.detente --half-life 365",
    _add,
    _run,
)
