"""Who says a statement, and through whom: from the attributions over it, with pronouns as whoever they stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from detente.kernel.spans import Span
from detente.models.attributions import Said, chain_over
from detente.models.inputs import Seen
from detente.statements.record import BASES, Basis
from detente.statements.rules.names import Named

_PERSON = frozenset({"he", "she", "him", "her"})
_GROUP = frozenset({"it", "they", "them"})
_SELF = frozenset({"i", "we", "us", "me"})
_PEOPLE = frozenset({"person", "expert"})
_HUMAN = _PEOPLE | {"role", "insider"}
_HEAD = re.compile(r"\s*(?:,|\(|\bwho\b|\bwhose\b|\bwhich\b|—|–)")
_JOINT = re.compile(r"\band\b|&")
_APART = re.compile(r"\bwho(?:se)?\b|\bwhich\b")
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks: the words that name them, whose they are, and what they are (None: only described)."""

    words: str
    party: str | None = None
    kind: str | None = None

    @property
    def basis(self) -> Basis | None:
        """On what authority it speaks of others; None where that is not known."""
        if self.kind in {"expert", "institute"}:
            return "analyst"
        return "insider" if self.kind == "insider" else "counterpart" if self.party else None


def voices_over(
    text: str, seen: Seen, said: Sequence[Said], *, span: Span, holder: str | None
) -> list[Voice]:
    """Those whose words a range is, outermost first; of several who speak together, the holder's own."""
    chain = [voice_of(text, seen, one.source, holder=holder) for one in chain_over(said, span) if one.source]
    found = [v for v in chain if v is not None]
    return [v for i, v in enumerate(found) if v not in found[:i]]


def speaker_of(
    text: str, seen: Seen, voices: Sequence[Voice], *, says: tuple[str | None, str, Span]
) -> tuple[str | None, tuple[str, ...]]:
    """The innermost speaker and the links before it. `says`: the holder, the basis and the evidence.

    What is said on a party's own authority has that party's voice; what others say of it has not.
    """
    holder, basis, _ = says
    own = basis == "own"
    fitting = [v for v in voices if (v.party == holder) == own]
    if own and not fitting:
        fitting = [v for v in voices if v.party is None and v.kind is None]
    inner = (fitting or list(voices))[-1:] if holder is not None else list(voices[-1:])
    if not inner or (holder is not None and not fitting):
        other = _unsaid(text, seen, says)
        inner = [other] if other else inner
    if not inner:
        return None, ()
    speaker = inner[0]
    before = voices[: voices.index(speaker)] if speaker in voices else voices
    others = [v for v in before if not _same_name(v.words, speaker.words) and v.party != holder]
    return speaker.words, tuple(v.words for v in others)


def _same_name(one: str, other: str) -> bool:
    """Whether one is the other with more or fewer words: "envoy Pell Lorrimer" and "Pell Lorrimer"."""
    mine, theirs = set(one.casefold().split()), set(other.casefold().split())
    return mine <= theirs or theirs <= mine


def _unsaid(text: str, seen: Seen, says: tuple[str | None, str, Span]) -> Voice | None:
    """Whose words these are though no word of saying stands over them.

    A quotation that goes on; the holder's own name in the sentence, the nearest before the words; an expert who spoke last.
    """
    holder, basis, span = says
    last = seen.before.get("speaker")
    if last is not None and (seen.scene.opens_quoted or basis not in {"own", "reported"}):
        voice = _named(text, last)
        if (voice.party == holder) == (basis == "own"):
            return voice
    if basis != "own" or holder is None:
        return None
    here = [m for m in seen.scene.mentions if m.party == holder and m.kind != "demonym"]
    here.sort(key=lambda m: (m.start >= span.end, abs(span.start - m.start)))
    before = [m for m in seen.before.values() if m.party == holder]
    named = next(iter([*here, *before]), None)
    return _named(text, named) if named else None


def voice_of(text: str, seen: Seen, source: Span, *, holder: str | None = None) -> Voice | None:
    """Whom a source names; of several who speak together, the holder."""
    words = source.of(text)
    stands_for = _stands_for(seen, words.casefold(), source.start)
    if stands_for is not None:
        return _named(text, stands_for)
    named = [m for m in seen.scene.mentions if m.start < source.end and source.start < m.end]
    mine = next((m for m in named if holder is not None and m.party == holder), None)
    together = _JOINT.search(words) and not _APART.search(words)
    if mine and len({m.party for m in named}) > 1 and together:
        return _named(text, mine)
    head = _HEAD.search(words)
    cut = words[: head.start()] if head and head.start() > _SHORTEST else words
    named = [m for m in named if m.start < source.start + len(cut)]
    best = next((m for m in named if m.kind in _PEOPLE), named[-1] if named else None)
    cut = " ".join(cut.split()).strip(" ,;:")
    return Voice(cut, best.party, best.kind) if best else Voice(cut) if cut else None


def _stands_for(seen: Seen, word: str, at: int) -> Named | None:
    """Whom a pronoun stands for: a person named before it in the sentence, else whoever was last spoken of."""
    before = seen.before
    if word in _PERSON:
        here = [m for m in seen.scene.mentions if m.end <= at and m.kind in _PEOPLE]
        last = (before.get("person"), before.get("speaker"))
        return next((m for m in (*here[-1:], *last) if m is not None and m.kind in _HUMAN), None)
    if word in _GROUP:
        return before.get("subject") or before.get("speaker")
    return before.get("speaker") if word in _SELF else None


def _named(text: str, named: Named) -> Voice:
    return Voice(" ".join(text[named.start : named.end].split()), named.party, named.kind)


def basis_of(chances: Sequence[float], voices: Sequence[Voice], *, holder: str | None) -> Basis:
    """The likeliest basis, of those that fit whoever speaks.

    Nobody can speak for itself who has no voice over the words, where somebody else has.
    """
    weighed = dict(zip(BASES, map(float, chances), strict=True))
    if voices and holder is not None:
        own = any(v.party == holder for v in voices)
        others = {v.basis for v in voices if v.party != holder} - {None}
        if not own and others:
            weighed["own"] *= 0.3
        for basis in others:
            if basis is not None and basis != "counterpart":
                weighed[basis] *= 2.0
    return max(BASES, key=lambda b: weighed[b])
