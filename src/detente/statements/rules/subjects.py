"""Subjects: who stands to the left of a verb, who owns a demand."""

from __future__ import annotations

import re

from detente.statements.rules.documents import document_before
from detente.statements.rules.lexicon import Cue
from detente.statements.rules.names import Named
from detente.statements.rules.phrases import Hit
from detente.statements.rules.pronouns import pronoun_before, resolved
from detente.statements.rules.referents import (
    Context,
    Place,
    Subject,
    candidates,
    governed,
    group,
    subject_of,
)
from detente.statements.rules.scene import Scene
from detente.statements.rules.slavic import is_slavic

_STRICT = re.compile(
    r"\b(?:of|in|for|with|on|to|from|against|by|between|at|about|over|into|near)\s+(?:the\s+|both\s+)?$"
)
_POSSESSIVE = frozenset(
    {"its", "his", "her", "their", "our", "my", "его", "ее", "их", "його", "її", "їхній", "їхня"}
)
_AUXILIARIES = tuple(
    (w,) for w in ("is", "was", "are", "were", "has", "had", "have", "will", "would", "may", "must")
)
_ASIDE = re.compile(r",[^,]{3,90},[^,]{0,25}")
_CARRIED_BY = (",", "while", "and", "before", "after", "by")


def subject_before(place: Place, cue: Hit[Cue]) -> Subject | None:
    """The subject of a verb.

    What stands at its side, the last subject after "and", else the first of the clause.
    """
    scene, left, previous = place.scene, place.left, place.previous
    interrupted = _interrupted(place, cue.start)
    if interrupted is not None:
        return interrupted
    beside = _beside(place, cue.start)
    if beside is not None:
        return resolved(scene, beside, place.context)
    pronoun = pronoun_before(place, cue.start)
    if pronoun is not None:
        return pronoun
    if previous is not None and (scene.coordinated(left, cue.start) or _participle(place, cue)):
        return previous
    document = document_before(place, cue.start)
    if document is not None:
        return document
    free = [m for m in candidates(scene, left, cue.start) if not governed(scene, m, left)]
    if free:
        return resolved(scene, group(scene, free[0], left), place.context)
    after_colon = scene.folded[left - 1 : left] == ":" and scene.quiet(left, cue.start)
    return previous if after_colon or not scene.folded[left : cue.start].strip(" ,") else None


def subject_after(scene: Scene, cue: Hit[Cue]) -> Subject | None:
    """The subject of an inverted verb of saying ("said X") or of "according to"."""
    match = re.match(r"\s+(?:the\s+|a\s+|an\s+)?", scene.folded[cue.end : scene.span.end])
    if not match:
        return None
    at = cue.end + match.end()
    named = next((m for m in scene.mentions if cue.end <= m.start <= at + 1 and m.end > at), None)
    if named is None or named.kind == "demonym":
        return None
    according = scene.folded[cue.start : cue.end].endswith((" to", " of"))
    before = scene.folded[scene.span.start : cue.start].rstrip()
    inverted = before.endswith((",", '"', "?", "!", "'")) and not _goes_on(scene, named)
    return subject_of(named) if according or inverted else None


def _goes_on(scene: Scene, named: Named) -> bool:
    """Whether a verb follows the name, which is then the subject of what was said: "said Russia demands"."""
    if any(named.end < c.start <= named.end + 2 and c.value.form != "speech" for c in scene.cues):
        return True
    return scene.between(named.end, scene.span.end)[:1] in _AUXILIARIES


def owner_of(scene: Scene, cue: Hit[Cue], context: Context) -> Subject | None:
    """Whose demand or offer a noun is: "Moscow's demand", "a US proposal", "its refusal", "a call by X"."""
    for mention in reversed(scene.mentions):
        if mention.end <= cue.start and _owns(scene, mention, cue.start):
            return subject_of(mention)
    for word in reversed(scene.between(scene.span.start, cue.start)[-4:]):
        if word in _POSSESSIVE:
            last = (
                context.person if word in {"his", "her", "my", "его", "ее", "його", "її"} else context.party
            )
            first = next((m for m in reversed(scene.mentions) if m.end < cue.start and m.party), last)
            return Subject((first,), cue.start, cue.end) if first else None
    behind = next((m for m in scene.mentions if m.start == cue.end + 1 and m.oblique), None)
    return subject_of(behind) if behind else agent_after(scene, cue.end, r"\s+(?:by|from)\s+(?:the\s+)?")


def agent_after(scene: Scene, at: int, words: str) -> Subject | None:
    """Who is named right after words such as "by"."""
    match = re.match(words, scene.folded[at : scene.span.end])
    if not match:
        return None
    named = next((m for m in scene.mentions if abs(m.start - at - match.end()) <= 4), None)
    return subject_of(named) if named else None


def _owns(scene: Scene, mention: Named, at: int) -> bool:
    """Whether a mention is the possessor of a noun.

    An adjective, a possessive, or parted from it by an issue only.
    """
    gap = scene.folded[mention.end : at]
    if len(gap) >= 40 or re.search(r"[.,;:]", gap) or mention.kind in {"media", "joint"}:
        return False
    words = len(scene.between(mention.end, at))
    slavic = is_slavic(scene.folded[mention.start : mention.end])
    compound = any(mention.end <= t.start <= mention.end + 2 and at - t.end <= 2 for t in scene.topics)
    return words <= 5 and (
        mention.kind == "demonym"
        or gap.startswith("'")
        or (gap == " " and not slavic)
        or (words <= 3 and compound)
    )


def _beside(place: Place, at: int) -> Subject | None:
    """Mentions with nothing but auxiliaries, or an aside between commas, between them and the verb."""
    scene, left = place.scene, place.left
    for mention in reversed(candidates(scene, left, at)):
        gap = scene.folded[mention.end : at]
        if gap.startswith("'") or not scene.quiet(mention.end, at):
            aside = _ASIDE.fullmatch(gap) and scene.quiet(mention.end + gap.rfind(",") + 1, at)
            if aside and not governed(scene, mention, left):
                return group(scene, mention, left)
            continue
        if _STRICT.search(scene.folded[left : mention.start]) and candidates(scene, left, mention.start):
            continue
        return group(scene, mention, left)
    return None


def _participle(place: Place, cue: Hit[Cue]) -> bool:
    """Whether the verb is a participle that the last subject carries: ", demanding"."""
    before = place.scene.folded[place.left : cue.start].rstrip()
    word = place.scene.folded[cue.start : cue.end].split()[0]
    return word.endswith("ing") and (before.endswith(_CARRIED_BY) or not before)


def _interrupted(place: Place, at: int) -> Subject | None:
    """The subject from which ", he said," parts the verb."""
    scene, start, left = place.scene, place.scene.span.start, place.left
    if left <= start or not re.fullmatch(r",\s*(?:\w+\s+){0,2}", scene.folded[left:at]):
        return None
    for mention in reversed(candidates(scene, start, left)):
        if re.fullmatch(r",\s[^,]{2,60}", scene.folded[mention.end : left]) and not governed(
            scene, mention, start
        ):
            return group(scene, mention, start)
    return None
