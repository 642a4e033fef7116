"""Kinds: position, forecast, assessment or event where no verb of asking or answering governs a clause (codebook, Kinds)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from detente.statements.record import Kind, Stance
from detente.statements.rules.attribution import Attribution
from detente.statements.rules.frames import Frame
from detente.statements.rules.lexicon import Topic
from detente.statements.rules.phrases import Hit
from detente.statements.rules.scene import Scene
from detente.statements.rules.subjects import Subject

_JUDGED = frozenset({"course.sincerity", "course.leverage", "course.precedent"})
_FACTUAL = frozenset({"course.battlefield"})
_WEAK_MUST = frozenset({"should", "it is vital", "is essential", "ought to", "it is important", "be allowed"})
_SELF = frozenset({"we", "i", "we'll", "i'll", "it", "he", "she", "they"})
_PREPOSITION = re.compile(r"\b(?:of|in|for|with|on|to|from|against|by|at|about|over|into|near|than|as|after|before|under)\s+(?:the\s+)?$")
_JUDGING = frozenset("regard consider see view be remain know find face depend take".split())
_FUTURE = frozenset({"will", "would", "'ll", "shall"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a clause states: its kind, for a position the stance, whose it is, and how certain."""

    kind: Kind
    stance: Stance | None
    holder: str | None
    certainty: str | None
    rule: str
    target: str | None = None


def clause_party(scene: Scene, start: int, end: int) -> str | None:
    """The party whose doing a clause tells: the first name that no preposition governs, else the first adjective."""
    inside = [m for m in scene.mentions if start <= m.start < end and m.party is not None]
    for mention in inside:
        if not _PREPOSITION.search(scene.folded[max(start, mention.start - 16) : mention.start]):
            return mention.party
    return None


def judge(scene: Scene, topic: Hit[Topic], said: Attribution, clause: tuple[int, int], *, analysis: bool) -> Verdict | None:
    """The verdict on a clause that names an issue, or None where it asserts nothing that is coded."""
    start, end = clause
    holder = clause_party(scene, start, end)
    speaker = said.speaker.parties[0] if said.speaker and said.speaker.parties else None
    obligation = scene.has("obligation", start, end)
    modal = scene.has("modal", start, end)
    sure = scene.has("certainty", start, end)
    words = scene.text[sure.start - scene.span.start : sure.end - scene.span.start] if sure else None
    if said.kind == "party" and speaker is not None:
        found = _party_says(scene, (topic, clause), speaker, (obligation, modal, holder))
        if found is not None:
            return found
    if said.kind == "narrator" and not analysis and obligation is not None and said.heard is not None and holder not in {None, said.heard}:
        # The report goes on in the words of the one it has just quoted: what the other must do.
        found = _party_says(scene, (topic, clause), said.heard, (obligation, None, holder))
        if found is not None:
            return found
    if obligation is not None and said.kind in {"expert", "narrator"} and (analysis or said.kind == "expert"):
        return Verdict("assessment", None, holder, words, "kind:obligation")
    if modal is not None and not topic.value.issue == "course.leverage":
        return Verdict("forecast", None, holder, words, "kind:modal")
    issue = topic.value.issue
    judged = issue in _JUDGED or scene.has("evaluative", start, end) is not None
    if said.kind in {"expert"} or analysis and said.kind == "narrator":
        if issue in _FACTUAL and not judged:
            return Verdict("event", None, holder, words, "kind:fact")
        return Verdict("assessment", None, holder, words, "kind:expert")
    if judged and issue not in _FACTUAL:
        return Verdict("assessment", None, holder, words, "kind:evaluative")
    if said.kind == "party" and issue in {"course.progress", "course.package", "course.breach", "align.nuclear"}:
        return Verdict("assessment", None, holder, words, "kind:party_view")
    if scene.has("happening", start, end) is None or (topic.value.weak and not _told(scene, topic, (start, end))):
        return None
    return Verdict("event", None, holder, words, "kind:happening")


_DEEDS = re.compile(
    r"\b(?:declar|announc|agreed|began|begun|took (?:effect|hold)|present|submit|unveil|publish|hand(?:ed|s)|releas|circulat|met|meet|held|hold|"
    r"resum|visit|travel|arriv|continu|attack|fight|struck|kill|captur|control|occup|shell|launch)\w*"
)


def _told(scene: Scene, topic: Hit[Topic], clause: tuple[int, int]) -> bool:
    """Whether a clause with a general word tells a deed and not only names a thing."""
    return _DEEDS.search(scene.folded, *clause) is not None and topic.value.issue != "guar.form"


def _party_says(
    scene: Scene, what: tuple[Hit[Topic], tuple[int, int]], speaker: str, marks: tuple[Hit[str] | None, Hit[str] | None, str | None]
) -> Verdict | None:
    """A party's own words without a verb of asking: what must be is a demand, what it will do itself a pledge."""
    topic, (start, end) = what
    obligation, modal, holder = marks
    if topic.value.issue.startswith("course.") and topic.value.issue != "course.package":
        return None
    if "?" in scene.text[topic.end - scene.span.start :]:
        return Verdict("position", "hedge", speaker, None, "question:quoted")
    if obligation is not None:
        must = scene.folded[obligation.start : obligation.end]
        stance: Stance = "propose" if must in _WEAK_MUST else "demand"
        if scene.has("negation", obligation.start, min(end, obligation.end + 12)):
            stance = "reject"
        target = holder if holder != speaker else None
        return Verdict("position", stance, speaker, None, f"obligation:{must}", target)
    if modal is None or scene.folded[modal.start : modal.end] not in _FUTURE:
        return None
    own = holder == speaker or (holder is None and bool(_SELF & set(scene.between(start, modal.start))))
    if not own:
        return None
    if _JUDGING & set(scene.between(modal.end, min(end, modal.end + 25))):
        return None
    negated = scene.has("negation", modal.start, min(end, modal.end + 12)) is not None
    return Verdict("position", "reject" if negated else "propose", speaker, None, "pledge:will")


def governing(frames: Sequence[Frame], topic: Hit[Topic]) -> list[Frame]:
    """The frames of stance over a topic, the nearest first: a noun of asking lies inside the verb that takes it up."""
    over = [f for f in frames if f.stance is not None and ((f.start if f.left else f.cue[0]) <= topic.start < f.end)]
    if not over:
        return []
    behind = [f for f in over if f.left]
    ahead = sorted((f for f in over if not f.left), key=lambda f: -f.start)
    verbs = [f for f in ahead[1:] if ahead[0].form == "noun" and f.form == "verb" and 0 <= ahead[0].cue[0] - f.cue[1] < 60]
    return [*ahead[:1], *verbs[:1], *behind]


def parties_of(subject: Subject) -> tuple[str, ...]:
    """The parties that a subject speaks for."""
    return subject.parties
