"""Pronouns: who "he", "they", "we" and "the minister" are."""

from __future__ import annotations

import re

from detente.statements.rules.names import Named
from detente.statements.rules.referents import Context, Place, Subject, candidates, governed
from detente.statements.rules.scene import Scene
from detente.statements.rules.slavic import is_slavic

_PERSON = frozenset({"he", "she", "он", "она", "він", "вона"})
_PARTY = frozenset({"it", "they", "они", "вони"})
_SELF = frozenset(
    {"we", "i", "we'll", "i'll", "we're", "we've", "i'm", "мы", "я", "ми", "нам", "мне", "мені", "нас"}
)
_PERSONAL_ROLE = re.compile(
    r"(?:minister|president|leader|spokes\w+|envoy|chief|commander|negotiator|secretary|ambassador|general|adviser|"
    r"chancellor|министр|президент|секретарь|представитель|посол|канцлер|глава|дипломат|лидер|советник|переговорщик|"
    r"посредник|міністр|речник|речниця|представник|представниця|голова|радник|переговорник|посередниця)$"
)
_SPOKEN_OF = re.compile(
    _PERSONAL_ROLE.pattern.removesuffix("$")
    + r"|ведомство|правительство|власти|делегация|відомство|уряд|влада|делегація"
)
_REACH = 7  # Words between a pronoun and its verb.


def pronoun_before(place: Place, at: int) -> Subject | None:
    """A pronoun beside the verb, as the one it stands for.

    The last subject of the sentence, else of the text.
    """
    scene = place.scene
    i, j = scene.words.at(place.left), scene.words.at(at)
    for k in range(j - 1, max(i, j - _REACH) - 1, -1):
        start, end = scene.words.starts[k], scene.words.ends[k]
        if not scene.quiet(end, at):
            return None
        found = referent(place, scene.words.forms[k], at)
        if found is not None:
            return Subject(found, start, end, itself=scene.words.forms[k] in _SELF)
    return None


def referent(place: Place, word: str, at: int) -> tuple[Named, ...] | None:
    """Whom a pronoun stands for; None where the word is none or nobody was spoken of."""
    context = place.context
    if word in _SELF:
        if context.speaker is None and is_slavic(word) and context.party is not None:
            return (context.party,)
        return context.speaker.named if context.speaker else ()
    if word not in _PERSON | _PARTY:
        return None
    last = _last_party(place, at)
    chosen = (
        (last if last and last.kind == "person" else context.person or last)
        if word in _PERSON
        else last or context.party
    )
    return (chosen,) if chosen else None


def _last_party(place: Place, at: int) -> Named | None:
    """The party that this sentence spoke of before: its last subject, else the first free mention."""
    previous, scene = place.previous, place.scene
    if previous and previous.named and previous.named[0].party:
        return previous.named[0]
    start = scene.span.start
    return next((m for m in candidates(scene, start, at) if m.party and not governed(scene, m, start)), None)


def resolved(scene: Scene, subject: Subject, context: Context) -> Subject:
    """The subject, where a role without a party ("the minister", "the group") is the one last spoken of."""
    first = subject.named[0]
    if first.kind != "role" or first.party is not None:
        return subject
    before = scene.folded[scene.span.start : first.start].rstrip()
    definite = before.endswith("the") or scene.folded.startswith("the ", first.start)
    words = scene.folded[first.start : first.end]
    if not definite and not (is_slavic(words) and _SPOKEN_OF.search(words)):
        return subject
    personal = _PERSONAL_ROLE.search(scene.folded[first.start : first.end])
    last = context.person if personal and context.person and context.person.party else context.party
    if last is None:
        return subject
    named = Named(first.start, first.end, "role", last.party, last.person)
    return Subject((named, *subject.named[1:]), subject.start, subject.end)
