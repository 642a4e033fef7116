"""Cues: which words of saying and of stance count in a sentence."""

from __future__ import annotations

from detente.statements.rules.lexicon import Cue
from detente.statements.rules.phrases import Hit
from detente.statements.rules.scene import Scene
from detente.statements.rules.slavic import is_slavic

# fmt: off
_ARTICLES = frozenset(
    ["the", "a", "an", "its", "his", "her", "their", "our", "any", "this", "these", "those", "such",
     "that", "some", "main", "key", "new", "first", "own", "no"]
)
# fmt: on
_BEFORE_NOUNS = _ARTICLES | {"with", "of", "for", "on", "to", "s", "by"}


_AGAINST = frozenset({"против", "проти"})
_RANK = {"verb": 0, "noun": 1, "terms": 2, "speech": 3}


def chosen_cues(scene: Scene) -> list[Hit[Cue]]:
    """Cues without overlaps, the longest first; at the same place a stance before speech.

    None in a condition or a name.
    """
    chosen: list[Hit[Cue]] = []
    for hit in sorted(scene.cues, key=lambda h: (h.start, h.start - h.end, _RANK[h.value.form])):
        form = hit.value.form
        if form == "noun" and not _is_noun(scene, hit):
            continue
        if form in {"verb", "terms"} and (_after_article(scene, hit) or _is_possessed(scene, hit)):
            continue
        if any(hit.start < c.end and c.start < hit.end for c in chosen):
            continue
        if any(m.start <= hit.start and hit.end <= m.end for m in scene.mentions):
            continue
        if scene.folded[hit.start : hit.end] in _AGAINST and not _stands_alone(scene, hit):
            continue
        if not scene.conditional(hit.start):
            chosen.append(hit)
    return chosen


def _stands_alone(scene: Scene, hit: Hit[Cue]) -> bool:
    """Whether "against" in Cyrillic letters is what somebody is, not the preposition of another word."""
    before = [m.end for m in scene.mentions if m.end <= hit.start and not m.oblique]
    return bool(before) and scene.quiet(before[-1], hit.start)


def _after_article(scene: Scene, hit: Hit[Cue]) -> bool:
    i = scene.words.at(hit.start)
    return i > 0 and not scene.words.breaks[i] and scene.words.forms[i - 1] in _ARTICLES - {"that"}


def _is_possessed(scene: Scene, hit: Hit[Cue]) -> bool:
    """Whether a possessive stands right before the word: "Moscow's demands"."""
    return scene.folded[max(0, hit.start - 3) : hit.start].strip().endswith(("'s", "s'"))


def _is_noun(scene: Scene, hit: Hit[Cue]) -> bool:
    """Whether the word stands as a noun.

    After an article, a demonym, a possessive, a preposition or an issue.
    """
    if is_slavic(scene.folded[hit.start : hit.end]):
        return True
    if _is_possessed(scene, hit) or any(t.end <= hit.start <= t.end + 2 for t in scene.topics):
        return True
    if any(m.kind == "demonym" and 0 <= hit.start - m.end < 25 for m in scene.mentions):
        return True
    i = scene.words.at(hit.start)
    return bool(_BEFORE_NOUNS & set(scene.words.forms[max(0, i - 2) : i]))
