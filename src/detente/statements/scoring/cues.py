"""A trivial reader to compare with: a party, a cue word and a word of an issue's label in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from detente.corpus.document import Document
from detente.corpus.sentences.split import sentences
from detente.kernel.spans import Span
from detente.packs.model import Leaf, Pack, Party
from detente.statements.port import Reader, Reading
from detente.statements.record import Stance, Statement

_CUES: Mapping[Stance, str] = {
    "demand": r"demand\w*|insist\w*|want\w*|seek\w*|require\w*|must",
    "propose": r"propos\w*|offer\w*|suggest\w*|call(?:s|ed|ing)? (?:for|on)|urg\w*",
    "accept": r"accept\w*|agree\w*|willing|ready|support\w*",
    "reject": r"reject\w*|refus\w*|oppos\w*|rul(?:e|es|ed|ing) out|unacceptable|not",
}
_WORD = re.compile(r"[^\W\d_]{4,}")
_ENGLISH = "en"


def cue_word_reader(pack: Pack) -> Reader:
    """A reader that knows cue words, names of parties and labels of issues, and no grammar."""
    names = _names(pack.parties)
    labels = {leaf.id: _words(f"{leaf.label} {leaf.id.replace('_', ' ')}") for leaf in pack.leaves.values()}
    labels = {issue: words for issue, words in labels.items() if words and not issue.startswith("course.")}
    cues = [(stance, re.compile(rf"\b(?:{words})\b", re.I)) for stance, words in _CUES.items()]

    def read(document: Document) -> Reading:
        return Reading(tuple(_statements(document, (names, cues, labels), pack)))

    return read


_Names = tuple[re.Pattern[str], Mapping[str, str]]
_Eyes = tuple[_Names, Sequence[tuple[Stance, re.Pattern[str]]], Mapping[str, frozenset[str]]]


def _statements(document: Document, eyes: _Eyes, pack: Pack) -> Iterator[Statement]:
    (pattern, parties), cues, labels = eyes
    for span in sentences(document):
        text = span.of(document.text)
        party = pattern.search(text)
        stances = [(found.start(), stance) for stance, cue in cues if (found := cue.search(text))]
        issue = _issue(_words(text), labels)
        if party and stances and issue:
            holder, stance = parties[party[0].casefold()], min(stances)[1]
            yield _statement((document.hash, span, text), (holder, stance), pack.leaves[issue])


def _statement(where: tuple[str, Span, str], who: tuple[str, Stance], leaf: Leaf) -> Statement:
    doc, span, text = where
    said = _words(text)
    option = next((o.id for o in leaf.options if _words(o.label) & said), None)
    return Statement(
        doc,
        span,
        text,
        kind="position",
        holder=who[0],
        stance=who[1],
        issue=leaf.id,
        option=option,
        confidence=0.3,
        origin="cue words",
    )


def _issue(said: frozenset[str], labels: Mapping[str, frozenset[str]]) -> str | None:
    """The issue whose label shares most words with the sentence."""
    best = max(labels, key=lambda issue: len(labels[issue] & said), default=None)
    return best if best is not None and labels[best] & said else None


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text))


def _names(parties: Mapping[str, Party]) -> _Names:
    known: dict[str, str] = {}
    for party in parties.values():
        for name in (party.name, *party.aliases.get(_ENGLISH, ()), *party.demonyms.get(_ENGLISH, ())):
            known.setdefault(name.casefold(), party.id)
    longest_first = sorted(known, key=lambda name: (-len(name), name))
    pattern = "|".join(re.escape(name) for name in longest_first) or "(?!)"
    return re.compile(rf"\b(?:{pattern})\b", re.I), known
