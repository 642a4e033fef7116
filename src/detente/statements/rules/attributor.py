"""The attributor `rules`: who says or wants what, by the frames that the cues of a sentence open."""

from __future__ import annotations

from detente.corpus.document import Document
from detente.corpus.sources.quotations import quotations
from detente.kernel.spans import Span
from detente.packs.model import Pack
from detente.statements.attribution import Attribution, Attributor, speech_type
from detente.statements.rules.evidence import trimmed
from detente.statements.rules.frames import Frame, remember
from detente.statements.rules.framing import frames_of
from detente.statements.rules.lexicon import build_lexicon
from detente.statements.rules.names import NameBook
from detente.statements.rules.referents import Context
from detente.statements.rules.scene import Scene
from detente.statements.rules.scenes import Eyes, scenes_of

_SURE = 0.5


def rules_attributor(pack: Pack) -> Attributor:
    """An attributor for one pack."""
    eyes = Eyes(build_lexicon(pack), NameBook(pack))

    def attribute(document: Document) -> tuple[Attribution, ...]:
        quoted = [q.span for q in quotations(document)]
        context, found = Context(), []
        for scene in scenes_of(document, eyes):
            frames = frames_of(scene, context)
            for frame in frames:
                content = _content(scene, frame)
                if content is not None:
                    found.append(_attribution(frame, content, quoted))
            remember(context, scene, frames)
        return tuple(found)

    return attribute


def _content(scene: Scene, frame: Frame) -> Span | None:
    """What the frame governs, without its cue."""
    start, end = (frame.start, frame.cue[0]) if frame.left else (max(frame.start, frame.cue[1]), frame.end)
    return trimmed(scene.folded, start, end) if end > start else None


def _attribution(frame: Frame, content: Span, quoted: list[Span]) -> Attribution:
    subject = frame.subject
    source = Span(subject.start, subject.end) if subject.end > subject.start else None
    party = subject.parties[0] if subject.parties else None
    return Attribution(source, Span(*frame.cue), (content,), speech_type((content,), quoted), party, _SURE)
