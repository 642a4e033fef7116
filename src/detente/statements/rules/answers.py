"""Answers in Russian and Ukrainian: what "Учкент идею отверг" is towards, and whom an accusation is against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente.kernel.spans import Span
from detente.statements.rules.attribution import attribution_at, basis_of
from detente.statements.rules.drafts import Claim, Draft, Point, draft_on
from detente.statements.rules.evidence import trimmed
from detente.statements.rules.frames import ASKING, Frame
from detente.statements.rules.lexicon import Topic
from detente.statements.rules.phrases import Hit
from detente.statements.rules.referents import Context
from detente.statements.rules.scene import Scene
from detente.statements.rules.slavic import is_slavic

_REACH = 1  # Sentences for which a proposal can be answered without being named again.
_ACCUSING = re.compile(r"(?:обвин|звинува|возлож|поклал|поклад|упрек|дорік|свалил|перекладыва|перекладає)")


def governs_topic(scene: Scene, frame: Frame) -> bool:
    """Whether a topic stands in what a frame governs."""
    return any(frame.start <= t.start < frame.end for t in scene.topics)


def answered(scene: Scene, frames: Sequence[Frame], context: Context) -> Iterator[Draft]:
    """The answer to what another party has asked before, by a verb that names no issue itself."""
    if context.tabled_age > _REACH or scene.topics:
        return
    for frame in frames:
        answers = frame.stance is not None and frame.stance not in ASKING and frame.form == "verb"
        if not answers or not frame.subject.parties or not is_slavic(scene.folded[slice(*frame.cue)]):
            continue
        if governs_topic(scene, frame) or scene.folded[frame.cue[1] - 1] == ":":
            continue
        parties = [p for p in frame.subject.parties if p != context.tabled_by]
        span = trimmed(scene.folded, min(frame.subject.start, frame.cue[0]), frame.cue[1])
        if not parties or span is None or span.start < scene.span.start:
            continue
        for issue, option, instance in context.tabled:
            topic = Hit(
                frame.cue[1], frame.cue[1], Topic(issue, option, instance, weak=True, rule="issue:answered")
            )
            point = Point(scene, topic, attribution_at(scene, (frames, context), frame.cue[0]))
            basis = basis_of(point.said, tuple(parties), "own")
            claim = Claim("position", parties[0], frame.rule + ".answer", basis, stance=frame.stance)
            yield draft_on(point, claim, Span(span.start, span.end))


def table(context: Context, drafts: Sequence[Draft]) -> None:
    """Remember what has been asked last, and by whom, so that an answer can be understood."""
    asked = [d for d in drafts if d.kind == "position" and d.stance in ASKING and d.holder]
    context.tabled_age += 1
    if asked:
        last = [d for d in asked if d.holder == asked[-1].holder]
        context.tabled = tuple(dict.fromkeys((d.issue, d.option, d.instance) for d in last))[:3]
        context.tabled_by, context.tabled_age = asked[-1].holder, 0


def accused(point: Point, frames: Sequence[Frame]) -> Draft | None:
    """Blame: an assessment by whoever accuses of the one named next."""
    scene, topic = point.scene, point.topic
    if topic.value.issue != "course.breach" or not _ACCUSING.match(scene.folded, topic.start):
        return None
    frame = next((f for f in frames if f.cue[0] <= topic.start < f.cue[1] + 2), None)
    own = frame.subject.parties if frame else ()
    named = (m.party for m in scene.mentions if m.start >= topic.start and m.party and m.party not in own)
    holder = next(named, None)
    span = trimmed(scene.folded, topic.start, scene.span.end)
    if holder is None or span is None:
        return None
    said = replace(point.said, speaker=frame.subject) if frame and frame.subject.named else point.said
    claim = Claim("assessment", holder, "kind:accused", basis_of(said, (holder,), "reported"))
    return draft_on(replace(point, said=said), claim, span)
