"""Section 3: what cannot hold together, sorted by what it rests on; then what only looks like it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.bargaining.constraints.model import STRENGTHS, Group, Hard, Role, Strength
from detente.bargaining.deadlocks import how_far
from detente.bargaining.results import Deadlock, Difference, StageResults
from detente.bargaining.shared_demands import shared_demands
from detente.briefs.evidence import Apparatus, publisher_of, speaker_of, strength_then_latest
from detente.briefs.model import BriefLine, PackSource, Section
from detente.briefs.names import Knot, headline, knots_of
from detente.briefs.wording import STAGE_NAMES, counted, listed, sentence, when_phrase
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.packs.model import STAGES

STRENGTH_TITLES = {
    Strength.OWN: "In the parties’ own words",
    Strength.REPORTED: "Reported",
    Strength.ATTRIBUTED: "Would hold if what experts and others say is right",
    Strength.ASKED: "Would lock if the question asked is meant as a condition",
    Strength.SUPPOSED: "Would lock if what is supposed held",
}
_BY_CONDUCT = "Would lock if what is done now is meant to go on"
FIRST = {"truce_first": "the truce", "settlement_first": "terms of the settlement"}
_MOST_NAMED = 4


def deadlocks_section(apparatus: Apparatus) -> Section:
    """Every deadlock in plain words, stage by stage."""
    parts = [_stage(result, apparatus) for stage in STAGES if (result := apparatus.inputs.results.get(stage))]
    return Section(
        "deadlocks",
        "What cannot hold together",
        "A deadlock is a smallest set of held positions that no deal of the stage satisfies: take away any "
        "member and the rest can "
        "hold. Sorted by the weakest member. Deadlocks that share a cause stand together, the plainest "
        "first.",
        subsections=tuple(parts),
    )


def _stage(result: StageResults, apparatus: Apparatus) -> Section:
    knots = knots_of(result)
    parts: list[Section] = []
    for strength in STRENGTHS:
        here = [k for k in knots if k.lead.strength is strength and not k.lead.not_on_offer]
        where = f"deadlocks-{result.stage}-{strength.name.lower()}"
        for title in sorted({title_of(k.lead) for k in here}):
            name = f"{where}-conduct" if title == _BY_CONDUCT else where
            told = tuple(knot_section(k, apparatus) for k in here if title_of(k.lead) == title)
            parts.append(Section(name, title, subsections=told))
    refused = [k for k in knots if k.lead.not_on_offer]
    if refused:
        parts.append(
            Section(
                f"deadlocks-{result.stage}-not-on-offer",
                "Asked of those who alone could give it, and refused",
                "No step of the signatories opens these; what is open is what could stand in their place.",
                subsections=tuple(knot_section(k, apparatus) for k in refused),
            )
        )
    shared, alike = most_shared(result, apparatus), _differences(result, apparatus)
    return Section(
        f"deadlocks-{result.stage}",
        sentence(STAGE_NAMES[result.stage]),
        lines=order_lines(result, apparatus),
        notes=deadlocks_notes(result, apparatus),
        subsections=(*parts, *((shared,) if shared else ()), *((alike,) if alike else ())),
    )


def deadlocks_notes(result: StageResults, apparatus: Apparatus) -> tuple[str, ...]:
    """What is known of the deadlocks that are not listed, and what it means that there are none."""
    so_far = how_far(result.reach, result.deadlocks)
    if so_far:
        return (
            f"{sentence(so_far)}. What only looks like a deadlock cannot be told before the search is done.",
        )
    if result.deadlocks:
        return ()
    waiting = apparatus.inputs.view.left_out
    return (
        f"No deadlock was found among the lines that count; {waiting} wait for review and enter none."
        if waiting
        else "No deadlock was found among what was heard. That is not agreement: see who was not heard.",
    )


def most_shared(result: StageResults, apparatus: Apparatus) -> Section | None:
    """The demands that stand in most deadlocks of a stage, all that tie; None where no demand stands in two."""
    shared = shared_demands(result.deadlocks)
    if not shared.most:
        return None
    where = f"shared-{result.stage}"
    listed_of = "" if result.reach.complete else " that are listed"
    lines = [
        apparatus.line(
            where,
            f"{apparatus.wording.party(group.party)} {held_phrase(group, apparatus)}: in "
            f"{listed(shared.deadlocks_of(group.id))}.",
            group.lines,
            voice=group.strength.value,
        )
        for group in in_order(shared.most, apparatus)
    ]
    what = "One position stands" if len(lines) == 1 else f"{len(lines)} positions stand"
    return Section(
        where,
        "What stands in most of them",
        f"{what} in {shared.count} of {counted(shared.counted, 'deadlock')}{listed_of}. "
        "That tells how much hangs together, not who should move.",
        tuple(lines),
    )


def order_lines(result: StageResults, apparatus: Apparatus) -> tuple[BriefLine, ...]:
    """Which comes first for each party, where its truce conditions tell; always inferred."""
    found = [s for s in result.sequence if s.lines]
    return tuple(
        apparatus.line(
            f"order-{result.stage}",
            f"What comes first, by its conditions for a truce: {apparatus.wording.party(s.party)}, "
            f"{FIRST[s.option]}.",
            s.lines,
            marks=("inferred",),
        )
        for s in sorted(found, key=lambda s: (apparatus.wording.party(s.party), s.option))
    )


def knot_section(knot: Knot, apparatus: Apparatus) -> Section:
    """One knot: members with their sentences, the rule by which they clash, what nobody offers, variants."""
    where = f"deadlock-{knot.name}"
    lines = [
        *(member_line(m, where, apparatus) for m in in_order(knot.lead.members, apparatus)),
        *(_rule_line(r, where, apparatus) for r in knot.lead.rules),
        *_offers(knot.lead, where, apparatus),
    ]
    variants = tuple(_variant(d, (knot, apparatus)) for d in knot.variants)
    lead = "" if knot.lead.checked else "Not confirmed by plain evaluation: do not use."
    return Section(
        where,
        f"{knot.name} · {headline(knot.lead, apparatus.wording)}",
        lead,
        tuple(lines),
        subsections=variants,
    )


def title_of(deadlock: Deadlock) -> str:
    """On what it rests; where no question is asked in it, but something is done, on that."""
    return _BY_CONDUCT if by_conduct_alone(deadlock) else STRENGTH_TITLES[deadlock.strength]


def by_conduct_alone(deadlock: Deadlock) -> bool:
    """Whether its weakest member is what somebody does, and nobody only asks."""
    weakest = [m for m in deadlock.members if m.strength is Strength.ASKED]
    return bool(weakest) and all(m.role is Role.CONDUCT for m in weakest)


def _variant(deadlock: Deadlock, setting: tuple[Knot, Apparatus]) -> Section:
    """A variant shows only the members by which it differs from the lead."""
    knot, apparatus = setting
    where = f"deadlock-{deadlock.id}"
    shared = {m.id for m in knot.lead.members}
    fresh = [m for m in in_order(deadlock.members, apparatus) if m.id not in shared]
    lines = [
        *(member_line(m, where, apparatus) for m in fresh),
        *(_rule_line(r, where, apparatus) for r in deadlock.rules if r not in knot.lead.rules),
    ]
    strength = title_of(deadlock)
    kept = len(deadlock.members) - len(fresh)
    lead = f"{strength}. With {counted(kept, 'member')} of {knot.name}." if kept else f"{strength}."
    return Section(where, f"{deadlock.id} · {headline(deadlock, apparatus.wording)}", lead, tuple(lines))


def in_order(members: Iterable[Group], apparatus: Apparatus) -> list[Group]:
    """Members by the name of their party: no order ranks them."""
    return sorted(members, key=lambda m: (apparatus.wording.party(m.party), m.id))


def member_line(group: Group, where: str, apparatus: Apparatus) -> BriefLine:
    """What one party holds, as a sentence with the marks it needs."""
    name = apparatus.wording.party(group.party)
    text = f"{name} {held_phrase(group, apparatus)}{_said_by(group, apparatus)}."
    if group.strength is Strength.ATTRIBUTED and group.role is not Role.NEED:
        text = f"By what others say, {text}"
    marks = [m for m, so in (("inferred", group.inferred), ("stage unclear", group.stage_unclear)) if so]
    source = PackSource(group.source) if group.source else None
    voice = "as the pack has it" if source and not group.lines else group.strength.value
    if group.role is Role.CONDUCT:
        voice = "conduct, not a position"
    return apparatus.line(
        where, text, group.lines, voice=voice, firm=group.firm, marks=marks, pack_source=source
    )


def _said_by(group: Group, apparatus: Apparatus) -> str:
    """`; said by Orlen Vask, as told by the palace, 13 March 2025, and in 2 more statements`: the strongest, latest one."""
    if not group.lines:
        return ""
    first = min(group.lines, key=strength_then_latest)
    told = listed(reversed(first.statement.via))
    speaker = speaker_of(first, apparatus)
    if speaker:
        who = f"said by {speaker}" + (f", as told by {told}" if told else "")
    else:
        who = f"told by {told or f'the writer in {publisher_of(first.report, apparatus.inputs.pack)}'}"
    more = len({line.statement.id for line in group.lines}) - 1
    others = f", and in {counted(more, 'more statement')}" if more else ""
    return f"; {who}, {when_phrase(first.said)}{others}"


def held_phrase(group: Group, apparatus: Apparatus, *, subject: bool = True) -> str:
    """`asks for: full lifting, on sanctions relief`; a need in the words of its group."""
    said = apparatus.wording.plain(group.wording)
    if group.role is Role.NEED or not group.keys or not subject:
        return said
    return f"{said}, on {apparatus.wording.keys(group.keys)}"


def _rule_line(rule: Hard, where: str, apparatus: Apparatus) -> BriefLine:
    text = f"The rule that makes them exclusive: {apparatus.wording.rule(rule.text)}."
    return apparatus.line(where, text, pack_source=PackSource(rule.source))


def _offers(deadlock: Deadlock, where: str, apparatus: Apparatus) -> Iterator[BriefLine]:
    """What is on offer on its matters, and which options nobody in these reports has named."""
    told: dict[tuple[str, str], dict[str, list[Line]]] = {}
    held = {line for m in deadlock.members for line in m.lines}
    for offer in deadlock.offers:
        if held.issuperset(offer.lines):
            continue
        option = apparatus.wording.option(offer.key, offer.option)
        place = (apparatus.wording.party(offer.party), apparatus.wording.inside(offer.key))
        told.setdefault(place, {}).setdefault(option, []).extend(offer.lines)
    for (party, about), options in sorted(told.items()):
        text = f"On offer from {party}: {listed(options, last='or')}, on {about}."
        yield apparatus.line(where, text, [x for lines in options.values() for x in lines])
    reports = counted(len(apparatus.inputs.view.reports), "report")
    by_key: dict[Key, list[str]] = {}
    for key, value in deadlock.unoffered:
        by_key.setdefault(key, []).append(apparatus.wording.option(key, value.partition("#")[2] or value))
    alike: dict[tuple[str, ...], list[Key]] = {}
    for key, values in by_key.items():
        alike.setdefault(tuple(values), []).append(key)
    for named, keys in alike.items():
        more = [f"{len(named) - _MOST_NAMED} more"] if len(named) > _MOST_NAMED else []
        missing = listed([*named[:_MOST_NAMED], *more])
        yield apparatus.absence(
            where, f"On {apparatus.wording.keys(keys)}, nobody in {reports} has named: {missing}."
        )


def _differences(result: StageResults, apparatus: Apparatus) -> Section | None:
    """What parties differ on without a lock; instances of one issue with the same reason stand together."""
    where = f"alike-{result.stage}"
    alike: dict[tuple[str, str], list[Difference]] = {}
    for difference in result.differences:
        alike.setdefault((difference.key.issue, difference.reason), []).append(difference)
    lines = tuple(_difference(found, where, apparatus) for found in alike.values())
    if not lines:
        return None
    lead = "Parties differ here, yet nothing that they hold excludes a deal."
    return Section(where, "Look like deadlocks, are not", lead, lines)


def _difference(found: list[Difference], where: str, apparatus: Apparatus) -> BriefLine:
    """The matter, what each says, and why that is no deadlock."""
    wording = apparatus.wording
    reason = wording.plain(found[0].reason.replace("”: ", "” – ")).rstrip(".")
    text = f"{sentence(wording.keys(d.key for d in found))}. {reason}."
    lines = [x for d in found for x in d.lines]
    return apparatus.line(where, text, lines) if lines else apparatus.absence(where, text)
