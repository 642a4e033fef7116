"""Attribution: from the page inward to whoever is said to have said it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from detente.statements.record import Basis
from detente.statements.rules.frames import Frame
from detente.statements.rules.referents import Context, Subject
from detente.statements.rules.scene import Scene

_ACCORDING = re.compile(r":(?:по |со |на |за |зі |согласно|згідно)")


@dataclass(frozen=True, slots=True)
class Attribution:
    """The innermost speaker, None for the author's own narration, and the links before it, outermost first.

    `heard`: in narration, the party that the report has just quoted in this paragraph.
    """

    speaker: Subject | None
    via: tuple[Subject, ...]
    heard: str | None = None
    rule: str = ""

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


def attribution_at(scene: Scene, heard: tuple[Sequence[Frame], Context], at: int) -> Attribution:
    """Who says what stands at an offset.

    The frames of speech to its left, a trailing one, or an open quotation.
    """
    frames, context = heard
    speech = [f for f in frames if f.form == "speech"]
    chain = [f for f in speech if f.cue[1] <= at]
    trailing = [f for f in speech if f.cue[0] > at and trails(scene, f)]
    if not chain and trailing:
        # The nearest speaker behind the words is the innermost one.
        chain = [*trailing[1:], trailing[0]]
    if not chain:
        return _unframed(scene, context)
    subjects = [f.subject for f in chain if f.subject.named]
    if not subjects:
        return Attribution(None, ())
    via = tuple(s for s in subjects[:-1] if s.named[0] != subjects[-1].named[0])
    return Attribution(subjects[-1], via, rule=chain[-1].rule)


def _unframed(scene: Scene, context: Context) -> Attribution:
    """Narration, or a quotation that goes on; `heard` is whoever was last quoted in the paragraph."""
    speaker = context.speaker
    if scene.opens_quoted:
        return Attribution(speaker, ())
    near = speaker is not None and context.paragraph == scene.paragraph
    return Attribution(None, (), heard=speaker.parties[0] if near and speaker and speaker.parties else None)


def trails(scene: Scene, frame: Frame) -> bool:
    """Whether the verb of saying stands behind what was said.

    A comma or a quotation mark precedes its subject.
    """
    begin = min(frame.subject.start, frame.cue[0])
    before = scene.folded[scene.span.start : begin].rstrip()
    behind = before.endswith((",", '"', "?", "!", "'", "—", "–"))
    return (
        behind
        or frame.rule.endswith(("according to", "in the view of"))
        or _ACCORDING.search(frame.rule) is not None
    )


def basis_of(attribution: Attribution, parties: tuple[str, ...], narrated: Basis) -> Basis:
    """On what authority a statement rests, from who says it and whose it is.

    `narrated` where nobody is quoted.
    """
    speaker = attribution.speaker
    chain = [n.kind for s in (*attribution.via, *((speaker,) if speaker else ())) for n in s.named[:1]]
    if any(k in {"expert", "institute"} for k in chain):
        return "analyst"
    if "insider" in chain:
        return "insider"
    if speaker is None or not speaker.parties:
        return narrated
    return "own" if set(speaker.parties) & set(parties) else "counterpart"
