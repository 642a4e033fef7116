"""Framing: from the cues of a sentence to its frames."""

from __future__ import annotations

import re
from dataclasses import replace

from detente.statements.record import Stance
from detente.statements.rules.cues import chosen_cues
from detente.statements.rules.documents import continued, document_before
from detente.statements.rules.frames import Frame
from detente.statements.rules.inversion import affected, after_verb, capital_before, unnamed
from detente.statements.rules.lexicon import Cue
from detente.statements.rules.lists import headline, listed
from detente.statements.rules.phrases import Hit
from detente.statements.rules.referents import Context, Place, Subject
from detente.statements.rules.scene import Scene
from detente.statements.rules.scopes import absorbed, bounded
from detente.statements.rules.slavic import is_slavic
from detente.statements.rules.subjects import agent_after, owner_of, subject_after, subject_before

_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|remains?|as)\s+(?:\w+ly\s+|also\s+|not\s+|completely\s+)?$"
)
_BY = r"\s+(?:earlier\s+|jointly\s+|also\s+)?(?:by|to|for)\s+(?:the\s+)?"
# fmt: off
# Readiness to do something oneself is an offer, not an answer.
_GIVES = re.compile(
    r"\s+(?:send|deploy|provide|contribute|host|release|hand over|pay|supply|station)\b|"
    r"\s+(?:и далее\s+|й надалі\s+)?(?:предостав|отправ|послать|передать|направ|размест|выдел|профинанс|принять у|надава|надат|"
    r"надісла|відправ|переда|розміст|виділ|профінанс|прийняти у|отпуст|відпуст|верну|поверну)"
)
_NEGATORS = frozenset([
    "not", "never", "no", "n't", "cannot", "without", "nor", "neither", "nobody", "hardly",
    "nothing", "не", "ни", "ні", "вряд", "едва", "навряд", "никогда", "ніколи"
])
# fmt: on
_NEGATED = re.compile(r"не |ни |ні ")  # A cue that is a negation itself.
_ONLY = frozenset({"only", "merely", "just", "simply", "только", "тільки"})
_FLIP: dict[Stance, Stance] = {
    "demand": "reject",
    "propose": "reject",
    "accept": "reject",
    "reject": "accept",
    "hedge": "hedge",
}
# Who holds nothing: what such a one "expects" or "wants" is speech.
_WATCHERS = frozenset({"expert", "insider", "media", "institute"})
_OPEN_ENDED = ("rule", "exclud", "dismiss", "reject", "исключ", "виключ")
_REPEATING = re.compile(
    r"(?:repeat|reiterat|renew|restat|rais|made|mak|present|outlin|set out|sets out|put|"
    r"submit|issu|reaffirm|drop|soften|"
    r"unveil|list)\w*\W+(?:\w+\W+){0,2}$"
)


def frames_of(scene: Scene, context: Context) -> list[Frame]:
    """All frames of a sentence in the order of their cues; what an asking verb governs is folded into it."""
    head = headline(scene)
    frames: list[Frame] = [head] if head else []
    for hit in chosen_cues(scene):
        frame = _frame(scene, hit, (frames, context))
        if frame is None:
            continue
        outer = absorbed(scene, frames[-1], frame) if frames else None
        if outer is not None:
            frames[-1] = outer
        else:
            frames.append(frame)
    frames = _own_voice(frames)
    tail = listed(scene, frames, context)
    return [*bounded(scene, frames), *([tail] if tail else [])]


def _own_voice(frames: list[Frame]) -> list[Frame]:
    """The frames where "we" is whoever is named behind the words: "We refuse," X said."""
    found = list(frames)
    for i, frame in enumerate(frames):
        behind = [f.subject for f in frames[i + 1 :] if f.form == "speech" and f.subject.parties]
        if frame.subject.itself and behind:
            own = replace(behind[0], start=frame.subject.start, end=frame.subject.end)
            found[i] = replace(frame, subject=own)
    return found


def _frame(scene: Scene, hit: Hit[Cue], so_far: tuple[list[Frame], Context]) -> Frame | None:
    """The frame that a cue opens, or None where nobody is its subject and nothing tells who is."""
    frames, context = so_far
    left = max((f.cue[1] for f in frames), default=scene.span.start)
    place = Place(scene, left, frames[-1].subject if frames else None, context)
    form = hit.value.form
    if form == "noun":
        return _noun(place, hit)
    if form == "speech":
        after = subject_after(scene, hit) or after_verb(place, hit)
        if after is not None:
            return _opened(place, Hit(hit.start, after.end, hit.value), after)
    if form == "terms":
        return _terms(place, hit)
    if form == "verb" and _is_passive(scene, hit):
        by = agent_after(scene, hit.end, _BY)
        if by is not None:
            whole = _opened(place, Hit(hit.start, by.end, hit.value), by)
            return replace(whole, start=left, end=hit.start, left=True)
        if _bare_participle(scene, hit):
            return None
    if _purpose(scene, hit, frames):
        return None
    subject = _subject(place, hit)
    if subject is None:
        return None
    frame = _verb(place, hit, subject)
    outside = bool(subject.named) and not subject.parties and subject.named[0].kind in _WATCHERS
    return replace(frame, form="speech", stance=None) if outside and not frame.left else frame


def _subject(place: Place, hit: Hit[Cue]) -> Subject | None:
    """Who stands before the verb, behind it, or for whom a capital or the first person stands."""
    if hit.value.form == "speech":
        return capital_before(place, hit) or subject_before(place, hit)
    behind = after_verb(place, hit) or capital_before(place, hit)
    return behind or affected(place, hit) or subject_before(place, hit) or unnamed(place, hit)


def _opened(place: Place, hit: Hit[Cue], subject: Subject) -> Frame:
    """A frame over what follows its cue."""
    cue, scene = hit.value, place.scene
    begin, start = hit.start, hit.end
    if cue.form == "verb" and is_slavic(scene.folded[hit.start : hit.end]):
        # The phrase of an issue may begin with the verb: "не пустит миротворцев".
        within = [t.start for t in scene.topics if t.start < hit.end <= t.end]
        begin, start = min([begin, *within]), min([start, *within])
    return Frame(cue.form, cue.stance, subject, (begin, hit.end), start, scene.span.end, cue.rule)


def _noun(place: Place, hit: Hit[Cue]) -> Frame | None:
    """A demand, offer or refusal as a noun.

    Over what follows it, or over the issue between it and its owner.
    """
    scene = place.scene
    subject = owner_of(scene, hit, place.context)
    if subject is None and _REPEATING.search(scene.folded[max(0, place.left - 12) : hit.start]):
        subject = place.previous
    if subject is None:
        return None
    frame = _opened(place, hit, subject)
    held = [t for t in scene.topics if subject.end <= t.start and t.end <= hit.start + 1]
    if held and not re.match(r"\s+(?:for|to|of|that|on)\b", scene.folded[hit.end : hit.end + 8]):
        return replace(frame, start=held[0].start, end=hit.start, rule=frame.rule + ".compound", left=True)
    return frame


def _verb(place: Place, hit: Hit[Cue], subject: Subject) -> Frame:
    """A verb with its subject: negated, modal, or in a relative clause that governs what precedes."""
    scene = place.scene
    start, end = max(subject.end, place.left), hit.start
    if subject.end > hit.start:
        start, hit = place.left, Hit(hit.start, max(hit.end, subject.end), hit.value)
    last = set(scene.between(start, end)[-4:])
    negated = (
        not _NEGATED.match(scene.folded, hit.start)
        and any(w in _NEGATORS or w.endswith("n't") for w in last)
        and not _ONLY & last
    )
    modal = scene.has("modal", start, end) or scene.has("certainty", start, hit.end)
    stance = _flipped(hit.value) if negated else hit.value.stance
    if stance == "accept" and _GIVES.match(scene.folded, hit.end):
        stance = "propose"
    frame = replace(
        _opened(place, hit, subject),
        stance=stance,
        modal=scene.folded[modal.start : modal.end] if modal else None,
    )
    relative = _relative(place, hit, subject) if frame.form == "verb" else None
    if relative is None:
        return frame
    return replace(frame, start=relative[0], end=relative[1], rule=frame.rule + ".relative", left=True)


def _terms(place: Place, hit: Hit[Cue]) -> Frame | None:
    """What a plan provides for is proposed by its owner; what goes on from a demand is demanded."""
    asked = place.context.asked
    subject = document_before(place, hit.start)
    if subject is not None and subject.named:
        return _opened(place, hit, subject)
    subject = continued(place, hit.start) if subject is None else None
    if subject is None or asked is None or not subject.named:
        return None
    return replace(_opened(place, hit, subject), stance=asked[1])


def _purpose(scene: Scene, hit: Hit[Cue], frames: list[Frame]) -> bool:
    """Whether the verb is an infinitive far from the stance before it, which tells what that is for."""
    if not frames or frames[-1].stance is None or frames[-1].left:
        return False
    gap = scene.between(frames[-1].cue[1], hit.start)
    return len(gap) > 9 and gap[-1] == "to"


def _flipped(cue: Cue) -> Stance | None:
    """The stance under a negation; who "does not rule out" a thing has not answered."""
    if cue.stance == "reject" and cue.rule.rpartition(".")[2].startswith(_OPEN_ENDED):
        return "hedge"
    return _FLIP[cue.stance] if cue.stance else None


def _relative(place: Place, hit: Hit[Cue], subject: Subject) -> tuple[int, int] | None:
    """The range of "the truce" in "the truce which X accepted"; None where the verb governs what follows."""
    scene, left = place.scene, place.left
    match = re.search(
        r"(?:,\s+which|\w\s+that|\w\s+which)\s+(?:the\s+)?$", scene.folded[left : subject.start]
    )
    if not match or not scene.between(left, left + match.start() + 1):
        return None
    stop = re.compile(r"[,;:.]").search(scene.folded, hit.end, scene.span.end)
    if any(hit.end <= t.start < (stop.start() if stop else scene.span.end) for t in scene.topics):
        return None
    before = [t for t in scene.topics if left <= t.start < subject.start]
    return (max(left, before[-1].start - 1), subject.start) if before else None


def _bare_participle(scene: Scene, hit: Hit[Cue]) -> bool:
    """Whether the passive names nobody: "is required", "was rejected"; "is prepared to" is no passive."""
    words = scene.folded[hit.start : hit.end].split()
    return len(words) == 1 and words[0].endswith("ed")


def _is_passive(scene: Scene, hit: Hit[Cue]) -> bool:
    """Whether the verb is told of what is demanded or refused, not of who does it."""
    if _PASSIVE.search(scene.folded[max(scene.span.start, hit.start - 24) : hit.start]):
        return True
    participle = scene.folded[hit.start : hit.end].endswith("ed")
    return participle and re.match(r" (?:\w+ )?by ", scene.folded[hit.end : hit.end + 16]) is not None
