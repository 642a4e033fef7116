"""Drafts: statements before they are tied to their document."""

from __future__ import annotations

from dataclasses import dataclass

from detente.kernel.spans import Span
from detente.statements.record import Basis, Kind, Stance, Term
from detente.statements.rules.attribution import Attribution
from detente.statements.rules.comparisons import compared
from detente.statements.rules.confidence import Signs, confidence_of
from detente.statements.rules.lexicon import Topic
from detente.statements.rules.phrases import Hit
from detente.statements.rules.referents import Subject
from detente.statements.rules.said_when import date_in
from detente.statements.rules.scene import Scene
from detente.statements.rules.stages import Stage, stage_of


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before it is tied to its document. Fields as in `record.Statement`."""

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
    about: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a rule found about a topic.

    Kind, stance, whose it is, on what authority, and how near its parts stand.
    """

    kind: Kind
    holder: str | None
    rule: str
    basis: Basis
    stance: Stance | None = None
    certainty: str | None = None
    target: str | None = None
    distance: int = 60
    named: bool = True


@dataclass(frozen=True, slots=True)
class Point:
    """A topic in its sentence, and who says what stands there."""

    scene: Scene
    topic: Hit[Topic]
    said: Attribution

    def at(self, start: int, end: int) -> str:
        """The words of a range, in small letters."""
        return self.scene.folded[start:end]


def draft_on(point: Point, claim: Claim, span: Span) -> Draft:
    """The draft of a claim about the topic of a point."""
    topic = point.topic.value
    signs = Signs(
        claim.rule,
        topic.issue,
        claim.basis,
        claim.stance,
        topic.option,
        topic.weak,
        claim.distance,
        span.end - span.start,
        claim.named,
    )
    return Draft(
        span=span,
        kind=claim.kind,
        holder=claim.holder,
        stance=claim.stance,
        issue=topic.issue,
        option=topic.option,
        instance=_instance(point),
        basis=claim.basis,
        rules=(claim.rule, topic.rule),
        confidence=confidence_of(claim.kind, signs),
        target=claim.target,
        speaker=as_written(point.scene, point.said.speaker),
        via=tuple(w for s in point.said.via if (w := as_written(point.scene, s))),
        certainty=claim.certainty,
        date=date_in(point.scene.text),
        stage=stage_of(topic.issue, point.at(span.start, span.end)),
        about=compared(point.scene, topic.issue),
    )


def as_written(scene: Scene, subject: Subject | None) -> str | None:
    """A subject as written; the surname where it stands in another sentence."""
    if subject is None or not subject.named:
        return None
    first = subject.named[0]
    if scene.span.start <= first.start and first.end <= scene.span.end:
        return scene.original(first.start, first.end)
    return first.person


def _instance(point: Point) -> str | None:
    """The pack's instance of the issue that is named nearest to the topic."""
    topic = point.topic
    if topic.value.instance:
        return topic.value.instance
    near = [i for i in point.scene.instances if i.value[0] == topic.value.issue]
    near.sort(key=lambda i: (abs(i.start - topic.start), i.start - i.end))
    return near[0].value[1] if near else None
