"""In what order: phases in which no side gives before what it waits for stands, and the circles, with what could break them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.bargaining.sequencing.model import Act, Circle, Phase, Sequencing, StandIn, Wait
from detente.briefs.evidence import Apparatus
from detente.briefs.model import BriefLine, PackSource, Section
from detente.briefs.wording import listed, sentence
from detente.ledger.agenda import Key

_MOST = 6


def phases_section(found: Sequencing, apparatus: Apparatus) -> Section | None:
    """Phases, then circles; None where nobody makes anything wait."""
    if not found.waits:
        return None
    where = "moves-order"
    lead = (
        "From who makes what wait for what, in both deals. A step stands in the first phase in which all that it waits for "
        "stands already, or comes with it. It says in what order, not that anybody agrees to it."
    )
    lines = tuple(_phase(p, found, (where, apparatus)) for p in found.phases)
    circles = tuple(_circle(c, f"{where}-{n}", apparatus) for n, c in enumerate(found.circles, start=1))
    return Section(where, "In what order: steps in phases", lead, lines, subsections=circles)


def _phase(phase: Phase, found: Sequencing, setting: tuple[str, Apparatus]) -> BriefLine:
    where, apparatus = setting
    at_once = {a for acts in phase.together for a in acts}
    told = [
        f"at once, since each waits for the other: {listed(_acted(a, found, apparatus) for a in acts)}"
        for acts in phase.together
    ]
    told += [_acted(a, found, apparatus) for a in phase.acts if a not in at_once]
    waits = [w for w in found.waits if set(w.acts) & set(phase.acts)]
    waits = waits or [w for w in found.waits if set(w.on) & set(phase.acts)]
    text = f"Phase {phase.number}: {'; '.join(told)}."
    marks = ["inferred"] if any(w.inferred for w in waits) else []
    return apparatus.line(where, text, [x for w in waits for x in w.lines], marks=marks)


def _acted(act: Act, found: Sequencing, apparatus: Apparatus) -> str:
    """An act, and who would act."""
    who = found.actors(act)
    by = apparatus.wording.parties(who) if who else "who would act is not told"
    return f"{act_in_words(act, apparatus)} [{by}]"


def act_in_words(act: Act, apparatus: Apparatus) -> str:
    """`a ceasefire`, `the rest of a settlement`, or an outcome of a matter as a label: ‹30 days› (duration)."""
    if act.what is None:
        return "the rest of a settlement"
    if act.what.issue == "cf.class" and act.option is None:
        return "a ceasefire"
    return apparatus.wording.labelled_term(act.what, act.option)


def _circle(circle: Circle, where: str, apparatus: Apparatus) -> Section:
    names = apparatus.wording.parties(circle.parties)
    rounds = listed((act_in_words(a, apparatus) for a in circle.path), last="then")
    waits = "waits for itself" if len(circle.parties) == 1 else "each waits for the other"
    lines = [
        *(_wait(w, where, apparatus) for w in circle.waits),
        _together(circle, where, apparatus),
        *_lifted(circle, where, apparatus),
        *_stand_ins(circle, where, apparatus),
        *_parts(circle, where, apparatus),
    ]
    return Section(where, f"{names}: {waits} – {rounds}", str(circle.voice), tuple(lines))


def _wait(wait: Wait, where: str, apparatus: Apparatus) -> BriefLine:
    text = f"{apparatus.wording.party(wait.party)}: {wait_in_words(wait, apparatus)}."
    marks = ["inferred"] if wait.inferred else []
    return apparatus.line(where, text, wait.lines, voice=str(wait.voice), marks=marks)


def wait_in_words(wait: Wait, apparatus: Apparatus) -> str:
    """`a ceasefire only after withdrawal`; all the rest is said in one word."""
    acts, on = (_side(side, apparatus) for side in (wait.acts, wait.on))
    return f"{acts} only {'after' if wait.first else 'with'} {on}"


def _side(acts: Iterable[Act], apparatus: Apparatus) -> str:
    some = list(acts)
    whole = [a for a in some if a.what is None]
    return listed(act_in_words(a, apparatus) for a in (whole or some))


def _together(circle: Circle, where: str, apparatus: Apparatus) -> BriefLine:
    """Simultaneous exchange: what it meets as asked, and what it meets only at the same time."""
    acts = listed(act_in_words(a, apparatus) for a in circle.acts)
    text = f"All at once would break it: {acts}. "
    if circle.first:
        names = apparatus.wording.parties(w.party for w in circle.first)
        text += f"{names} then get at the same time what they ask to have first."
    else:
        text += "That meets every one of these conditions as it is put."
    return apparatus.line(where, text, [x for w in circle.waits for x in w.lines], marks=["inferred"])


def _lifted(circle: Circle, where: str, apparatus: Apparatus) -> Iterator[BriefLine]:
    for some in circle.lifted:
        told = listed(f"{apparatus.wording.party(w.party)}’s ({wait_in_words(w, apparatus)})" for w in some)
        text = f"If something else stood in for what is awaited in {told}, the rest could go in its order."
        yield apparatus.line(where, text, [x for w in some for x in w.lines], marks=["inferred"])
    if circle.first and not circle.lifted:
        yield apparatus.absence(
            where, "There are too many conditions to try which of them would have to be lifted."
        )


def _stand_ins(circle: Circle, where: str, apparatus: Apparatus) -> Iterator[BriefLine]:
    """Who spoke of a step that could stand in, each with its words; then who alone could give one, by the pack."""
    spoken: dict[str, list[StandIn]] = {}
    for one in circle.stand_ins:
        if one.lines:
            spoken.setdefault(one.party, []).append(one)
    for party in sorted(spoken, key=apparatus.wording.party):
        told = listed(
            dict.fromkeys(apparatus.wording.labelled_term(s.key, s.option) for s in spoken[party]), last="or"
        )
        text = f"In a guarantee’s place could stand a step of {apparatus.wording.party(party)}, which speaks of {told}."
        lines = [x for s in spoken[party] for x in s.lines]
        yield apparatus.line(where, text, lines, marks=["inferred"])
    by_key: dict[Key, dict[str, str]] = {}
    for one in circle.stand_ins:
        if not one.lines:
            by_key.setdefault(one.key, {})[one.party] = one.source
    for key, who in by_key.items():
        text = f"By the pack, {apparatus.wording.inside(key)} is also for {apparatus.wording.parties(who)} to give."
        source = PackSource("; ".join(dict.fromkeys(s for s in who.values() if s)) or "the pack")
        yield apparatus.line(where, text, pack_source=source, marks=["inferred"])


def _parts(circle: Circle, where: str, apparatus: Apparatus) -> Iterator[BriefLine]:
    """In small reciprocal steps: what was named by somebody, each with its words; then what nobody named."""
    for part in (p for p in circle.parts if p.named):
        said = f"{apparatus.wording.parties(part.named)}"
        text = (
            f"In small steps: part of {act_in_words(part.act, apparatus)}, as {said} put it: "
            f"{apparatus.wording.labelled_term(part.key, part.value)}."
        )
        yield apparatus.line(where, text, part.lines, marks=["inferred"])
    unnamed: dict[Key, list[str]] = {}
    for part in (p for p in circle.parts if not p.named):
        unnamed.setdefault(part.key, []).append(apparatus.wording.option(part.key, part.value))
    for key, values in unnamed.items():
        text = f"{sentence(apparatus.wording.inside(key))}, in between and named by nobody: {listed(values[:_MOST], last='or')}."
        yield apparatus.absence(where, text)
