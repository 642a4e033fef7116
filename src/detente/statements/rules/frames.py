"""Frames: who takes which stance, or says something, and over which stretch of a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from detente.statements.record import Stance
from detente.statements.rules.documents import note_document
from detente.statements.rules.referents import Context, Subject, first_named
from detente.statements.rules.scene import Scene

ASKING: frozenset[Stance] = frozenset({"demand", "propose"})
_WANTS = (
    "want", "seek", "push", "press", "would like", "aim", "hope", "wish", "look", "tr", "strive", "keen",
    "eager", "desire", "expect", "хоч", "хот", "хо", "желае", "желаю", "добива", "стрем", "рассчит", "ждет", "ждут",
    "бажа", "прагн", "домага", "чека", "розрах",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue with its subject. `cue`: where it stands; `start`-`end`: what it governs.

    `left`: it governs what precedes.
    """

    form: str
    stance: Stance | None
    subject: Subject
    cue: tuple[int, int]
    start: int
    end: int
    rule: str
    modal: str | None = None
    left: bool = False


def wants_only(rule: str) -> bool:
    """Whether the cue tells a plain want, which is a demand only of somebody who fights."""
    return rule.rpartition("verb.")[2].startswith(_WANTS)


def remember(context: Context, scene: Scene, frames: list[Frame]) -> None:
    """Keep what the next sentence can lean on.

    Who was spoken of, who spoke, and whose demands were being told.
    """
    context.paragraph = scene.paragraph
    asked: tuple[Subject, Stance] | None = None
    note_document(
        context, scene, [(f.subject, f.start) for f in frames if f.stance == "propose" and not f.left]
    )
    if not any(f.subject.parties for f in frames):
        told = first_named(scene)
        if told is not None:
            context.note(told)
    for frame in frames:
        context.note(frame.subject)
        if not frame.subject.named:
            continue
        if frame.form == "speech":
            context.speaker = frame.subject
        elif frame.stance is not None and frame.stance in ASKING and frame.subject.parties:
            asked = (frame.subject, frame.stance)
    context.asked = asked
