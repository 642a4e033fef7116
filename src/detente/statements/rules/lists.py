"""Lists and headlines: what stands after a colon."""

from __future__ import annotations

import re

from detente.statements.rules.frames import Frame
from detente.statements.rules.referents import Context, subject_of
from detente.statements.rules.scene import Scene

_LIST = re.compile(
    r"\b(?:terms?|conditions|demands|requirements|essential|priorities|points|red lines|wants|"
    r"insists|steps|principles|"
    r"following|условия|требования|умови|вимоги)\b[^:.;]{0,80}:\s"
)
_SILENT = frozenset({"unknown", "demonym", "institute"})


def listed(scene: Scene, frames: list[Frame], context: Context) -> Frame | None:
    """What stands after "its terms are these:" is asked by whoever set the terms."""
    match = _LIST.search(scene.folded, scene.span.start, scene.span.end)
    if not match or any(f.cue[0] >= match.end() for f in frames):
        return None
    owners = [f.subject for f in frames if f.subject.parties and f.cue[0] < match.end()]
    subject = owners[-1] if owners else context.asked[0] if context.asked else None
    if subject is None:
        return None
    cue = (match.start(), match.end())
    return Frame("noun", "demand", subject, cue, match.end(), scene.span.end, "stance:list.colon")


def headline(scene: Scene) -> Frame | None:
    """The speaker of "Kremlin: too early for a plan": a name and a colon at the start of a sentence."""
    first = scene.mentions[0] if scene.mentions else None
    if first is None or first.start > scene.span.start + 4 or first.kind in _SILENT:
        return None
    if not scene.folded.startswith(": ", first.end):
        return None
    cue = (first.end, first.end + 1)
    return Frame("speech", None, subject_of(first), cue, first.end + 1, scene.span.end, "speech:colon")
