"""`people`: who speaks in a project under which names; merging them with a reason, and parting them again."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.cli.arguments import Command, add_common, user
from detente.cli.show import aside, finish, put_json, say, status

if TYPE_CHECKING:
    from detente.desk.people import Known
    from detente.desk.project import Project
    from detente.desk.same_person import Alike, Voice
    from detente.ledger.people import Merge

_JOBS = ("merge", "part")
_NAMES = 3


def _add(parser: ArgumentParser) -> None:
    parser.add_argument(
        "what",
        metavar="P",
        nargs="+",
        help="project file; or `merge P A B` and `part P A B`: the names A and B, as written, are one person, or are two",
    )
    parser.add_argument(
        "--suggest", action="store_true", help="pairs of names that may be one person, with reasons"
    )
    parser.add_argument("--reason", metavar="TEXT", help="with merge and part: why; it is kept")
    parser.add_argument("--reviewer", metavar="NAME", help="who says so (default: the user of this system)")
    parser.add_argument(
        "--pack", metavar="PACK", help="read the project with this pack (default: the one it was built with)"
    )
    add_common(parser)


def _run(args: Namespace) -> int:
    from detente.desk.project import open_project
    from detente.kernel.errors import BadInput

    first, *rest = args.what
    if first in _JOBS and rest:
        if len(rest) != _NAMES:
            raise BadInput(
                f"`people {first}` takes a project and two names; put each name between quotation marks"
            )
        if not (args.reason or "").strip():
            raise BadInput(f"`people {first}` needs its reason: --reason 'why the names are one, or are two'")
        with open_project(Path(rest[0]), pack_name=args.pack, writable=True) as project:
            return _act(project, args)
    if rest:
        raise BadInput(
            f"'{rest[0]}' is one argument too many; write people P, people merge P A B or people part P A B"
        )
    with open_project(Path(first), pack_name=args.pack) as project:
        return _suggest(project, args) if args.suggest else _list(project, args)


def _act(project: Project, args: Namespace) -> int:
    from datetime import UTC, datetime

    from detente.desk.people import act
    from detente.ledger.people import Merge, MergeAction

    job, _, name, into = args.what
    who = args.reviewer or user()
    made = act(project, Merge(name, into, MergeAction(job), args.reason, who, datetime.now(UTC)))
    if args.json:
        put_json(_head(project, "people-merged") | {"merge": merge_record(made)})
    else:
        status(f"{made.name}: now {'a name of' if job == 'merge' else 'apart from'} {made.into}")
    return finish(project.problems, args)


def _list(project: Project, args: Namespace) -> int:
    from detente.desk.people import people_of

    people, who = people_of(project)
    if args.json:
        refused = [merge_record(merge) | {"why": why} for merge, why in who.refused]
        put_json(_head(project, "people") | {"people": [_known(one) for one in people], "refused": refused})
        return finish(project.problems, args)
    for one in people:
        parties = sorted({project.pack.party_name(party) for voice in one.voices for party in voice.parties})
        spoke, passed = (sum(getattr(v, name) for v in one.voices) for name in ("spoke", "passed"))
        told = [
            f"speaks {spoke}" if spoke else "",
            f"on the way {passed}" if passed else "",
            ", ".join(parties),
        ]
        say(f"{one.name}: {'; '.join(part for part in told if part) or 'in no statement'}", hang=2)
        for merge in one.merges:
            aside(f"also {merge.name}: {merge.reason} ({merge.reviewer}, {merge.at.date()})", indent=4)
    for merge, why in who.refused:
        aside(f"not carried out: {merge.action} {merge.name}, {merge.into}: {why}")
    status(f"{len(people)} people and bodies under {sum(len(one.voices) for one in people)} names")
    return finish(project.problems, args)


def _suggest(project: Project, args: Namespace) -> int:
    from detente.desk.people import suggested

    found = suggested(project)
    if args.json:
        put_json(_head(project, "people-suggested") | {"suggestions": [_alike(one) for one in found]})
        return finish(project.problems, args)
    for one in found:
        say(f"{one.score:.2f}  {one.name}  –  {one.into}", hang=6)
        aside("; ".join(one.reasons), indent=6)
    status(
        f"{len(found)} {'pair' if len(found) == 1 else 'pairs'} that may be one; nothing is merged by itself"
    )
    return finish(project.problems, args)


def _head(project: Project, name: str) -> dict[str, Any]:
    return {"schema": f"detente.{name}", "schema_version": 1, "project": str(project.path)}


def _known(one: Known) -> dict[str, Any]:
    return {
        "name": one.name,
        "names": [_voice(voice) for voice in one.voices],
        "merges": [merge_record(merge) for merge in one.merges],
    }


def _voice(voice: Voice) -> dict[str, Any]:
    return {
        "name": voice.name,
        "speaks": voice.spoke,
        "on_the_way": voice.passed,
        "parties": sorted(voice.parties),
        "first": voice.first.isoformat() if voice.first else None,
        "last": voice.last.isoformat() if voice.last else None,
    }


def merge_record(merge: Merge) -> dict[str, Any]:
    """A merge as plain data."""
    return {
        "name": merge.name,
        "into": merge.into,
        "kind": merge.kind,
        "action": merge.action.value,
        "reason": merge.reason,
        "reviewer": merge.reviewer,
        "at": merge.at.isoformat(),
    }


def _alike(one: Alike) -> dict[str, Any]:
    return {"name": one.name, "into": one.into, "score": one.score, "reasons": list(one.reasons)}


PEOPLE = Command(
    "people",
    "who speaks under which names; merge them with a reason, part them again",
    "The speakers of a project as written. Names are merged by a person alone; each merge is appended with its reason, "
    "its reviewer and its time, and can be taken back.",
    "examples:\n  detente people talks.detente --suggest\n"
    "  detente people merge talks.detente 'V. Lenn' 'Vera Lenn' --reason 'the readout gives the full name'\n"
    "  detente people part talks.detente 'V. Lenn' 'Vera Lenn' --reason 'Viktor Lenn is her brother'",
    _add,
    _run,
)
