"""Evidence: the shortest run of the text that carries the proposition, a clause or a sentence."""

from __future__ import annotations

import re

from detente.kernel.spans import Span
from detente.statements.rules.lexicon import Topic
from detente.statements.rules.phrases import Hit
from detente.statements.rules.scene import Scene

_LEAD = re.compile(
    r"^(?:[\s,;:.\"'“”‘’()—–-]+|(?:and|but|or|while|that|which|also|then|though|although|yet|"
    r"if|once|when|unless|as soon as|only if|provided|и|а|но|что|чтобы|который|которая|которое|которые|если|хотя|"
    r"й|та|і|але|що|щоб|який|яка|яке|які|якщо|хоча)\s+)+",
    re.IGNORECASE,
)
_TRAIL = re.compile(
    r"(?:[\s,;:.\"'“”‘’()—–!?-]+|\s+(?:and|but|or|while|that|which|who|as|said|added|although|и|а|но|или|что|й|та|і|або|"
    r"але|що))+$",
    re.IGNORECASE,
)
_CUT = re.compile(r"[;:—]|\s–\s|,\s|\.\s")
_NAMES_ON = re.compile(r"(?:and|or)\s+(?:the\s+)?[A-ZА-ЯІЇЄҐ]")
_JOIN = re.compile(
    r",\s+(?:and|or|и|или|й|та|і|або)\s+|;\s+|,\s+|\s+(?:and|or|but|while|и|или|но|й|та|і|або|але)\s+"
)


def trimmed(text: str, start: int, end: int) -> Span | None:
    """A range without conjunctions, quotation marks and stops at its edges."""
    run = text[start:end]
    lead = _LEAD.match(run)
    start += lead.end() if lead else 0
    tail = _TRAIL.search(text[start:end])
    end = start + tail.start() if tail else end
    return Span(start, end) if end > start else None


def clause_of(topic: Hit[Topic], scene: Scene, within: tuple[int, int, list[Hit[Topic]]]) -> tuple[int, int]:
    """The stretch around a topic within limits.

    Cut at the joint to a neighbouring topic, else at the limits.
    """
    low, high, others = within
    before = [o for o in others if o.end <= topic.start and o.end > low]
    after = [o for o in others if o.start >= topic.end and o.start < high]
    if before:
        joint = _joints(scene.folded, before[-1].end, topic.start)
        low = max(low, joint[-1][1]) if joint else low
    if after:
        joint = _joints(scene.folded, topic.end, after[0].start)
        high = min(high, joint[0][0]) if joint else high
    return low, high


_DATELINE = re.compile(r"^[^.]{2,60}?(?:\([^)]{2,40}\)|\b\w+)\s+[—–-]{1,2}\s+")
_PARTS = re.compile(
    r";\s|,\s+(?:который|которая|которое|которые|которых|где|а|но|хотя|однако|який|яка|яке|які|яких|де|але|проте|хоча|"
    r"which|who|where|but|while|although|though|because|whereas)\s|\s(?:while|although|though|because|whereas)\s"
)


def main_clause(scene: Scene, topic: Hit[Topic], limits: tuple[int, int]) -> tuple[int, int]:
    """The limits drawn in to the main or relative clause of the topic, without the dateline."""
    low, high = limits
    dateline = _DATELINE.match(scene.text) if low == scene.span.start else None
    if dateline and low + dateline.end() <= topic.start and dateline.group()[:2].isupper():
        low += dateline.end()
    for match in _PARTS.finditer(scene.folded, low, high):
        if match.end() <= topic.start:
            low = match.end()
        elif match.start() >= topic.end:
            return low, match.start()
    return low, high


def end_of_clause(scene: Scene, at: int, high: int) -> int:
    """Where the clause ends that reaches past an offset: the next stop, semicolon or comma."""
    for match in _CUT.finditer(scene.folded, at, high):
        after = scene.text[match.end() - scene.span.start :]
        if match.group().startswith(",") and (after[:1].isupper() or _NAMES_ON.match(after)):
            # A list of names or places goes on after the comma.
            continue
        return match.start()
    return high


def _joints(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """The commas and conjunctions between two offsets."""
    return [match.span() for match in _JOIN.finditer(folded, start, end)]
