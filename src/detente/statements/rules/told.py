"""Told: what a sentence says of a topic that no verb of asking or answering governs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from detente.statements.record import Basis
from detente.statements.rules.attribution import basis_of
from detente.statements.rules.drafts import Claim, Draft, Point, draft_on
from detente.statements.rules.evidence import clause_of, main_clause, trimmed
from detente.statements.rules.frames import Frame
from detente.statements.rules.kinds import judge
from detente.statements.rules.names import Named
from detente.statements.rules.scene import Scene
from detente.statements.rules.slavic import is_slavic

_TERM_VERBS = re.compile(r"\b(?:would|will|is to|are to|be \w+ed|must|should|shall)\b")
_ITEM = re.compile(
    r"\s*(?:\(?\d{1,2}[.)]|[•·*–—-]\s|(?:пункт|перше|друге|третє|первое|второе|третье|перший|другий)\b)"
)
_PAST = re.compile(r"[а-яіїєґ]{2,}(?:л|ла|ло|ли|лся|лась|лось|лись|лася|лися|лося|вся|ав|ив)\b")
_MUST = re.compile(
    r"\b(?:должн\w+|будет|будут|обязу\w+|получ\w+|переход\w+|вывод\w+|отвод\w+|сохраня\w+|остает\w+|откры\w+|"
    r"має|мають|буде|будуть|зобов\w+|отрима\w+|перехо\w+|виводи\w+|відводи\w+|зберіга\w+|лиша\w+)"
)
_FINITE = re.compile(r"\b(?:was|were|had|has|have|is|are|said|met|did|does|\w{3,}ed)\b")


def told(point: Point, frames: Sequence[Frame], *, analysis: bool) -> Iterator[Draft]:
    """A forecast, an assessment, an event, or what a speaker says must or will be."""
    low, high = _limits(point, frames)
    verdict = judge(point, (low, high), analysis=analysis)
    span = trimmed(point.scene.folded, low, high)
    if verdict is None or span is None:
        return
    parties = (verdict.holder,) if verdict.holder else ()
    basis = basis_of(point.said, parties, "analyst" if analysis else "reported")
    claim = Claim(
        verdict.kind,
        verdict.holder,
        verdict.rule,
        basis,
        stance=verdict.stance,
        certainty=verdict.certainty,
        target=verdict.target,
        named=verdict.holder is not None,
    )
    yield draft_on(point, claim, span)


def tells_term(scene: Scene, frames: Sequence[Frame]) -> bool:
    """Whether a sentence tells a term of the plan spoken of.

    In the future, or as an item of a list without a verb.
    """
    if any(f.form == "speech" for f in frames) or scene.text.endswith("?"):
        return False
    start, end = scene.span.start, scene.span.end
    if is_slavic(scene.text):
        if _ITEM.match(scene.text):
            return True
        return (
            _PAST.search(scene.folded, start, end) is None
            and _MUST.search(scene.folded, start, end) is not None
        )
    future = _TERM_VERBS.search(scene.folded, start, end)
    return future is not None or _FINITE.search(scene.folded, start, end) is None


def term(point: Point, owner: Named, *, analysis: bool) -> Iterator[Draft]:
    """A term of a plan, as its owner's proposal."""
    low, high = _limits(point, ())
    span = trimmed(point.scene.folded, low, high)
    if span is None or owner.party is None or point.topic.value.issue.startswith("course."):
        return
    basis: Basis = "analyst" if analysis else "reported"
    claim = Claim("position", owner.party, "plan:term", basis, stance="propose")
    yield draft_on(point, claim, span)


def _limits(point: Point, frames: Sequence[Frame]) -> tuple[int, int]:
    """The clause of a topic: between the frames, cut at neighbouring topics."""
    scene, topic = point.scene, point.topic
    low, high = scene.span.start, scene.span.end
    for frame in frames:
        if frame.cue[1] <= topic.start and frame.form == "speech":
            low = max(low, frame.cue[1])
        elif frame.cue[0] >= topic.end:
            begin = frame.subject.start if frame.subject.start >= topic.end else frame.cue[0]
            high = min(high, max(min(begin, frame.cue[0]), topic.end))
    low, high = main_clause(scene, topic, (low, high))
    return clause_of(topic, scene, (low, high, [t for t in scene.topics if t is not topic]))
