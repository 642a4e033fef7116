"""Attribution: from the page inward to whoever is said to have said it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.statements.record import Basis
from detente.statements.rules.frames import Frame
from detente.statements.rules.scene import Scene
from detente.statements.rules.subjects import Context, Subject


@dataclass(frozen=True, slots=True)
class Attribution:
    """The innermost speaker, None for the author's own narration, and the links before it, outermost first."""

    speaker: Subject | None
    via: tuple[Subject, ...]
    cue: tuple[int, int] | None = None
    rule: str = ""
    heard: str | None = None

    @property
    def kind(self) -> str:
        """What the innermost speaker is: party, expert, insider, media, unknown or narrator."""
        if self.speaker is None or not self.speaker.named:
            return "narrator"
        kind = self.speaker.named[0].kind
        if kind in {"expert", "institute"}:
            return "expert"
        if kind in {"insider", "media"}:
            return kind
        return "party" if self.speaker.parties else "unknown"


def attribution_at(scene: Scene, frames: Sequence[Frame], context: Context, at: int) -> Attribution:
    """Who says what stands at an offset: the frames of speech to its left, a trailing one, or an open quotation."""
    speech = [f for f in frames if f.form == "speech"]
    chain = [f for f in speech if f.cue[1] <= at]
    trailing = [f for f in speech if f.cue[0] > at and _trails(scene, f)]
    if trailing and (not chain or _separate(scene, chain[-1], trailing[0], at)):
        chain = [trailing[-1]] if not chain else chain
        chain = [*trailing[1:], trailing[0]] if not [f for f in speech if f.cue[1] <= at] else chain
    if not chain:
        heard = context.speaker.parties[0] if context.speaker and context.speaker.parties and context.paragraph == scene.paragraph else None
        return Attribution(context.speaker if scene.opens_quoted else None, (), heard=heard)
    subjects = [f.subject for f in chain if f.subject.named]
    if not subjects:
        return Attribution(None, ())
    last = chain[-1]
    via = tuple(s for s in subjects[:-1] if s.named[0] != subjects[-1].named[0])
    return Attribution(subjects[-1], via, last.cue, last.rule)


def _trails(scene: Scene, frame: Frame) -> bool:
    """Whether the verb of saying stands after what was said: a comma or a quotation mark precedes its subject."""
    begin = min(frame.subject.start, frame.cue[0])
    before = scene.folded[scene.span.start : begin].rstrip()
    return before.endswith((",", '"', "?", "!", "'", "—", "–")) or frame.rule.endswith(("according to", "in the view of"))


def _separate(scene: Scene, earlier: Frame, later: Frame, at: int) -> bool:
    del scene
    return earlier.subject.named == later.subject.named or at < earlier.cue[0]


def basis_of(attribution: Attribution, parties: tuple[str, ...], narrated: Basis) -> Basis:
    """On what authority a position is stated, from who says it and whose it is; `narrated` where nobody is quoted."""
    speaker = attribution.speaker
    chain = [n.kind for s in (*attribution.via, *((speaker,) if speaker else ())) for n in s.named[:1]]
    if any(k in {"expert", "institute"} for k in chain):
        return "analyst"
    if "insider" in chain:
        return "insider"
    if speaker is None or not speaker.parties:
        return narrated
    return "own" if set(speaker.parties) & set(parties) else "counterpart"
