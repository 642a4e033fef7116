"""Positions: what a frame of stance makes of the topics that it governs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente.kernel.spans import Span
from detente.statements.record import Basis
from detente.statements.rules.attribution import basis_of
from detente.statements.rules.drafts import Claim, Draft, Point, as_written, draft_on
from detente.statements.rules.evidence import clause_of, end_of_clause, trimmed
from detente.statements.rules.frames import ASKING, Frame
from detente.statements.rules.lexicon import Topic
from detente.statements.rules.phrases import Hit
from detente.statements.rules.scene import Scene

_HEDGED = re.compile(r"\b(?:may|might|could|likely|possibl[ey]|reportedly|probably|expected)\b")


def takes_stance(issue: str) -> bool:
    """Whether parties take stances on the issue; the course of war and talks is told and judged instead."""
    return not issue.startswith("course.") or issue == "course.package"


def governing(frames: Sequence[Frame], topic: Hit[Topic]) -> list[Frame]:
    """The frames over a topic.

    The nearest before it, a verb that takes up a noun of asking, and those behind it.
    """
    over = [
        f for f in frames if f.stance is not None and (f.start if f.left else f.cue[0]) <= topic.start < f.end
    ]
    ahead = sorted((f for f in over if not f.left), key=lambda f: -f.start)
    taking = ahead[1:] if ahead and ahead[0].form == "noun" else []
    verbs = [f for f in taking if f.form == "verb" and 0 <= ahead[0].cue[0] - f.cue[1] < 60]
    return [*ahead[:1], *verbs[:1], *(f for f in over if f.left)]


def told_in_full(scene: Scene, topic: Hit[Topic], over: Sequence[Frame]) -> bool:
    """Whether the sentence tells the terms themselves, so that the plan with them is no claim of its own."""
    exact = [t for t in scene.topics if not t.value.weak and not scene.conditional(t.start)]
    if not over:
        return bool(exact)
    inside = [t for t in exact if over[0].start <= t.start < over[0].end]
    return bool(inside) and (over[0].stance in ASKING or topic.start > inside[0].start)


def positions(point: Point, frame: Frame, *, analysis: bool) -> Iterator[Draft]:
    """A position for each party that the frame's subject speaks for; what several have agreed is an event."""
    parties = frame.subject.parties
    span = _span_under(point, frame)
    if not parties or frame.stance is None or span is None:
        return
    distance = point.topic.start - frame.cue[1]
    if frame.stance == "accept" and len(parties) > 1 and "agree" in frame.rule and not frame.modal:
        yield draft_on(point, Claim("event", parties[0], "joint:agreed", "reported"), span)
        return
    hedged = frame.modal is not None and _HEDGED.search(frame.modal) is not None
    basis = _basis(point, frame, hedged=hedged, analysis=analysis)
    for party in parties:
        claim = Claim(
            "position",
            party,
            frame.rule,
            basis,
            stance=frame.stance,
            certainty=frame.modal if hedged else None,
            target=_target(point.scene, frame) if frame.stance in ASKING else None,
            distance=distance,
            named=not frame.subject.document,
        )
        draft = draft_on(point, claim, span)
        if point.said.speaker is None and basis == "own":
            draft = replace(draft, speaker=as_written(point.scene, frame.subject))
        yield _conditional(point.scene, frame, draft)


def _basis(point: Point, frame: Frame, *, hedged: bool, analysis: bool) -> Basis:
    asserted: Basis = "reported" if hedged or frame.form in {"noun", "terms"} else "own"
    narrated: Basis = "analyst" if analysis and asserted == "reported" else asserted
    return basis_of(point.said, frame.subject.parties, narrated)


def _target(scene: Scene, frame: Frame) -> str | None:
    """Who is asked to act: the first other party that the frame governs."""
    others = {None, *frame.subject.parties}
    asked = (m.party for m in scene.mentions if frame.cue[1] <= m.start < frame.end)
    return next((party for party in asked if party not in others), None)


def _span_under(point: Point, frame: Frame) -> Span | None:
    """Evidence: from the subject to the end of the clause; for a later member of a list, its own words."""
    scene, topic = point.scene, point.topic
    if frame.left:
        return trimmed(scene.folded, max(scene.span.start, frame.start), frame.cue[1])
    siblings = [
        t
        for t in scene.topics
        if t is not topic and t.value.issue != topic.value.issue and frame.start <= t.start < frame.end
    ]
    low, high = clause_of(topic, scene, (frame.start, frame.end, siblings))
    high = end_of_clause(scene, max(topic.end, low), high)
    if low == frame.start:
        low = _opening(scene, frame)
    return trimmed(scene.folded, low, high)


def _opening(scene: Scene, frame: Frame) -> int:
    """Where the evidence of a frame's first topic begins.

    Its subject where that is near, what a list or plan names.
    """
    if frame.form == "terms" or frame.rule.endswith("colon"):
        return frame.cue[1]
    near = frame.cue[0] - frame.subject.end < 60 and frame.subject.start >= scene.span.start
    return min(frame.subject.start, frame.cue[0]) if near else frame.cue[0]


def _conditional(scene: Scene, frame: Frame, draft: Draft) -> Draft:
    """The draft with the words that make its stance conditional, and the terms that they name."""
    for start, end in scene.zones:
        if frame.start <= start < max(frame.end, frame.cue[1]) and end > start:
            named = tuple((t.value.issue, t.value.option) for t in scene.topics if start <= t.start < end)
            return replace(draft, condition=scene.original(start, end).strip(), condition_on=named or None)
    return draft
