"""`stability`: the graph model for conflict resolution: what would hold, for whom, and why."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli.arguments import STAGES, Command, add_common, add_moment, moment_of, refuse_view, scale_of
from detente.cli.show import aside, finish, put_json, say, status

if TYPE_CHECKING:
    from detente.bargaining.constraints.model import StageProblem
    from detente.bargaining.stability.from_stage import Derived
    from detente.bargaining.stability.model import Conflict
    from detente.desk.stability import StabilityAnswer, Wanted
    from detente.ledger.entries import Line
    from detente.packs.model import Pack

CONCEPTS = ("R", "GMR", "SMR", "SEQ", "SSEQ")


def _add(parser: ArgumentParser) -> None:
    parser.add_argument(
        "source", metavar="CASE|P", type=Path, help="a case (.json, docs/stability.md), or a project file"
    )
    parser.add_argument(
        "--concept",
        metavar="C",
        action="append",
        choices=CONCEPTS,
        help=f"only this: {', '.join(CONCEPTS)}; may be given again (default: all)",
    )
    parser.add_argument("--horizon", metavar="H", type=int, help="also limited-move stability, H moves ahead")
    parser.add_argument(
        "--status-quo", metavar="S", help="shortest ways from this state (name or pattern) to the equilibria"
    )
    parser.add_argument(
        "--why", metavar="S", help="why this state holds or does not, as moves and answers in words"
    )
    parser.add_argument(
        "--inverse", metavar="S", help="what would have to change for this state to hold for everybody"
    )
    parser.add_argument(
        "--coalitions",
        action="store_true",
        help="also whether states hold against decision makers who move together",
    )
    parser.add_argument("--stage", choices=STAGES, help="of a project: which deal")
    parser.add_argument(
        "--issue",
        metavar="Y",
        action="append",
        help="of a project: only this matter: terr, terr.status or terr.status[crimea]; may be given again",
    )
    parser.add_argument(
        "--to",
        metavar="FILE",
        type=Path,
        help="write the case with what was found; of a project that gives none, a template to fill in",
    )
    add_moment(parser)
    add_common(parser)


def _run(args: Namespace) -> int:
    from detente.bargaining.stability.model import Concept
    from detente.desk.stability import Wanted, case_of, is_case

    chosen = tuple(Concept(c) for c in CONCEPTS if c in (args.concept or CONCEPTS))
    wanted = Wanted(chosen, args.horizon, args.status_quo, args.why, args.inverse, args.coalitions)
    if not is_case(args.source):
        return _of_project(args, wanted)
    refuse_view(args, "a case holds one view", beside=("stage", "issue", "pack"))
    _answer(case_of(args.source), wanted, args)
    return 0


def _of_project(args: Namespace, wanted: Wanted) -> int:
    from detente.cli.sections import show_head
    from detente.desk.project import held, open_project
    from detente.desk.stability import derived_from
    from detente.kernel.errors import BadInput

    if args.stage is None:
        raise BadInput("which deal? give --stage truce or --stage settlement")
    with open_project(args.source, pack_name=args.pack, moment=moment_of(args)) as project:
        found = held(project, moment_of(args), scale=scale_of(args))
        made, problem = derived_from(project, found, args.stage, issues=args.issue or ())
        if made.conflict is None:
            template = _template(args, (made, problem, project.pack))
            raise BadInput(f"{args.source}, {args.stage}: {made.missing}. {template}")
        if not args.json:
            show_head(project, found)
            _not_movers(made, project.pack)
        _answer(made.conflict, wanted, args, basis=made.lines)
        return finish(found.problems, args)


def _not_movers(made: Derived, pack: Pack) -> None:
    names = ", ".join(pack.party_name(p) for p in made.not_movers)
    if names:
        aside(
            f"Hold firm positions, but nothing that is asked for hangs on them, so that they make no move here: {names}."
        )


def _template(args: Namespace, made: tuple[Derived, StageProblem, Pack]) -> str:
    from detente.desk.files import write_whole
    from detente.desk.stability_records import template_record

    what = "Enter what each can do (options) and what it likes (preference_statements) as a case, docs/stability.md"
    if args.to is None:
        return f"{what}; --to FILE writes a template of one"
    import json

    write_whole(args.to, json.dumps(template_record(*made), ensure_ascii=False, indent=1) + "\n")
    return f"{what}; a template was written to {args.to}"


def _answer(conflict: Conflict, wanted: Wanted, args: Namespace, *, basis: Sequence[Line] = ()) -> None:
    from detente.cli.stability_words import show_stability
    from detente.desk.stability import judged
    from detente.desk.stability_records import stability_record

    answer = judged(conflict, wanted)
    if args.to is not None:
        _write(answer, args.to)
    if args.json:
        put_json(stability_record(answer, basis))
    else:
        show_stability(answer)
        if args.to is not None:
            say()
            status(f"written: {args.to}")


def _write(answer: StabilityAnswer, path: Path) -> None:
    import json

    from detente.desk.files import write_whole
    from detente.desk.stability_records import case_record

    write_whole(
        path, json.dumps(case_record(answer.conflict, answer.found), ensure_ascii=False, indent=1) + "\n"
    )


STABILITY = Command(
    "stability",
    "which states would hold, for whom, and why (graph model)",
    "The graph model for conflict resolution, an analyst's tool: from what each can do and what each likes, which states "
    "nobody would leave, by how far each looks ahead. No page shows it as a forecast.",
    "examples:\n  detente stability examples/stability/strait.json --status-quo 1 --why 4\n  detente stability case.json "
    "--inverse 4 --concept R --json\n  detente stability talks.detente --stage truce --to case.json",
    _add,
    _run,
)
