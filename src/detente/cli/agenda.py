"""`agenda`: what is on the table of each stage, who holds what on it, who binds, and what was left off."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from detente.cli.arguments import STAGES, Command, add_common, add_moment, add_project, moment_of, scale_of
from detente.cli.sections import show_head
from detente.cli.show import aside, finish, heading, put_json, say, strong

if TYPE_CHECKING:
    from detente.bargaining.agenda import LeftOff, Matter
    from detente.packs.model import Pack

_LEAD = (
    "Each matter with its values in order and who named them; then who binds on it and what each holds. "
    "“Not heard” is neither yes nor no."
)


def _add(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("--stage", choices=STAGES, help="only this deal (default: both)")
    parser.add_argument(
        "--issue", metavar="Y", help="only this issue: terr, terr.status or terr.status[crimea]"
    )
    add_moment(parser)
    add_common(parser)


def _run(args: Namespace) -> int:
    from detente.desk.agenda import agenda, agenda_record, summary
    from detente.desk.project import held, open_project

    with open_project(args.project, pack_name=args.pack, moment=moment_of(args)) as project:
        found = held(project, moment_of(args), scale=scale_of(args))
        shown = agenda(project, found, stage=args.stage, issue=args.issue)
        if args.json:
            put_json(agenda_record(project, found, shown))
            return finish(found.problems, args)
        show_head(project, found)
        aside(_LEAD)
        for stage in shown.stages:
            heading(f"{stage.stage.capitalize()}: {summary(stage)}")
            for matter in stage.matters:
                _show_matter(matter, project.pack)
        _show_left_off(shown.left_off)
    return finish(found.problems, args)


def _show_matter(matter: Matter, pack: Pack) -> None:
    from detente.bargaining.wording import key_label, listed

    leaf = pack.leaves[matter.key.issue]
    axis = f", from “{leaf.axis[0]}” to “{leaf.axis[1]}”" if len(leaf.axis) == 2 else ""
    unit = f", in {leaf.unit}" if leaf.unit else ""
    say()
    say(strong(f"{key_label(pack, matter.key)}  [{matter.key}]"), indent=2, hang=2)
    aside(f"{leaf.type}{axis}{unit}; on the agenda because {'; '.join(matter.origins)}", indent=4)
    if matter.free_text:
        aside("its instance is not one that the pack declares; add it to instances in issues.yaml", indent=4)
    say("values: " + _values(matter, pack), indent=4, hang=2)
    for holding in matter.holdings:
        name = pack.party_name(holding.party)
        if holding.position is None:
            say(f"{name} ({holding.capacity}): not heard", indent=4, hang=2)
            continue
        word, voice = holding.position.word, holding.position.voice
        say(f"{name} ({holding.capacity}): {word}, {voice}; {holding.words}", indent=4, hang=2)
        aside(" ".join(dict.fromkeys(x.original_id for x in holding.position.lines)), indent=6)
    for touching in matter.rules:
        kind = "soft rule" if touching.rule.soft else "rule"
        ties = f"; with {listed(str(k) for k in touching.others)}" if touching.others else ""
        say(f"{kind} {touching.rule.id}: {touching.rule.rule}{ties}", indent=4, hang=2)
    for need in matter.needs:
        say(f"need of {pack.party_name(need.party)}: {need.name}", indent=4, hang=2)
    if matter.proposals:
        say(f"proposals with a term on it: {', '.join(matter.proposals)}", indent=4, hang=2)


def _values(matter: Matter, pack: Pack) -> str:
    from detente.bargaining.wording import option_label

    def told(value: str, parties: tuple[str, ...]) -> str:
        by = f" ({', '.join(pack.party_name(p) for p in parties)})" if parties else ""
        return f"{option_label(pack, matter.key, value)}{by}"

    return " · ".join(told(value, parties) for value, parties in matter.named.items())


def _show_left_off(left_off: tuple[LeftOff, ...]) -> None:
    if not left_off:
        return
    heading("Spoken of, and on no agenda")
    for off in left_off:
        number = len(off.lines)
        say(f"{off.issue}: {number} line{'s' if number > 1 else ''}; {off.reason}", indent=2, hang=2)


AGENDA = Command(
    "agenda",
    "what is on the table, who binds, what is left off",
    "What each deal is about: every matter with its values, who holds what on it, who must agree and was not "
    "heard, which rules, needs and proposals touch it, and what was left off and why.",
    "examples:\n  detente agenda talks.detente --stage truce\n  detente agenda talks.detente --issue terr --json",
    _add,
    _run,
)
