"""The attributor `model`: the attributions of a document, quotations made whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from detente.corpus.document import Document
from detente.corpus.sources.quotations import quotations
from detente.kernel.spans import Span
from detente.models.attributions import Said, attributions
from detente.models.inputs import Seen
from detente.models.quoting import Quoted, unattributed
from detente.models.reader import SHIPPED, Sight, knows
from detente.models.speakers import voice_of
from detente.packs.model import Pack
from detente.statements.attribution import Attribution, Attributor, bare, speech_type, without
from detente.statements.rules.attributor import rules_attributor

_TURNS = frozenset({"transcript", "interview"})
_Told = tuple[Seen, list[Said]]


def model_attributor(pack: Pack, folder: Path = SHIPPED) -> Attributor:
    """An attributor for one pack."""
    look = Sight(pack, folder)
    by_rules = rules_attributor(pack, look.eyes)

    def attribute(document: Document) -> tuple[Attribution, ...]:
        if not knows(document):
            return by_rules(document)
        with look.on_one_thread():
            sentences = [
                (seen, attributions(seen, states, look.model.arrays)) for seen, states in look(document)
            ]
        if document.metadata.kind in _TURNS:
            sentences = _in_turns(document.text, sentences)
        found = [(seen, said) for seen, mine in sentences for said in mine]
        quoted = Quoted(quotations(document))
        told = [_attribution(document.text, seen, said, quoted=quoted) for seen, said in found]
        told += list(unattributed(document, told, quoted))
        return tuple(sorted(told, key=lambda a: (a.content[0], a.cue or a.content[0])))

    return attribute


def _in_turns(text: str, sentences: Sequence[_Told]) -> list[_Told]:
    """In a transcript the sentences after a name are its speaker's, up to the next name or the end of the line."""
    turn: int | None = None  # the sentence that opened with a name
    last = 0
    more: dict[int, list[Span]] = {}
    for number, (seen, mine) in enumerate(sentences):
        span = seen.scene.span
        if any(one.cue is None for one in mine):
            turn = number
        elif turn is not None and (mine or "\n" in text[last : span.start]):
            turn = None
        elif turn is not None:
            more.setdefault(turn, []).append(span)
        last = span.end
    return [(seen, _longer(mine, more.get(number, ()))) for number, (seen, mine) in enumerate(sentences)]


def _longer(said: list[Said], more: Sequence[Span]) -> list[Said]:
    """What stands after a name goes on over the sentences that follow."""
    return [replace(one, content=(*one.content, *more)) if one.cue is None and more else one for one in said]


def _attribution(text: str, seen: Seen, said: Said, *, quoted: Quoted) -> Attribution:
    """An attribution with the quotations that it enters made whole, without marks and stops at its edges."""
    content = list(_merged(quoted.whole(span) for span in said.content))
    content = [s for span in content for hole in without(span, said.cue) for s in without(hole, said.source)]
    content = [s for span in content if (s := bare(text, span))] or list(said.content)
    source = bare(text, said.source) if said.source else None
    voice = voice_of(text, seen, source) if source else None
    party = voice.party if voice else None
    return Attribution(
        source,
        said.cue,
        tuple(content),
        speech_type(content, [q.span for span in content for q in quoted.over(span)]),
        party,
        said.confidence,
    )


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Ranges in order, those that touch joined."""
    last: Span | None = None
    for span in sorted(spans):
        if last is not None and span.start <= last.end + 1:
            last = Span(last.start, max(last.end, span.end))
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last
