"""Section 1: ten lines for an ambassador. At most ten; a line that nothing carries is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from detente.bargaining.constraints.model import Role, Strength
from detente.bargaining.results import Deadlock, Question, QuestionKind, StageResults
from detente.briefs.deadlocks import FIRST
from detente.briefs.differing import changes_of, differing_section
from detente.briefs.evidence import Apparatus
from detente.briefs.model import BriefLine, Section
from detente.briefs.names import Knot, knots_of
from detente.briefs.questions import by_weight
from detente.briefs.summary_lines import (
    MOST_CITED,
    WHERE,
    cited,
    cited_of_each,
    leading,
    lock_line,
    stand_phrase,
)
from detente.briefs.wording import STAGE_NAMES, counted, listed
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.stands import Word
from detente.ledger.utterances import VOICES, Voice
from detente.packs.model import Stage

_MOST = 10
_MOST_MOVES = 2
_OFFERS = 3
_TRUCE_ISSUES = ("cf.class", "cf.duration", "cf.precondition", "cf.limited")
_CONDUCT = frozenset(
    {"cf.orders", "cf.monitor", "cf.adjudicate", "cf.consequence", "cf.prohibited", "cf.separation"}
)
_GROUND = frozenset({"terr"})
_PROTECTION = frozenset({"guar", "align", "forces", "support"})


def ambassador_section(apparatus: Apparatus) -> Section:
    """Truce, its lock, the pause, cheap questions, ground, protection, change, doubt, difference, next step.

    Over ten, the lines of the last rank give way first; what is left keeps its order.
    """
    writers: tuple[tuple[Callable[[Apparatus], Iterator[BriefLine]], int], ...] = (
        (_truce, 0),
        (_order, 1),
        (_truce_lock, 0),
        (_pause, 0),
        (_cheap_question, 0),
        (_ground, 0),
        (_protection, 0),
        (_moved, 1),
        (_weighed, 1),
        (_differ, 2),
        (_experts_only, 2),
        (_next_step, 0),
    )
    found = [(rank, line) for writer, rank in writers for line in writer(apparatus)]
    spare = len(found) - _MOST
    dropped = sorted(range(len(found)), key=lambda i: (-found[i][0], -i))[: max(0, spare)]
    lines = [line for i, (_, line) in enumerate(found) if i not in dropped]
    notes = () if lines else ("Too little was heard for a summary.",)
    return Section("ten-lines", "Ten lines for an ambassador", "", tuple(lines), notes=notes, numbered=True)


def _truce(apparatus: Apparatus) -> Iterator[BriefLine]:
    """One line for each signatory: what it says to a truce as such."""
    wording = apparatus.wording
    for party in sorted(apparatus.inputs.pack.signatories["truce"], key=wording.party)[:2]:
        found = [
            p
            for p in apparatus.inputs.positions
            if p.party == party and p.stage == "truce" and p.key.issue in _TRUCE_ISSUES and leading(p)
        ]
        if not found:
            reports = counted(len(apparatus.inputs.view.reports), "report")
            waiting = sum(
                not x.sure and x.statement.holder == party and x.statement.stage != "settlement"
                for x in apparatus.inputs.view.lines
            )
            heard = (
                "is not heard on a truce as such"
                if not waiting
                else "has no reviewed line on a truce as such"
            )
            more = f"; {counted(waiting, 'line')} of its own wait for review" if waiting else ""
            yield apparatus.absence(WHERE, f"{wording.party(party)} {heard} in {reports}{more}.")
            continue
        best = sorted(found, key=lambda p: _TRUCE_ISSUES.index(p.key.issue))
        said = [(p, s) for p in best for s in leading(p)]
        voice = min((s.voice for _, s in said), key=VOICES.index)
        said = [(p, s) for p, s in said if s.voice is voice][:3]
        words = listed(stand_phrase(p, s, apparatus) for p, s in said)
        how = "by what others say" if voice is Voice.ATTRIBUTED else voice.value
        text = f"{wording.party(party)} on a truce, {how}: {words}."
        yield apparatus.line(WHERE, text, cited(x for _, s in said for x in s.lines[:2]), voice=voice.value)


def _order(apparatus: Apparatus) -> Iterator[BriefLine]:
    """Where the parties differ on what comes first."""
    result = apparatus.inputs.results.get("truce")
    found = [s for s in result.sequence if s.lines] if result else []
    if len({s.option for s in found}) > 1:
        said = listed(
            f"{apparatus.wording.party(s.party)}, {FIRST[s.option]} first"
            for s in sorted(found, key=lambda s: apparatus.wording.party(s.party))
        )
        text = f"The order is in dispute. By their conditions: {said}."
        yield apparatus.line(WHERE, text, cited_of_each(s.lines for s in found), marks=("inferred",))


def _knots(stage: Stage, apparatus: Apparatus) -> list[Knot]:
    result = apparatus.inputs.results.get(stage)
    return [k for k in knots_of(result) if k.lead.lines and not k.lead.not_on_offer] if result else []


def _truce_lock(apparatus: Apparatus) -> Iterator[BriefLine]:
    for knot in _knots("truce", apparatus)[:1]:
        yield lock_line("What keeps a truce shut first", knot, apparatus)


def _pause(apparatus: Apparatus) -> Iterator[BriefLine]:
    """What a pause may be used for, where a question meets what somebody does; and which way out nobody named."""
    for knot in _knots("truce", apparatus):
        if knot.lead.strength is Strength.ASKED:
            line = lock_line("Use of the pause", knot, apparatus)
            unnamed = [
                apparatus.wording.option(k, v)
                for k, v in knot.lead.unoffered
                if (named := apparatus.inputs.pack.leaves[k.issue].option(v)) and named.binds == "both"
            ]
            text = f"{line.text} Nobody has named: {listed(unnamed)}." if unnamed else line.text
            yield BriefLine(line.id, text, line.evidence, voice=line.voice, marks=line.marks)
            return


def _weighed(apparatus: Apparatus) -> Iterator[BriefLine]:
    """Which aims of a party experts weigh against one another: where a demand may be softer than it sounds."""
    weighed: dict[tuple[str, tuple[str, ...]], list[Line]] = {}
    for line in apparatus.inputs.view.lines:
        s = line.statement
        if s.kind == "assessment" and s.basis == "analyst" and s.holder and s.about and len(s.about) > 1:
            weighed.setdefault((s.holder, s.about), []).append(line)
    labels = apparatus.inputs.pack.leaves
    told = [
        f"{apparatus.wording.party(holder)}, {listed((labels[i].label.lower() for i in about if i in labels), last='against')}"
        for holder, about in list(weighed)[:3]
    ]
    if told:
        text = f"Weighed by experts, and perhaps softer than it sounds: {'; '.join(told)}."
        yield apparatus.line(WHERE, text, cited_of_each(weighed.values()), voice=Voice.ATTRIBUTED.value)


def _cheap_question(apparatus: Apparatus) -> Iterator[BriefLine]:
    """What a party itself leaves open about orders, watching and judging."""
    asked = [
        (p, s)
        for p in apparatus.inputs.positions
        for s in p.stands
        if s.word is Word.ASKED
        and s.voice is Voice.OWN
        and p.key.issue in _CONDUCT
        and any(line.sure for line in s.lines)
    ]
    by_party: dict[str, list[Key]] = {}
    for position, _ in asked:
        by_party.setdefault(apparatus.wording.party(position.party), []).append(position.key)
    if by_party:
        # All askers in one line: a line for the first alone would hide the other side's questions.
        told = listed(f"{apparatus.wording.keys(keys)}, by {name}" for name, keys in sorted(by_party.items()))
        text = f"Left open in so many words: {told}. These are cheap to answer in writing."
        yield apparatus.line(WHERE, text, cited_of_each(s.lines for _, s in asked), voice=Voice.OWN.value)


def _of_domain(domains: frozenset[str], taken: frozenset[str], apparatus: Apparatus) -> Knot | None:
    """The surest settlement knot of which every member but a need lies in these domains."""
    for knot in _knots("settlement", apparatus):
        if knot.lead.id not in taken and {k.domain for m in knot.lead.members for k in m.keys} & domains:
            return knot
    return None


def _ground(apparatus: Apparatus) -> Iterator[BriefLine]:
    knot = _of_domain(_GROUND, frozenset(), apparatus)
    if not knot:
        return
    line = lock_line("Ground", knot, apparatus)
    offers = [o for o in knot.lead.offers if o.key.domain in _GROUND and o.lines]
    offers = [
        o
        for i, o in enumerate(offers)
        if (o.party, o.option) not in {(x.party, x.option) for x in offers[:i]}
    ]
    told = [
        f"{apparatus.wording.party(o.party)}, {apparatus.wording.option(o.key, o.option)}" for o in offers
    ]
    if len(told) > _OFFERS:
        told = [*told[:_OFFERS], f"{len(told) - _OFFERS} more below"]
    if told:
        evidence = (
            *line.evidence,
            *apparatus.line(WHERE, "-", cited_of_each(o.lines for o in offers)).evidence,
        )
        text = f"{line.text} On offer: {'; '.join(told)}."
        line = BriefLine(line.id, text, tuple(dict.fromkeys(evidence)), voice=line.voice, marks=line.marks)
    yield line


def _protection(apparatus: Apparatus) -> Iterator[BriefLine]:
    """Protection: a need that held positions leave unmet before any single issue of security."""
    ground = _of_domain(_GROUND, frozenset(), apparatus)
    taken = frozenset({ground.lead.id}) if ground else frozenset()
    needs = [
        k
        for k in _knots("settlement", apparatus)
        if any(m.role is Role.NEED for m in k.lead.members) and k.lead.id not in taken
    ]
    knot = needs[0] if needs else _of_domain(_PROTECTION, taken, apparatus)
    if knot:
        yield lock_line("Protection", knot, apparatus)


def _moved(apparatus: Apparatus) -> Iterator[BriefLine]:
    changes = changes_of(apparatus)
    if changes:
        latest = changes[-_MOST_MOVES:]
        told = "; ".join(dict.fromkeys(apparatus.wording.plain(c.text).rstrip(".") for c in latest))
        left = len(changes) - len(latest)
        more = f" ({counted(left, 'earlier change')} below)" if left else ""
        yield apparatus.line(WHERE, f"What has moved: {told}{more}.", cited_of_each(c.lines for c in latest))


def _differ(apparatus: Apparatus) -> Iterator[BriefLine]:
    """The first difference inside one camp, else the first contested position."""
    parts = {s.id: s.lines for s in differing_section(apparatus).subsections}
    for name, lead in (
        ("camps", "Inside one camp"),
        ("speakers", "One party, different voices"),
        ("contested", "Contested"),
    ):
        if parts.get(name):
            first = parts[name][0]
            text = f"{lead}: {first.text}"
            evidence = first.evidence[:MOST_CITED]
            yield BriefLine(first.id + "t", text, evidence, voice=first.voice, marks=first.marks)
            return


def _experts_only(apparatus: Apparatus) -> Iterator[BriefLine]:
    """How much of what locks rests on others' word alone."""
    found: list[tuple[Stage, Deadlock]] = []
    for stage in apparatus.inputs.results:
        found += [(stage, k.lead) for k in _knots(stage, apparatus) if k.lead.strength is Strength.ATTRIBUTED]
    if found:
        weak = [m for _, d in found for m in d.members if m.strength is Strength.ATTRIBUTED and m.lines]
        about = list(dict.fromkeys(apparatus.wording.inside(m.keys[0]) for m in weak if m.keys))
        shown = [*about[:5], f"{len(about) - 5} more"] if len(about) > 5 else about
        names = listed(d.id for _, d in found[:8]) + (
            "" if len(found) <= 8 else f" and {len(found) - 8} more"
        )
        text = (
            f"May be softer than it sounds, since only experts and others say so: {listed(shown)} ({names})."
        )
        yield apparatus.line(
            WHERE, text, cited(x for m in weak for x in m.lines), voice=Voice.ATTRIBUTED.value
        )


def _next_step(apparatus: Apparatus) -> Iterator[BriefLine]:
    """The question on which most results hang, for each signatory."""
    results: Iterable[StageResults] = apparatus.inputs.results.values()
    signatories = {p for parties in apparatus.inputs.pack.signatories.values() for p in parties}
    asked = [
        q
        for r in results
        for q in r.questions
        if q.party in signatories and q.lines and q.kind is not QuestionKind.NOT_HEARD
    ]
    first: dict[str, Question] = {}
    for question in by_weight(asked, apparatus):
        first.setdefault(question.party, question)
    asks = [
        f"{apparatus.wording.party(p)} ({STAGE_NAMES[q.stage]}): {apparatus.wording.labelled(q.text)}"
        for p, q in sorted(first.items(), key=lambda i: apparatus.wording.party(i[0]))
    ]
    if asks:
        # One line for all of them: cut at ten, a second line could leave one side unasked.
        text = f"Next, ask {' Ask '.join(asks)}"
        yield apparatus.line(WHERE, text, cited_of_each(q.lines for q in first.values()))
