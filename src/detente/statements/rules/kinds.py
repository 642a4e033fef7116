"""Kinds: what a clause without a verb of asking or answering states (codebook, Kinds)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.statements.record import Kind, Stance
from detente.statements.rules.drafts import Point
from detente.statements.rules.scene import Scene
from detente.statements.rules.slavic import PREPOSITIONS, is_slavic

_JUDGED = frozenset({"course.sincerity", "course.leverage", "course.precedent"})
_VIEWED = frozenset({"course.progress", "course.package", "course.breach", "align.nuclear"})
_FACTUAL = "course.battlefield"
_WEAK_MUST = frozenset({"should", "it is vital", "is essential", "ought to", "it is important", "be allowed"})
_SELF = frozenset({"we", "i", "we'll", "i'll", "it", "he", "she", "they", "мы", "ми", "я"})
_PREPOSITION = re.compile(
    r"\b(?:of|in|for|with|on|to|from|against|by|at|about|over|into|near|than|as|after|before|under|"
    + PREPOSITIONS
    + r")\s+(?:the\s+)?$"
)
# fmt: off
_JUDGING = frozenset([
    "regard", "consider", "see", "view", "be", "remain", "know", "find", "face", "depend", "take"
])
# fmt: on
_FORESEEING = (
    "expect",
    "predict",
    "fear",
    "foresee",
    "anticipat",
    "прогнозир",
    "предсказ",
    "опаса",
    "ожида",
    "прогнозу",
    "передріка",
    "побою",
    "очіку",
)  # fmt: skip
_DENIED = re.compile(r"опроверг|отрица|спросту|спросто")
_TOLD = re.compile(r"[а-яіїєґ]{2,}(?:л|ла|ло|ли|лся|лась|лось|лись|лася|лися|лося|ано|ено|ены|аны|ена|ана)\b")
_FUTURE = frozenset({"will", "would", "'ll", "shall", "будет", "будем", "будут", "буде", "будемо", "будуть"})
_DEEDS = re.compile(
    r"\b(?:declar|announc|agreed|began|begun|took (?:effect|hold)|present|submit|unveil|"
    r"publish|hand(?:ed|s)|releas|circulat|"
    r"объяв|начал|вступил|подписал|достиг|договор|согласова|обменя|передал|вручил|опубликова|провел|прошл|встрет|прибыл|"
    r"продолж|атак|ударил|обстрел|захват|оголош|почал|підписал|досяг|домов|узгод|обміня|переда|оприлюдн|провел|відбу|"
    r"зустрі|прибу|трива|обстріл|захоп|завда|"
    r"met|meet|held|hold|resum|visit|travel|arriv|continu|attack|fight|struck|kill|captur|control|occup|shell|launch)\w*"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a clause states.

    Its kind, for a position the stance, whose it is, how certain, and who is asked.
    """

    kind: Kind
    holder: str | None
    rule: str
    certainty: str | None = None
    stance: Stance | None = None
    target: str | None = None


def judge(point: Point, clause: tuple[int, int], *, analysis: bool) -> Verdict | None:
    """The verdict on a clause that names an issue, or None where it asserts nothing that is coded."""
    scene, said = point.scene, point.said
    holder = _doer(scene, clause)
    obliged = scene.has("obligation", *clause) is not None
    if said.kind == "party" and said.speaker is not None:
        found = _party_says(point, clause, said.speaker.parties[0])
        if found is not None:
            return found
    if (
        said.kind == "narrator"
        and not analysis
        and obliged
        and said.heard
        and holder not in {None, said.heard}
    ):
        # The report goes on in the words of the one it has just quoted: what the other must do.
        found = _must(point, clause, said.heard)
        if found is not None:
            return found
    sure = scene.has("certainty", *clause)
    words = scene.original(sure.start, sure.end) if sure else None
    if obliged and (said.kind == "expert" or (analysis and said.kind == "narrator")):
        return Verdict("assessment", holder, "kind:obligation", words)
    foreseen = said.rule.rpartition(":")[2].rpartition(".")[2].startswith(_FORESEEING)
    if (foreseen or scene.has("modal", *clause) is not None) and point.topic.value.issue != "course.leverage":
        return Verdict("forecast", holder, "kind:modal", words)
    return _asserted(point, clause, (holder, words, analysis))


def _asserted(
    point: Point, clause: tuple[int, int], told: tuple[str | None, str | None, bool]
) -> Verdict | None:
    """The verdict on a clause in the present or past: judged, or told as a fact."""
    holder, words, analysis = told
    scene, kind, issue = point.scene, point.said.kind, point.topic.value.issue
    slavic = is_slavic(scene.text)
    plain = slavic and kind == "narrator" and not analysis
    judged = issue in _JUDGED or (not plain and scene.has("evaluative", *clause) is not None)
    if kind == "expert" or (analysis and kind == "narrator"):
        if issue == _FACTUAL and not judged:
            return Verdict("event", holder, "kind:fact", words)
        return Verdict("assessment", holder, "kind:expert", words)
    if judged and issue != _FACTUAL:
        return Verdict("assessment", holder, "kind:evaluative", words)
    if kind == "party" and issue in _VIEWED:
        return Verdict("assessment", holder, "kind:party_view", words)
    happened = (scene.span.start, scene.span.end) if slavic else clause
    if scene.has("happening", *happened) is None:
        return None
    if point.topic.value.weak and (_DEEDS.search(scene.folded, *clause) is None or issue == "guar.form"):
        # A general word that only names a thing tells no event.
        return None
    return Verdict("event", holder, "kind:happening", words)


def _doer(scene: Scene, clause: tuple[int, int]) -> str | None:
    """The party whose doing a clause tells: the first name that no preposition governs."""
    start, end = clause
    for mention in scene.mentions:
        if not start <= mention.start < end or mention.party is None:
            continue
        if not mention.oblique and not _PREPOSITION.search(
            scene.folded[max(start, mention.start - 16) : mention.start]
        ):
            return mention.party
    if is_slavic(scene.text):
        return next((m.party for m in scene.mentions if start <= m.start < end and m.party), None)
    return None


def _party_says(point: Point, clause: tuple[int, int], speaker: str) -> Verdict | None:
    """A party's own words without a verb of asking.

    What must be is a demand, what it will do itself a pledge.
    """
    scene, issue = point.scene, point.topic.value.issue
    if issue.startswith("course.") and issue != "course.package":
        return None
    if "?" in scene.original(point.topic.end, scene.span.end):
        return Verdict("position", speaker, "question:quoted", stance="hedge")
    return _must(point, clause, speaker) or _will(scene, clause, speaker) or _names(point, clause, speaker)


def _names(point: Point, clause: tuple[int, int], speaker: str) -> Verdict | None:
    """What a party only names in Russian or Ukrainian, without telling what happened, is what it wants, or does not."""
    scene = point.scene
    words = scene.folded[clause[0] : clause[1]]
    if not is_slavic(words) or _TOLD.search(words) or scene.has("modal", *clause):
        return None
    negated = scene.has("negation", clause[0], point.topic.start + 4) is not None
    negated = negated or _DENIED.search(point.said.rule) is not None
    return Verdict("position", speaker, "named:вимога", stance="reject" if negated else "demand")


def _must(point: Point, clause: tuple[int, int], speaker: str) -> Verdict | None:
    """What a speaker says must or should be."""
    scene, issue = point.scene, point.topic.value.issue
    obligation = scene.has("obligation", *clause)
    if obligation is None or (issue.startswith("course.") and issue != "course.package"):
        return None
    must = scene.folded[obligation.start : obligation.end]
    stance: Stance = "propose" if must in _WEAK_MUST else "demand"
    negated = scene.has("negation", obligation.start, min(clause[1], obligation.end + 12))
    if negated or scene.folded[max(0, obligation.start - 3) : obligation.start] == "не ":
        stance = "reject"
    holder = _doer(scene, clause)
    target = holder if holder != speaker else None
    return Verdict("position", speaker, f"obligation:{must}", stance=stance, target=target)


def _will(scene: Scene, clause: tuple[int, int], speaker: str) -> Verdict | None:
    """What a speaker says that it will itself do, or not do."""
    start, end = clause
    modal = scene.has("modal", start, end)
    if modal is None or scene.folded[modal.start : modal.end] not in _FUTURE:
        return None
    holder = _doer(scene, clause)
    itself = holder is None and bool(_SELF & set(scene.between(start, modal.start)))
    if holder != speaker and not itself:
        return None
    if _JUDGING & set(scene.between(modal.end, min(end, modal.end + 25))):
        return None
    negated = scene.has("negation", modal.start, min(end, modal.end + 12)) is not None
    return Verdict("position", speaker, "pledge:will", stance="reject" if negated else "propose")
