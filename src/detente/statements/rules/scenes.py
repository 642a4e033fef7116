"""From a document to its scenes: sentences with names, roles, cues, marks and topics found in them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente.corpus.document import Document
from detente.corpus.sentences.split import paragraphs, sentences
from detente.kernel.spans import Span
from detente.packs.model import Pack
from detente.statements.rules.induced import Registry, capitalised, link, recall, register
from detente.statements.rules.lexicon import Lexicon, build_lexicon
from detente.statements.rules.names import NameBook, Named
from detente.statements.rules.phrases import fold, words_of
from detente.statements.rules.scene import Scene, conditional_zones
from detente.statements.rules.topics import chosen_topics

_QUOTES = '"“”«»'


@dataclass(frozen=True, slots=True)
class Eyes:
    """What a reader sees with: the lexicon and the names of one pack."""

    lexicon: Lexicon
    names: NameBook


def eyes_for(pack: Pack) -> Eyes:
    """What a reader of a pack sees with; made once, since it takes time."""
    return Eyes(build_lexicon(pack), NameBook(pack))


def scenes_of(document: Document, eyes: Eyes) -> list[Scene]:
    """The sentences of a document as scenes, names resolved over the whole of it."""
    folded = fold(document.text)
    blocks = paragraphs(document)
    scenes: list[Scene] = []
    registry: Registry = {}
    for span in sentences(document):
        scene = _scene(document, (folded, span), eyes)
        number = next((i for i, p in enumerate(blocks) if p.contains(span)), len(scenes))
        register(scene.mentions, registry)
        scenes.append(replace(scene, paragraph=number, opens_quoted=_quoted(document.text, span, blocks)))
    return [replace(s, mentions=_kept(recall(s.mentions, registry), s)) for s in scenes]


def _scene(document: Document, text: tuple[str, Span], eyes: Eyes) -> Scene:
    folded, span = text
    lexicon = eyes.lexicon
    words = words_of(folded, span.start, span.end)
    names = [*eyes.names.find(document.text, words.starts, document.metadata.published)]
    names += capitalised(document.text, span.start, span.end)
    mentions = link(document.text, names, lexicon.people.find(words))
    marks = tuple(lexicon.marks.find(words))
    return Scene(
        span=span,
        text=document.text[span.start : span.end],
        folded=folded,
        paragraph=0,
        words=words,
        mentions=tuple(mentions),
        cues=tuple(lexicon.cues.find(words)),
        marks=marks,
        topics=tuple(chosen_topics(lexicon.topics.find(words), mentions)),
        instances=tuple(lexicon.instances.find(words)),
        zones=conditional_zones(folded, span.end, marks),
    )


def _kept(mentions: list[Named], scene: Scene) -> tuple[Named, ...]:
    """Without single capitalised words that nobody introduced."""
    text, start = scene.text, scene.span.start
    return tuple(m for m in mentions if m.kind != "unknown" or " " in text[m.start - start : m.end - start])


def _quoted(text: str, span: Span, blocks: tuple[Span, ...]) -> bool:
    """Whether the sentence begins inside a quotation, or with one."""
    block = next((p for p in blocks if p.contains(span)), span)
    before = text[block.start : span.start]
    if text[span.start] in _QUOTES:
        return True
    curly = before.count("“") - before.count("”")
    if before.count("«") > before.count("»"):
        return True
    return curly > 0 or before.count('"') % 2 == 1
