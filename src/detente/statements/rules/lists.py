"""Lists and headlines: what stands after a colon."""

from __future__ import annotations

import re

from detente.statements.rules.frames import Frame
from detente.statements.rules.referents import Context, subject_of
from detente.statements.rules.scene import Scene
from detente.statements.rules.slavic import is_slavic

_LIST = re.compile(
    r"\b(?:terms?|conditions|demands|requirements|essential|priorities|points|red lines|wants|"
    r"insists|steps|principles|"
    r"following|условия|требования|умови|вимоги|пункты|следующее|таковы|пункти|наступне|такі|цель|цели|позиция|"
    r"приоритет\w*|мета|цілі|позиція|пріоритет\w*|задач\w*|завданн\w*)\b[^:.;]{0,80}:\s"
)
_OURS = re.compile(r"\bнаш\w*\b")
_COLON = re.compile(r"[^.:;!?\"]{0,40}:\s")
_LEADING = re.compile(r"[\d\s.:,—–-]*")
_SILENT = frozenset({"unknown", "demonym", "institute"})


def listed(scene: Scene, frames: list[Frame], context: Context) -> Frame | None:
    """What stands after "its terms are these:" is asked by whoever set the terms."""
    match = _LIST.search(scene.folded, scene.span.start, scene.span.end)
    if not match or any(f.cue[0] >= match.end() for f in frames):
        return None
    owners = [f.subject for f in frames if f.subject.parties and f.cue[0] < match.end()]
    subject = owners[-1] if owners else context.asked[0] if context.asked else None
    if subject is None and _OURS.search(scene.folded, scene.span.start, match.end()) and context.speaker:
        subject = context.speaker
    if subject is None:
        return None
    cue = (match.start(), match.end())
    return Frame("noun", "demand", subject, cue, match.end(), scene.span.end, "stance:list.colon")


def headline(scene: Scene) -> Frame | None:
    """The speaker of "Kremlin: too early for a plan": a name and a colon at the start of a sentence."""
    first = scene.mentions[0] if scene.mentions else None
    if first is not None and is_slavic(scene.folded[first.start : first.end]):
        return _quoting(scene)
    if first is None or first.start > scene.span.start + 4 or first.kind in _SILENT:
        return None
    if not scene.folded.startswith(": ", first.end):
        return None
    cue = (first.end, first.end + 1)
    return Frame("speech", None, subject_of(first), cue, first.end + 1, scene.span.end, "speech:colon")


def _quoting(scene: Scene) -> Frame | None:
    """The speaker of "Шакенов из Учкента: «...»": a name with few words between it and a colon."""
    for named in scene.mentions:
        before = scene.folded[scene.span.start : named.start]
        colon = _COLON.match(scene.folded, named.end, scene.span.end)
        if colon is None or named.oblique or named.kind in _SILENT:
            continue
        if _LEADING.fullmatch(before) or scene.folded.startswith('"', colon.end()):
            cue = (colon.end() - 2, colon.end() - 1)
            return Frame("speech", None, subject_of(named), cue, cue[1], scene.span.end, "speech:colon")
    return None
