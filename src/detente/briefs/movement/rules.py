"""One rule for both sides: what each said, whom it would bind, what it asks of each, what it opens, who has tabled it."""

from __future__ import annotations

from collections.abc import Iterator

from detente.bargaining.constraints.model import Strength
from detente.bargaining.results import StageResults
from detente.bargaining.two_sided import TwoSidedRule
from detente.briefs.deadlocks import by_conduct_alone
from detente.briefs.evidence import Apparatus
from detente.briefs.model import BriefLine, Section
from detente.briefs.names import pointed
from detente.briefs.wording import STAGE_NAMES, counted, listed, sentence


def rules_section(
    rules: tuple[TwoSidedRule, ...], result: StageResults, apparatus: Apparatus
) -> Section | None:
    """Rules for both sides of a stage; None where there is none."""
    where = f"moves-{result.stage}-both"
    parts = tuple(_rule(r, f"{where}-{n}", (result, apparatus)) for n, r in enumerate(rules, start=1))
    lead = (
        "Where a side asks of the other what the other could ask back, the pack's option that binds both alike. "
        "What it would ask of each and what it would open is worked out; that it is fair or wanted is not."
    )
    return Section(where, "One rule for both sides", lead, subsections=parts) if parts else None


def _rule(rule: TwoSidedRule, where: str, setting: tuple[StageResults, Apparatus]) -> Section:
    result, apparatus = setting
    wording = apparatus.wording
    terms = listed(wording.term(key, option) for key, option in rule.terms)
    about = f" on {rule.regime}" if rule.regime else ""
    lines = [
        *_raised(rule, where, apparatus),
        _binds(rule, where, (result, apparatus)),
        *_asks(rule, where, apparatus),
        *_opens(rule, where, (result, apparatus)),
        *_tabled(rule, where, apparatus),
    ]
    return Section(where, f"One rule for both{about}: {terms}", "", tuple(lines))


def _raised(rule: TwoSidedRule, where: str, apparatus: Apparatus) -> Iterator[BriefLine]:
    """Who asks for it and of whom; then of whose conduct others speak."""
    wording = apparatus.wording
    for asks in (True, False):
        for party in sorted({r.party for r in rule.raised if r.asks is asks}, key=wording.party):
            mine = [r for r in rule.raised if r.party == party and r.asks is asks]
            about = wording.keys(r.key for r in mine)
            of = {p for r in mine for p in r.of} - {party}
            asked = f" of {wording.parties(of)}" if of else ""
            name = wording.party(party)
            text = f"{name} raises it{asked}, on {about}." if asks else f"Others speak of {name} on {about}."
            yield apparatus.line(where, text, [x for r in mine for x in r.lines])


def _binds(rule: TwoSidedRule, where: str, setting: tuple[StageResults, Apparatus]) -> BriefLine:
    result, apparatus = setting
    signing = set(apparatus.inputs.pack.signatories[result.stage])
    others = [p for p in rule.binds if p not in signing]
    text = f"It would bind {apparatus.wording.parties(p for p in rule.binds if p in signing)}"
    if others:
        text += f", and as those who alone give what it shuts: {apparatus.wording.parties(others)}"
    return apparatus.line(where, f"{text}.", rule.lines)


def _asks(rule: TwoSidedRule, where: str, apparatus: Apparatus) -> Iterator[BriefLine]:
    """What each would have to take beyond what it holds; who need not move says so by absence."""
    wording = apparatus.wording
    for step in sorted(rule.steps, key=lambda s: (wording.party(s.party), s.group.id)):
        on = wording.keys(step.group.keys)
        text = f"With it, {wording.party(step.party)} {wording.plain(step.to)}, on {on}."
        yield (
            apparatus.line(where, text, step.group.lines)
            if step.group.lines
            else apparatus.absence(where, text)
        )


def _opens(rule: TwoSidedRule, where: str, setting: tuple[StageResults, Apparatus]) -> Iterator[BriefLine]:
    result, apparatus = setting
    locks = {d.id: d for d in result.deadlocks}
    if rule.opens:
        asked = [
            d for d in rule.opens if locks[d].strength is Strength.ASKED and not by_conduct_alone(locks[d])
        ]
        some = "" if len(asked) == len(rule.opens) else f" {pointed(asked, {})}"
        only = f" –{some} if the question asked is meant as a condition" if asked else ""
        lines = [x for d in rule.opens for x in locks[d].lines]
        yield apparatus.line(where, f"With these steps it opens {pointed(rule.opens, {})}{only}.", lines)
    if rule.stays_shut:
        lines = [x for d in rule.stays_shut for x in locks[d].lines]
        yield apparatus.line(where, f"It leaves {pointed(rule.stays_shut, {})} shut.", lines)
    if rule.beside is not None and rule.opens:
        name = STAGE_NAMES[result.stage]
        left = f"Together with one of the ways for {pointed(rule.beside, {})}" if rule.beside else "By itself"
        lines = [x for d in (*rule.opens, *rule.beside) for x in locks[d].lines]
        yield apparatus.line(where, f"{left} it makes a deal of the {name} possible.", lines)


def _tabled(rule: TwoSidedRule, where: str, apparatus: Apparatus) -> Iterator[BriefLine]:
    pack = apparatus.inputs.pack
    for name, lines in rule.tabled:
        if name in pack.proposals:
            text = f"A term of it stands in a proposal: {pack.proposals[name].name} ({pack.proposals[name].date})."
        else:
            text = f"{apparatus.wording.party(name)} has named a term of it."
        yield apparatus.line(where, text, lines) if lines else apparatus.absence(where, text)
    if not rule.tabled:
        reports = counted(len(apparatus.inputs.view.reports), "report")
        terms = listed(dict.fromkeys(apparatus.wording.term(k, o) for k, o in rule.terms), last="nor")
        yield apparatus.absence(
            where, f"Nobody in {reports} and no proposal has named it: {sentence(terms)}."
        )
