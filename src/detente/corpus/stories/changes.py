"""Changes: what a member of a story adds, drops or says otherwise than the origin, sentence by sentence.

In one language: sentences added and dropped, and in those that correspond, meaning that was strengthened, weakened or
reversed, numbers and speakers that changed, conditions that went. Between languages only figures and names are compared.
The findings are leads for a reader, each with the sentences of both sides; they are no judgement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from detente.corpus.document import Document
from detente.corpus.language import language_of
from detente.corpus.stories.alignment import Aligned, Said, aligned
from detente.corpus.stories.strength import SAYING, Strength, strength_of
from detente.kernel.spans import Span

ChangeKind = Literal[
    "added", "dropped", "strengthened", "weakened", "reversed", "number", "name", "speaker", "condition"
]
_SAME = 0.25  # likeness from which two sentences say the same thing
_CLOSE = 0.5  # likeness from which a missing word is a change, not another wording
_NEW = 0.25  # likeness under which a sentence has no counterpart
_KNOWN = 0.5  # of what a sentence says; where more stands in the other text it was only worded anew


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: its kind, the sentence of the origin and of the member (None where there is none), and what."""

    kind: ChangeKind
    origin: Span | None
    member: Span | None
    detail: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """A sentence of the origin and the member's one, with all that the member says in its place."""

    origin: Said
    member: Said
    likeness: float
    told: str  # the member's sentences that correspond to this one of the origin
    source: str  # the origin's sentences that correspond to this one of the member


def changes(origin: Document, member: Document) -> tuple[Change, ...]:
    """What a member changes against the origin, in the order of the member's text, what it drops at the end."""
    across = _language(origin) != _language(member)
    found = aligned(origin, member, across=across)
    if across:
        return tuple(_across(found))
    pairs = list(_pairs(found))
    named = frozenset(name for said in found.origin for name in said.names)
    meaning = [change for pair in pairs for change in _meaning(pair, named)]
    meaning += _numbers(found, pairs)
    both = [*meaning, *_added(found)]
    both.sort(key=lambda change: change.member or Span(len(member.text), len(member.text) + 1))
    return tuple(dict.fromkeys([*both, *_dropped(found)]))


def _language(document: Document) -> str:
    return document.metadata.language or language_of(document.text)


def _pairs(found: Aligned) -> Iterator[_Pair]:
    """Sentences that correspond: the best of the one side or of the other."""
    best_member = [found.best_member(number) for number in range(len(found.origin))]
    best_origin = [found.best_origin(number) for number in range(len(found.member))]
    for one, origin in enumerate(found.origin):
        for other, member in enumerate(found.member):
            likeness = found.alike[one][other]
            mutual = best_member[one][0] == other and best_origin[other][0] == one
            if likeness < _SAME or not mutual:
                continue
            told = [m.text for m, best in zip(found.member, best_origin, strict=True) if _to(best, one)]
            source = [o.text for o, best in zip(found.origin, best_member, strict=True) if _to(best, other)]
            yield _Pair(origin, member, likeness, " ".join(told), " ".join(source))


def _to(best: tuple[int, float], number: int) -> bool:
    return best[0] == number and best[1] >= _SAME


def _meaning(pair: _Pair, named: frozenset[str]) -> Iterator[Change]:
    """Changes of meaning between two sentences that correspond."""
    before, after = strength_of(pair.origin.text), strength_of(pair.member.text)
    source, told = strength_of(pair.source), strength_of(pair.told)
    close = pair.likeness >= _CLOSE
    kinds: list[tuple[ChangeKind, str]] = []
    if before.conditional and not (told.conditional if close else told.maybe_conditional):
        kinds.append(("condition", "the condition is gone"))
    if _raised(before, told, close=close) and not source.demands:
        kinds.append(("strengthened", _moved(before, after)))
    if _raised(after, source, close=close) and not told.demands:
        kinds.append(("weakened", _moved(before, after)))
    if close and _negated(before, told) != _negated(after, source):
        kinds.append(("reversed", "a negation was added" if after.negations else "a negation is gone"))
    if close and _other_speaker(pair, named):
        kinds.append(("speaker", "said by another speaker"))
    for kind, detail in kinds:
        yield Change(kind, pair.origin.span, pair.member.span, detail)


def _other_speaker(pair: _Pair, named: frozenset[str]) -> bool:
    """Whether a name that is said to speak gave way to another that the origin knows."""
    if not (SAYING.search(pair.origin.text.lower()) and SAYING.search(pair.member.text.lower())):
        return False
    gone, new = pair.origin.names - pair.member.names, pair.member.names - pair.origin.names
    return bool(gone) and bool(new) and new <= named


def _negated(one: Strength, other: Strength) -> bool:
    """Whether the one denies something and nothing that corresponds to it does."""
    return one.negations > 0 and other.negations == 0


def _raised(low: Strength, high: Strength, *, close: bool) -> bool:
    """Whether what was hedged or asked in the one is firm or demanded in the other."""
    if low.hedges > high.hedges and (high.firm > low.firm or (close and not high.hedges)):
        return True
    return low.asks and not low.demands and high.demands and not high.asks


def _moved(before: Strength, after: Strength) -> str:
    """Which words of strength moved."""
    if before.hedges != after.hedges:
        return "a hedge is gone" if before.hedges > after.hedges else "a hedge was added"
    return "asking became demanding" if after.demands else "demanding became asking"


def _numbers(found: Aligned, pairs: Sequence[_Pair]) -> Iterator[Change]:
    """Figures that the origin has and the member has nowhere, where another stands that the origin has nowhere."""
    all_origin = {figure for said in found.origin for figure in said.figures}
    all_member = {figure for said in found.member for figure in said.figures}
    for pair in pairs:
        gone = sorted(pair.origin.figures - all_member)
        new = sorted(pair.member.figures - all_origin)
        if gone and new:
            detail = f"{', '.join(f[1:] for f in gone)} became {', '.join(f[1:] for f in new)}"
            yield Change("number", pair.origin.span, pair.member.span, detail)


def _added(found: Aligned) -> Iterator[Change]:
    """Sentences of the member that have no counterpart."""
    known = frozenset(key for said in found.origin for key in said.keys)
    for number, said in enumerate(found.member):
        if found.best_origin(number)[1] < _NEW and _is_new(said, known):
            yield Change("added", None, said.span, "no sentence of the origin was found to say it")


def _dropped(found: Aligned) -> Iterator[Change]:
    """Sentences of the origin that have no counterpart."""
    known = frozenset(key for said in found.member for key in said.keys)
    for number, said in enumerate(found.origin):
        if found.best_member(number)[1] < _NEW and _is_new(said, known):
            yield Change("dropped", said.span, None, "no sentence of the member was found to say it")


def _is_new(said: Said, known: frozenset[str]) -> bool:
    """Whether most of a sentence is nowhere in the other text; headings are left alone."""
    if len(said.keys) < 3 or not said.text.rstrip("\"”»'’)").endswith((".", "!", "?", "…")):
        return False
    figures = {f"#{figure}" for figure in said.figures}
    return not figures & known and len(said.keys & known) <= _KNOWN * len(said.keys)


def _across(found: Aligned) -> Iterator[Change]:
    """Figures and names that one side of a translation has and the other has nowhere."""
    figures = {figure for said in found.member for figure in said.figures}
    names = {name for said in found.member for name in said.names}
    known = {figure for said in found.origin for figure in said.figures}
    for number, said in enumerate(found.origin):
        other, likeness = found.best_member(number)
        span = found.member[other].span if likeness >= _SAME else None
        gone = sorted(said.figures - figures)
        if gone:
            new = sorted(found.member[other].figures - known) if span else []
            told = f"{', '.join(f[1:] for f in gone)} {'became ' + ', '.join(f[1:] for f in new) if new else 'is missing'}"
            yield Change("number", said.span, span, told)
        if said.names and not said.names & names:
            yield Change("name", said.span, span, "none of its names is found")
