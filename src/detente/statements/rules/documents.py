"""Documents: whose plan or text is spoken of, and whose terms a sentence goes on to tell."""

from __future__ import annotations

import re

from detente.statements.rules.names import Named
from detente.statements.rules.referents import Context, Place, Subject, first_named
from detente.statements.rules.scene import Scene
from detente.statements.rules.slavic import is_slavic

_DOCUMENT = re.compile(
    r"\b(?:plan|plans|proposals?|draft|initiative|framework|document|roadmap|road map|text|"
    r"memorandum|formula|paper|"
    r"offer|package|blueprint|deal|agreement|terms|conditions|accord|treaty|statement|points?|communique|declaration|"
    r"resolution|demands|план\w?|планом|предложени\w+|документ\w*|инициатив\w|проект\w*|черновик\w*|чернетк\w|меморандум\w*|соглашени\w+|"
    r"договор\w?|резолюци\w|заявлени\w|текст\w?|пропозиці\w+|ініціатив\w|проєкт\w*|угод\w|заяв\w|договір|резолюці\w)\b"
)
_CONTINUES = re.compile(
    r"(?:it|this|these|they|that|the (?:first|second|third|fourth|other|next|last)|another|"
    r"others|among (?:them|these)|кроме того|также|там же|это|эти|среди них|крім того|також|це|ці|серед них)\b"
)
_PAPER = re.compile(
    r"\b(?:plan|proposals?|draft|initiative|framework|roadmap|road map|memorandum|formula|"
    r"offer|package|blueprint|terms|"
    r"document|paper|points|position|plans|план|плане|плана|плану|планом|черновик\w*|чернетк\w|проект\w*|документ\w?|предложени\w|"
    r"инициатив\w|меморандум\w?|формул\w|бумаг\w|проєкт\w*|плані|пропозиці\w|ініціатив\w|папір)\b"
)
_PUT_FORWARD = re.compile(
    r"\b(?:publish|present|unveil|tabled|submit|releas|put forward|set out|handed|circulat|"
    r"float|outlin|announc|передал|представил|опубликова|вручил|предложил|выдвинул|разослал|обнародова|раздал|внес|"
    r"переда|представи|оприлюдн|вручи|запропон|висуну|розісла|розда)\w*"
)
_REACH = 9  # Sentences for which a plan counts as still being told.


def document_before(place: Place, at: int) -> Subject | None:
    """The plan or text that is the subject of a verb.

    Its owner is named before it, or is the last one named.
    """
    scene, context = place.scene, place.context
    for match in _DOCUMENT.finditer(scene.folded, place.left, at):
        if scene.quiet(match.end(), at) or re.fullmatch(r"[^,;.]{0,40}", scene.folded[match.end() : at]):
            break
    else:
        return None
    near = [m for m in scene.mentions if place.left <= m.start and 0 <= match.start() - m.end < 30]
    if is_slavic(match.group()):
        near = [m for m in scene.mentions if _owns(m, match)]
    owner = near[-1] if near else context.owner
    if owner is None and context.asked is not None:
        return Subject(context.asked[0].named, match.start(), match.end(), document=True)
    return Subject((owner,) if owner else (), match.start(), match.end(), document=True)


def _owns(mention: Named, paper: re.Match[str]) -> bool:
    """Whether a paper in Cyrillic letters is somebody's: "план Турции", "турецкий план"."""
    after = mention.oblique and mention.start - paper.end() == 1
    return mention.party is not None and (
        after or (mention.kind == "demonym" and 0 <= paper.start() - mention.end < 25)
    )


def continued(place: Place, at: int) -> Subject | None:
    """The one whose terms the last sentence began to tell.

    Where this one goes on: "it", "this", "a second point".
    """
    scene, asked = place.scene, place.context.asked
    if asked is None:
        return None
    for match in _CONTINUES.finditer(scene.folded, scene.span.start, at):
        if scene.quiet(match.end(), at) or match.group().startswith("the "):
            return Subject(asked[0].named, match.start(), match.end(), document=True)
    return None


def note_document(context: Context, scene: Scene, proposing: list[tuple[Subject, int]]) -> None:
    """Remember whose plan is being told: named with its owner, or put forward.

    Forgotten after some sentences.
    """
    context.owner_age += 1
    if context.owner_age > _REACH:
        context.owner = None
    for match in _PAPER.finditer(scene.folded, scene.span.start, scene.span.end):
        owner = _owner(scene, match, proposing)
        if owner is not None:
            context.owner, context.owner_age = owner.named[0], 0
            return


def _owner(scene: Scene, match: re.Match[str], proposing: list[tuple[Subject, int]]) -> Subject | None:
    """Whose paper it is: the possessive or adjective before it, else who puts it forward in this sentence."""
    at = match.start()
    near = [m for m in scene.mentions if 0 <= at - m.end < 25 and m.party]
    if is_slavic(match.group()):
        near = []
        owner = next((m for m in scene.mentions if _owns(m, match)), None)
        if owner is not None:
            return Subject((owner,), owner.start, owner.end)
    last = near[-1] if near else None
    if last and (last.kind == "demonym" or scene.folded.startswith("'", last.end) or at - last.end == 1):
        return Subject((last,), last.start, last.end)
    if _PUT_FORWARD.search(scene.folded, scene.span.start, at):
        told = first_named(scene)
        if told is not None:
            return told
    return next((s for s, start in proposing if s.parties and start <= at), None)
