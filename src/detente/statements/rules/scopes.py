"""Scopes: how far a frame reaches, and what an asking verb takes up into its own."""

from __future__ import annotations

import re
from dataclasses import replace

from detente.statements.record import Stance
from detente.statements.rules.frames import ASKING, Frame
from detente.statements.rules.scene import Scene
from detente.statements.rules.slavic import is_slavic

_ASIDE = re.compile(
    r";|\s[–—]\s|—|,\s(?:but|since|because|while|although|though|whereas|as|despite|so|yet|where|who|но|а|"
    r"однако|хотя|потому|поскольку|зато|але|проте|однак|хоча|бо|адже|оскільки|где|де)\s|"
    r"\s(?:because|although|though|since|despite|whereas|in order to|following|amid|even as|"
    r"ahead of|in spite of|"
    r"even though|after)\s"
)
_ASIDE_OF_REFUSAL = re.compile(_ASIDE.pattern + r"|\sas\s")
_WISHED = frozenset({"will", "would", "shall", "'ll"})
_THAT = frozenset({"that", "чтобы", "щоб"})
_INFINITIVE = re.compile(r"^[а-яіїєґ]+(?:ть|ться|ти|тися)\b")


def absorbed(scene: Scene, outer: Frame, inner: Frame) -> Frame | None:
    """The outer frame with what it asks for ("urged Kyiv to reject the plan").

    None where the inner one stands alone.
    """
    if inner.form not in {"verb", "terms"} or outer.form not in {"verb", "noun"}:
        return None
    if outer.stance is None or outer.left:
        return None
    gap = scene.between(outer.cue[1], inner.cue[0])
    asks = outer.stance in ASKING
    if len(gap) > (_reach(inner) if asks else 2):
        return None
    verb = scene.folded[inner.cue[0] : inner.cue[1]]
    slavic = is_slavic(verb)
    infinitive = _INFINITIVE.search(verb) is not None if slavic else not gap or gap[-1] == "to"
    clause = bool(_THAT & set(gap)) or scene.folded[outer.cue[0] : outer.cue[1]].endswith("that")
    wished = asks and clause and (not inner.modal or inner.modal in _WISHED)
    if not (infinitive or wished):
        return None
    if slavic and any(t.start <= inner.cue[0] < t.end for t in scene.topics):
        # What is asked is itself a renunciation: "хочет, чтобы X отказался от пакта".
        return outer
    return replace(
        outer,
        stance=_together(outer.stance, inner.stance),
        start=inner.start,
        rule=f"{outer.rule}+{inner.rule}",
    )


def _together(outer: Stance, inner: Stance | None) -> Stance:
    """One stance for two verbs: to refuse to rule out is no answer, to urge to reject is to reject."""
    if outer == inner == "reject":
        return "hedge"
    if outer in ASKING and inner in {"reject", "hedge"}:
        return inner
    if outer == "accept" and inner in {"hedge", "reject", "propose"}:
        return inner
    return outer


def _reach(frame: Frame) -> int:
    """How many words may part what is asked from who asks: more before what a deal "must include"."""
    return 16 if frame.form == "terms" else 9


def bounded(scene: Scene, frames: list[Frame]) -> list[Frame]:
    """Each frame governs up to where the next one with a subject of its own begins.

    A noun lies inside its verb.
    """
    found: list[Frame] = []
    for i, frame in enumerate(frames):
        end = frame.end
        rivals = [f for f in frames[i + 1 :] if f.form != "noun" and not f.left]
        if rivals and frame.form != "speech":
            rival = rivals[0]
            begin = rival.subject.start if rival.subject.start > frame.cue[1] else rival.cue[0]
            end = min(end, max(frame.start, begin))
        if frame.form != "speech" and not frame.left:
            aside = _ASIDE_OF_REFUSAL if frame.stance == "reject" else _ASIDE
            match = aside.search(scene.folded, frame.cue[1], end)
            listed = (
                match is not None
                and is_slavic(scene.text)
                and scene.folded[frame.cue[1] : match.start()].rstrip().endswith(":")
            )
            end = match.start() if match and not listed else end
        found.append(replace(frame, end=max(end, frame.start)))
    return [_facing_left(scene, f, found[:i]) for i, f in enumerate(found)]


def _facing_left(scene: Scene, frame: Frame, before: list[Frame]) -> Frame:
    """A frame of Cyrillic letters that governs nothing behind it, over the object before it: "план Учкент отверг"."""
    slavic = is_slavic(scene.folded[frame.cue[0] : frame.cue[1]])
    if (
        not slavic
        or frame.form != "verb"
        or frame.left
        or any(frame.start <= t.start < frame.end for t in scene.topics)
    ):
        return frame
    left = max((f.cue[1] for f in before), default=scene.span.start)
    begin = min(frame.cue[0], frame.subject.start if frame.subject.start >= left else frame.cue[0])
    taken = [f for f in before if f.stance is not None and scene.coordinated(f.cue[1], frame.cue[0])]
    objects = [
        t
        for t in scene.topics
        if left <= t.start and t.end <= frame.cue[0] and not any(f.start <= t.start < f.end for f in taken)
    ]
    near = [t for t in objects if not re.search(r"[,;:—]", scene.folded[t.end : max(begin, t.end)])]
    if not near or scene.conditional(near[0].start):
        return frame
    return replace(frame, start=near[0].start, end=frame.cue[0], left=True)
