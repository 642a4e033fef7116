"""The attributor `rules`: who says or wants what, by the frames that the cues of a sentence open."""

from __future__ import annotations

from collections.abc import Iterator

from detente.corpus.document import Document
from detente.corpus.sources.quotations import quotations
from detente.kernel.spans import Span
from detente.packs.model import Pack
from detente.statements.attribution import Attribution, Attributor, bare, speech_type, without
from detente.statements.rules.evidence import trimmed
from detente.statements.rules.frames import Frame, remember
from detente.statements.rules.framing import frames_of
from detente.statements.rules.referents import Context
from detente.statements.rules.scene import Scene
from detente.statements.rules.scenes import Eyes, eyes_for, scenes_of

_SURE = 0.5


def rules_attributor(pack: Pack, eyes: Eyes | None = None) -> Attributor:
    """An attributor for one pack; `eyes` where they are made already."""
    eyes = eyes or eyes_for(pack)

    def attribute(document: Document) -> tuple[Attribution, ...]:
        quoted = [q.span for q in quotations(document)]
        context = Context()
        found: list[Attribution] = []
        for scene in scenes_of(document, eyes):
            frames = frames_of(scene, context)
            for frame in frames:
                found += _attribution(scene, frame, quoted)
            remember(context, scene, frames)
        return tuple(found)

    return attribute


def _attribution(scene: Scene, frame: Frame, quoted: list[Span]) -> Iterator[Attribution]:
    """What the frame governs, without its cue and its source."""
    subject = frame.subject
    source = Span(subject.start, subject.end) if subject.end > subject.start else None
    cues = [c for hole in without(Span(*frame.cue), source) if (c := bare_in(scene, hole))]
    start, end = (frame.start, frame.cue[0]) if frame.left else (max(frame.start, frame.cue[1]), frame.end)
    content = trimmed(scene.folded, start, end) if end > start else None
    pieces = [s for hole in (without(content, source) if content else []) if (s := bare_in(scene, hole))]
    if cues and pieces:
        party = subject.parties[0] if subject.parties else None
        yield Attribution(source, cues[0], tuple(pieces), speech_type(pieces, quoted), party, _SURE)


def bare_in(scene: Scene, span: Span) -> Span | None:
    """A range of a sentence without marks at its edges."""
    base = scene.span.start
    found = bare(scene.text, Span(span.start - base, span.end - base)) if span.start >= base else None
    return Span(found.start + base, found.end + base) if found else None
