"""Links and their cycles as a section that a person reads: each line with its sentences."""

from __future__ import annotations

from collections.abc import Sequence

from detente.bargaining.wording import option_label
from detente.briefs.evidence import Apparatus
from detente.briefs.model import BriefLine, Section
from detente.desk.changes_in_words import tools_of
from detente.desk.project import Answer, Project
from detente.ledger.agenda import Key
from detente.ledger.cycles import Cycle
from detente.ledger.linkage import Linkage
from detente.ledger.links import TRUCE, Link


def linkage_in_words(project: Project, answer: Answer, found: Linkage, *, most: int | None = None) -> Section:
    """Cycles first, then the links by party: those of no cycle that tie something, unless all are asked for."""
    tools = tools_of(project, answer)
    cycles = Section(
        "cycles",
        "Where each waits for the other",
        subsections=tuple(_cycle(c, tools) for c in found.cycles[:most]),
    )
    told = {id(x) for c in found.cycles[:most] for s in c.steps for x in s.links}
    links = [x for x in found.links if most is None or id(x) not in told]
    each = [_of(p, links, (tools, most)) for p in sorted({x.party for x in links}, key=tools.wording.party)]
    notes = () if found.links else ("No condition was found.",)
    if len(found.cycles) > len(found.cycles[:most]):
        notes = (f"{len(found.cycles) - len(found.cycles[:most])} more cycles: --all",)
    return Section(
        "linkage",
        "Who makes what depend on what",
        "Conditions as the reports give them. Parties in alphabetical order.",
        notes=notes,
        subsections=(*([cycles] if found.cycles else []), *each),
    )


def _of(party: str, links: Sequence[Link], setting: tuple[Apparatus, int | None]) -> Section:
    """What one party makes depend on what, that which ties something first."""
    tools, most = setting
    of = sorted((x for x in links if x.party == party), key=lambda x: not x.stands)
    lines = tuple(_link(x, tools, link_in_words(x, tools)) for x in of[:most])
    left = len(of) - len(lines)
    return Section(
        f"links-{party}",
        tools.wording.party(party),
        lines=lines,
        notes=(f"{left} more: --all",) if left else (),
    )


def _cycle(cycle: Cycle, tools: Apparatus) -> Section:
    parties = [tools.wording.party(p) for p in cycle.parties]
    many = "each waits for the other" if len(parties) == 2 else "each waits for the next"
    waits = f"{parties[0]} ties these to each other" if len(parties) == 1 else many
    told = dict.fromkeys(_of_party(x, tools) for s in cycle.steps for x in s.links)
    marks = [
        str(cycle.voice),
        *([] if cycle.fits else ["on the same matters, not on the same outcomes"]),
        *(["taken together, these conditions meet each other"] if cycle.together else []),
    ]
    lines = tuple(_link(x, tools, _of_party(x, tools)) for s in cycle.steps for x in s.links)
    return Section(
        "cycle-" + "-".join(cycle.parties), f"{waits}: {'; '.join(told)}", " · ".join(marks), lines=lines
    )


def _link(link: Link, tools: Apparatus, text: str) -> BriefLine:
    marks = [
        *(["since taken back"] if link.taken_back else []),
        *(["only considered"] if link.stance == "hedge" else []),
        *([f"asked of {tools.wording.parties(link.asked_of)}"] if link.asked_of else []),
    ]
    return tools.line(f"link-{link.party}", text, link.lines, voice=str(link.voice), marks=marks)


def _of_party(link: Link, tools: Apparatus) -> str:
    return f"{tools.wording.party(link.party)}: {link_in_words(link, tools)}"


def link_in_words(link: Link, tools: Apparatus) -> str:
    """A link in plain words: "X only with Y"."""
    what = _what(link, tools)
    on = _on(link, tools)
    condition = "on a condition" + (f": {'; '.join(link.conditions)}" if link.conditions else "")
    if link.stance == "reject":
        return f"refuses {what} unless there is {on}" if link.named else f"refuses {what}, {condition}"
    if link.first:
        proposed = "proposes " if link.stance == "propose" else ""
        return f"{proposed}{what} only after {on}" if link.named else f"{what}, {condition}"
    verb = {"accept": "takes", "propose": "offers", "hedge": "would consider"}.get(link.stance, "asks for")
    return f"{verb} {what} only with {on}" if link.named else f"{verb} {what}, {condition}"


def _what(link: Link, tools: Apparatus) -> str:
    if link.what is None:
        return "everything else"
    return _term(link.what, link.option, tools)


def _on(link: Link, tools: Apparatus) -> str:
    if link.on is None:
        return "a settlement of the rest"
    issue, option = link.on
    return _term(Key(issue), option, tools)


def _term(key: Key, option: str | None, tools: Apparatus) -> str:
    """An option of a matter, in the words of the taxonomy; the ceasefire as such where none of its kinds is named."""
    if key == TRUCE and option is None:
        return "a ceasefire"
    return f"“{option_label(tools.wording.pack, key, option)}” ({tools.wording.inside(key)})"
