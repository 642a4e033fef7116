"""Instructions in documents: words that address whoever, or whatever, reads the page. They never serve as evidence.

What is found here is withheld from the model and may not be quoted. It is a net of signs, not a proof: what slips
through it meets the checks of `checks`, and nothing from a page on which it found something is ever agreed with.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from detente.corpus.document import Document
from detente.corpus.sentences.split import paragraphs, sentences
from detente.kernel.spans import Span
from detente.models.llm.quotes import FoldedText, plain_letters
from detente.models.llm.signs import CASED, HIDDEN, LINES, LOOKALIKES, PATTERN
from detente.packs.model import Pack


def instructions_in(document: Document, pack: Pack) -> tuple[Span, ...]:
    """The ranges of a document that speak to its reader, with what follows them in their paragraph, in order."""
    text = document.text
    met = sorted({*_met(text, pack)})
    if not met:
        return ()
    heard = sentences(document)
    blocks = paragraphs(document)
    found: set[Span] = set(met)
    for one in met:
        block = next((b for b in blocks if b.overlaps(one)), one)
        inside = [s for s in heard if block.overlaps(s)]
        first = next((i for i, s in enumerate(inside) if s.end > one.start), 0)
        found.update(inside[max(0, first - 1) :])
    return tuple(sorted(found))


def _met(text: str, pack: Pack) -> Iterator[Span]:
    """Every sign, wherever it stands, furniture included: the same words in the look of three alphabets."""
    folded = FoldedText(text, _searched)
    ids = _ids(pack)
    for seen in dict.fromkeys((folded.folded, folded.folded.translate(LOOKALIKES))):
        for pattern in (PATTERN, *ids):
            yield from (folded.span(*m.span()) for m in pattern.finditer(seen) if m.end() > m.start())
    cased = FoldedText(text)
    yield from (cased.span(*m.span()) for m in CASED.finditer(cased.folded))
    yield from (Span(*m.span()) for pattern in (HIDDEN, LINES) for m in pattern.finditer(text))


def _searched(cluster: str) -> str:
    """A cluster without case, width and invisible signs."""
    folded = unicodedata.normalize("NFKC", plain_letters(cluster)).casefold()
    return folded if len(folded) <= 1 or not folded.isspace() else " "


def _ids(pack: Pack) -> tuple[re.Pattern[str], ...]:
    """Ids of issues: no newspaper writes `terr.status`, but who wants to steer a machine does."""
    ids = sorted((re.escape(i.casefold()) for i in pack.leaves), key=len, reverse=True)
    return (re.compile(rf"(?<![\w.@/]){'(?:' + '|'.join(ids) + ')'}(?![\w@/])"),) if ids else ()
