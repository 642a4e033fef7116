"""Compose: from a scene and its frames to the statements it makes, each with its evidence and the rules that fired."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.kernel.spans import Span
from detente.statements.record import Basis, Kind, Stance, Term
from detente.statements.rules.attribution import Attribution, attribution_at, basis_of
from detente.statements.rules.confidence import confidence_of
from detente.statements.rules.evidence import clause_of, end_of_clause, main_clause, trimmed
from detente.statements.rules.frames import Frame
from detente.statements.rules.kinds import governing, judge
from detente.statements.rules.lexicon import Topic
from detente.statements.rules.phrases import Hit
from detente.statements.rules.names import Named
from detente.statements.rules.said_when import date_in
from detente.statements.rules.scene import Scene
from detente.statements.rules.stages import Stage, stage_of
from detente.statements.rules.subjects import Context, Subject

_HEDGED = re.compile(r"\b(?:may|might|could|likely|possibl[ey]|reportedly|probably|expected)\b")


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before it is tied to its document."""

    span: Span
    kind: Kind
    holder: str | None
    stance: Stance | None
    issue: str
    option: str | None
    instance: str | None
    basis: Basis
    rules: tuple[str, ...]
    confidence: float
    target: str | None = None
    condition: str | None = None
    speaker: str | None = None
    via: tuple[str, ...] = ()
    certainty: str | None = None
    date: str | None = None
    stage: Stage | None = None
    condition_on: tuple[Term, ...] | None = None


def drafts_of(scene: Scene, frames: Sequence[Frame], context: Context, *, analysis: bool) -> Iterator[Draft]:
    """The statements of one sentence, in the order of its topics."""
    for topic in scene.topics:
        said = attribution_at(scene, frames, context, topic.start)
        if scene.conditional(topic.start):
            # What stands in a condition is what the stance hangs on, not what it is towards.
            yield from _required(scene, topic, said, frames)
            continue
        over = governing(frames, topic) if _takes_stance(topic.value.issue) else []
        if topic.value.weak and topic.value.issue == "course.package" and _told_in_full(scene, topic, over):
            continue
        if over:
            for frame in over:
                yield from _positions(scene, (topic, frame), said, analysis=analysis)
        elif context.document_owner is not None and said.speaker is None and _is_term(scene, frames):
            yield from _term(scene, topic, context.document_owner, analysis=analysis)
        else:
            yield from _others(scene, topic, (said, frames), analysis=analysis)


def _takes_stance(issue: str) -> bool:
    """Whether parties take stances on the issue; the course of the war and of the talks is told and judged instead."""
    return not issue.startswith("course.") or issue == "course.package"


_TERM_VERBS = re.compile(r"\b(?:would|will|is to|are to|be \w+ed|must|should|shall)\b")
_FINITE = re.compile(r"\b(?:was|were|had|has|have|is|are|said|met|did|does|\w{3,}ed)\b")


def _is_term(scene: Scene, frames: Sequence[Frame]) -> bool:
    """Whether a sentence tells a term of the plan spoken of: in the future, or as an item of a list without a verb."""
    if any(f.form == "speech" for f in frames) or scene.folded[scene.span.start : scene.span.end].endswith("?"):
        return False
    future = _TERM_VERBS.search(scene.folded, scene.span.start, scene.span.end)
    return future is not None or _FINITE.search(scene.folded, scene.span.start, scene.span.end) is None


def _term(scene: Scene, topic: Hit[Topic], owner: Named, *, analysis: bool) -> Iterator[Draft]:
    """A term of a plan, as its owner's proposal."""
    low, high = _limits(scene, topic, ())
    span = trimmed(scene.folded, low, high)
    if span is None or owner.party is None or topic.value.issue.startswith("course."):
        return
    basis: Basis = "analyst" if analysis else "reported"
    yield Draft(
        span=span, kind="position", holder=owner.party, stance="propose", issue=topic.value.issue, option=topic.value.option,
        instance=_instance(scene, topic), basis=basis, rules=("plan:term", topic.value.rule), date=date_in(scene.text),
        confidence=confidence_of("position", "plan:term", basis=basis, option=topic.value.option, weak=topic.value.weak,
                                 distance=60, named=False),
        stage=stage_of(topic.value.issue, scene.folded[span.start : span.end]),
    )  # fmt: skip


def _told_in_full(scene: Scene, topic: Hit[Topic], over: Sequence[Frame]) -> bool:
    """Whether the sentence tells the terms themselves, so that the plan that holds them is no proposition of its own."""
    exact = [t for t in scene.topics if not t.value.weak and not scene.conditional(t.start)]
    if not over:
        return bool(exact)
    frame = over[0]
    inside = [t for t in exact if frame.start <= t.start < frame.end]
    return bool(inside) and (frame.stance in {"propose", "demand"} or topic.start > inside[0].start)


def _positions(scene: Scene, what: tuple[Hit[Topic], Frame], said: Attribution, *, analysis: bool) -> Iterator[Draft]:
    topic, frame = what
    parties = frame.subject.parties
    if not parties or frame.stance is None:
        return
    span = _span_under(scene, topic, frame)
    if span is None:
        return
    asserted: Basis = "reported" if frame.form in {"noun", "terms"} or (frame.modal and _HEDGED.search(frame.modal)) else "own"
    narrated: Basis = "analyst" if analysis and asserted == "reported" else asserted
    basis = basis_of(said, parties, narrated)
    certainty = _certainty(frame)
    condition = _condition(scene, frame)
    if frame.stance == "accept" and len(parties) > 1 and "agree" in frame.rule and not frame.modal:
        # What both have agreed is an act of the first-named, no position of each.
        yield Draft(
            span=span, kind="event", holder=parties[0], stance=None, issue=topic.value.issue, option=topic.value.option,
            instance=_instance(scene, topic), basis="reported", rules=("joint:agreed", topic.value.rule), date=date_in(scene.text),
            confidence=confidence_of("event", "joint:agreed", basis="reported", option=topic.value.option, weak=topic.value.weak,
                                     distance=topic.start - frame.cue[1], named=True),
            speaker=_words(scene, said.speaker), stage=stage_of(topic.value.issue, scene.folded[span.start : span.end]),
        )  # fmt: skip
        return
    for party in parties:
        target = next((m.party for m in scene.mentions if frame.cue[1] <= m.start < frame.end and m.party not in {None, *parties}), None)
        yield Draft(
            span=span, kind="position", holder=party, stance=frame.stance, issue=topic.value.issue, option=topic.value.option,
            instance=_instance(scene, topic), basis=basis, rules=(frame.rule, topic.value.rule),
            confidence=confidence_of("position", frame.rule, basis=basis, option=topic.value.option, weak=topic.value.weak,
                                     distance=topic.start - frame.cue[1], named=not frame.subject.document),
            target=target if frame.stance in {"demand", "propose"} else None, condition=condition,
            speaker=_words(scene, frame.subject) if said.speaker is None and basis == "own" else _words(scene, said.speaker),
            via=tuple(w for s in said.via if (w := _words(scene, s))), certainty=certainty, date=date_in(scene.text),
            stage=stage_of(topic.value.issue, scene.folded[span.start : span.end]),
        )  # fmt: skip


_OPTION_OF = {
    "terr.withdrawal": "withdrawal", "terr.line": "withdrawal", "align.alliance": "no_alliance", "align.neutrality": "no_alliance",
    "support.arms": "stop_aid", "support.intel": "stop_aid", "forces.mobilisation": "stop_mobilisation",
    "econ.relief": "sanctions_first", "align.order": "root_causes",
}  # fmt: skip
_TRUCE = re.compile(r"cease-?\s?fire|truce|stop (?:the )?(?:shooting|fighting)|halt (?:\w+ )?(?:fire|fighting|operation)|guns|hostilities|end the war")
_TALKS = re.compile(r"\b(?:talks?|negotiat\w+|dialogue|meet\w*|table)\b")
_WILLING = re.compile(r"\b(?:will|would|'ll|ready|willing|prepared|agree\w*|can|could|only|if|accept\w*|depend\w*)\b")


def _required(scene: Scene, topic: Hit[Topic], said: Attribution, frames: Sequence[Frame]) -> Iterator[Draft]:
    """ "X would cease fire if Y withdrew": X demands the withdrawal, and makes it a condition of the truce or of talks."""
    start, end = next(z for z in scene.zones() if z[0] <= topic.start < z[1])
    party = _conditioner(scene, (start, end), said, frames)
    asked = next((m.party for m in scene.mentions if start <= m.start < topic.end and m.party is not None), None)
    span = trimmed(scene.folded, start, end)
    outside = scene.folded[scene.span.start : start] + " " + scene.folded[end : scene.span.end]
    if party is None or asked in {None, party} or span is None or not _WILLING.search(outside):
        return
    if said.kind != "party" and not (_TRUCE.search(outside) or _TALKS.search(outside)):
        return
    basis = basis_of(said, (party,), "own")
    whole = trimmed(scene.folded, scene.span.start, max(end, topic.end)) or span
    terms = [(topic.value.issue, topic.value.option, span)]
    if _TRUCE.search(outside):
        terms.append(("cf.precondition", _OPTION_OF.get(topic.value.issue), whole))
    elif _TALKS.search(outside):
        terms.append(("proc.precondition", None, whole))
    for issue, option, evidence in terms:
        yield Draft(
            span=evidence, kind="position", holder=party, stance="demand", issue=issue, option=option, instance=None, basis=basis,
            rules=("condition:if", topic.value.rule), target=asked, speaker=_words(scene, said.speaker),
            confidence=confidence_of("position", "condition:if", basis=basis, option=option, weak=topic.value.weak, distance=60, named=True),
            date=date_in(scene.text), stage=stage_of(issue, scene.folded[span.start : span.end]),
        )  # fmt: skip


def _conditioner(scene: Scene, zone: tuple[int, int], said: Attribution, frames: Sequence[Frame]) -> str | None:
    """Who sets the condition: the subject of the stance it hangs on, of the main clause, or the speaker."""
    start, end = zone
    for frame in frames:
        if frame.stance in {"accept", "propose", "demand"} and not start <= frame.cue[0] < end and frame.subject.parties:
            return frame.subject.parties[0]
    outside = [m for m in scene.mentions if m.party is not None and not start <= m.start < end and m.kind != "demonym"]
    speaker = said.speaker.parties[0] if said.speaker and said.speaker.parties else None
    return speaker or (outside[0].party if outside else None)


def _others(scene: Scene, topic: Hit[Topic], where: tuple[Attribution, Sequence[Frame]], *, analysis: bool) -> Iterator[Draft]:
    said, frames = where
    low, high = _limits(scene, topic, frames)
    verdict = judge(scene, topic, said, (low, high), analysis=analysis)
    if verdict is None:
        return
    span = trimmed(scene.folded, low, high)
    if span is None:
        return
    basis: Basis = "analyst" if analysis else "reported"
    parties = (verdict.holder,) if verdict.holder else ()
    if said.speaker is not None:
        basis = basis_of(said, parties, basis)
    yield Draft(
        span=span, kind=verdict.kind, holder=verdict.holder, stance=verdict.stance, issue=topic.value.issue,
        option=topic.value.option, instance=_instance(scene, topic), basis=basis, rules=(verdict.rule, topic.value.rule),
        confidence=confidence_of(verdict.kind, verdict.rule, basis=basis, option=topic.value.option, weak=topic.value.weak,
                                 distance=0, named=verdict.holder is not None),
        target=verdict.target, speaker=_words(scene, said.speaker), via=tuple(w for s in said.via if (w := _words(scene, s))),
        certainty=verdict.certainty, date=date_in(scene.text),
        stage=stage_of(topic.value.issue, scene.folded[span.start : span.end]),
    )  # fmt: skip


def _span_under(scene: Scene, topic: Hit[Topic], frame: Frame) -> Span | None:
    """Evidence of a position: from its subject to the end of the clause; for a later member of a list, its own words."""
    if frame.left:
        return trimmed(scene.folded, max(scene.span.start, frame.start), frame.cue[1])
    siblings = [t for t in scene.topics if t is not topic and t.value.issue != topic.value.issue and frame.start <= t.start < frame.end]
    low, high = clause_of(scene, topic, (frame.start, frame.end), siblings)
    high = end_of_clause(scene, max(topic.end, low), high)
    if low == frame.start:
        near = frame.cue[1] if frame.form == "terms" or frame.rule.endswith("colon") else frame.subject.start if frame.cue[0] - frame.subject.end < 60 and frame.subject.start >= scene.span.start else frame.cue[0]
        low = near if near == frame.cue[1] else min(near, frame.cue[0])
    return trimmed(scene.folded, low, high)


def _limits(scene: Scene, topic: Hit[Topic], frames: Sequence[Frame]) -> tuple[int, int]:
    """The clause of a topic that no stance governs: between the frames, cut at neighbouring topics."""
    low, high = scene.span.start, scene.span.end
    for frame in frames:
        if frame.cue[1] <= topic.start and frame.form == "speech":
            low = max(low, frame.cue[1])
        elif frame.cue[0] >= topic.end:
            begin = min(frame.subject.start if frame.subject.start >= topic.end else frame.cue[0], frame.cue[0])
            high = min(high, max(begin, topic.end))
    low, high = main_clause(scene, topic, (low, high))
    siblings = [t for t in scene.topics if t is not topic]
    return clause_of(scene, topic, (low, high), siblings)


def _instance(scene: Scene, topic: Hit[Topic]) -> str | None:
    """The pack's instance of the issue that is named nearest to the topic."""
    if topic.value.instance:
        return topic.value.instance
    near = [i for i in scene.instances if i.value[0] == topic.value.issue]
    near.sort(key=lambda i: (abs(i.start - topic.start), i.start - i.end))
    return near[0].value[1] if near else None


def _certainty(frame: Frame) -> str | None:
    return frame.modal if frame.modal and _HEDGED.search(frame.modal) else None


def _condition(scene: Scene, frame: Frame) -> str | None:
    """The words that make a stance conditional, as they stand."""
    for mark in scene.marks:
        if mark.value == "condition" and frame.start <= mark.start < max(frame.end, frame.cue[1]):
            end = end_of_clause(scene, mark.end, scene.span.end)
            span = trimmed(scene.folded, mark.start, end)
            return scene.text[span.start - scene.span.start : span.end - scene.span.start] if span else None
    return None


def _words(scene: Scene, subject: Subject | None) -> str | None:
    """A subject as written; None for a pronoun of another sentence."""
    if subject is None or not subject.named:
        return None
    first = subject.named[0]
    if scene.span.start <= first.start and first.end <= scene.span.end:
        return scene.text[first.start - scene.span.start : first.end - scene.span.start]
    return first.person
