"""Section 1: ten lines for an ambassador. At most ten; a line that nothing carries is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from detente.bargaining.model import Group, Role, Strength
from detente.bargaining.results import Deadlock, Question, QuestionKind, StageResults
from detente.briefs.deadlocks import FIRST, held_phrase, in_order
from detente.briefs.differing import changes_of, differing_section
from detente.briefs.evidence import Apparatus, strength_then_latest
from detente.briefs.model import BriefLine, Section
from detente.briefs.names import Knot, knots_of
from detente.briefs.questions import by_weight
from detente.briefs.wording import STAGE_NAMES, counted, listed
from detente.ledger.entries import Line
from detente.ledger.positions import OptionStand, Position, Word
from detente.ledger.utterances import VOICES, Voice
from detente.packs.model import Stage

WHERE = "ten-lines"
_MOST_CITED = 4
_TRUCE_ISSUES = ("cf.class", "cf.duration", "cf.precondition", "cf.limited")
_CONDUCT = frozenset(
    {"cf.orders", "cf.monitor", "cf.adjudicate", "cf.consequence", "cf.prohibited", "cf.separation"}
)
_GROUND = frozenset({"terr"})
_PROTECTION = frozenset({"guar", "align", "forces", "support"})
_RANK = (Word.YES, Word.CONDITIONS, Word.OFFERS, Word.NO, Word.CONTESTED, Word.ASKED, Word.NOT_HEARD)


def ambassador_section(apparatus: Apparatus) -> Section:
    """The state of the truce, what keeps it shut, what is cheap to ask, ground, protection, change, difference, doubt, next step."""
    writers: tuple[Callable[[Apparatus], Iterator[BriefLine]], ...] = (
        _truce, _order, _truce_lock, _cheap_question, _ground, _protection, _moved, _differ, _experts_only, _next_step,
    )  # fmt: skip
    lines = [line for writer in writers for line in writer(apparatus)][:10]
    notes = () if lines else ("Too little was heard for a summary.",)
    return Section("ten-lines", "Ten lines for an ambassador", "", tuple(lines), notes=notes, numbered=True)


def cited(lines: Iterable[Line]) -> list[Line]:
    """The few sentences that carry a summary line: the strongest and latest, no two from one place."""
    chosen: list[Line] = []
    for line in sorted(dict.fromkeys(lines), key=strength_then_latest):
        if not any(
            line.statement.doc == c.statement.doc and line.statement.span.overlaps(c.statement.span)
            for c in chosen
        ):
            chosen.append(line)
    return chosen[:_MOST_CITED]


def _truce(apparatus: Apparatus) -> Iterator[BriefLine]:
    """One line for each signatory: what it says to a truce as such."""
    wording = apparatus.wording
    for party in sorted(apparatus.inputs.pack.signatories["truce"], key=wording.party)[:2]:
        found = [
            p for p in apparatus.inputs.positions
            if p.party == party and p.stage == "truce" and p.key.issue in _TRUCE_ISSUES and leading(p)
        ]  # fmt: skip
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


def stand_phrase(position: Position, stand: OptionStand, apparatus: Apparatus) -> str:
    """`yes to 30 days (duration)`: a stand as it stands in a sentence."""
    if stand.option is None:
        return f"{stand.word.value} on {apparatus.wording.inside(position.key)}, naming no option"
    lead = {Word.YES: "yes to", Word.CONDITIONS: "yes, with conditions, to", Word.OFFERS: "offers", Word.NO: "no to",
            Word.ASKED: "does not commit on", Word.CONTESTED: "signs for and against"}.get(stand.word, stand.word.value)  # fmt: skip
    return f"{lead} {apparatus.wording.term(position.key, stand.option)}"


def leading(position: Position) -> list[OptionStand]:
    """A position's stands that nobody need review, on its strongest voice, those that commit before those that ask."""
    sure = [s for s in position.stands if any(line.sure for line in s.lines)]
    return sorted(sure, key=lambda s: (VOICES.index(s.voice), _RANK.index(s.word), s.option or "~"))[:2]


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


def cited_of_each(groups: Iterable[Iterable[Line]]) -> list[Line]:
    """Two sentences of each group, so that no side stands without its own."""
    return list(dict.fromkeys(x for lines in groups for x in cited(lines)[:2]))


def _lock_line(lead: str, knot: Knot, apparatus: Apparatus) -> BriefLine:
    """A deadlock in one line; a matter that all members share is said once."""
    members = in_order(knot.lead.members, apparatus)
    shared = [k for k in members[0].keys if all(k in m.keys for m in members)]
    said = "; ".join(_member(m, apparatus, subject=not shared) for m in members)
    marks = ["stage unclear"] if any(m.stage_unclear for m in members) else []
    about = f", on {apparatus.wording.keys(shared)}" if shared else ""
    lines = cited_of_each(m.lines for m in members)
    strength = knot.lead.strength
    return apparatus.line(
        WHERE, f"{lead} ({knot.name}){about}: {said}.{_HOW[strength]}", lines, voice=strength.value, marks=marks
    )  # fmt: skip


_HOW = {
    Strength.OWN: "", Strength.REPORTED: " Reported.", Strength.ATTRIBUTED: " It would hold if what others say is right.",
    Strength.ASKED: " It would lock if the question asked is meant as a condition.",
}  # fmt: skip


def _member(group: Group, apparatus: Apparatus, *, subject: bool) -> str:
    phrase = held_phrase(group, apparatus, subject=subject)
    said = phrase.partition(":")[0] if group.role is Role.NEED else phrase
    others = "by what others say, " if group.strength is Strength.ATTRIBUTED else ""
    return f"{others}{apparatus.wording.party(group.party)} {said}"


def _knots(stage: Stage, apparatus: Apparatus) -> list[Knot]:
    result = apparatus.inputs.results.get(stage)
    return [k for k in knots_of(result) if k.lead.lines and not k.lead.not_on_offer] if result else []


def _truce_lock(apparatus: Apparatus) -> Iterator[BriefLine]:
    for knot in _knots("truce", apparatus)[:1]:
        yield _lock_line("What keeps a truce shut first", knot, apparatus)


def _cheap_question(apparatus: Apparatus) -> Iterator[BriefLine]:
    """Questions that a party itself raised and nobody is reported to have answered, one line for each asker."""
    asked = [
        (p, s) for p in apparatus.inputs.positions for s in p.stands
        if s.word is Word.ASKED and s.voice is Voice.OWN and p.key.issue in _CONDUCT and any(line.sure for line in s.lines)
    ]  # fmt: skip
    for party in sorted({p.party for p, _ in asked}, key=apparatus.wording.party)[:1]:
        mine = [(p, s) for p, s in asked if p.party == party]
        about = listed(dict.fromkeys(apparatus.wording.inside(p.key) for p, _ in mine))
        text = f"Left open in {apparatus.wording.party(party)}’s own words: {about}. These are questions of order and judging, cheap to answer in writing."
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
        yield _lock_line("Ground", knot, apparatus)


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
        yield _lock_line("Protection", knot, apparatus)


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
            evidence = first.evidence[:_MOST_CITED]
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
    for party in sorted(first, key=apparatus.wording.party):
        question = first[party]
        text = f"Next, ask {apparatus.wording.party(party)} ({STAGE_NAMES[question.stage]}): {apparatus.wording.labelled(question.text)}"
        yield apparatus.line(WHERE, text, cited(question.lines))
