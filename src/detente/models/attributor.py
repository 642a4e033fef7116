"""The attributor `model`: the attributions of a document, quotations made whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from detente.corpus.document import Document
from detente.corpus.sources.quotations import Quotation, quotations
from detente.kernel.spans import Span
from detente.models.attributions import Said, attributions
from detente.models.inputs import Seen
from detente.models.reader import SHIPPED, Sight, knows
from detente.packs.model import Pack
from detente.statements.attribution import Attribution, Attributor, speech_type
from detente.statements.rules.attributor import rules_attributor


def model_attributor(pack: Pack, folder: Path = SHIPPED) -> Attributor:
    """An attributor for one pack."""
    look, by_rules = Sight(pack, folder), rules_attributor(pack)

    def attribute(document: Document) -> tuple[Attribution, ...]:
        if not knows(document):
            return by_rules(document)
        found = [
            (seen, said)
            for seen, states in look(document)
            for said in attributions(seen, states, look.model.arrays)
        ]
        quoted = quotations(document)
        told = [_attribution(seen, said, quoted) for seen, said in found]
        told += _unattributed(document, told, quoted)
        return tuple(sorted(told, key=lambda a: (a.content[0], a.cue or a.content[0])))

    return attribute


def _attribution(seen: Seen, said: Said, quoted: Sequence[Quotation]) -> Attribution:
    """An attribution with the quotations that it enters made whole, without marks and stops at its edges."""
    content = list(_merged(_whole(span, quoted) for span in said.content))
    content = [s for span in content for s in _without(span, said.cue)]
    content = [s for span in content for s in _without(span, said.source)] or list(said.content)
    party = next(
        (
            m.party
            for m in seen.scene.mentions
            if said.source and m.party and said.source.overlaps(Span(m.start, m.end))
        ),
        None,
    )
    return Attribution(
        said.source,
        said.cue,
        tuple(content),
        speech_type(content, [q.span for q in quoted]),
        party,
        said.confidence,
    )


def _whole(span: Span, quoted: Sequence[Quotation]) -> Span:
    """A content that is most of a quotation is all of it."""
    for quotation in quoted:
        shared = min(span.end, quotation.span.end) - max(span.start, quotation.span.start)
        if shared * 2 > quotation.span.end - quotation.span.start:
            span = Span(min(span.start, quotation.words_span.start), max(span.end, quotation.words_span.end))
    return span


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


def _without(span: Span, hole: Span | None) -> list[Span]:
    """A range without another that stands in it."""
    if hole is None or not span.overlaps(hole):
        return [span]
    pieces = [(span.start, hole.start), (hole.end, span.end)]
    return [Span(a, b) for a, b in pieces if b - a > 1]


def _unattributed(
    document: Document, told: Sequence[Attribution], quoted: Sequence[Quotation]
) -> Iterator[Attribution]:
    """Quotations that stand alone: of whoever is named before or behind them in their paragraph, else of nobody named."""
    for quotation in quoted:
        span = quotation.words_span
        if any(c.overlaps(span) for a in told for c in a.content):
            continue
        near = [
            a
            for a in told
            if a.source and a.type != "indirect" and _same_paragraph(document, a.content[0], span)
        ]
        near.sort(key=lambda a: abs(a.content[0].start - span.start))
        lone = Attribution(None, None, (span,), "direct", None, 0.5)
        yield replace(lone, source=near[0].source, cue=near[0].cue, party=near[0].party) if near else lone


def _same_paragraph(document: Document, one: Span, other: Span) -> bool:
    first, second = sorted([one, other])
    return "\n\n" not in document.text[first.end : second.start]
