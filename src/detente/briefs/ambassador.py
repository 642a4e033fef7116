"""Section 1: ten lines for an ambassador. At most ten; a line that nothing carries is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from detente.bargaining.model import Role, Strength
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
from detente.ledger.positions import Word
from detente.ledger.utterances import VOICES, Voice
from detente.packs.model import Stage

_TRUCE_ISSUES = ("cf.class", "cf.duration", "cf.precondition", "cf.limited")
_CONDUCT = frozenset(
    {"cf.orders", "cf.monitor", "cf.adjudicate", "cf.consequence", "cf.prohibited", "cf.separation"}
)
_GROUND = frozenset({"terr"})
_PROTECTION = frozenset({"guar", "align", "forces", "support"})


def ambassador_section(apparatus: Apparatus) -> Section:
    """Truce, its lock, cheap questions, ground, protection, change, difference, doubt, next step."""
    writers: tuple[Callable[[Apparatus], Iterator[BriefLine]], ...] = (
        _truce,
        _order,
        _truce_lock,
        _cheap_question,
        _ground,
        _protection,
        _moved,
        _differ,
        _experts_only,
        _next_step,
    )
    lines = [line for writer in writers for line in writer(apparatus)][:10]
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
            yield apparatus.absence(
                WHERE, f"{wording.party(party)} is not heard on a truce as such in {reports}."
            )
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
    for party in sorted({p.party for p, _ in asked}, key=apparatus.wording.party)[:1]:
        mine = [(p, s) for p, s in asked if p.party == party]
        about = listed(dict.fromkeys(apparatus.wording.inside(p.key) for p, _ in mine))
        text = (
            f"Left open in {apparatus.wording.party(party)}’s own words: {about}. These are questions of "
            "order and judging, cheap to answer in writing."
        )
        yield apparatus.line(WHERE, text, cited_of_each(s.lines for _, s in mine), voice=Voice.OWN.value)


def _of_domain(domains: frozenset[str], taken: frozenset[str], apparatus: Apparatus) -> Knot | None:
    """The surest settlement knot of which every member but a need lies in these domains."""
    for knot in _knots("settlement", apparatus):
        if knot.lead.id not in taken and {k.domain for m in knot.lead.members for k in m.keys} & domains:
            return knot
    return None


def _ground(apparatus: Apparatus) -> Iterator[BriefLine]:
    knot = _of_domain(_GROUND, frozenset(), apparatus)
    if knot:
        yield lock_line("Ground", knot, apparatus)


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
        told = listed(dict.fromkeys(apparatus.wording.plain(c.text).rstrip(".") for c in changes[:3]))
        more = f" ({counted(len(changes) - 3, 'more change')} below)" if len(changes) > 3 else ""
        yield apparatus.line(
            WHERE, f"What has moved: {told}{more}.", cited_of_each(c.lines for c in changes[:3])
        )


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
