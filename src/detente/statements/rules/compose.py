"""Compose: from a scene and its frames to the statements it makes, in the order of its topics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.statements.rules.answers import accused, answered, table
from detente.statements.rules.attribution import attribution_at
from detente.statements.rules.conditions import required
from detente.statements.rules.drafts import Draft, Point
from detente.statements.rules.frames import Frame
from detente.statements.rules.positions import governing, positions, takes_stance, told_in_full
from detente.statements.rules.referents import Context
from detente.statements.rules.scene import Scene
from detente.statements.rules.slavic import is_slavic
from detente.statements.rules.told import tells_term, term, told


def drafts_of(scene: Scene, frames: Sequence[Frame], context: Context, *, analysis: bool) -> list[Draft]:
    """The statements of one sentence. `analysis`: the author's own voice is an analyst's."""
    found = list(_named(scene, frames, context, analysis=analysis))
    found += answered(scene, frames, context)
    table(context, found)
    return found


def _named(scene: Scene, frames: Sequence[Frame], context: Context, *, analysis: bool) -> Iterator[Draft]:
    """The statements on the issues that the sentence names."""
    for topic in scene.topics:
        point = Point(scene, topic, attribution_at(scene, (frames, context), topic.start))
        blame = accused(point, frames)
        if blame is not None:
            yield blame
            continue
        if scene.conditional(topic.start):
            # What stands in a condition is what the stance hangs on, not what it is towards.
            yield from required(point, frames)
            continue
        over = governing(frames, topic) if takes_stance(topic.value.issue) else []
        whole = topic.value.weak and topic.value.issue == "course.package"
        if whole and told_in_full(scene, topic, over):
            continue
        for frame in over:
            yield from positions(point, frame, analysis=analysis)
        if over:
            continue
        if topic.value.weak and is_slavic(scene.text) and takes_stance(topic.value.issue):
            # A general word of Russian or Ukrainian tells nothing by itself.
            continue
        if context.owner is not None and point.said.speaker is None and tells_term(scene, frames):
            yield from term(point, context.owner, analysis=analysis)
        else:
            yield from told(point, frames, analysis=analysis)
