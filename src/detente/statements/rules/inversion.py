"""Inversion: subjects behind their verb, as Russian and Ukrainian put them ("заявил министр", "по его словам")."""

from __future__ import annotations

import re

from detente.statements.rules.lexicon import Cue
from detente.statements.rules.names import Named
from detente.statements.rules.phrases import Hit
from detente.statements.rules.pronouns import referent, resolved
from detente.statements.rules.referents import Place, Subject, candidates, governed, subject_of
from detente.statements.rules.scene import Scene
from detente.statements.rules.slavic import is_slavic, stands_for_capital

_WORDS = 6  # So many words may stand between the verb and a subject behind it.
_ACCORDING = re.compile(
    r"(?:по|со|на|согласно|за|зі|згідно)\s+.*?(?:слов\w*|мнени\w+|данным|сведениям|информации|оценк\w+|версии|взгляд|"
    r"заявлени\w+|думку|даними|інформацією|відомостями|версією|погляд|переконання|заявою|оцінк\w+)$|согласно$|згідно з$"
)
_OWN = {
    "его": "он", "ее": "она", "их": "они", "його": "він", "її": "вона", "їхніми": "вони", "їх": "вони", "їхню": "вони",
}  # fmt: skip
_PRONOUNS = frozenset({"он", "она", "они", "він", "вона", "вони"})
_JUDGED = re.compile(r"неприем|недопуст|неприйнят|неприпуст|приемлем|прийнятн|исключ|виключ")
_CLAUSE = re.compile(
    r"[^,;.:]{0,40},\s+(?:что|будто|мол|що|ніби|чтобы|щоб|и|й|та|но|але)\s|\s+(?:и|й|та|і)\s|:\s"
)
_FIRST_PERSON = re.compile(r"(?:ем|им|ём|емо|имо|їмо|ємо|аю|яю|ую|даем|ла бы|емся|имся|емося)$")


def after_verb(place: Place, cue: Hit[Cue]) -> Subject | None:
    """The subject behind a verb of Cyrillic letters, None where one stands before it or none is near."""
    scene = place.scene
    words = scene.folded[cue.start : cue.end]
    if not is_slavic(words):
        return None
    according = _ACCORDING.match(words) is not None
    if according:
        own = next((_OWN[w] for w in words.split() if w in _OWN), None)
        if own is not None:
            return _pronoun(place, own, (cue.start, cue.end))
    elif _preceded(place, cue.start):
        return None
    found = _behind(scene, cue, according=according)
    if found is not None:
        return resolved(scene, found, place.context)
    word = scene.between(cue.end, scene.span.end)[:1]
    at = scene.words.at(cue.end)
    if word and word[0] in _PRONOUNS and not according and not scene.words.breaks[at]:
        return _pronoun(place, word[0], (scene.words.starts[at], scene.words.ends[at]))
    return None


def _pronoun(place: Place, word: str, at: tuple[int, int]) -> Subject | None:
    """A pronoun at a range as the one it stands for."""
    found = referent(place, word, at[0])
    return Subject(found, *at) if found else None


def _preceded(place: Place, at: int) -> bool:
    """Whether a subject stands right before the verb."""
    scene = place.scene
    before = [m for m in candidates(scene, place.left, at) if not governed(scene, m, place.left)]
    return bool(before) and scene.quiet(before[-1].end, at)


def _behind(scene: Scene, cue: Hit[Cue], *, according: bool) -> Subject | None:
    """The first mention behind a verb that can be its subject, with nothing but a time or a place between."""
    for mention in scene.mentions:
        if mention.start < cue.end or (mention.kind in {"demonym", "joint"} and according):
            continue
        gap = scene.folded[cue.end : mention.start]
        if re.search(r"[.,;:!?\"—]", gap) or len(gap.split()) > _WORDS:
            return None
        if according:
            return subject_of(mention)
        if mention.kind == "demonym" or not _can_be(scene, mention, cue):
            continue
        return subject_of(mention)
    return None


def _can_be(scene: Scene, mention: Named, cue: Hit[Cue]) -> bool:
    """Whether a mention behind a verb is its subject and not its object: near it, and in the case of subjects."""
    if governed(scene, mention, cue.end):
        return False
    near = scene.quiet(cue.end, mention.start)
    if cue.value.form != "speech":
        return near and mention.party is not None
    return near or mention.kind in {"person", "role", "expert", "insider"}


def capital_before(place: Place, cue: Hit[Cue]) -> Subject | None:
    """The party of "в Учкенте отвергли": a place at the head of the clause, a verb in the plural without a subject."""
    scene = place.scene
    verb = scene.folded[cue.start : cue.end].split()[0]
    for mention in reversed(scene.mentions):
        if mention.end > cue.start or mention.start < place.left or mention.party is None:
            continue
        between = [
            m for m in candidates(scene, mention.end, cue.start) if not governed(scene, m, mention.end)
        ]
        if not between and stands_for_capital(scene.folded[place.left : mention.start], verb):
            return subject_of(mention)
    return None


def affected(place: Place, cue: Hit[Cue]) -> Subject | None:
    """The party of "для Учкента неприемлемо": for whom something is out of the question."""
    scene = place.scene
    if not _JUDGED.search(scene.folded[cue.start : cue.end]):
        return None
    for mention in scene.mentions:
        if mention.party and re.search(r"\bдля\s+$", scene.folded[place.left : mention.start]):
            return subject_of(mention)
    return None


def unnamed(place: Place, cue: Hit[Cue]) -> Subject | None:
    """Whose verb it is that has no subject: the speaker of "Не отдадим", or of the words reported, or whom the text is on.

    "Учкент ... Требует также ..."; "X заявил, что его страна «не видит смысла»".
    """
    scene, context = place.scene, place.context
    words = scene.folded[cue.start : cue.end].split()
    if not is_slavic(words[-1]):
        return None
    if any(_FIRST_PERSON.search(w) for w in words):
        return Subject(context.speaker.named if context.speaker else (), cue.start, cue.start, itself=True)
    if place.previous is not None and place.previous.parties:
        return place.previous if _CLAUSE.match(scene.folded, place.left) else None
    opening = not scene.between(scene.span.start, cue.start) or scene.quiet(scene.span.start, cue.start)
    if opening and place.left == scene.span.start and context.party is not None:
        return Subject((context.party,), cue.start, cue.start)
    return None
