"""Conditions: who would stop or talk "if" the other did something demands that it be done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente.statements.rules.attribution import basis_of
from detente.statements.rules.drafts import Claim, Draft, Point, draft_on
from detente.statements.rules.evidence import trimmed
from detente.statements.rules.frames import Frame
from detente.statements.rules.slavic import is_slavic
from detente.statements.rules.stages import stage_of

_OPTION_OF = {
    "terr.withdrawal": "withdrawal",
    "terr.line": "withdrawal",
    "align.alliance": "no_alliance",
    "align.neutrality": "no_alliance",
    "support.arms": "stop_aid",
    "support.intel": "stop_aid",
    "forces.mobilisation": "stop_mobilisation",
    "econ.relief": "sanctions_first",
    "align.order": "root_causes",
}
_TRUCE = re.compile(
    r"cease-?\s?fire|truce|stop (?:the )?(?:shooting|fighting)|halt (?:\w+ )?(?:fire|fighting|"
    r"operation)|guns|hostilities|"
    r"end the war|прекращени\w+ огня|перемири|припинення вогню|перемир'|прекра\w+ огонь|прекрати|"
    r"тишин|тиш[аіу]|пауз|припин\w+ вогонь|припинит|прекращени\w+ боев|бойові дії"
)
_TALKS = re.compile(
    r"\b(?:talks?|negotiat\w+|dialogue|meet\w*|table|переговор\w*|перемовин\w*|диалог\w*|діалог\w*)\b"
)
_WILLING = re.compile(
    r"\b(?:will|would|'ll|ready|willing|prepared|agree\w*|can|could|only|accept\w*|depend\w*|готов\w*|соглас\w*|погод\w*|може\w*|може|могл\w*|міг|можлив\w*|"
    r"будет|буде|будут|будуть|тольк\w+|тільки|лише|лишь|згод\w*|подпиш\w*|підпиш\w*|предложи\w*|запропон\w*|подтверди\w*|"
    r"обеща\w*|обіця\w*|пойд\w+|піде\w*|підтрима\w*|поддерж\w*|откро\w+|верн\w+|остан\w+|сним\w+|прекрат\w+|остановит|начн\w+|сяд\w+|припин\w+|зупин\w+|почн\w+|продолж\w+|продовж\w+|не)\b"
)


def required(point: Point, frames: Sequence[Frame]) -> Iterator[Draft]:
    """The demand in "X would cease fire if Y withdrew".

    And that it is a condition of the truce or of talks.
    """
    scene, topic = point.scene, point.topic
    start, end = next(z for z in scene.zones if z[0] <= topic.start < z[1])
    party = _conditioner(point, (start, end), frames)
    asked = next(
        (m.party for m in scene.mentions if start <= m.start < topic.end and m.party is not None), None
    )
    outside = scene.folded[scene.span.start : start] + " " + scene.folded[end : scene.span.end]
    span = trimmed(scene.folded, start, end)
    unasked = asked == party or (asked is None and not is_slavic(outside))
    if party is None or unasked or span is None or not _WILLING.search(outside):
        return
    truce, talks = _TRUCE.search(outside), _TALKS.search(outside)
    if point.said.kind != "party" and not (truce or talks):
        return
    claim = Claim(
        "position",
        party,
        "condition:if",
        basis_of(point.said, (party,), "own"),
        stance="demand",
        target=asked,
    )
    demand = draft_on(point, claim, span)
    yield demand
    if not (truce or talks):
        return
    issue = "cf.precondition" if truce else "proc.precondition"
    option = _OPTION_OF.get(topic.value.issue) if truce else None
    whole = trimmed(scene.folded, scene.span.start, max(end, topic.end)) or span
    stage = stage_of(issue, scene.folded[whole.start : whole.end])
    yield replace(demand, span=whole, issue=issue, option=option, instance=None, stage=stage)


def _conditioner(point: Point, zone: tuple[int, int], frames: Sequence[Frame]) -> str | None:
    """Who sets the condition.

    The subject of the stance it hangs on, the speaker, or the subject of the main clause.
    """
    start, end = zone
    for frame in frames:
        hanging = frame.stance in {"accept", "propose", "demand"} and not start <= frame.cue[0] < end
        if hanging and frame.subject.parties:
            return frame.subject.parties[0]
    speaker = point.said.speaker
    if speaker and speaker.parties:
        return speaker.parties[0]
    outside = (m for m in point.scene.mentions if not start <= m.start < end and m.kind != "demonym")
    return next((m.party for m in outside if m.party is not None), None)
